"""ELE-01: removals in a pre-election period, by the party that each comment named, so that symmetry can be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from evenhand.core.elections import NO_PARTY, PartyLine, inside, log_line, removals_by_party
from evenhand.core.moderation import REMOVALS
from evenhand.core.vocabulary import Comment, Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import in_earnest
from evenhand.officers.models import Body
from evenhand.signals.contract import Roster
from evenhand.signals.lexicon import SIGNAL as LEXICON
from evenhand.signals.normalise import normalise
from evenhand.signals.parties import parties_named
from evenhand.watch.models import ElectionPeriod
from evenhand.watch.queries import as_period

POLITICAL = "CON-08"


@dataclass(frozen=True, slots=True)
class Symmetry:
    """What became of the comments that named one party, in a period: judged political, removed for it, or for more."""

    party: str
    decided: int
    removed_as_political: int
    removed: int


@dataclass(frozen=True, slots=True)
class PartyLog:
    """The log of one period: a line a removal, and the table over the parties."""

    lines: tuple[PartyLine, ...]
    table: tuple[Symmetry, ...]


def party_log(period: ElectionPeriod) -> PartyLog:
    """ELE-01: what was decided about comments written in a period on its channels, and was not undone.

    The party is read again from the wording that the decision was about: the same words give the same party.
    """
    decided = [(decision, _parties(decision)) for decision in _decisions(period)]
    lines = [line for decision, parties in decided if (line := _line(period, decision, parties))]
    political = removals_by_party(line for line in lines if line.ground == POLITICAL)
    removed = removals_by_party(lines)
    named = _counted(decided)
    table = [Symmetry(party, count, political.get(party, 0), removed.get(party, 0)) for party, count in named.items()]
    return PartyLog(tuple(lines), tuple(table))


def _decisions(period: ElectionPeriod) -> Sequence[Decision]:
    zone = get_default_timezone()
    begins = datetime.combine(period.first_on, time.min, zone)
    ends = datetime.combine(period.last_on + timedelta(days=1), time.min, zone)
    found = Decision.objects.filter(
        comment__channel__body=period.body, comment__channel__name__in=period.channels,
        comment__created_at__gte=begins.astimezone(UTC), comment__created_at__lt=ends.astimezone(UTC), reversal=None,
    )  # fmt: skip
    return list(
        in_earnest(found)
        .exclude(second__approved=False)
        .select_related("comment__channel", "revision")
        .order_by("at", "pk")
    )


def _parties(decision: Decision) -> tuple[str, ...]:
    text = decision.revision.text
    words = Comment(text, localdate(decision.comment.created_at))
    return parties_named(LEXICON.read(words, normalise(text), Roster()).findings)


def _line(period: ElectionPeriod, decision: Decision, parties: Iterable[str]) -> PartyLine | None:
    written = inside([as_period(period)], decision.comment.created_at, [period.area], get_default_timezone())
    return log_line(
        written, f"decision {decision.pk}", on=localdate(decision.at), areas=[period.area], ground=decision.ground,
        outcome=Outcome(decision.outcome), parties=parties,
    )  # fmt: skip


def _counted(decided: Iterable[tuple[Decision, tuple[str, ...]]]) -> dict[str, int]:
    """How many comments that were decided about named each party; those that named none, where one was removed."""
    counts: dict[str, int] = {}
    for decision, parties in decided:
        nameless = (NO_PARTY,) if Outcome(decision.outcome) in REMOVALS else ()
        for party in parties or nameless:
            counts[party] = counts.get(party, 0) + 1
    return dict(sorted(counts.items()))


def of_body(body: Body, period_id: int) -> ElectionPeriod:
    """A period of a body. Raises: ElectionPeriod.DoesNotExist, for another body's too."""
    return ElectionPeriod.objects.select_related("body", "set_by").get(pk=period_id, body=body)
