"""What the pages of evidence packs are fed with when their look is tested."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from tests.console.look_material import NOW

from evenhand.console.pack_forms import DownloadForm, HandOverForm, PackForm

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PACK = {
    "reference": "EP-4F7K-22QX-9", "url": "/packs/1", "by": "Ines Barr", "begun_at": NOW, "sealed_at": NOW,
    "state": "sealed", "recipient": "Wealdham Constabulary", "sha256": SHA256, "bytes": 73_212,
    "police_reference": "WC/24/118",
}  # fmt: skip
DRAFT = PACK | {"state": "draft", "sealed_at": None, "sha256": "", "recipient": ""}
_CAPTURE = SimpleNamespace(
    pk=1, captured_at=NOW, parts=[1, 2], revision=SimpleNamespace(number=2),
    comment=SimpleNamespace(native_id="10158846_22", channel=SimpleNamespace(title="Wealdham page")),
)  # fmt: skip


def packs() -> dict[str, object]:
    rows = [PACK, DRAFT]
    return {"packs": rows, "page": Paginator(rows, 50).page(1)}


def form() -> dict[str, object]:
    given = PackForm({"captures": [], "statement": "He is guilty."}, choices=[_CAPTURE])  # type: ignore[list-item]
    given.is_valid()
    given.add_error("statement", "It says “is guilty”, which is for the police: say what was seen.")
    given.add_error(None, "The timeline is empty: say who did what, when.")
    return {
        "pack": DRAFT, "form": given, "wording": "possible offence; the police decide", "packs_url": "/packs",
        "uncaptured": [{"case": 1038, "url": "/capture"}], "discard_url": "/discard",
    }  # fmt: skip


REFERRAL = {
    "id": 12, "url": "/referrals/12", "state": "acknowledged", "to": "the police",
    "steps": [
        {"event": "hand over", "at": NOW, "by": "Ines Barr", "to": "PC 418 Lunt", "how": "by hand",
         "reference": "CR/25/004118"},
        {"event": "acknowledge", "at": NOW, "by": "Ines Barr", "to": "DC Ward", "how": "", "reference": ""},
    ],
}  # fmt: skip


def sealed() -> dict[str, object]:
    said = [("sealed the pack; SHA-256 " + SHA256), "downloaded it: for DC Ward of the cyber unit"]
    return {
        "pack": PACK, "cases": [{"id": 1038, "url": "/cases/1038"}, {"id": 977, "url": "/cases/977"}],
        "custody": [{"at": NOW, "by": "Ines Barr (ines@wealdham.example)", "what": what} for what in said],
        "referrals": [REFERRAL],
        "statement_url": "/statement", "packs_url": "/packs", "download": DownloadForm(), "download_url": "/download",
        "hand_over": HandOverForm({"to": ""}), "hand_over_url": "/hand-over",
    }  # fmt: skip


def draft() -> dict[str, object]:
    return sealed() | {
        "pack": DRAFT, "custody": [], "download": None, "hand_over": None, "edit_url": "/form", "seal_url": "/seal",
    }  # fmt: skip
