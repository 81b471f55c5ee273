"""The queue, and what an officer sees of one case. Always of one body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from evenhand.cases.clocks import AnswerBy, Clocks, Standing
from evenhand.cases.models import Case, Claim
from evenhand.cases.sight import RESTRICTED
from evenhand.cases.urgency import urgency
from evenhand.core.lifecycle import CaseState
from evenhand.core.priority import Priority
from evenhand.core.vocabulary import Severity
from evenhand.intake.models import Author, Revision
from evenhand.intake.queries import channels_of, current_revisions
from evenhand.officers.models import Body, Officer

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer asked to see; empty means everything."""

    state: CaseState = CaseState.OPEN
    channel: str = ""
    rule: str = ""  # a ground or a route
    severity: str = ""
    words: str = ""
    standing: str = ""  # to the target for replies
    by_clock: bool = False  # the first to be answered first, rather than by priority


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case in the queue. Of a restricted one there is no more than that it waits (REF-02)."""

    id: int
    version: int
    severity: str
    grounds: tuple[str, ...]
    route: str
    suggest: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    text: str
    author: str
    author_handle: str
    author_cases: int  # besides this one
    channel: str
    platform: str
    post: str
    posted_at: datetime
    opened_at: datetime
    claimed_by: str
    revision: int
    answer: AnswerBy | None  # None once it is decided
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, with how many there are in all, and open ones by severity."""

    lines: tuple[QueueLine, ...]
    number: int
    total: int
    by_severity: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def queue(body: Body, filters: Filters, *, page: int, at: datetime, officer: Officer | None = None) -> QueuePage:
    """Cases by band, then by how long they have waited; or by when they are to be answered.

    What is aimed at the officer goes to another (STF-02).
    """
    clocks = Clocks(body, at)
    found = _not_aimed_at(_filtered(body, filters), officer)
    if filters.standing:
        found = found.filter(clocks.opened_when(Standing(filters.standing)))
    by_severity = open_by_severity(body)
    total = found.count() if filters != Filters() else sum(by_severity.values()) - _own(body, officer)
    first = (page - 1) * PAGE
    if filters.by_clock:
        ids = _by_clock(found, clocks, first + PAGE)[first:]
    else:
        ids = list(found.order_by("band", "opened_at", "pk").values_list("pk", flat=True)[first : first + PAGE])
    return QueuePage(tuple(_lines(body, ids, at, clocks)), page, total, by_severity)


def _by_clock(found: QuerySet[Case], clocks: Clocks, count: int) -> list[int]:
    """The first to be answered. Within a channel who came first is due first, so each gives its first few."""
    due = []
    for channel in channels_of(clocks.body):
        of_channel = found.filter(comment__channel=channel).order_by("opened_at", "pk")
        due += [
            (clocks.of(channel, opened_at).due_at, opened_at, pk)
            for pk, opened_at in of_channel.values_list("pk", "opened_at")[:count]
        ]
    return [pk for _, _, pk in sorted(due)[:count]]


def _not_aimed_at(found: QuerySet[Case], officer: Officer | None) -> QuerySet[Case]:
    return found.filter(Q(target=None) | ~Q(target=officer)) if officer else found


def _own(body: Body, officer: Officer | None) -> int:
    """How many open cases are aimed at an officer."""
    return Case.objects.filter(body=body, target=officer, state=CaseState.OPEN.value).count() if officer else 0


def next_after(body: Body, case_id: int, officer: Officer | None = None) -> int | None:
    """The first open case of the queue that is not this one; None when the queue is empty.

    Nobody is led into a restricted one, nor into one that is aimed at them.
    """
    found = Case.objects.filter(body=body, state=CaseState.OPEN.value, restricted=False).exclude(pk=case_id)
    found = _not_aimed_at(found, officer)
    return found.order_by("band", "opened_at", "pk").values_list("pk", flat=True).first()


def open_by_severity(body: Body) -> dict[str, int]:
    """How many open cases there are of each severity."""
    found = Case.objects.filter(body=body, state=CaseState.OPEN.value)
    counted = dict(found.values_list("severity").annotate(number=Count("*")))
    return {severity.value: counted.get(severity.value, 0) for severity in reversed(Severity)}


def _filtered(body: Body, filters: Filters) -> QuerySet[Case]:
    found = Case.objects.filter(body=body, state=filters.state.value)
    if filters != Filters():
        found = found.filter(restricted=False)  # who filters would learn what it says from whether it is found
    if filters.channel:
        found = found.filter(comment__channel__name=filters.channel)
    if filters.rule:
        found = found.filter(Q(proposal__grounds__contains=[filters.rule]) | Q(proposal__route=filters.rule))
    if filters.severity:
        found = found.filter(severity=filters.severity)
    for word in filters.words.split():
        said = current_revisions(body).filter(text__icontains=word).values("comment_id")
        found = found.filter(Q(comment_id__in=said) | Q(comment__author__name__icontains=word))
    return found


def _lines(body: Body, ids: list[int], at: datetime, clocks: Clocks) -> list[QueueLine]:
    rows = Case.objects.filter(pk__in=ids).select_related(
        "proposal", "comment__author", "comment__channel", "comment__post"
    )
    cases = sorted(rows, key=lambda case: ids.index(case.pk))
    comments = [case.comment_id for case in cases]
    texts = dict(
        Revision.objects.filter(comment_id__in=comments, number=F("comment__revision")).values_list(
            "comment_id", "text"
        )
    )
    claims = dict(Claim.objects.filter(case_id__in=ids, until__gt=at).values_list("case_id", "officer__name"))
    per_author = _cases_by_author(body, [case.comment.author_id for case in cases if case.comment.author_id])
    return [_line(case, texts[case.comment_id], claims.get(case.pk, ""), per_author, clocks) for case in cases]


def answer_by(case: Case, clocks: Clocks) -> AnswerBy | None:
    """HRS-06: the clock of a case; None once it is decided."""
    if case.state == CaseState.CLOSED:
        return None
    return clocks.of(case.comment.channel, case.opened_at)


def _cases_by_author(body: Body, authors: list[int]) -> dict[int, int]:
    found = Case.objects.filter(body=body, author_id__in=authors, restricted=False)
    return dict(found.values_list("author_id").annotate(number=Count("*")))


def _line(case: Case, text: str, claimed_by: str, per_author: dict[int, int], clocks: Clocks) -> QueueLine:
    comment, made = case.comment, case.proposal
    if case.restricted:
        return _veiled(case, claimed_by)
    return QueueLine(
        id=case.pk, version=case.version, severity=made.severity, grounds=tuple(made.grounds), route=made.route,
        suggest=made.suggest, because=priority_of(case).because,
        missing=tuple(lost["signal"] for lost in made.missing), text=text,
        author=str(comment.author or "unknown"), author_handle=comment.author.handle if comment.author else "",
        author_cases=max(0, per_author.get(comment.author_id or 0, 0) - 1), channel=comment.channel.title,
        platform=comment.channel.platform, post=comment.post.text if comment.post else "",
        posted_at=comment.created_at, opened_at=case.opened_at, claimed_by=claimed_by, revision=comment.revision,
        answer=answer_by(case, clocks),
    )  # fmt: skip


def _veiled(case: Case, claimed_by: str) -> QueueLine:
    return QueueLine(
        id=case.pk, version=case.version, severity=case.severity, grounds=(), route="", suggest="",
        because=("somebody may be at risk",), missing=(), text=RESTRICTED, author="", author_handle="", author_cases=0,
        channel="", platform="", post="", posted_at=case.opened_at, opened_at=case.opened_at, claimed_by=claimed_by,
        revision=1, answer=None, restricted=True,
    )  # fmt: skip


def priority_of(case: Case) -> Priority:
    """Why a case stands where it does."""
    return urgency(case.proposal)


def get(body: Body, case_id: int) -> Case:
    """A case of a body with everything its page shows. Raises: Case.DoesNotExist, for another body's too."""
    return Case.objects.select_related(
        "body", "proposal__edition", "comment__author", "comment__channel", "comment__post", "decision__by", "target"
    ).get(pk=case_id, body=body)


def claim_on(case: Case, at: datetime) -> Claim | None:
    """Who holds a case now."""
    return Claim.objects.select_related("officer").filter(case=case, until__gt=at).first()


def earlier_of(body: Body, author: Author | None, *, not_case: int, count: int = 20) -> list[Case]:
    """An author's other cases, newest first."""
    if author is None:
        return []
    found = Case.objects.filter(body=body, author=author, restricted=False).exclude(pk=not_case)
    return list(found.select_related("proposal", "comment", "decision").order_by("-opened_at")[:count])


def awaiting_second(body: Body) -> int:
    """How many decisions wait for a second person."""
    return Case.objects.filter(body=body, state=CaseState.AWAITING_SECOND.value).count()


def targets_of(body: Body, comments: Iterable[int]) -> list[int]:
    """MOD-08: the officers whom these comments are aimed at."""
    aimed = Case.objects.filter(body=body, comment__in=list(comments), target__isnull=False)
    return sorted(set(aimed.values_list("target_id", flat=True)))
