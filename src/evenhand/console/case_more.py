"""What an officer may do with a case beside deciding it: pass it on, say at whom it is aimed, report abuse."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from evenhand.cases.models import Case
from evenhand.console.referral_forms import PassOnForm, ReportForm, TargetForm
from evenhand.core.referrals import danger_now
from evenhand.core.values import Contact
from evenhand.officers.models import NamedPerson, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding
from evenhand.referrals import queries
from evenhand.referrals.reach import concerns, contacts


def context(case: Case, officer: Officer, held: frozenset[Permission], now: datetime) -> dict[str, Any]:
    """The second half of the context of case.html."""
    body, mine = case.body, case.target_id == officer.pk
    may = Permission.DECIDE in held and not mine
    staff = holding(body, Permission.REPORT_ABUSE)
    place = [body.slug, case.pk]
    return {
        "referrals": [] if mine else _referrals(case),
        "restricted": case.restricted,
        "aimed_at": case.target.name if case.target else "",
        "aimed_at_me": mine,
        "pass_on": PassOnForm(concerns=concerns(body, now)) if may else None,
        "pass_on_url": reverse("pass-on", args=place),
        "target": TargetForm(officers=staff, initial={"target": case.target_id or ""}) if may else None,
        "target_url": reverse("target", args=place),
        "report": ReportForm(me=officer, officers=staff) if Permission.REPORT_ABUSE in held else None,
        "report_url": reverse("report-case", args=place),
        "author_on_roster": _on_roster(case),
    }


def _referrals(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("referral", args=[case.body.slug, referral.pk]),
            "rule": referral.rule,
            "to": referral.person or referral.to,
            "state": referral.state,
        }
        for referral in queries.of_case(case)
    ]


def _on_roster(case: Case) -> str:
    """CON-11: the roster's line of somebody of the author's name. Likeness alone proves nothing: a person decides."""
    author = case.comment.author
    if author is None or not author.name.strip():
        return ""
    found = NamedPerson.objects.filter(body=case.body, name__iexact=author.name.strip()).first()
    return f"{found.name} ({found.role})" if found else ""


def ringing(case_or_referral: Any, rule: str, now: datetime, concern: str = "") -> dict[str, Any]:
    """REF-02, REF-03, REF-05: whom to ring now, and 999 on screen."""
    found = contacts(case_or_referral.body, rule, now, concern)
    return {"danger": danger_now(found), "contacts": [shown(each) for each in found]}


def shown(contact: Contact) -> dict[str, str]:
    """A contact as parts/ringing.html has it."""
    return {
        "kind": contact.kind,
        "name": contact.name,
        "phone": contact.phone,
        "dial": contact.phone.replace(" ", ""),
        "hours": contact.hours,
    }
