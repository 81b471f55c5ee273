"""MOD-06, STR-04: a warning that the ladder points to, confirmed by an officer and sent."""

from collections.abc import Collection
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.ladder import Sanction, Step
from evenhand.core.moderation import may_decide
from evenhand.core.notice_words import event_words
from evenhand.core.notices import Event, Told
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author
from evenhand.notices.operations import To
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people.history import History, history
from evenhand.people.models import WarningGiven
from evenhand.people.persons import Person
from evenhand.people.telling import paragraphs, tell_author
from evenhand.tasks import operations as tasks

TRIED = "to warn somebody"


def warn(
    *, author: Author, body: Body, words: str, aimed_at: Collection[int] = (), by: Officer, at: datetime
) -> WarningGiven:
    """Send a warning in the officer's own words. Raises: Refused, unless the ladder points to one.

    `aimed_at`: the officers whom the comments are aimed at.
    """
    require(by, body, Permission.DECIDE)
    if author.body_id != body.pk:
        raise Refused(tried=TRIED, forbids="the account is not known here", do="choose one of this body")
    with audit.one_transaction():
        known = history(author, at)
        decision = _check(known, words, aimed_at, by)
        told = tell_author(
            body=body, edition=known.edition, event=Event.WARNING, about=f"warning of decision {decision.pk}",
            subject="A warning", words=paragraphs(words), comments=[decision.comment_id], by=by.email, at=at,
            to=To(author=author, comment=decision.comment, channel=decision.comment.channel),
        )  # fmt: skip
        given = WarningGiven.objects.create(
            body=body, author=author, decision=decision, because=known.sanction.because,
            working=list(known.sanction.working), words=words.strip(), by=by, given_at=at, notice=told,
        )  # fmt: skip
        withdraw_proposals(known.person, why="a warning was given", by=by.email, at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="people.warn", subject=f"author {author.pk}", warning=given.pk,
            decision=decision.pk, rule=known.sanction.rule, because=given.because,
        )  # fmt: skip
    return given


def drafted(known: History) -> str:
    """The words of the warning that the ladder points to, for an officer to edit; empty where it points to none."""
    if known.sanction.step is not Step.WARNING:
        return ""
    decision = warned_of(known.sanction)
    told = Told(Event.WARNING, ground=decision.ground, quote=decision.revision.text)
    body = known.person.authors[0].body.name
    return "\n\n".join(event_words(known.edition, told, body=body).paragraphs)


def warned_of(sanction: Sanction) -> Decision:
    """The latest decision that counts: what a warning is about."""
    latest = sanction.strikes[-1].decisions[-1]
    return Decision.objects.select_related("comment__channel", "revision").get(pk=latest)


def withdraw_proposals(person: Person, *, why: str, by: str, at: datetime) -> None:
    """Tasks that asked for a step on the ladder, once it is taken or no longer pointed to."""
    for author in person.authors:
        for step in ("warning", "block"):
            tasks.withdraw(about=f"{step} of account {author.pk}", why=why, by=by, at=at)


def _check(known: History, words: str, aimed_at: Collection[int], by: Officer) -> Decision:
    if known.sanction.step is not Step.WARNING:
        raise Refused(
            tried=TRIED, forbids=f"the record points to {known.sanction.step}: {known.sanction.because}",
            do="take that step, or none", rule=known.sanction.rule,
        )  # fmt: skip
    if own := may_decide(by.pk, by.pk if by.pk in aimed_at else None):
        raise Refused(tried=TRIED, forbids=own.wrong, do=own.do, rule=own.rule)
    if not words.strip():
        raise Refused(tried=TRIED, forbids="it has no words", do="write what the person is to be told", rule="MOD-06")
    decision = warned_of(known.sanction)
    if WarningGiven.objects.filter(decision=decision).exists():
        raise Refused(
            tried=TRIED, forbids="a warning of this comment was given, and is not known to have reached anybody",
            do="finish the task of telling them; it counts from then on", rule="MOD-06",
        )  # fmt: skip
    return decision
