"""MOD-05: the author is told of what was decided about their comment, or a row says why they are not."""

from datetime import datetime

from evenhand.core.moderation import REMOVALS
from evenhand.core.notice_words import event_words
from evenhand.core.notices import Event, TellBy, Told, notice, unsafe
from evenhand.core.values import TellAuthor
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for
from evenhand.notices import operations as notices
from evenhand.notices.models import Notice
from evenhand.notices.queries import was_told
from evenhand.platforms import found

SUBJECTS = {
    Event.HIDE: "We have hidden a comment of yours",
    Event.DELETE: "We have deleted a comment of yours",
    Event.RESTORE: "Your comment can be seen again",
}


def of_decision(decision: Decision, *, shown_again: bool, by: str, at: datetime) -> Notice | None:
    """Tell of a removal, or of what is shown again; other outcomes change nothing for the author, so None."""
    if Outcome(decision.outcome) in REMOVALS:
        return _tell(decision, Event(decision.outcome), by=by, at=at)
    return _tell(decision, Event.RESTORE, by=by, at=at) if shown_again else None


def of_reversal(decision: Decision, *, by: str, at: datetime) -> Notice | None:
    """What was not said yet is not said any more; whoever was told of the removal is told of its end."""
    if Outcome(decision.outcome) not in REMOVALS:
        return None
    body, about = decision.comment.channel.body, f"decision {decision.pk}"
    notices.withdraw(body=body, about=about, why="the decision was undone", by=by, at=at)
    if was_told(body, about):
        return _tell(decision, Event.RESTORE, by=by, at=at)
    return notices.not_told(
        body=body, kind=Event.RESTORE.value, about=about, to=notices.To(comment=decision.comment),
        because="they had not been told of what was undone", by=by, at=at,
    )  # fmt: skip


def _tell(decision: Decision, event: Event, *, by: str, at: datetime) -> Notice:
    comment, body, about = decision.comment, decision.comment.channel.body, f"decision {decision.pk}"
    edition, to = edition_for(comment), notices.To(comment=comment)
    who = notice(edition.value("MOD-05", TellAuthor), event, way=_way(decision, event), unsafe=_unsafe(decision))
    if who.by is TellBy.NOBODY:
        return notices.not_told(
            body=body, kind=event.value, about=about, to=to, because=who.because, by=by, at=at
        )  # fmt: skip
    told = Told(event, decision.ground, quote=decision.revision.text, reason=_reason(decision, event))
    words = event_words(edition, told, statement=decision.statement, body=body.name)
    return notices.tell(
        body=body, kind=event.value, about=about, paragraphs=words.paragraphs, subject=SUBJECTS[event], to=to,
        language=words.language, once_done=True, by_hand=who.because if who.by is TellBy.PERSON else "", by=by, at=at,
    )  # fmt: skip


def _way(decision: Decision, event: Event) -> Support | None:
    """How far the platform carries a message. It answers a comment, so after a deletion only a person can write."""
    if decision.comment.author_id is None:
        return None
    support = found.manifest(decision.comment.channel.platform).supported.get(Verb.PRIVATE_REPLY)
    return Support.MANUAL if support and event is Event.DELETE else support


def _unsafe(decision: Decision) -> str:
    """What was not safe when an earlier decision about the comment was made is not safe now."""
    proposed = str(decision.facts.get("route") or "")
    said = Decision.objects.filter(comment=decision.comment_id).exclude(unsafe="").order_by("-pk")
    return unsafe((decision.route, proposed), said.values_list("unsafe", flat=True).first() or "")


def _reason(decision: Decision, event: Event) -> str:
    """Of a removal; why something was brought back was not written for the author."""
    return "" if event is Event.RESTORE else decision.reason
