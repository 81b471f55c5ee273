"""What the pages of referrals and of reports of abuse are fed with when their look is tested."""

from datetime import date
from types import SimpleNamespace

from tests.console.look_forms import Filters
from tests.console.look_material import NOW

from evenhand.console.referral_forms import LetInForm, ReportForm, ReportOutcomeForm, ResponsibleForm, StepForm
from evenhand.core.lifecycle import ReferralEvent

RING = {
    "danger": "In danger now: ring 999",
    "contacts": [
        {"name": "Emergency services", "phone": "999", "dial": "999", "hours": "any time"},
        {"name": "NSPCC Helpline", "phone": "0808 800 5000", "dial": "08088005000", "hours": "see its own page"},
    ],
}
_OFFICER = SimpleNamespace(pk=1, name="Ines Barr")
_LINE = {
    "id": 7, "url": "/referrals/7", "rule": "REF-02", "to": "the organisation that can help", "state": "handed over",
    "because": "", "restricted": True, "late": True, "opened_at": NOW, "waiting": "2 h 5 min",
}  # fmt: skip
_REFERRAL = {
    "id": 7, "rule": "REF-02", "kind": "safeguarding", "to": "the organisation that can help", "person": "Duty team",
    "email": "", "because": "a child or an adult may be at risk of harm", "state": "handed over", "restricted": True,
    "concern": "child", "opened_at": NOW, "opened_by": "Tomasz Bright", "late": True, "ended": False,
    "heard": "nobody has acknowledged it for 61 active minutes; the alarm is at 60",
}  # fmt: skip
_TIMELINE = [
    {"title": "Handed over", "by": "Tomasz Bright", "at": NOW, "text": "To Duty team, by telephone"},
    {"title": "Passed on", "by": "Tomasz Bright", "at": NOW, "text": "a child or an adult may be at risk of harm"},
]
_WAITING = SimpleNamespace(by=date(2025, 12, 4), late=True, because="no outcome yet; it was due by 4 December 2025")


def referrals() -> dict[str, object]:
    other = _LINE | {
        "id": 6,
        "rule": "REF-01",
        "restricted": False,
        "late": False,
        "because": "it says that money went",
    }
    return {"referrals": [_LINE, other], "filters": Filters(), "clear_url": "/referrals"}


def referral() -> dict[str, object]:
    possible = [ReferralEvent.HAND_OVER, ReferralEvent.ACKNOWLEDGE, ReferralEvent.SEND_BACK]
    return {
        "referral": _REFERRAL, "words": "She is nine and he locks her out at night.", "author_name": "Marged Sule",
        "blurred": True, "permalink": "/simulator/1", "case_url": "/cases/1042", "timeline": _TIMELINE,
        "outcome": None, "form": StepForm(possible=possible, allegation=False), "may_record_outcome": True,
        "referrals_url": "/referrals", "let_in": LetInForm(officers=[_OFFICER]), "let_in_url": "/let-in",  # type: ignore[list-item]
        "let_in_text": "Let them in", **RING,
    }  # fmt: skip


def veiled() -> dict[str, object]:
    unseen = {"words": "", "author_name": "", "timeline": [], "form": None, "case_url": "", "permalink": ""}
    return referral() | unseen | {"veiled": True, "let_in_text": "Take it on"}


def ended() -> dict[str, object]:
    outcome = {
        "found": "False", "finder": "Nia Prys", "on": date(2025, 11, 19), "reference": "MO/25/011",
        "said": "No payment.",
        "by": "Nia Prys",
    }  # fmt: skip
    plain = {"rule": "REF-01", "restricted": False, "late": False, "heard": "", "state": "concluded", "concern": ""}
    return referral() | {"referral": _REFERRAL | plain, "outcome": outcome, "form": None, "let_in": None}


def police() -> dict[str, object]:
    """To the police, with one pack handed over, one draft, and one that could be put with it."""
    plain = {"rule": "REF-03", "restricted": False, "late": False, "heard": "", "concern": "", "to": "the police"}
    given = [{"to": "PC 418 Lunt", "how": "by hand", "reference": "CR/25/004118", "at": NOW}]
    packs = [
        {"reference": "EP-4F7K", "url": "/packs/1", "state": "sealed", "police_reference": "", "hand_overs": given},
        {"reference": "EP-9QM2", "url": "/packs/2", "state": "draft", "police_reference": "LOG-7", "hand_overs": []},
    ]
    return referral() | {
        "referral": _REFERRAL | plain, "let_in": None, "shows_packs": True, "packs": packs, "pack_url": "/pack",
        "other_packs": [{"id": 5, "reference": "EP-T3XD"}],
    }  # fmt: skip


def restricted() -> dict[str, object]:
    return {"number": 1042, "taken_by": "", "claim_url": "/claim", "queue_url": "/cases", **RING}


def responsible() -> dict[str, object]:
    named = [{"rule": "REF-01", "concern": "", "name": "Nia Prys", "email": "nia.prys@wealdham.example"}]
    return {"named": named, "form": ResponsibleForm(concerns=["child", "adult"])}


_REPORT = {
    "id": 3, "url": "/reports/3", "at": NOW, "reporter": "Owen Merrick", "target": "Owen Merrick", "case": 1039,
    "words": "Followed to the bus.", "outcome": "", "said": "", "concluded_by": "", "concluded_at": None,
    "due": _WAITING,
}  # fmt: skip


def reports() -> dict[str, object]:
    form = ReportForm(me=_OFFICER, officers=[_OFFICER])  # type: ignore[arg-type, list-item]
    return {"form": form, "reports": [_REPORT], "answers": True, "export_url": "/export", "support": None, **RING}


def report() -> dict[str, object]:
    support = {"name": "Hal Reed", "email": "hal.reed@wealdham.example"}
    return {
        "report": _REPORT, "case_url": "/cases/1039", "form": ReportOutcomeForm(), "reports_url": "/reports",
        "support": support, **RING,
    }  # fmt: skip
