"""What the pages about people are fed with, for the tests of their look."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

from evenhand.console.forms_of_people import (
    BlockAnswerForm,
    EntryStepForm,
    EvidenceForm,
    FindAccountForm,
    LinkForm,
    ReviewForm,
    StepForm,
    WarnForm,
)
from evenhand.console.views.blocks import BlockFilters
from evenhand.intake.models import Author

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
DAY = date(2026, 9, 4)
REASON = "Three personal attacks on other residents in three months."
TWIN = Author(pk=9, name="D. Okafor", handle="@dil2", platform="simulator")
STANDING = {
    "total": 3, "step": "a block", "points": True, "because": "3 strikes reach the step at 3", "rule": "STR-04",
    "working": ["4 February 2026: CON-02, weight 1", "Total: 3"], "url": "/people/4", "accounts": 2,
}  # fmt: skip
STRIKE = {
    "on": DAY, "grounds": ["CON-02"], "weight": 1, "ends_on": DAY, "text": "You utter muppet",
    "decisions": [{"number": "12", "url": "/decisions/12"}],
}  # fmt: skip
BLOCK = {
    "id": 3, "url": "/blocks/3", "person": "Dilwyn Okafor", "state": "in force", "review": "review overdue",
    "starts_on": DAY, "review_on": DAY, "reviewer": "Ines Barr", "channels": ["Wealdham page", "News"],
    "reason": REASON, "decided_by": "Tomasz Bright", "notice": "You are blocked.\n\nYou can appeal.",
    "answers": {"Could the author be a child?": "No sign of it."},
}  # fmt: skip
LINK = {
    "url": "/links/7", "id": 7, "one": "Dilwyn Okafor", "other": "D. Okafor", "state": "likely", "confidence": "76%",
    "evidence": ["Likeness: near names"], "proposed_by": "program: import", "proposed_at": NOW,
}  # fmt: skip
STEP = {"title": "Decided", "by": "Ines Barr", "at": NOW, "text": "He says so himself."}
ACTION = {"verb": "block Dilwyn Okafor on Wealdham page", "state": "done", "at": NOW, "platform_answer": "200: done"}
ENTRY = {
    "entry": SimpleNamespace(
        reason="Threats to staff.", notice="You are blocked.", why_no_notice="", proposed_by="Ines Barr",
        proposed_at=NOW, starts_on=DAY,
    ),
    "url": "/managed-contacts/2", "person": "Dilwyn Okafor", "person_url": "/people/4", "state": "on the list",
    "review_on": DAY, "approved_by": "Tomasz Bright",
}  # fmt: skip


def _person() -> dict[str, object]:
    warning = {
        "at": NOW, "by": "Ines Barr", "words": "Please keep to the rules.", "state": "sent", "reached_at": NOW,
        "why": "", "undone": False, "notice_url": "/notices/1",
    }  # fmt: skip
    account = {
        "name": "Dilwyn Okafor", "handle": "@dil", "platform": "simulator", "url": "/profile", "page": "/people/4"
    }  # fmt: skip
    return {
        "person": "Dilwyn Okafor", "accounts": [account, account | {"name": "D. Okafor"}],
        "because": ["link 7: decided by Ines Barr"], "standing": STANDING, "strikes": [STRIKE],
        "not_counted": [{"number": "9", "url": "/decisions/9", "because": "it was overturned", "rule": "STR-03"}],
        "warnings": [warning], "blocks": [BLOCK], "aliases": [LINK], "cases": [],
        "urls": {"warn": "/warn", "block": "/block", "link": "/link", "list": "/list"},
    }  # fmt: skip


def _form_page(data: dict[str, str] | None = None) -> dict[str, object]:
    return {
        "title": "Warn Dilwyn Okafor", "form": WarnForm(data), "text": "Send the warning", "lead": "It counts later.",
        "note": "A person blocks by hand here.", "person": "Dilwyn Okafor", "person_url": "/people/4",
        "standing": STANDING,
    }  # fmt: skip


def _block() -> dict[str, object]:
    return {
        "shown": BLOCK, "because": ["Decided, and waiting"], "facts": [{"key": "Reason", "value": REASON}],
        "working": STANDING["working"], "strikes": [{"text": "You utter muppet", "comment": 1}], "actions": [ACTION],
        "told": [], "history": [STEP], "form": BlockAnswerForm(), "answer_url": "/answer", "review_url": "/review",
        "person_url": "/people/4", "blocks_url": "/blocks",
        "appeals": [], "enter_appeal_url": "/appeals/new?what=block+3", "can": True,
    }  # fmt: skip


def _review() -> dict[str, object]:
    return {
        "shown": BLOCK, "record": ["Blocked from 4 March"], "strikes": [{"text": "You utter muppet"}],
        "since": [STRIKE], "same_edition": False, "accounts": ["Dilwyn Okafor"],
        "rules": [{"id": "CON-02", "title": "Abuse", "then": "Do not abuse.", "now": "Abuse nobody."}],
        "aliases": [{"text": "Dilwyn Okafor and D. Okafor", "state": "likely", "url": "/links/7"}],
        "form": ReviewForm(reviewers=[]), "block_url": "/blocks/3",
    }  # fmt: skip


def _link() -> dict[str, object]:
    working = {
        "lines": [
            {"title": "The same name", "words": "Dilwyn Okafor and D. Okafor", "weight": "much", "share": "61% of it"},
            {"title": "Marks and capitals", "words": "72% alike", "weight": "some", "share": "39% of it"},
        ],
        "not_compared": ["times of the day"], "is_current": True,
        "shown_rightly": ["Where 10 in 100 of the compared pairs were one person's, 78 in 100 of those shown were."],
    }  # fmt: skip
    side = {"name": "D. Okafor", "url": "/people/9", "accounts": ["D. Okafor on simulator"], "strikes": 2}
    return {
        "link": LINK, "working": working, "evidence": [STEP], "steps": [STEP], "sides": [side, side],
        "already_one": True,
        "form": StepForm(steps=[("decide", "They are one person's")]), "more": EvidenceForm(),
        "evidence_url": "/evidence", "links_url": "/links",
    }  # fmt: skip


def _link_form() -> dict[str, object]:
    form = LinkForm(found=[TWIN])
    return {
        "author": "Dilwyn Okafor", "finding": FindAccountForm({"words": "Okafor"}, auto_id="find_%s"), "form": form,
        "searched": "Okafor", "found": form.fields["other"].choices, "person_url": "/people/4",
    }  # fmt: skip


def _contact() -> dict[str, object]:
    steps = [("keep", "Keep them on the list"), ("remove", "Take them off the list")]
    return ENTRY | {
        "form": EntryStepForm(steps=steps), "contacts_url": "/contacts", "accounts": ["D. Okafor on simulator"],
        "actions": [ACTION], "steps": [STEP],
    }  # fmt: skip


def _activity() -> dict[str, object]:
    comment = {"text": "Still here", "at": NOW, "channel": "Page", "state": "visible", "case_url": "/cases/1"}
    return {
        "person": "Dilwyn Okafor", "comments": [comment], "entries": [ENTRY], "person_url": "/people/4",
        "contacts_url": "/contacts",
    }  # fmt: skip


def _blocks(blocks: list[dict[str, object]]) -> dict[str, object]:
    return {"blocks": blocks, "filters": BlockFilters(), "shown": "in force", "waiting": 2, "links_url": "/links"}


LOOKS: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "person": ("person.html", _person),
    "person_form": ("person_form.html", _form_page),
    "person_form_refused": ("person_form.html", lambda: _form_page({})),
    "blocks": ("blocks.html", lambda: _blocks([BLOCK])),
    "blocks_none": ("blocks.html", lambda: _blocks([])),
    "block": ("block.html", _block),
    "block_review": ("block_review.html", _review),
    "links": ("links.html", lambda: {"aliases": [LINK]}),
    "link": ("link.html", _link),
    "link_form": ("link_form.html", _link_form),
    "contacts": ("contacts.html", lambda: {"entries": [ENTRY]}),
    "contacts_none": ("contacts.html", lambda: {"entries": []}),
    "contact": ("contact.html", _contact),
    "contact_activity": ("contact_activity.html", _activity),
}
