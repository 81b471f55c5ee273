"""Referrals of one body, for one officer: nobody sees one about a comment that is aimed at them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from evenhand.actions.models import Action
from evenhand.cases.models import Case
from evenhand.cases.sight import restricted_comments
from evenhand.core.allegations import Allegation, Conclusion, Found
from evenhand.core.lifecycle import REFERRAL, ReferralEvent, ReferralState
from evenhand.core.referrals import RESTRICTED_CASE
from evenhand.decisions.models import Decision
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.referrals.models import ENDED, UNHEARD, Outcome, Referral

ORDER = ("REF-02", "REF-01", "REF-03", "CON-11", "REF-05", "REF-04")
TO_NAMED_OFFICERS = ("REF-01", "CON-11")
"""What those see who look into allegations and see no cases."""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral in a list. Of a restricted one there is no more than that it waits."""

    id: int
    rule: str
    kind: str
    to: str
    state: str
    because: str
    case: int
    opened_at: datetime
    late: bool
    restricted: bool


def of_body(body: Body, officer: Officer, held: Collection[Permission]) -> QuerySet[Referral]:
    """What an officer may know of, newest first. Whose case it is, is checked where words are shown."""
    found = Referral.objects.filter(body=body).filter(Q(case__target=None) | ~Q(case__target=officer))
    if Permission.SEE_CASES not in held:
        found = found.filter(rule__in=TO_NAMED_OFFICERS, case__restricted=False)
    return found.select_related("case__comment__author", "case__comment__channel", "opened_by", "outcome")


def get(body: Body, referral_id: int, officer: Officer, held: Collection[Permission]) -> Referral:
    """Raises: Referral.DoesNotExist, for another body's and for what the officer may not know of."""
    return of_body(body, officer, held).get(pk=referral_id)


def listed(
    body: Body, officer: Officer, held: Collection[Permission], *, rule: str = "", ended: bool = False
) -> list[ReferralLine]:
    """By urgency: what is late, then by rule, then what has waited longest."""
    found = of_body(body, officer, held)
    waiting = found.exclude(state__in=ENDED).exclude(state=ReferralState.ANSWERED.value, rule__in=["REF-04", "REF-05"])
    chosen = found.exclude(pk__in=waiting.values("pk")) if ended else waiting
    if rule:
        chosen = chosen.filter(rule=rule)
    lines = [_line(referral) for referral in chosen.order_by("-opened_at")[:500]]
    if ended:
        return lines
    return sorted(lines, key=lambda line: (not line.late, ORDER.index(line.rule), line.opened_at))


def _line(referral: Referral) -> ReferralLine:
    case = referral.case
    return ReferralLine(
        id=referral.pk, rule=referral.rule, kind=referral.kind, to=referral.person or referral.to,
        state=referral.state, because="" if case.restricted else referral.because, case=case.pk,
        opened_at=referral.opened_at, late=is_late(referral), restricted=case.restricted,
    )  # fmt: skip


def is_late(referral: Referral) -> bool:
    """REF-02: the alarm has sounded, and still nobody has acknowledged it."""
    return referral.alarmed_at is not None and referral.state in UNHEARD


def unheard(referral: Referral) -> bool:
    """Whether nobody has said that they have it."""
    return referral.state in UNHEARD


def alarms(body: Body) -> int:
    """How many concerns have waited for an acknowledgement until the alarm."""
    return Referral.objects.filter(body=body, alarmed_at__isnull=False, state__in=UNHEARD).count()


def of_case(case: Case) -> list[Referral]:
    """The referrals about a case, oldest first."""
    return list(Referral.objects.filter(case=case).select_related("outcome").order_by("opened_at", "pk"))


def possible(referral: Referral) -> list[ReferralEvent]:
    """What may happen next; an answer is sent with a decision, and withdrawn is what an undone decision opened."""
    others = (ReferralEvent.ANSWER, ReferralEvent.WITHDRAW)
    return [event for state, event in REFERRAL if state == referral.state and event not in others]


def allegations_about(case_id: int) -> tuple[Allegation, ...]:
    """REF-01: the referrals about a case as the core knows them; a withdrawn one never was."""
    found = Referral.objects.filter(case_id=case_id, rule="REF-01").exclude(state=ReferralState.WITHDRAWN.value)
    return tuple(
        Allegation(localdate(referral.opened_at), _conclusion(getattr(referral, "outcome", None)))
        for referral in found.select_related("outcome").order_by("pk")
    )


def _conclusion(outcome: Outcome | None) -> Conclusion | None:
    if outcome is None:
        return None
    return Conclusion(Found(outcome.found), outcome.finder, outcome.on, outcome.reference)


def has_concern(case_id: int) -> bool:
    """REF-02: whether a concern about a case was passed on and not withdrawn."""
    found = Referral.objects.filter(case_id=case_id, rule=RESTRICTED_CASE)
    return found.exclude(state=ReferralState.WITHDRAWN.value).exists()


def restricted_subjects(body: Body) -> frozenset[str]:
    """REC-01: how restricted comments and what belongs to them are named in tasks and in the audit log."""
    comments = restricted_comments(body)
    if not comments:
        return frozenset()
    return frozenset(
        (
            *(f"comment {id_}" for id_ in comments),
            *_named("case", Case.objects.filter(comment_id__in=comments).values_list("pk", flat=True)),
            *_named("action", Action.objects.filter(comment_id__in=comments).values_list("pk", flat=True)),
            *_named("decision", Decision.objects.filter(comment_id__in=comments).values_list("pk", flat=True)),
            *_named("notice", Notice.objects.filter(comment_id__in=comments).values_list("pk", flat=True)),
            *_named("referral", Referral.objects.filter(case__comment_id__in=comments).values_list("pk", flat=True)),
        )
    )


def _named(what: str, ids: Iterable[int]) -> list[str]:
    return [f"{what} {id_}" for id_ in ids]
