"""STF-02: what pages do to spare whoever reads them, as the edition in force says."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from evenhand.cases.models import Case
from evenhand.console import clock
from evenhand.core.sparing import blurs
from evenhand.core.values import Sparing
from evenhand.core.vocabulary import Severity
from evenhand.decisions.queries import edition_on
from evenhand.officers.models import Body


def spared(body: Body) -> Sparing:
    """What the body's edition says today."""
    return edition_on(body, localdate(clock.now())).value("STF-02", Sparing)


def blurred_comments(body: Body, comments: Iterable[int]) -> frozenset[int]:
    """STF-02: which of these comments start blurred, by how grave their cases are."""
    veiled = Case.objects.filter(body=body, comment__in=list(comments), severity__in=blurred(body))
    return frozenset(veiled.values_list("comment_id", flat=True))


def blurred(body: Body) -> frozenset[str]:
    """The severities whose words start blurred, until somebody wants to see them; none where the edition says so."""
    values = spared(body)
    return frozenset(severity.value for severity in Severity if blurs(values, severity))
