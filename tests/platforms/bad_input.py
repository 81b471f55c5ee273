"""docs/reference/bad-input.md: what each platform may send us, what comes of it, and which test shows it.

`python -m tests.platforms.bad_input` writes it; a test holds it to the contract suite.
"""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.platforms.contract_suite import NAMES, PUSHING
from tests.platforms.fakes.serving import BUSY, BUSY_SILENTLY, PAGE, PAGE_OF_SUCCESS, REVOKED, FakePlatform

from evenhand.platforms import found

PAGE_OF_DOCS = Path(__file__).parents[2] / "docs" / "reference" / "bad-input.md"
_ABOUT = """# Bad input

Made by `python -m tests.platforms.bad_input` from what the contract suite runs on each platform, against a local server
that speaks as it does. What a platform sends by itself at any time, or what anybody can make it send, has a defined end
here. “Yes”: the test runs on this platform. “By id”: its messages carry no time; the same one again has the same event
id (a signed message wakes). “–”: it cannot happen there; why stands below."""


@dataclass(frozen=True)
class Case:
    """`key`: by which a platform's fake says that it cannot happen there. `pushed`: only where something is pushed."""

    title: str
    key: str
    file: str
    test: str
    outcome: str
    pushed: bool = False


CASES = (
    Case("wrong signature", "", "push", "test_a_message_that_was_touched_wakes_nobody",
         "refused; nobody is woken", pushed=True),
    Case("replay", "", "push", "test_an_old_message_wakes_nobody",
         "refused where messages carry a time; else the same event id, which is taken once", pushed=True),
    Case("unknown event kind", "", "push", "test_a_signed_message_of_an_unknown_kind_wakes_or_is_put_aside",
         "it wakes the poller, which looks for itself, or is put aside", pushed=True),
    Case("ids beyond 2^53", "ids beyond 2^53", "odd_things",
         "test_ids_beyond_what_javascript_counts_keep_every_digit", "every digit is kept"),
    Case("missing author", "missing author", "odd_things", "test_a_comment_without_author_comes_in",
         "the comment comes in, without one"),
    Case("deleted parent", "deleted parent", "odd_things", "test_an_answer_to_what_was_deleted_comes_in",
         "the answer comes in under its post"),
    Case("cyclic thread", "cycle", "odd_things", "test_comments_that_answer_each_other_come_in_once_and_end",
         "each comes in once, and reading ends"),
    Case("chain of 3,000", "chain", "odd_things", "test_a_chain_deeper_than_any_stack_all_comes_in",
         "all of them come in"),
    Case("20,000 replies", "crowd", "odd_things", "test_twenty_thousand_replies_all_come_in", "all of them come in"),
    Case("HTML in names", "HTML in names", "odd_things", "test_html_in_a_name_stays_words",
         "kept as words; pages escape them"),
    Case("no comment at all", "garbled", "odd_things", "test_what_is_no_comment_loses_none_of_the_others",
         "shown to people beside the others, which come in"),
    Case("token expired or revoked", REVOKED, "acting", "test_no_fault_is_taken_for_success_or_for_a_refusal",
         "access refused: nothing is taken for done, the channel is broken, its keeper is told"),
    Case("429 with a time", BUSY, "acting", "test_no_fault_is_taken_for_success_or_for_a_refusal",
         "tried again, no sooner than asked"),
    Case("429 without", BUSY_SILENTLY, "acting", "test_no_fault_is_taken_for_success_or_for_a_refusal",
         "tried again, some time later"),
    Case("HTML error page", PAGE, "reading", "test_a_fault_costs_a_poll_and_no_comment",
         "a poll is lost and no comment; of an act nobody knows, so it is read back"),
    Case("HTML page with 200", PAGE_OF_SUCCESS, "reading", "test_a_fault_costs_a_poll_and_no_comment",
         "as above: it is not taken for success"),
)  # fmt: skip


def page() -> str:
    """The whole page."""
    programs = [name for name in NAMES if _fake(name)]
    rows = [[found.manifest(name).title, *(_cell(name, case) for case in CASES)] for name in programs]
    outcomes = [
        [case.title, case.outcome, f"`test_contract_{case.file}.py`, {' '.join(case.test.split('_')[1:])}"]
        for case in CASES
    ]
    parts = [_ABOUT, "## What comes of it", _table(["input", "what comes of it", "test"], outcomes)]
    parts += ["## Platform by platform", _table(["platform", *(case.title for case in CASES)], rows)]
    parts += ["## What cannot happen, and why", "\n".join(_reasons(programs)), _MORE]
    return "\n\n".join(parts) + "\n"


_MORE = """Nextdoor is read from files alone: see import-format.md. What stands in one place only: a session that is
over and is renewed, and a token of two months (`test_bluesky.py`, `test_graph_siblings.py`); a deleted parent on
Mastodon, and words against our credentials by an unusual status (`test_mastodon.py`)."""


def _cell(name: str, case: Case) -> str:
    if case.title == "replay" and name in PUSHING and not _class(name).pushes_are_dated:
        return "by id"
    impossible = case.key in _fake(name) or (case.pushed and name not in PUSHING)
    return "–" if impossible else "yes"


def _reasons(names: list[str]) -> Iterator[str]:
    for name in names:
        told = [f"{case.title}: {_fake(name)[case.key]}" for case in CASES if case.key in _fake(name)]
        told += ["nothing is pushed"] if name not in PUSHING else []
        if told:
            yield f"- *{found.manifest(name).title}*: {'; '.join(told)}."


def _fake(name: str) -> Mapping[str, str]:
    """What cannot happen there; empty, too, where no local server of it is here."""
    if not (Path(__file__).parent / "fakes" / f"{name}.py").exists():
        return {}
    return {"local server": "", **_class(name).cannot}


def _class(name: str) -> type[FakePlatform]:
    found_there: type[FakePlatform] = importlib.import_module(f"tests.platforms.fakes.{name}").Fake
    return found_there


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


if __name__ == "__main__":
    PAGE_OF_DOCS.write_text(page())
