"""What the pages of appeals are fed with when their look is tested."""

from collections.abc import Callable
from datetime import date

from django.core.paginator import Paginator
from tests.console.look_material import HISTORY, NOW

from evenhand.console.views.appeals import EntryForm
from evenhand.console.views.returned import PlaceForm

LINE: dict[str, object] = {
    "id": 7, "reference": "AP-4F7K-22QX-9", "about": "decision 12", "came": "public form", "received_at": NOW,
    "state": "received", "stage": "first", "due": "Acknowledge", "due_on": date(2026, 3, 9), "late": True, "ending": "",
    "url": "/appeals/7",
}  # fmt: skip
ENDED = LINE | {"state": "closed", "due": "", "due_on": None, "late": False, "ending": "reversed"}
EFFECT = {"kind": "restore the comment", "on": "comment 4", "how": "by program", "because": "the platform can unhide"}


def _list() -> dict[str, object]:
    return {
        "page": Paginator([LINE], 50).page(1),
        "waiting": [LINE],
        "late": 1,
        "answered": [ENDED],
        "enter_url": "/appeals/new",
        "form_url": "/appeal",
    }


def _appeal() -> dict[str, object]:
    row = {
        "author": "Pat Lowe", "text": "Words.", "state": "hidden", "blurred": True, "veil_id": "decision-12-comment-5",
    }  # fmt: skip
    contested = {
        "decision": "Decision 12: hide, by Ada Marsh", "at": NOW, "ground": "CON-02", "reason": "A personal attack.",
        "statement": "Your comment was hidden.", "text": "You utter muppet", "post": "Our new park", "thread": [row],
        "captures": [{"url": "/captures/3", "at": NOW, "id": 3}],
        "blurred": True, "veil_id": "decision-12", "statement_id": "statement-12",
    }  # fmt: skip
    rule = {"id": "CON-02", "title": "Abuse", "then": "No abuse.", "now": "No abuse at all.", "same": False}
    return {
        "appeal": LINE | {"words": "I was quoting a play.", "steps": 0},
        "facts": [{"key": "Against", "value": "Decision 12", "url": "/decisions/12"}],
        "contested": [contested], "rules": [rule], "effects": [EFFECT], "undone": [EFFECT], "history": HISTORY,
        "blocked": {"id": 3, "url": "/blocks/3", "reason": "Three attacks.", "working": ["one", "two"]},
        "told": [], "form": EntryForm(), "may_not": "You made this decision.", "appeals_url": "/appeals",
    }  # fmt: skip


LETTER: dict[str, object] = {
    "id": 5, "url": "/notices/returned/5", "subject": "Re: Your appeal", "sender": "Robin Vale <robin@mail.example>",
    "said": "unclear", "words": "Robin has moved.", "at": NOW, "size_bytes": 84_000, "answer": "", "answered_by": "",
    "notice_url": "/notices/4", "reference": "AP-4F7K-22QX-9", "state": "open",
}  # fmt: skip
ANSWERED = LETTER | {"state": "done", "answer": "He has moved.", "answered_by": "Ada Marsh", "notice_url": ""}


def _letter(**how: object) -> dict[str, object]:
    shown = {"content": "Robin has moved.\n\nNobody knows where.", "gone": False, "cut": True}
    return LETTER | shown | {"form": PlaceForm({}), "letters_url": "/notices/returned"} | how


LOOKS: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "appeals": ("appeals.html", _list),
    "appeals_none": ("appeals.html", lambda: _list() | {"waiting": [], "answered": [], "late": 0}),
    "appeal": ("appeal.html", _appeal),
    "returned_list": (
        "returned_list.html",
        lambda: {"letters": [LETTER, ANSWERED], "page": Paginator([LETTER], 50).page(1), "notices_url": "/notices"},
    ),
    "returned_none": (
        "returned_list.html",
        lambda: {"letters": [], "page": Paginator([], 50).page(1), "notices_url": "/notices"},
    ),
    "returned": ("returned.html", _letter),
    "returned_gone": ("returned.html", lambda: _letter(**ANSWERED, content="", gone=True, form=None)),
    "appeal_entry": ("appeal_entry.html", lambda: {"form": EntryForm({}), "appeals_url": "/appeals"}),
}
