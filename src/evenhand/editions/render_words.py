"""What a public page says of an edition's values: hours, answers, appeals and help, each as a sentence (REC-04)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from itertools import groupby

from evenhand.core.edition import Edition, Ground
from evenhand.core.values import (
    ActiveHours,
    AppealDeadlines,
    Complaints,
    Contact,
    HelpLines,
    Nation,
    Opening,
    Pace,
    PublicHolidays,
    ReplyTarget,
    Safeguarding,
    StatutoryRoutes,
    Weekday,
    Within,
)
from evenhand.core.vocabulary import Suggestion

NATIONS = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}
MOST = {
    Suggestion.LEAVE: "We leave it up.",
    Suggestion.REPLY: "The most we do is answer it.",
    Suggestion.HIDE: "The most we do to such a comment is hide it.",
    Suggestion.DELETE: "The most we do to such a comment is delete it.",
    Suggestion.REFER: "The most we do is pass it on.",
}


def facts(edition: Edition, rule: str, platforms: Mapping[str, str]) -> tuple[str, ...]:
    """What the values of a rule come to for the public, beyond its wording; nothing for most rules.

    `platforms`: titles of platforms by the names that editions use.
    """
    match edition.rules[rule].values:
        case ActiveHours() as hours:
            return tuple(_hours(hours))
        case PublicHolidays() as holidays:
            return tuple(_holidays(holidays))
        case ReplyTarget() as target:
            return tuple(_replies(target, platforms))
        case StatutoryRoutes(routes=routes):
            return tuple(f"Always open: {route}" for route in routes)
        case HelpLines(lines=contacts) | Safeguarding(contacts=contacts):
            return tuple(contact(each) for each in contacts)
        case AppealDeadlines() as deadlines:
            return tuple(_appeal(deadlines, edition.value("REF-04", Complaints).form))
        case _:
            return ()


def ground_facts(ground: Ground) -> tuple[str, ...]:
    """How far a ground may go, and what a breach of it counts for."""
    weight = ground.strike_weight
    counts = f"A breach counts as {weight} strike{'s' * (weight > 1)}." if weight else "It never counts against you."
    asks = "Two people must agree on it." if ground.second_person else ""
    return tuple(line for line in (MOST[ground.strongest_action], asks, counts) if line)


def clock(at: time) -> str:
    """9am, 8.30am, 5.15pm, midday, midnight."""
    if at in (time(0), time(12)):
        return "midnight" if at == time(0) else "midday"
    minutes = f".{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def contact(line: Contact) -> str:
    """A help line with its number and hours."""
    return f"{line.name}: {line.phone} ({line.hours})"


def within(target: Within) -> str:
    """A target for replies: "4 hours of our active time", "2 working days"."""
    if target.unit is Pace.WORKING_DAYS:
        return _count(target.count, "working day")
    hours, minutes = divmod(target.count, 60)
    parts = [_count(hours, "hour")] * bool(hours) + [_count(minutes, "minute")] * bool(minutes)
    return f"{' and '.join(parts)} of our active time"


def _hours(values: ActiveHours) -> Iterator[str]:
    """Days in a row with the same hours as one line."""
    for opening, days in groupby(Weekday, key=values.hours.get):
        if opening is not None:
            yield f"{_days(list(days))}: {_span(opening)}"
    if values.timezone != "Europe/London":
        yield f"Times are those of {values.timezone.replace('_', ' ')}"


def _span(opening: Opening) -> str:
    return f"{clock(opening.opens)} to {clock(opening.closes)}"


def _days(days: list[Weekday]) -> str:
    first, last = days[0].capitalize(), days[-1].capitalize()
    return first if first == last else f"{first} to {last}"


def _holidays(values: PublicHolidays) -> Iterator[str]:
    yield f"Closed on the public holidays of {NATIONS[values.nation]}"
    if values.also_closed:
        yield f"Also closed on {_listed(f'{day:%-d %B %Y}' for day in values.also_closed)}"


def _replies(values: ReplyTarget, platforms: Mapping[str, str]) -> Iterator[str]:
    yield f"We aim to answer within {within(values.within)}"
    for platform, target in values.by_platform.items():
        title = platforms.get(platform, platform.replace("_", " ").capitalize())
        yield f"{title}: within {within(target)}"


def _appeal(values: AppealDeadlines, form: str) -> Iterator[str]:
    yield f"How: use {form}"
    yield f"When: within {_count(values.within_months, 'month')} of the decision"
    yield (
        f"We confirm that we have it within {_count(values.acknowledge, 'working day')}, and answer within "
        f"{_count(values.answer, 'working day')}"
    )
    yield (
        f"Not satisfied: ask for a second look within {_count(values.second_within_working_days, 'working day')}; "
        f"somebody else confirms it within {_count(values.second_acknowledge, 'working day')} and answers within "
        f"{_count(values.second_answer, 'working day')}"
    )
    yield f"After that: {values.afterwards}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _listed(each: Iterable[str]) -> str:
    *most, last = each
    return f"{', '.join(most)} and {last}" if most else last
