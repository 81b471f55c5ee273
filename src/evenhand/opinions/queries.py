"""Whether a body asks for second opinions, what one said of a case, how often they were asked. Always of one body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from evenhand.cases.models import Case
from evenhand.core.opinions import MICROPENCE
from evenhand.officers.models import Body
from evenhand.opinions.models import Opinion, OpinionState, Switch


@dataclass(frozen=True, slots=True)
class Use:
    """How often opinions ended so, and what they cost. For the page, and for who asks under freedom of information."""

    by_state: Mapping[str, int]
    named_a_rule: int  # of those given
    pence: float


def is_on(body: Body) -> bool:
    """As it was switched last; off where nobody ever did."""
    last = Switch.objects.filter(body=body).order_by("-at", "-pk").first()
    return last is not None and last.on


def switches(body: Body, count: int = 20) -> list[Switch]:
    """Who switched it when and why, newest first."""
    return list(Switch.objects.filter(body=body).select_related("by").order_by("-at", "-pk")[:count])


def of_case(case: Case) -> Opinion | None:
    """On what is proposed now; what was said about an earlier wording is not shown beside a later one."""
    return Opinion.objects.filter(case=case, proposal_id=case.proposal_id).first()


def use(body: Body, since: datetime, until: datetime) -> Use:
    """Of what was wanted from `since` up to `until`."""
    found = Opinion.objects.filter(case__body=body, wanted_at__gte=since, wanted_at__lt=until)
    counted = dict(found.order_by().values_list("state").annotate(number=Count("*")))
    named = found.filter(state=OpinionState.GIVEN.value).exclude(rules=[]).count()
    spent = found.aggregate(all=Sum("micropence"))["all"] or 0
    return Use({state.value: counted.get(state.value, 0) for state in OpinionState}, named, spent / MICROPENCE)
