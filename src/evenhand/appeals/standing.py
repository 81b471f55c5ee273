"""APL-02, APL-03: where an appeal stands, from its steps, under the edition in force on its receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from evenhand.appeals.models import Appeal, AppealStep
from evenhand.core.appeals import Deadlines, Due, Ending, Stage, WorkingDays, deadlines, due
from evenhand.core.dates import day_of
from evenhand.core.edition import Edition
from evenhand.core.hours import working_days_after
from evenhand.core.lifecycle import AppealEvent, AppealState, next_appeal_state
from evenhand.core.values import AppealDeadlines
from evenhand.decisions.queries import edition_pinned
from evenhand.people.standings import calendar_at

ENDINGS = {
    AppealEvent.STANDS: Ending.STANDS,
    AppealEvent.REVERSED: Ending.REVERSED,
    AppealEvent.WITHDRAW: Ending.WITHDRAWN,
}
WAITING = frozenset({AppealState.RECEIVED, AppealState.SECOND_RECEIVED})
TO_ANSWER = frozenset({AppealState.ACKNOWLEDGED, AppealState.SECOND_ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class Standing:
    """`asked_on`: the day this stage was asked for; `ending` and `ended_on`: of the stage that ended last.

    `ask_again_by`: the last day on which the second stage may be asked for, None where it may not.
    """

    state: AppealState
    stage: Stage
    asked_on: date
    promised: Deadlines
    acknowledgement: Due
    answer: Due
    ending: Ending | None
    ended_on: date | None
    first_reviewer: int | None
    ask_again_by: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody of the body has something to do."""
        return self.state in WAITING | TO_ANSWER

    @property
    def next_due(self) -> Due:
        """What is promised next."""
        return self.acknowledgement if self.state in WAITING else self.answer

    @property
    def is_late(self) -> bool:
        """Whether what is promised next is overdue."""
        return self.is_open and self.next_due.late


@dataclass(frozen=True, slots=True)
class Terms:
    """What an edition promises, and where it counts."""

    edition: Edition
    values: AppealDeadlines
    after: WorkingDays
    zone: tzinfo

    def day(self, at: datetime) -> date:
        """The day where the body is."""
        return day_of(at, self.zone, "APL-02")


def terms(edition: Edition, at: datetime) -> Terms:
    """An edition's promises around an instant."""
    calendar = calendar_at(edition, at)
    after: Callable[[date, int], date] = lambda day, count: working_days_after(calendar, day, count)  # noqa: E731
    return Terms(edition, edition.value("APL-02", AppealDeadlines), after, calendar.zone)


def terms_of(appeal: Appeal, at: datetime) -> Terms:
    """What was promised to this appellant."""
    return pinned_terms(appeal.edition_id, at.year)


@lru_cache(maxsize=64)
def pinned_terms(edition: str, year: int) -> Terms:
    """What a pinned edition promises in and around a year. `edition`: its SHA-256; looking one up hashes all of it."""
    return terms(edition_pinned(edition), datetime(year, 7, 1, tzinfo=UTC))


def state_of(steps: list[AppealStep]) -> AppealState:
    """What the table makes of the steps, in order."""
    state = AppealState.RECEIVED
    for step in steps:
        state = next_appeal_state(state, AppealEvent(step.event))
    return state


def steps_of(appeal: Appeal) -> list[AppealStep]:
    """In order; from what was fetched with the appeal, where it was."""
    return sorted(appeal.steps.all(), key=lambda step: step.number)


def standing(appeal: Appeal, at: datetime) -> Standing:
    """Where an appeal stands at an instant."""
    promises, steps = terms_of(appeal, at), steps_of(appeal)
    again = next((step for step in steps if step.event == AppealEvent.ASK_AGAIN), None)
    stage = Stage.SECOND if again else Stage.FIRST
    asked_on = promises.day(again.at if again else appeal.received_at)
    of_stage = steps[steps.index(again) + 1 :] if again else steps
    acknowledged = _day(promises, of_stage, AppealEvent.ACKNOWLEDGE)
    ended = _last(steps, *ENDINGS)
    answered = _last(of_stage, *ENDINGS)
    promised = deadlines(promises.values, stage, asked_on, promises.after)
    first, second = due(
        promised, acknowledged_on=acknowledged, answered_on=promises.day(answered.at) if answered else None,
        today=promises.day(at),
    )  # fmt: skip
    state, ended_on = state_of(steps), promises.day(ended.at) if ended else None
    until = promises.after(ended_on, promises.values.second_within_working_days) if ended_on else None
    before = _last(steps[: steps.index(again)], AppealEvent.STANDS) if again else None
    return Standing(
        state=state, stage=stage, asked_on=asked_on, promised=promised, acknowledgement=first, answer=second,
        ending=ENDINGS[AppealEvent(ended.event)] if ended else None, ended_on=ended_on,
        first_reviewer=before.by_id if before else None,
        ask_again_by=until if state is AppealState.ANSWERED else None,
    )  # fmt: skip


def _last(steps: list[AppealStep], *events: AppealEvent) -> AppealStep | None:
    return next((step for step in reversed(steps) if step.event in events), None)


def _day(promises: Terms, steps: list[AppealStep], event: AppealEvent) -> date | None:
    found = _last(steps, event)
    return promises.day(found.at) if found else None
