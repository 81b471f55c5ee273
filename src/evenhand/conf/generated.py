"""Pages made from the code: `python -m evenhand.conf.generated` writes them, `--check` says which are stale."""

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import evenhand
from evenhand import editions
from evenhand.conf import alias_page, model_card, platforms_page, rules_report, text_likeness_page
from evenhand.core.conduct import CONTEXT_FACTS
from evenhand.core.lifecycle import (
    ACTION,
    APPEAL,
    BLOCK,
    CASE,
    NOTICE,
    REFERRAL,
    ActionState,
    AppealState,
    BlockState,
    CaseState,
    NoticeState,
    ReferralState,
)
from evenhand.editions.document import document
from evenhand.officers.permissions import ALLOWED, Permission
from evenhand.signals.read import known_facts

ROOT = Path(__file__).resolve().parents[3]
MAP_BEGINS, MAP_ENDS = "<!-- rooms -->", "<!-- end of rooms -->"
REFERENCE_EDITION = ROOT / "editions" / "stockport" / "2024-01-01.toml"


def rules() -> str:
    """Every rule of the reference edition."""
    return document(editions.read(REFERENCE_EDITION))


def rules_as_tested() -> str:
    """Every rule of the reference edition with the sentences of its tests."""
    return rules_report.report(editions.read(REFERENCE_EDITION), ROOT / "tests")


def states() -> str:
    """What may follow what, as diagrams."""
    parts = ["# States", "Generated from `core/lifecycle.py`. What no arrow shows is refused."]
    for title, first, table in (
        ("A case (MOD-02, MOD-04)", CaseState.OPEN, CASE),
        ("An action (EVD-01, MOD-03): the database refuses to send before it is captured", ActionState.QUEUED, ACTION),
        ("A block (BLK-01 to BLK-05)", BlockState.AWAITING_APPROVAL, BLOCK),
        ("A referral (REF-01 to REF-04)", ReferralState.OPENED, REFERRAL),
        ("A notice (MOD-05): sent is not delivered", NoticeState.QUEUED, NOTICE),
        ("An appeal (APL-02 to APL-04)", AppealState.RECEIVED, APPEAL),
    ):
        moves = [(before, event, after) for (before, event), after in table.items()]
        parts += [f"## {title}", _diagram(first, moves)]
    return "\n\n".join(parts)


def roles() -> str:
    """Which role may do what."""
    heads = " | ".join(role.value for role in ALLOWED)
    lines = [f"| may | {heads} |", "|---" * (len(ALLOWED) + 1) + "|"]
    for permission in Permission:
        marks = " | ".join("yes" if permission in held else "" for held in ALLOWED.values())
        lines.append(f"| {permission.value} | {marks} |")
    about = "Generated from `officers/permissions.py`. A role is given for one body; nothing of another body is seen."
    return "\n\n".join(["# Roles", about, "\n".join(lines)])


def signals() -> str:
    """Every fact that a signal states."""
    about = (
        "Generated from the signals. A signal states facts and points to the author's words; what they mean is for an "
        "edition to say. Numbers count different findings unless a line says otherwise."
    )
    parts = [part for name, facts in known_facts().items() for part in (f"## {name}", _facts(facts))]
    return "\n\n".join(["# Signals", about, *parts, "## context", _facts(CONTEXT_FACTS)])


def encoder() -> str:
    """What the encoder is made of and what was measured."""
    return model_card.report(ROOT / "training" / "results.json")


def aliases() -> str:
    """What was measured of the likeness of accounts."""
    return alias_page.report(ROOT / "training" / "alias_results.json")


def texts() -> str:
    """What was measured of the likeness of texts."""
    return text_likeness_page.report(ROOT / "training" / "text_likeness_results.json")


def _facts(facts: Mapping[str, str]) -> str:
    return "\n".join(
        ["| fact | what it says |", "|---|---|", *(f"| `{name}` | {said} |" for name, said in facts.items())]
    )


def readme() -> str:
    """The README with the map of the rooms."""
    text = (ROOT / "README.md").read_text()
    before, _, rest = text.partition(MAP_BEGINS)
    _, _, after = rest.partition(MAP_ENDS)
    return f"{before}{MAP_BEGINS}\n{_map()}\n{MAP_ENDS}{after}"


def _map() -> str:
    return "\n".join(f"- `{name}`: {_first_line(name)}" for name in _rooms())


def _rooms() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(evenhand.__path__))


def _first_line(name: str) -> str:
    about = importlib.import_module(f"evenhand.{name}").__doc__ or ""
    return about.strip().splitlines()[0]


def _diagram(first: str, moves: Sequence[tuple[str, str, str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_name(first)}"]
    lines += [f"    {_name(before)} --> {_name(after)}: {event}" for before, event, after in moves]
    final = {after for _, _, after in moves} - {before for before, _, _ in moves}
    lines += [f"    {_name(state)} --> [*]" for state in sorted(final)]
    return "\n".join([*lines, "```"])


def _name(state: str) -> str:
    return state.replace(",", "").replace(" ", "_")


PAGES: Mapping[str, Callable[[], str]] = {
    "README.md": readme,
    "docs/reference/rules.md": rules,
    "docs/reference/rules-as-tested.md": rules_as_tested,
    "docs/reference/states.md": states,
    "docs/reference/roles.md": roles,
    "docs/reference/platforms.md": platforms_page.page,
    "docs/reference/signals.md": signals,
    "docs/reference/model-card.md": encoder,
    "docs/reference/alias-likeness.md": aliases,
    "docs/reference/text-likeness.md": texts,
}


def main(check: bool) -> int:
    """0 when every page is as the code says, or was written."""
    stale = 0
    for name, make in PAGES.items():
        path, wanted = ROOT / name, make().rstrip() + "\n"
        there = path.read_text() if path.exists() else ""
        if there == wanted:
            continue
        if check:
            stale += 1
            sys.stdout.writelines(
                difflib.unified_diff(there.splitlines(True), wanted.splitlines(True), name, "generated")
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted)
    if stale:
        print("Stale. Write them again: python -m evenhand.conf.generated", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
