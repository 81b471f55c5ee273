"""REC-03: counts of quarters that are over. One that is not would tell, day by day, what a single decision changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from evenhand.appeals.models import AppealStep
from evenhand.appeals.standing import ENDINGS
from evenhand.core.appeals import Ending
from evenhand.core.edition import Edition
from evenhand.core.figures import Decision as Counted
from evenhand.core.figures import by_ground
from evenhand.core.suppression import TOTAL, Published, published
from evenhand.core.values import Suppression
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import IN_SHADOW, edition_on, in_earnest
from evenhand.officers.models import Body
from evenhand.people.enforcing import in_shadow
from evenhand.people.standings import blocks_of, standing

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Count:
    """A figure under its column, or none where it is left out."""

    column: str
    value: int | None

    @property
    def figure(self) -> str:
        """Empty where it is left out."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    title: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """With its totals. `note`: what is left out, empty where nothing is."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """`first` and `last`: its days, both included."""

    title: str
    first: date
    last: date
    tables: tuple[Table, ...]


def quarters(body: Body, today: date) -> list[Quarter]:
    """The last quarters that are over and in which anything was decided or before it, newest first."""
    began = Decision.objects.filter(comment__channel__body=body).order_by("at").values_list("at", flat=True).first()
    if began is None:
        return []
    days = list(_over(today))
    return [_quarter(body, first, last) for first, last in days if last >= began.date()]


def _over(today: date) -> Iterator[tuple[date, date]]:
    first = date(today.year, today.month - (today.month - 1) % 3, 1)
    for _ in range(SHOWN):
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        yield first, last


def _quarter(body: Body, first: date, last: date) -> Quarter:
    edition = edition_on(body, last)
    values = edition.value("REC-03", Suppression)
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    tables = (
        _decisions(body, edition, since, until, values),
        _appeals(body, since, until, values),
        _blocks(body, until, values),
        *_shadow(body, since, until, values),
    )
    return Quarter(f"{first:%B} to {last:%B %Y}", first, last, tables)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _decisions(body: Body, edition: Edition, since: datetime, until: datetime, values: Suppression) -> Table:
    """Those that took effect; what was reversed later is counted, as an appeal that succeeded."""
    made = Decision.objects.filter(comment__channel__body=body, at__gte=since, at__lt=until)
    effective = in_earnest(made).filter(Q(needs_second=False) | Q(second__approved=True))
    counted = [
        Counted(str(pk), ground or "none", Outcome(outcome), "unknown", "unknown")
        for pk, ground, outcome in effective.values_list("pk", "ground", "outcome")
    ]
    names = {rule.id: f"{rule.id} {rule.title}" for rule in edition.rules.values()} | {"none": "No ground"}
    return _table("Decisions by ground and outcome", by_ground(counted, values), names)


def _appeals(body: Body, since: datetime, until: datetime, values: Suppression) -> Table:
    """By the day on which a stage ended."""
    steps = AppealStep.objects.filter(appeal__body=body, at__gte=since, at__lt=until)
    ended = Counter(steps.filter(event__in=[each.value for each in ENDINGS]).values_list("event", flat=True))
    counts = {("Appeals", ENDINGS[event].value): ended[event.value] for event in ENDINGS}
    table = published(counts, ["Appeals"], [ending.value for ending in Ending], values)
    return _table("Appeals by result", table, {}, with_sum_of_rows=False)


def _blocks(body: Body, at: datetime, values: Suppression) -> Table:
    last = at - timedelta(seconds=1)
    rows = blocks_of(body).filter(decided_at__lte=last)
    in_force = sum(standing(row, last).is_blocked and not in_shadow(row) for row in rows)
    table = published({("Blocks", "in force"): in_force}, ["Blocks"], ["in force"], values)
    only = Row("Blocks", (Count("In force", table.cells["Blocks", "in force"]),))
    return Table("Blocks in force on the last day", ("In force",), (only,), table.note)


def _shadow(body: Body, since: datetime, until: datetime, values: Suppression) -> list[Table]:
    """What was decided in shadow mode, apart from everything else: nothing was done. No table where nothing was."""
    made = Decision.objects.filter(comment__channel__body=body, at__gte=since, at__lt=until).filter(IN_SHADOW)
    count = made.count()
    if not count:
        return []
    table = published({("Decisions", "in shadow"): count}, ["Decisions"], ["in shadow"], values)
    only = Row("Decisions", (Count("Nothing done", table.cells["Decisions", "in shadow"]),))
    return [Table("Decided in shadow mode, a trial in which nothing is done", ("Nothing done",), (only,), table.note)]


def _table(title: str, table: Published, names: dict[str, str], *, with_sum_of_rows: bool = True) -> Table:
    shown = [row for row in table.rows if with_sum_of_rows or row != TOTAL]
    rows = tuple(
        Row(
            names.get(row, row.capitalize()),
            tuple(Count(column.capitalize(), table.cells[row, column]) for column in table.columns),
        )
        for row in shown
    )
    return Table(title, tuple(column.capitalize() for column in table.columns), rows, table.note)
