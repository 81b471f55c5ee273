"""APL-02, APL-04: the appellant is told: that their appeal is here, and how it ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from evenhand.appeals.models import Appeal
from evenhand.appeals.subject import Subject
from evenhand.appeals.wording import Language, sentence
from evenhand.core.appeals import Verdict
from evenhand.core.notice_words import Words, kind_words
from evenhand.core.undoing import Effect, EffectKind, How
from evenhand.core.values import AppealDeadlines
from evenhand.decisions.queries import edition_pinned
from evenhand.notices import operations as notices
from evenhand.notices.models import Notice


def of_receipt(appeal: Appeal, subject: Subject, *, answer_by: date, by: str, at: datetime) -> Notice:
    """APL-02: the acknowledgement, with the day by which they are answered."""
    words = _words(appeal, "received", until=answer_by)
    return _tell(appeal, subject, "received", words, (), by=by, at=at)


def of_answer(
    appeal: Appeal, subject: Subject, verdict: Verdict, until: date | None, *, by: str, at: datetime
) -> Notice:
    """APL-03: that it stands, why, and what they may do next."""
    words = _words(appeal, "stands", verdict.reasons, until=until)
    return _tell(appeal, subject, "stands", words, _next(appeal, until), by=by, at=at)


def _next(appeal: Appeal, until: date | None) -> list[str]:
    """`until`: the last day on which the second stage may be asked for, None after it."""
    values = edition_pinned(appeal.edition_id).value("APL-02", AppealDeadlines)
    place = "letter.again" if until else "letter.elsewhere"
    given = {"days": values.second_within_working_days, "afterwards": values.afterwards}
    return [sentence(language, place, **given) for language in _spoken(appeal)]


def of_reversal(
    appeal: Appeal, subject: Subject, reasons: str, undone: Sequence[Effect], *, by: str, at: datetime
) -> Notice:
    """APL-04: that it is reversed, why, and what could not be undone."""
    words = _words(appeal, "reversed", reasons)
    kept = lasting([effect.kind.value for effect in undone if effect.how is How.NOT_POSSIBLE])
    more = [sentence(language, kept) for language in _spoken(appeal)] if kept else []
    return _tell(appeal, subject, "reversed", words, more, by=by, at=at)


def lasting(kinds: Collection[str]) -> str:
    """What stays although it was reversed, as a place in the words for appellants; empty where nothing does."""
    comment = EffectKind.RESTORE_COMMENT.value in kinds
    blocks = bool(set(kinds) - {EffectKind.RESTORE_COMMENT.value})
    return {(True, True): "status.neither", (True, False): "status.no_comment", (False, True): "status.no_unblock"}.get(
        (comment, blocks), ""
    )


def lasting_of(rows: Sequence[Mapping[str, str]]) -> str:
    """The same, of what a step kept."""
    return lasting([row["kind"] for row in rows if row["how"] == How.NOT_POSSIBLE.value])


def _spoken(appeal: Appeal) -> tuple[Language, ...]:
    """Welsh first, where it was asked for; English always, as officers and others may have to read it."""
    return (Language.WELSH, Language.ENGLISH) if appeal.language == Language.WELSH else (Language.ENGLISH,)


def _words(appeal: Appeal, kind: str, reason: str = "", until: date | None = None) -> Words:
    """The edition's, else ours. Where Welsh was asked for and the edition has none, ours goes before its English."""
    edition, given = edition_pinned(appeal.edition_id), {"reference": appeal.reference, "reason": reason}
    ours = {each: sentence(each, f"letter.{kind}", until=until or "", **given) for each in _spoken(appeal)}
    blanks = {"body": appeal.body.name, "reason": reason}
    found = kind_words(edition, f"appeal_{kind}", blanks, ours=ours[Language.ENGLISH], until=until)
    if Language.WELSH not in ours or found.language != "en":
        return found
    return Words((*ours[Language.WELSH].split("\n\n"), *found.paragraphs), "cy+en")


def _tell(
    appeal: Appeal, subject: Subject, kind: str, words: Words, more: Sequence[str], *, by: str, at: datetime
) -> Notice:
    paragraphs = [*words.paragraphs, *(each for each in more if each not in words.paragraphs)]
    comment = subject.comment
    to = notices.To(
        author=subject.author, comment=comment, channel=comment.channel if comment else None, email=appeal.email
    )
    return notices.tell(
        body=appeal.body, kind=f"appeal {kind}", about=f"appeal {appeal.pk}", paragraphs=paragraphs, to=to,
        subject=" / ".join(sentence(language, f"letter.{kind}_subject") for language in _spoken(appeal)),
        language=words.language, by=by, at=at,
    )  # fmt: skip
