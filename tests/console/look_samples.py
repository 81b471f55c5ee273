"""What each page is fed with when its look is tested."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from tests.console import (
    look_appeals,
    look_channels,
    look_opinions,
    look_packs,
    look_people,
    look_referrals,
    look_retention,
    look_watch,
)
from tests.console.look_forms import Again, Decision, Done, Filters, Second, SignIn, Upload
from tests.console.look_material import (
    ABUSE,
    ACTIONS,
    BODIES,
    CASES,
    COPIES,
    EARLIER,
    GROUNDS,
    HISTORY,
    LIKE,
    NOBODY,
    NOW,
    POST,
    PROPOSAL,
    RANT,
    REFUSED,
    SEGMENTS,
    THREAD,
)

from evenhand.console.views.person_data import FindForm


def pages_of(rows: list[object], number: int = 1, size: int = 50) -> object:
    return Paginator(rows, size).page(number)


def _queue() -> dict[str, object]:
    return {
        "cases": CASES,
        "filters": Filters({"state": "open"}),
        "page": pages_of(list(range(412)), 4),
        "counts": {"grave": 1, "high": 14, "medium": 63, "low": 201, "none": 133},
        "selected": [{"text": "Open", "remove_url": "?"}],
        "clear_url": "?",
        "messages": [Message(25, "Case 1038: hidden. The platform has answered.")],
    }


def _case(form: forms.Form | None = None) -> dict[str, object]:
    start = {
        "version": 7,
        "revision": 2,
        "outcome": "hide",
        "ground": "CON-02",
        "statement": "Your comment was hidden.",
    }
    return {
        "case": CASES[1],
        "segments": SEGMENTS,
        "thread": THREAD,
        "proposal": PROPOSAL,
        "grounds": GROUNDS,
        "post": {"text": POST, "posted_at": NOW, "url": "/simulator/1"},
        "copies": COPIES,
        "earlier": EARLIER,
        "like": LIKE,
        "about_post": "This comment reads as about the post (likeness 0.41 of 1).",
        "actions": ACTIONS,
        "revisions": [{"number": 1, "seen_at": NOW, "text": "Your planning officer is useless."}],
        "history": HISTORY,
        "claim": {
            "by": "Tomasz Bright",
            "until": NOW + timedelta(minutes=14),
            "mine": True,
            "release_url": "/release",
        },
        "form": form or Decision(initial=start),
        "queue_url": "/cases",
        "next_case_url": "/cases/1044",
        "platform_cannot": "Facebook lets a page hide this comment, not delete it.",
    }


def _case_for_a_second_person() -> dict[str, object]:
    decided = SimpleNamespace(by=SimpleNamespace(name="Ines Barr"), outcome="hide", ground="CON-09", reason="Cruel.")
    second = {"second": Second(initial={"version": 7}), "second_url": "/second", "decision": decided}
    return _case() | {"form": None, "claim": {}} | second


def _decision() -> dict[str, object]:
    return {
        "decision": {
            "id": 311,
            "at": NOW,
            "by": "Tomasz Bright",
            "outcome": "hide",
            "ground": "CON-02",
            "ground_title": "Abusive, threatening or intimidating",
            "reason": "A threat against a named officer.",
            "statement": "We have hidden your comment under CON-02.\n\nYou can appeal.",
            "reply": "",
            "text": ABUSE,
            "revision": 2,
            "case_url": "/cases/1039",
            "reversed": None,
        },
        "facts": [{"key": "Severity", "value": "high"}, {"key": "Proposed", "value": "hide, CON-02"}],
        "edition": {
            "name": "Wealdham 2025-04-01",
            "sha256": "9f" * 32,
            "in_force_from": NOW.date(),
            "url": "/editions/1",
        },
        "actions": ACTIONS,
        "told": TOLD,
        "undo": {"url": "/decisions/311/undo"},
        "decisions_url": "/decisions",
        "receipts": [{"at": NOW, "platform": "Facebook", "answer": "success", "reference": "1784_33"}],
    }


def _grave() -> dict[str, object]:
    page = _decision()
    page["decision"] = {**page["decision"], "blurred": True, "statement": f"We have hidden “{ABUSE}” under CON-02."}  # type: ignore[dict-item]
    matched = {"key": "Words that matched", "value": "useless moron, Watch your back", "quoted": True}
    return page | {"facts": [*page["facts"], matched]}  # type: ignore[misc]


def _reversed() -> dict[str, object]:
    page = _decision()
    page["decision"] = {
        **page["decision"],
        "reversed": {"at": NOW, "by": "Ines Barr", "why": "It was a quotation."},
    }  # type: ignore[dict-item]
    return page | {
        "undo": {"why_not": "A reversed decision cannot be undone again."},
        "actions": [],
        "receipts": [],
    }


TOLD = [
    {
        "kind": "hide", "about": "decision 311", "state": "sent", "way": "private message on the platform", "why": "",
        "to": "Dilwyn Okafor", "at": NOW, "reference": "AP-4F7K-22QX-9", "url": "/notices/1",
    },
    {
        "kind": "restore", "about": "decision 311", "state": "not told", "way": "",
        "why": "telling is not safe: her partner reads along", "to": "somebody unknown", "at": NOW,
        "reference": "AP-0000-0000-0", "url": "/notices/2",
    },
]  # fmt: skip


def _notice(form: forms.Form | None) -> dict[str, object]:
    return {
        "notice": TOLD[0] | {
            "state": "not delivered", "why": "it was refused: no such person", "subject": "Your comment",
            "paragraphs": ["We have hidden your comment.", RANT, "Please quote AP-4F7K-22QX-9."],
        },
        "facts": [{"key": "To", "value": "Dilwyn Okafor"}, {"key": "Case", "value": "Case 9", "url": "/cases/9"}],
        "receipts": [{"title": "Failed: e-mail", "by": "", "at": NOW, "text": "550 no such person"}],
        "form": form,
        "again_url": "/notices/1/again",
        "notices_url": "/notices",
    }  # fmt: skip


def _wordings() -> dict[str, object]:
    welsh = {"title": "Welsh", "lang": "cy", "paragraphs": ["Rydym wedi cuddio eich sylw."]}
    english = {"title": "English", "lang": "en", "paragraphs": ["We have hidden your comment.", "You can appeal."]}
    wordings = [
        {"kind": "hide", "ours": False, "languages": [welsh, english]},
        {"kind": "appeal received", "ours": True, "languages": [english]},
    ]
    edition = {"name": "Wealdham 2025", "in_force_from": NOW.date()}
    return {"edition": edition, "wordings": wordings, "notices_url": "/notices"}


def _capture() -> dict[str, object]:
    parts = ["payload", "record", "thread", "rendering", "screenshot", "manifest"]
    return {
        "capture": {
            "id": 12,
            "subject": "comment 1038",
            "native_id": "122093_4417",
            "at": NOW,
            "revision": 2,
            "permalink": "/simulator/1",
            "parts": [
                {
                    "name": name,
                    "what": "The comments above and around it",
                    "bytes": 48_213,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "url": f"/captures/12/{name}",
                }
                for name in parts
            ],
            "missing": [{"part": "permalink", "why": "https://social.example/c1 answered HTTP 404"}],
            "stamps": [{"authority": "ashmere", "at": NOW}, {"authority": "birch", "at": None}],
        },
    }


def _decisions() -> dict[str, object]:
    row = {
        "id": 311,
        "blurred": True,
        "at": NOW,
        "by": "Tomasz Bright",
        "outcome": "hide",
        "ground": "CON-02",
        "text": ABUSE,
        "action_state": "done",
        "url": "/decisions/311",
    }
    rows = [
        row,
        row | {"id": 312, "blurred": False, "outcome": "protect", "ground": "CON-00", "text": RANT, "action_state": ""},
        row | {"id": 313, "action_state": "manual"},
    ]
    return {"decisions": rows, "page": pages_of(rows), "filters": Filters()}


def _task(form: forms.Form | None) -> dict[str, object]:
    task = {
        "title": "Hide a comment on Nextdoor",
        "why": "Nextdoor has no call for hiding: a person must do it.",
        "steps": [
            "Open the comment on the platform.",
            "Choose the three dots, then Hide.",
            "Come back and say so.",
        ],
        "permalink": "/simulator/9",
        "case_url": "/cases/9",
        "opened_at": NOW,
        "due_by": NOW,
        "state": "open",
        "done_by": "Tomasz Bright",
        "done_at": NOW,
        "note": "Done.",
    }
    return {"task": task, "form": form, "tasks_url": "/tasks"}


def _imports() -> dict[str, object]:
    run = {
        "file": "page-comments-2025-11.csv",
        "at": NOW,
        "by": "Ines Barr",
        "rows": 12400,
        "taken": 12011,
        "unchanged": 320,
        "revised": 40,
        "rejected": 29,
        "state": "done",
        "rejects_url": "/imports/1/rejects",
    }
    rows = [
        run,
        run | {"file": "a_very_long_name_without_any_space_" * 3 + ".ndjson", "rejected": 0, "state": "running"},
    ]
    return {"imports": rows, "page": pages_of(rows), "form": Upload()}


def _comments() -> dict[str, object]:
    rows = [
        item | {"state": state, "case_url": url}
        for item, state, url in zip(CASES, ["visible", "hidden", "visible"] * 3, ["/cases/1", ""] * 4, strict=False)
    ]
    return {"comments": rows, "filters": Filters({"search": "bins"}), "page": pages_of(rows, size=3)}


def _audit(whole: bool) -> dict[str, object]:
    rows = [
        {
            "number": 90210 - back,
            "at": NOW,
            "by": "Tomasz Bright",
            "what": "Case 1039 decided: hide under CON-02",
            "subject": "case 1039",
            "hash": "5d" * 32,
        }
        for back in range(4)
    ]
    verify = {"ok": whole, "entries": 90210, "at": NOW, "broken_at": None if whole else 4411, "message": ""}
    known = {"whole": {"at": NOW, "number": 90000}, "latest": {"at": NOW, "number": 90180}}
    anchored = {"at": NOW, "number": 90000, "kind": "time-stamp"}
    return {
        "entries": rows, "page": pages_of(rows), "verify": verify, "verify_url": "/audit/verify", "anchored": anchored,
        **known,
    }  # fmt: skip


def _audit_found_broken() -> dict[str, object]:
    broken = {"at": NOW, "message": "entry 4411 was changed after it was written"}
    return _audit(True) | {"verify": None, "broken": broken}


def _wall() -> dict[str, object]:
    return {
        "account": {
            "name": "Wealdham Borough Council",
            "handle": "@wealdham",
            "about": "News from the council.",
        },
        "accounts": [
            {"name": "Page", "url": "?1", "current": True},
            {"name": "News", "url": "?2", "current": False},
        ],
        "posts": [
            {
                "id": 1,
                "text": POST,
                "posted_at": NOW,
                "comments_off": False,
                "comments": THREAD[:2] + THREAD[:1],
            },
            {
                "id": 2,
                "text": "Library hours at Christmas.",
                "posted_at": NOW,
                "comments_off": True,
                "comments": [],
            },
        ],
    }


BAD_DECISION = {"version": "7", "revision": "2", "outcome": "", "reason": ""}
# name of the look -> (template, what it is fed with besides FRAME)
APPEALED: dict[str, object] = {
    "appeals": [look_appeals.LINE, look_appeals.ENDED], "can": True,
    "enter_appeal_url": "/appeals/new?what=decision+12",
}  # fmt: skip
LOOKS: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    **look_appeals.LOOKS,
    "sign_in": ("sign_in.html", lambda: NOBODY | {"form": SignIn(), "next": "/cases"}),
    "sign_in_refused": ("sign_in.html", lambda: NOBODY | {"form": SignIn({})}),
    "choose_body": ("choose_body.html", lambda: {"bodies": BODIES, "body": None, "navigation": []}),
    "choose_body_none": ("choose_body.html", lambda: {"bodies": [], "body": None, "navigation": []}),
    "error": ("error.html", lambda: REFUSED),
    "queue": ("queue.html", _queue),
    "queue_empty": (
        "queue.html",
        lambda: {"cases": [], "filters": Filters(), "page": pages_of([]), "counts": {}},
    ),
    "case": ("case.html", _case),
    "case_with_an_opinion": ("case.html", lambda: _case() | {"opinion": look_opinions.OPINION}),
    "case_without_an_opinion": ("case.html", lambda: _case() | {"opinion": look_opinions.NO_OPINION}),
    "case_refused": ("case.html", lambda: _case(Decision(BAD_DECISION))),
    "case_of_another": (
        "case.html",
        lambda: _case() | {"form": None, "claim": {"by": "Ines Barr", "until": NOW, "mine": False}},
    ),
    "case_for_a_second_person": ("case.html", _case_for_a_second_person),
    "case_bare": (
        "case.html",
        lambda: {
            "case": CASES[0],
            "proposal": PROPOSAL | {"reasons": [], "missing": []},
            "thread": THREAD[2:3],
            "claim": {"url": "/claim"},
            "advice": "Danger now: 999",
        },
    ),
    "conflict": (
        "conflict.html",
        lambda: {
            "by": "Ines Barr",
            "at": NOW,
            "what": "hid the comment under CON-02",
            "case_url": "/cases/1039",
            "kept": "A threat against a named officer.",
        },
    ),
    "packs": ("packs.html", look_packs.packs),
    "packs_none": ("packs.html", lambda: {"packs": []}),
    "pack": ("pack.html", look_packs.sealed),
    "pack_draft": ("pack.html", look_packs.draft),
    "pack_form": ("pack_form.html", look_packs.form),
    "retention": ("retention.html", look_retention.kept),
    "retention_refused": ("retention.html", lambda: look_retention.kept({"typed": ""})),
    "retention_bare": ("retention.html", lambda: {"due": [], "holds": [], "purges": []}),
    "person_requests": ("person_requests.html", look_retention.requests),
    "person_requests_refused": ("person_requests.html", lambda: look_retention.requests({"answer": ""})),
    "person_requests_bare": ("person_requests.html", lambda: {"find": FindForm(), "found": [], "erasures": []}),
    "person_data": ("person_data.html", look_retention.held),
    "person_data_refused": ("person_data.html", lambda: look_retention.held({"reference": ""})),
    **look_people.LOOKS,
    **look_channels.LOOKS,
    **look_opinions.LOOKS,
    **look_watch.LOOKS,
    "decisions": ("decisions.html", _decisions),
    "decision": ("decision.html", _decision),
    "decision_grave": ("decision.html", _grave),
    "decision_reversed": ("decision.html", _reversed),
    "decision_appealed": ("decision.html", lambda: _decision() | APPEALED),
    "decision_not_appealed": ("decision.html", lambda: _decision() | APPEALED | {"appeals": []}),
    "notices": (
        "notices.html",
        lambda: {"notices": TOLD, "page": pages_of(TOLD), "filters": Filters(), "wordings_url": "/notices/wordings"},
    ),
    "notice": ("notice.html", lambda: _notice(Again())),
    "notice_refused": ("notice.html", lambda: _notice(Again({}))),
    "wordings": ("wordings.html", _wordings),
    "together": (
        "together.html",
        lambda: {
            "cases": [
                {
                    "id": 1039,
                    "version": 1,
                    "url": "/cases/1039",
                    "severity": "medium",
                    "blurred": False,
                    "text": RANT,
                    "author": "Ines Barr",
                    "channel": "Wealdham page",
                    "not_open": "",
                },
                {
                    "id": 1040,
                    "version": 2,
                    "url": "/cases/1040",
                    "severity": "high",
                    "blurred": True,
                    "text": ABUSE,
                    "author": "Pat Lowe",
                    "channel": "Wealdham page",
                    "not_open": "closed",
                },
            ],
            "form": Decision({}),
            "queue_url": "/cases",
            "most": 50,
        },
    ),
    "batch": (
        "batch.html",
        lambda: {
            "batch": SimpleNamespace(pk="6b0f", at=NOW, by=SimpleNamespace(name="Ines Barr")),
            "decisions": [
                {
                    "url": "/decisions/7",
                    "case": 1039,
                    "text": RANT,
                    "blurred": False,
                    "outcome": "hide",
                    "ground": "CON-02",
                    "state": "done",
                }
            ],
            "left_out": [{"case": 1040, "why": "Tomasz Bright decided “leave” meanwhile", "url": "/cases/1040"}],
            "standing": 1,
            "undo_url": "/batches/6b0f/undo",
            "decisions_url": "/decisions",
        },
    ),
    "capture": ("capture.html", _capture),
    "tasks": (
        "tasks.html",
        lambda: {
            "tasks": [
                {
                    "id": 1,
                    "title": "Hide a comment on Nextdoor",
                    "why": "Nextdoor has no call for it.",
                    "url": "/tasks/1",
                    "due_by": NOW,
                    "state": "open",
                    "assigned_to": "Tomasz Bright",
                }
            ],
            "page": pages_of([1]),
        },
    ),
    "task": ("task.html", lambda: _task(Done())),
    "task_refused": ("task.html", lambda: _task(Done({}))),
    "task_done": ("task.html", lambda: _task(None)),
    "imports": ("imports.html", _imports),
    "rejects": (
        "rejects.html",
        lambda: {
            "run": {"file": "page-comments.csv", "at": NOW, "rejected": 2},
            "imports_url": "/imports",
            "page": pages_of([1]),
            "rejects": [
                {
                    "line": 17,
                    "reason": "created_at: not an instant with a zone",
                    "excerpt": '{"id": "1", ' + "x" * 90,
                }
            ],
        },
    ),
    "comments": ("comments.html", _comments),
    "audit": ("audit.html", lambda: _audit(True)),
    "audit_broken": ("audit.html", lambda: _audit(False)),
    "referrals": ("referrals.html", look_referrals.referrals),
    "referrals_none": ("referrals.html", lambda: look_referrals.referrals() | {"referrals": []}),
    "referral": ("referral.html", look_referrals.referral),
    "referral_veiled": ("referral.html", look_referrals.veiled),
    "referral_ended": ("referral.html", look_referrals.ended),
    "referral_police": ("referral.html", look_referrals.police),
    "restricted": ("restricted.html", look_referrals.restricted),
    "responsible": ("responsible.html", look_referrals.responsible),
    "reports": ("reports.html", look_referrals.reports),
    "report": ("report.html", look_referrals.report),
    "audit_found_broken": ("audit.html", _audit_found_broken),
    "keyboard": ("keyboard.html", dict),
    "wall": ("simulator/wall.html", _wall),
}
