"""APL-02, APL-04: the appellant is told: that their appeal is here, and how it ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from evenhand.appeals.models import Appeal
from evenhand.appeals.subject import Subject
from evenhand.core.appeals import Verdict
from evenhand.core.dates import said
from evenhand.core.notice_words import Words, kind_words
from evenhand.core.undoing import Effect, EffectKind, How
from evenhand.decisions.queries import edition_pinned
from evenhand.notices import operations as notices
from evenhand.notices.models import Notice


def of_receipt(appeal: Appeal, subject: Subject, *, answer_by: date, by: str, at: datetime) -> Notice:
    """APL-02: the acknowledgement, with the day by which they are answered."""
    ours = (
        f"We have your appeal. Its reference is {appeal.reference}.\n\n"
        f"Somebody who had no part in the decision looks at it again. We answer by {said(answer_by)}."
    )
    words = _words(appeal, "appeal_received", "", ours, answer_by)
    return _tell(appeal, subject, "appeal received", "We have your appeal", words, (), by=by, at=at)


def of_answer(
    appeal: Appeal, subject: Subject, verdict: Verdict, until: date | None, *, by: str, at: datetime
) -> Notice:
    """APL-03: that it stands, why, and what they may do next."""
    ours = f"We have looked again at your appeal {appeal.reference}. The decision stands.\n\n{verdict.reasons}"
    words = _words(appeal, "appeal_stands", verdict.reasons, ours, until)
    return _tell(
        appeal, subject, "appeal stands", "Our answer to your appeal", words, (verdict.next_step,), by=by, at=at
    )


def of_reversal(
    appeal: Appeal, subject: Subject, reasons: str, undone: Sequence[Effect], *, by: str, at: datetime
) -> Notice:
    """APL-04: that it is reversed, why, and what could not be undone."""
    ours = f"We have looked again at your appeal {appeal.reference}. The decision is reversed.\n\n{reasons}"
    words = _words(appeal, "appeal_reversed", reasons, ours, None)
    more = (lasting(undone),) if lasting(undone) else ()
    return _tell(appeal, subject, "appeal reversed", "Your appeal has succeeded", words, more, by=by, at=at)


def lasting(undone: Sequence[Effect]) -> str:
    """What stays although it was reversed, in words for the appellant; empty where nothing does."""
    return _could_not([effect.kind.value for effect in undone if effect.how is How.NOT_POSSIBLE])


def lasting_of(rows: Sequence[Mapping[str, str]]) -> str:
    """The same, of what a step kept."""
    return _could_not([row["kind"] for row in rows if row["how"] == How.NOT_POSSIBLE.value])


def _could_not(kinds: Sequence[str]) -> str:
    parts = []
    if EffectKind.RESTORE_COMMENT.value in kinds:
        parts.append("the platform cannot bring your comment back")
    if set(kinds) - {EffectKind.RESTORE_COMMENT.value}:
        parts.append("the platform has no way to lift every block")
    return f"We are sorry that {' and '.join(parts)}. It no longer counts against you." if parts else ""


def _words(appeal: Appeal, kind: str, reason: str, ours: str, until: date | None) -> Words:
    edition = edition_pinned(appeal.edition_id)
    return kind_words(edition, kind, {"body": appeal.body.name, "reason": reason}, ours=ours, until=until)


def _tell(
    appeal: Appeal, subject: Subject, kind: str, title: str, words: Words, more: Sequence[str], *, by: str, at: datetime
) -> Notice:
    paragraphs = [*words.paragraphs, *(each for each in more if each and each not in words.paragraphs)]
    comment = subject.comment
    to = notices.To(
        author=subject.author, comment=comment, channel=comment.channel if comment else None, email=appeal.email
    )
    return notices.tell(
        body=appeal.body, kind=kind, about=f"appeal {appeal.pk}", subject=title, paragraphs=paragraphs, to=to,
        language=words.language, by=by, at=at,
    )  # fmt: skip
