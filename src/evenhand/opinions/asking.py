"""MOD-02: one second opinion is asked: made ready and paid, asked outside any transaction, checked, kept.

Whatever goes wrong ends as "missing" or "refused" with its reason. The case is open all the while
and waits for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.lifecycle import CaseState
from evenhand.core.opinions import Said
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Author, Comment
from evenhand.decisions.queries import edition_pinned
from evenhand.intake.queries import to_read
from evenhand.officers.queries import roster
from evenhand.opinions import configured, exchange, queries, spending
from evenhand.opinions.answer import NotAccepted, accepted, storable
from evenhand.opinions.configured import Endpoint
from evenhand.opinions.covering import StillPersonal, covered
from evenhand.opinions.models import Opinion, OpinionState
from evenhand.opinions.operations import PROGRAM, judged
from evenhand.opinions.question import MOST_ANSWER_TOKENS, Question, question

MOST_TRIES = 2  # a worker may die in the middle; twice is no accident


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is asked of whom. `sent`: the comment, covered; `price`: the most that it can cost, in micropence."""

    endpoint: Endpoint
    question: Question
    sent: str
    price: int


@dataclass(frozen=True, slots=True)
class _Ended:
    """How an asking ended, and what it cost in micropence."""

    state: OpinionState
    cost: int
    why: str = ""
    answer: str = ""
    said: Said | None = None
    rest_seconds: int = 0


class _NotAsked(Exception):
    """Why nothing is asked, for people."""


def ask(*, opinion_id: int, now: Callable[[], datetime]) -> None:
    """Ask for one opinion. Again changes nothing once it has ended."""
    ready = _begin(opinion_id, now())
    if ready is None:
        return
    try:
        answered = exchange.ask(ready.endpoint, ready.question)
    except exchange.NoAnswer as none:
        ended = _Ended(OpinionState.MISSING, 0 if none.free else ready.price, str(none), rest_seconds=none.rest_seconds)
    else:
        ended = _judged(ready, answered)
    _end(opinion_id, ready, ended, now())


def _judged(ready: _Ready, answered: exchange.Answered) -> _Ended:
    """What the other side does not count is taken to have cost all that was paid."""
    cost = ready.endpoint.tariff.price(*answered.tokens) if answered.tokens else ready.price
    try:
        said = accepted(answered.content, ready.question.offered, ready.sent)
    except NotAccepted as wrong:
        return _Ended(OpinionState.REFUSED, cost, str(wrong), answer=answered.content)
    return _Ended(OpinionState.GIVEN, cost, answer=answered.content, said=said)


def _begin(opinion_id: int, at: datetime) -> _Ready | None:
    """Pay, and write down what is sent, before it is; None when it has ended or ends here."""
    with audit.one_transaction():
        row = _locked(opinion_id)
        if OpinionState(row.state).ended:
            return None
        try:
            ready = _ready(row)
            _pay(ready, at)
        except _NotAsked as why_not:
            _finish(row, OpinionState.MISSING, at, why=str(why_not))
            return None
        row.state, row.asked_at, row.tries = OpinionState.ASKING.value, at, row.tries + 1
        row.host, row.model, row.version = ready.endpoint.host, ready.endpoint.model, ready.question.version
        row.sent, row.sent_sha256 = ready.sent, ready.question.sha256
        row.micropence += ready.price  # a first try, whose worker died, may have cost as much
        row.save()
        _record(row, "ask", at, host=row.host, version=row.version, sha256=row.sent_sha256, paid=ready.price)
    return ready


def _ready(row: Opinion) -> _Ready:
    """Raises: _NotAsked."""
    endpoint = _endpoint(row)
    comment = _comment(row)
    wanted = judged(row.proposal, restricted=row.case.restricted, length=len(comment.text))
    if not wanted.asked:
        raise _NotAsked(wanted.because)
    sent, post = _covered(row, comment)
    asked = question(edition_pinned(row.proposal.edition_id), sent, post, endpoint.model)
    return _Ready(endpoint, asked, sent, endpoint.tariff.price(asked.most_tokens, MOST_ANSWER_TOKENS))


def _endpoint(row: Opinion) -> Endpoint:
    try:
        endpoint = configured.endpoint()
    except Refused as wrong:
        raise _NotAsked(f"the settings are not right: {wrong.forbids}") from None
    if endpoint is None or not queries.is_on(row.case.body):
        raise _NotAsked("second opinions were switched off")
    if row.tries >= MOST_TRIES:
        raise _NotAsked("the program that asked was ended twice")
    return endpoint


def _comment(row: Opinion) -> Comment:
    """Raises: _NotAsked, when these words or this case are over."""
    current = to_read([row.proposal.revision_id])
    if row.case.proposal_id != row.proposal_id or not current:
        raise _NotAsked("the author changed the words before it was asked")
    if row.case.state != CaseState.OPEN:
        raise _NotAsked("the case was decided before it was asked")
    return current[0].comment


def _covered(row: Opinion, comment: Comment) -> tuple[str, str]:
    """The comment and the post without personal data. What could not be looked through is not sent."""
    names = roster(row.case.body)
    try:
        return covered(comment.text, comment.author, names), covered(comment.post, Author(), names)
    except StillPersonal as left:
        raise _NotAsked(str(left)) from None
    except Exception as fault:
        raise _NotAsked(f"personal data could not be looked for: {type(fault).__name__}") from fault


def _pay(ready: _Ready, at: datetime) -> None:
    """Raises: _NotAsked."""
    if why := spending.pay(price=ready.price, cap=ready.endpoint.cap, at=at):
        raise _NotAsked(why)


def _end(opinion_id: int, ready: _Ready, ended: _Ended, at: datetime) -> None:
    with audit.one_transaction():
        row = _locked(opinion_id)
        if OpinionState(row.state).ended:
            return
        assert row.asked_at is not None, "what is being asked has its time"
        spending.settle(asked_at=row.asked_at, paid=ready.price, cost=ended.cost)
        if ended.rest_seconds:
            spending.rest(seconds=ended.rest_seconds, at=at)
        row.micropence += ended.cost - ready.price
        row.answer = storable(ended.answer)
        if ended.said:
            row.rules, row.reason, row.quote = list(ended.said.rules), ended.said.reason, ended.said.quote
        _finish(row, ended.state, at, why=ended.why)


def _finish(row: Opinion, state: OpinionState, at: datetime, *, why: str = "") -> None:
    row.state, row.ended_at, row.why = state.value, at, why
    row.save()
    _record(row, "end", at, state=state.value, rules=row.rules, why=why, cost=row.micropence)


def _record(row: Opinion, what: str, at: datetime, **detail: object) -> None:
    """REC-01: every use. No words of the comment are in it, since entries are for ever."""
    audit.record(
        body=row.case.body.slug, at=at, by=PROGRAM, action=f"opinions.{what}",
        subject=f"comment {row.case.comment_id}", case=row.case_id, opinion=row.pk, **detail,
    )  # fmt: skip


def _locked(opinion_id: int) -> Opinion:
    rows = Opinion.objects.select_for_update(of=("self",)).select_related("case__body", "proposal")
    return rows.get(pk=opinion_id)
