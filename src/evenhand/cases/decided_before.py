"""What was decided before about comments like this one: for an officer to weigh, and for nothing else.

The newest cases of the body alone are compared, in memory: two hundredths of a second for five thousand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from evenhand.cases.models import Case
from evenhand.core.lifecycle import CaseState
from evenhand.intake.models import Revision
from evenhand.likeness import queries as likeness
from evenhand.signals.text_likeness import Vector, by_letters, kinds, nearest

SHOWN = 5
NEWEST = 5000  # decided cases that vectors are compared with
NEWEST_WITHOUT = 500  # where letters are compared, which are counted anew each time
LEAST = 0.5
"""From here on, 38 in 100 of the nearest development comments have the very same labels; below it, 31 and fewer."""
LEAST_BY_LETTERS = 0.25


@dataclass(frozen=True, slots=True)
class Before:
    """A decision about a comment that is like this one. `like`: from 0 to 1."""

    case: Case
    text: str
    outcome: str
    rule: str
    decided_at: datetime
    like: float


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """The most alike first. `by_vectors`: else by runs of letters, as the encoder did not read this comment."""

    found: tuple[Before, ...]
    by_vectors: bool
    compared: int


def decided_before(case: Case) -> DecidedBefore:
    """Decisions of the same body that stand, about other comments; none from a restricted case, and none for one."""
    if case.restricted:
        return DecidedBefore((), True, 0)
    revision = case.proposal.revision_id
    vector = likeness.of_revision(revision)
    if vector is None:
        return _by_letters(case, revision)
    return _by_vectors(case, vector)


def _by_vectors(case: Case, vector: Vector) -> DecidedBefore:
    cases = dict(_closed(case).values_list("decision__revision", "pk")[:NEWEST])
    numbers = likeness.of_revisions(cases.keys(), vector.version)
    if not numbers:
        return DecidedBefore((), True, 0)
    rows = kinds([vector.numbers, *numbers.values()])
    like = nearest(rows[0], rows[1:], [cases[revision] for revision in numbers], least=LEAST)
    return DecidedBefore(_lines(like), True, len(numbers))


def _by_letters(case: Case, revision: int) -> DecidedBefore:
    cases = dict(_closed(case).values_list("decision__revision", "pk")[:NEWEST_WITHOUT])
    texts = dict(Revision.objects.filter(pk__in=[revision, *cases]).values_list("pk", "text"))
    own = texts.pop(revision, "")
    if not own or not texts:
        return DecidedBefore((), False, 0)
    rows = by_letters([own, *texts.values()])
    like = nearest(rows[0], rows[1:], [cases[pk] for pk in texts], least=LEAST_BY_LETTERS)
    return DecidedBefore(_lines(like), False, len(texts))


def _closed(case: Case) -> QuerySet[Case]:
    """Newest first, of what has not been purged: a purged comment has no fingerprint."""
    closed = Case.objects.filter(
        body=case.body_id, state=CaseState.CLOSED.value, restricted=False, decision__isnull=False
    )
    return closed.exclude(pk=case.pk).exclude(comment__fingerprint=0).order_by("-pk")


def _lines(like: Mapping[int, float]) -> tuple[Before, ...]:
    """One for each text: what was written a hundred times would leave no room for anything else."""
    first = list(like)[: 20 * SHOWN]
    rows = Case.objects.select_related("decision", "comment", "body").in_bulk(first)
    of_text: dict[int, Case] = {}
    for pk in first:
        of_text.setdefault(rows[pk].comment.fingerprint, rows[pk])
    return _with_words(list(of_text.values())[:SHOWN], like)


def _with_words(cases: Sequence[Case], like: Mapping[int, float]) -> tuple[Before, ...]:
    decided = [(case, case.decision) for case in cases if case.decision]
    texts = dict(
        Revision.objects.filter(pk__in=[decision.revision_id for _, decision in decided]).values_list("pk", "text")
    )
    return tuple(
        Before(
            case, texts[decision.revision_id], decision.outcome, decision.ground or decision.route, decision.at,
            like[case.pk],
        )
        for case, decision in decided
    )  # fmt: skip
