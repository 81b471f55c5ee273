"""What the pages of the calendar and of closures are fed with when their look is tested."""

from datetime import date, time, timedelta
from types import SimpleNamespace

from tests.console.look_material import NOW

from evenhand.closures.queries import RegisterLine
from evenhand.console.closure_forms import CloseForm, WhyForm
from evenhand.console.watch_forms import DayOffForm, DutyForm, ElectionForm, IncidentForm

LATER = NOW + timedelta(hours=9)
TABS = [{"text": "Calendar", "url": "/watch", "current": True}, {"text": "On call", "url": "/on-call"}]
_PAGE = SimpleNamespace(name="page", title="Wealdham page")
_INA = SimpleNamespace(pk=1, name="Ines Barr")
_POST = "We are sorry for the family of the boy who died at Mill Lane crossing"
_CLOSING = {
    "url": "/closures/1",
    "post": _POST,
    "channel": "Wealdham page",
    "why": "a sensitive post",
    "words": "Grief.",
    "decided_by": "Ines Barr",
    "starts_at": NOW,
    "ends_at": LATER,
    "off_at": NOW,
    "on_again_at": None,
    "minutes": 3840,
    "state": "off",
}


def calendar() -> dict[str, object]:
    days = [
        {"day": date(2026, 12, 25), "why": "Christmas Day", "whose": "Public holiday in England"},
        {"day": date(2026, 12, 29), "why": "Closed", "whose": "Set by Ines Barr", "withdraw_url": "/withdraw"},
    ]
    opening = SimpleNamespace(opens=time(9), closes=time(17))
    hours = [{"day": "Monday", "opening": opening}, {"day": "Sunday", "opening": None}]
    return {
        "is_active": False,
        "opens": "Mon 4 March, 09:00",
        "hours": hours,
        "days": days,
        "form": DayOffForm({}),
        "uncovered": ["Fri 1 March, 17:00 to Mon 4 March, 09:00"],
        "on_call_url": "/on-call",
        "tabs": TABS,
    }


def incidents() -> dict[str, object]:
    row = {
        "kind": "severe weather",
        "why": "A red warning.",
        "declared_by": "Ines Barr",
        "declared_at": NOW,
        "starts_at": NOW,
        "ends_at": LATER,
        "ended_by": "",
        "extends": None,
        "channels": "Wealdham page",
        "end_url": "/end",
        "extend_url": "/incidents?extends=1",
    }
    over = row | {"end_url": "", "extend_url": "", "ended_by": "Ines Barr", "extends": 1}
    return {
        "running": [row],
        "to_come": [],
        "over": [over],
        "longest_hours": 72,
        "form_open": True,
        "tabs": TABS,
        "form": IncidentForm({}, channels=[_PAGE]),
    }  # type: ignore[list-item]


def on_call() -> dict[str, object]:
    duty = {
        "officer": "Ines Barr",
        "starts_at": NOW,
        "ends_at": LATER,
        "phone": "0161 496 0123",
        "email": "ines@wealdham.example",
        "is_now": True,
        "withdraw_url": "/withdraw",
    }
    alert = {
        "case": 7,
        "case_url": "/cases/7",
        "at": NOW,
        "because": "its severity is grave",
        "officer": "Ines Barr",
        "acknowledged_by": "",
        "acknowledged_at": None,
        "url": "/acknowledge",
    }
    seen = alert | {"acknowledged_by": "Ines Barr", "acknowledged_at": NOW, "officer": ""}
    return {"duties": [duty], "alerts": [alert, seen], "tabs": TABS, "form": DutyForm({}, officers=[_INA])}  # type: ignore[list-item]


def elections() -> dict[str, object]:
    period = {
        "area": "Wealdham North",
        "poll_on": date(2026, 5, 7),
        "first_on": date(2026, 3, 26),
        "last_on": date(2026, 5, 7),
        "set_by": "Ines Barr",
        "channels": "Wealdham page",
        "runs": True,
        "log_url": "/removals",
        "withdraw_url": "/withdraw",
    }
    return {"periods": [period], "weeks": 6, "tabs": TABS, "form": ElectionForm({}, channels=[_PAGE])}  # type: ignore[list-item]


def party_log() -> dict[str, object]:
    row = {"party": "Labour", "decided": 2, "removed_as_political": 1, "removed": 1}
    line = {
        "decision": "decision 3",
        "on": date(2026, 4, 1),
        "ground": "CON-08",
        "outcome": "hide",
        "parties": "Labour",
        "url": "/decisions/3",
    }
    return {
        "period": elections()["periods"][0],
        "table": [row],
        "lines": [line],
        "csv_url": "/removals.csv",  # type: ignore[index]
        "elections_url": "/elections",
    }


def closures() -> dict[str, object]:
    line = RegisterLine(1, _POST, "", "Wealdham page", "a sensitive post", "Grief.", NOW, LATER, None, 3840)
    listed = {"url": "/posts/1", "post": _POST, "channel": "Wealdham page", "words": "Nobody watches.", "next": "Fri"}
    return {
        "unfinished": [_CLOSING],
        "timetable": [listed],
        "posts": [{"url": "/posts/2", "text": "Bins", "at": NOW}],
        "register": [line],
        "register_days": 90,
        "minutes": 3840,
        "plan_url": "/plan",
    }


def closing() -> dict[str, object]:
    action = {"verb": "close", "state": "done", "at": NOW, "platform_answer": "performed: 200: done", "undo_url": ""}
    return {
        "closing": _CLOSING,
        "facts": [{"key": "Why", "value": "Grief."}],
        "actions": [action],
        "reopen": WhyForm(),
        "reopen_url": "/reopen",
        "related_url": "/related",
        "post_url": "/posts/1",
        "closures_url": "/closures",
    }


def post() -> dict[str, object]:
    found = SimpleNamespace(text=_POST, native_id="p1", url="", created_at=NOW, channel=_PAGE)
    return {
        "post": found,
        "platform": "Simulator",
        "can_close": True,
        "form": CloseForm({}, destroys=True),
        "closings": [_CLOSING],
        "minutes": 3840,
        "closures_url": "/closures",
        "timetable_url": "/timetable",
        "sensitive_url": "/sensitive",
        "sensitive_form": WhyForm(auto_id="sensitive_%s"),
        "timetable_form": WhyForm(auto_id="timetable_%s"),
    }


def plan() -> dict[str, object]:
    line = {
        "text": _POST,
        "channel": "Wealdham page",
        "suggested": "close",
        "says": "Turn comments off",
        "because": "it was marked as sensitive",
        "until": LATER,
        "field": None,
    }
    return {"due": "Fri 1 March, 15:00", "is_due": False, "lines": [line], "closures_url": "/closures"}


def plan_decided() -> dict[str, object]:
    choice = {
        "text": _POST,
        "channel": "Wealdham page",
        "chosen": "Leave open",
        "suggested": "Turn comments off",
        "until": LATER,
    }
    decided = {"by": "Ines Barr", "at": NOW, "choices": [choice], "undo": WhyForm(), "undo_url": "/undo"}
    return plan() | {"decided": decided, "is_due": True}


def related() -> dict[str, object]:
    comment = {
        "id": 4,
        "text": "That poor family, that crossing!",
        "author": "Kit",
        "post": "Bins",
        "at": NOW,
        "channel": "Wealdham page",
        "because": "“family”, “crossing”",
        "blurred": False,
        "case": None,
        "open_url": "/open",
    }
    return {
        "closing": _CLOSING,
        "closing_url": "/closures/1",
        "until": LATER,
        "runs": True,
        "found": [comment],
        "left_out": [{"text": "Crossing", "why": "it was not written in the time"}],
    }


LOOKS = {
    "calendar": ("watch/calendar.html", calendar),
    "incidents": ("watch/incidents.html", incidents),
    "on_call": ("watch/on_call.html", on_call),
    "elections": ("watch/elections.html", elections),
    "party_log": ("watch/party_log.html", party_log),
    "closures": ("closures/closures.html", closures),
    "closing": ("closures/closing.html", closing),
    "post": ("closures/post.html", post),
    "plan": ("closures/plan.html", plan),
    "plan_decided": ("closures/plan.html", plan_decided),
    "related": ("closures/related.html", related),
}
