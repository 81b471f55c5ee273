"""STR-01, STR-02, STR-03: strikes, worked out from decisions each time and never stored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from evenhand.core.breaches import PastDecision, no_strike, weight
from evenhand.core.dates import day_of, months_after, said, utc
from evenhand.core.edition import Edition
from evenhand.core.refusals import Refused
from evenhand.core.values import Repeatedly, StrikeLife


@dataclass(frozen=True, slots=True)
class Strike:
    """One comment that breached the rules, however often it was decided about; `written_at` is the latest, in UTC."""

    comment: str
    decisions: tuple[str, ...]
    grounds: tuple[str, ...]
    weight: int
    written_at: datetime
    written_on: date
    ends_on: date  # the first day on which it no longer counts


@dataclass(frozen=True, slots=True)
class NoCount:
    """A decision that is no strike, or is one no longer, with the rule that says so."""

    decision: str
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Record:
    """What counts against a person on a day, oldest first, and what does not."""

    on: date
    counted: tuple[Strike, ...]
    not_counted: tuple[NoCount, ...]

    @property
    def total(self) -> int:
        """Strikes, by weight."""
        return sum(strike.weight for strike in self.counted)


def record(
    edition: Edition,
    decisions: Iterable[PastDecision],
    *,
    authors: Collection[str],
    spent: Collection[str],
    on: date,
    zone: tzinfo,
) -> Record:
    """STR-01, STR-02, STR-03, STR-05: the record of one person on a day of the body's `zone`.

    `edition`: the one in force, for the window and the life of a strike. `authors`: every account that is the
    person's by decided links (MCL-03). `spent`: comments on which an earlier block rested.
    Raises: Refused for a decision under a ground that its edition does not have, or a time without a zone.
    """
    theirs = _once(decision for decision in decisions if decision.author in authors)
    gone = spent if edition.value("STR-03", StrikeLife).spent_by_block else ()
    not_counted = []
    counting = []
    for decision in sorted(theirs, key=lambda each: (utc(each.written_at, "STR-01"), each.id)):
        why_not = no_strike(decision) or _over(edition, decision, gone, on, zone)
        if why_not:
            not_counted.append(NoCount(decision.id, *why_not))
        else:
            counting.append(decision)
    return Record(on, _one_a_comment(edition, counting, zone), tuple(not_counted))


def _once(decisions: Iterable[PastDecision]) -> list[PastDecision]:
    """Each decision once, however many accounts brought it along."""
    by_id: dict[str, PastDecision] = {}
    for decision in decisions:
        if by_id.setdefault(decision.id, decision) != decision:
            raise Refused(
                tried="to count strikes",
                forbids=f"decision {decision.id} is given twice, in two versions",
                do="give each decision once, as it stands now",
                rule="STR-01",
            )
    return list(by_id.values())


def _over(
    edition: Edition, decision: PastDecision, spent: Collection[str], on: date, zone: tzinfo
) -> tuple[str, str] | None:
    """STR-02, STR-03: the rule and the reason why a strike does not count on that day."""
    written_on = day_of(decision.written_at, zone, "STR-01")
    ends = _ends(edition, written_on)
    if on < written_on:
        return "STR-01", f"it was not written by {said(on)}"
    if on >= ends["STR-03"]:
        return "STR-03", f"it stopped counting on {said(ends['STR-03'])}"
    if on >= ends["STR-02"]:
        return "STR-02", f"it left the window on {said(ends['STR-02'])}"
    if decision.comment in spent:
        return "STR-03", "a block has rested on it already"
    return None


def _ends(edition: Edition, written_on: date) -> Mapping[str, date]:
    """The first day on which a strike no longer counts: the same day of a later month, 29 February on the 28th."""
    return {
        "STR-02": months_after(written_on, edition.value("STR-02", Repeatedly).within_months),
        "STR-03": months_after(written_on, edition.value("STR-03", StrikeLife).months),
    }


def _one_a_comment(edition: Edition, decisions: list[PastDecision], zone: tzinfo) -> tuple[Strike, ...]:
    """STR-01: nothing counts twice. `decisions` oldest first; a comment has the weight of its gravest breach."""
    by_comment: dict[str, list[PastDecision]] = {}
    for decision in decisions:
        by_comment.setdefault(decision.comment, []).append(decision)
    strikes = [_strike(edition, comment, about_it, zone) for comment, about_it in by_comment.items()]
    return tuple(sorted(strikes, key=lambda strike: (strike.written_at, strike.comment)))


def _strike(edition: Edition, comment: str, decisions: list[PastDecision], zone: tzinfo) -> Strike:
    latest = decisions[-1]
    written_on = day_of(latest.written_at, zone, "STR-01")
    return Strike(
        comment=comment,
        decisions=tuple(each.id for each in decisions),
        grounds=tuple(sorted({each.ground for each in decisions})),
        weight=max(weight(each.under, each.ground) for each in decisions),
        written_at=utc(latest.written_at, "STR-01"),
        written_on=written_on,
        ends_on=min(_ends(edition, written_on).values()),
    )
