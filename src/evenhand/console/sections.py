"""Where one can go: pages in sections, of which everybody sees what their roles open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from evenhand.officers.permissions import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One page of the navigation. `count`: how much waits there."""

    text: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together. It leads to the first of them; `count` is of all of them."""

    text: str
    items: tuple[Item, ...]
    current: bool

    @property
    def url(self) -> str:
        """Of its first page."""
        return self.items[0].url

    @property
    def count(self) -> int:
        """How much waits in it."""
        return sum(item.count or 0 for item in self.items)


_Page = tuple[str, str, Permission]  # its words, the name of its address, who may open it
SECTIONS: Mapping[str, tuple[_Page, ...]] = {
    "Work": (
        ("Queue", "queue", Permission.SEE_CASES),
        ("Tasks", "tasks", Permission.SEE_TASKS),
        ("Referrals", "referrals", Permission.SEE_REFERRALS),
        ("Appeals", "appeals", Permission.HANDLE_APPEALS),
        ("Comments off", "closures", Permission.SEE_CASES),
    ),
    "People": (
        ("Blocks", "blocks", Permission.SEE_CASES),
        ("Managed contacts", "contacts", Permission.SEE_MANAGED_CONTACTS),
        ("Report abuse", "reports", Permission.REPORT_ABUSE),
        ("People's data", "person-requests", Permission.ANSWER_PEOPLE),
    ),
    "Records": (
        ("Comments", "comments", Permission.SEE_CASES),
        ("Decisions", "decisions", Permission.SEE_CASES),
        ("Notices", "notices", Permission.SEE_CASES),
        ("Evidence", "packs", Permission.SEE_EVIDENCE),
        ("Imports", "imports", Permission.SEE_IMPORTS),
        ("Retention", "retention", Permission.SEE_RETENTION),
        ("Audit", "audit", Permission.SEE_AUDIT),
    ),
    "Settings": (
        ("Channels", "channels", Permission.SEE_CHANNELS),
        ("Calendar", "watch", Permission.SEE_WATCH),
        ("Second opinion", "opinions", Permission.SEE_OPINIONS),
        ("Who takes what", "responsible", Permission.ADMINISTER),
    ),
}
_BESIDE = {"people": "People", "links": "People", "captures": "Records", "batches": "Records"}
"""Pages that no navigation leads to, by the first part of their address after the body's, and their section."""


def sections(slug: str, path: str, held: Collection[Permission], counts: Mapping[str, int]) -> tuple[Section, ...]:
    """The sections that these permissions open, each with its pages; one of them is current, where any is open.

    `counts`: how much waits, by the name of the address.
    """
    found = []
    for text, pages in SECTIONS.items():
        urls = [(page, reverse(page[1], args=[slug])) for page in pages if page[2] in held]
        items = tuple(Item(page[0], url, _is_in(path, url), counts.get(page[1])) for page, url in urls)
        if items:
            found.append(Section(text, items, any(item.current for item in items)))
    if not any(section.current for section in found):
        beside = _BESIDE.get(path.removeprefix(f"/{slug}/").partition("/")[0], "")
        now = next((section.text for section in found if section.text == beside), found[0].text if found else "")
        found = [Section(each.text, each.items, each.text == now) for each in found]
    return tuple(found)


def _is_in(path: str, url: str) -> bool:
    return path == url or path.startswith(f"{url}/")
