"""BLK-02, MOD-05: who is told of a block, its end, its extension and its reviews. Each once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from evenhand.connections import shadow
from evenhand.core.block_standing import Standing
from evenhand.core.conduct import PROTECTED
from evenhand.core.dates import day_of, said
from evenhand.core.edition import Edition
from evenhand.core.lifecycle import BlockState
from evenhand.core.managed_entry import routes_paragraph
from evenhand.core.notice_words import event_words
from evenhand.core.notices import Event, TellBy, Told, notice, unsafe
from evenhand.core.values import TellAuthor
from evenhand.core.vocabulary import Verb
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_pinned
from evenhand.intake.models import Comment
from evenhand.notices import operations as notices
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.people.history import History
from evenhand.people.models import Block, BlockNotice
from evenhand.people.standings import calendar_at
from evenhand.platforms import found

BEGUN = frozenset({BlockState.IN_FORCE, BlockState.IN_FORCE_UNAPPROVED})


def drafted(known: History, *, reason: str, channels: Iterable[str], review_on: date) -> str:
    """The words of a notice of a block, for an officer to edit. Raises: Refused, without a reason or a channel."""
    body = known.person.authors[0].body.name
    return "\n\n".join(_words(known.edition, body, _ground(known), reason, tuple(channels), review_on))


def paragraphs(words: str) -> tuple[str, ...]:
    """What an officer wrote, as a notice takes it: an empty line ends a paragraph."""
    plain = words.replace("\r\n", "\n")
    return tuple(part.strip() for part in plain.split("\n\n") if part.strip())


def tell_author(
    *, body: Body, edition: Edition, event: Event, about: str, subject: str, words: Sequence[str], to: notices.To,
    comments: Iterable[int] = (), by: str, at: datetime,
) -> Notice:  # fmt: skip
    """MOD-05: by program, by a person or by nobody, as the edition says; that nobody was told is kept too.

    `comments`: what it is about; where telling of one of them was not safe, telling of this is not either.
    """
    channel = to.channel
    way = found.manifest(channel.platform).supported.get(Verb.PRIVATE_REPLY) if channel else None
    who = notice(edition.value("MOD-05", TellAuthor), event, way=way, unsafe=_unsafe(comments))
    if who.by is TellBy.NOBODY:
        return notices.not_told(body=body, kind=event.value, about=about, to=to, because=who.because, by=by, at=at)
    return notices.tell(
        body=body, kind=event.value, about=about, subject=subject, paragraphs=words, to=to, by=by, at=at,
        language=_language(edition, event), by_hand=who.because if who.by is TellBy.PERSON else "",
    )  # fmt: skip


def _unsafe(comments: Iterable[int]) -> str:
    decided = Decision.objects.filter(comment__in=list(comments)).order_by("pk").values_list("unsafe", "route")
    why = next((given for given, _ in decided if given.strip()), "")
    return unsafe([route for _, route in decided], why)


def _language(edition: Edition, event: Event) -> str:
    """Of words that an officer has edited: the draft had Welsh where the edition has it."""
    text = edition.notices.get(event)
    return "cy+en" if text and text.cy.strip() else "en"


def tell_of_block(row: Block, now: Standing, *, by: str, at: datetime) -> None:
    """BLK-02: the person, as soon as the block stands, or on the day that was set for it beforehand."""
    zone = calendar_at(edition_pinned(row.edition_id), at).zone
    due = row.notified_on is None or day_of(at, zone, "BLK-02") >= row.notified_on
    if now.state in BEGUN and due and row.notice:
        _tell(row, "block", Event.BLOCK, "You are blocked", paragraphs(row.notice), by=by, at=at)


def tell_of_end(row: Block, *, reason: str, by: str, at: datetime) -> None:
    """BLK-05: the person, if they were told of the block."""
    if not row.notices.filter(of="block").exists():
        return
    told = Told(Event.UNBLOCK, reason=reason, channels=_titles(row))
    words = event_words(edition_pinned(row.edition_id), told, body=row.body.name)
    _tell(row, "unblock", Event.UNBLOCK, "You can comment again", words.paragraphs, by=by, at=at)


def tell_of_extension(row: Block, *, reason: str, review_on: date, by: str, at: datetime) -> None:
    """BLK-05: the person, of the new reasons and the new date."""
    under = edition_pinned(row.edition_id)
    removed = Decision.objects.filter(comment__in=row.strikes.values("comment"), ground__in=under.grounds)
    latest = removed.exclude(ground=PROTECTED).order_by("pk").last()
    assert latest is not None, "a block rests on a strike, and a strike has a ground"
    words = _words(under, row.body.name, latest.ground, reason, _titles(row), review_on)
    of = f"extension to {review_on.isoformat()}"
    _tell(row, of, Event.BLOCK, "You are blocked for longer", words, by=by, at=at)


def remind(row: Block, now: Standing, officer: Officer, *, overdue: bool, by: str, at: datetime) -> None:
    """BLK-03, BLK-04: an officer, of a review that is near or late."""
    state = "overdue" if overdue else "due soon"
    text = (
        f"The block of {row.author} is to be reviewed by {said(now.review_on)} (BLK-03).",
        f"Without a review it lapses after {said(now.last_day)} (BLK-04).",
    )
    of = f"review of {now.review_on.isoformat()} {state}, to officer {officer.pk}"
    if not row.notices.filter(of=of).exists():
        told = notices.tell(
            body=row.body, kind="review", about=f"block {row.pk}", subject=f"Review {state}: block {row.pk}",
            paragraphs=text, to=notices.To(officer=officer), by=by, at=at,
        )  # fmt: skip
        BlockNotice.objects.create(block=row, of=of, notice=told)


def _tell(row: Block, of: str, event: Event, subject: str, words: Iterable[str], *, by: str, at: datetime) -> None:
    if row.notices.filter(of=of).exists():
        return
    told = tell_author(
        body=row.body, edition=edition_pinned(row.edition_id), event=event, about=f"block {row.pk}", subject=subject,
        words=tuple(words), to=_to(row), comments=row.strikes.values_list("comment", flat=True), by=by, at=at,
    )  # fmt: skip
    BlockNotice.objects.create(block=row, of=of, notice=told)


def _to(row: Block) -> notices.To:
    """By the channel of their latest strike. Where that is in shadow mode and the block is not, a person tells them."""
    latest = Comment.objects.filter(pk__in=row.strikes.values("comment")).select_related("channel").last()
    if latest and shadow.is_on(latest.channel) and not all(shadow.is_on(each.channel) for each in row.channels.all()):
        return notices.To(author=row.author)
    return notices.To(author=row.author, comment=latest, channel=latest.channel if latest else None)


def _titles(row: Block) -> tuple[str, ...]:
    return tuple(each.channel.title for each in row.channels.all())


def _ground(known: History) -> str:
    return known.sanction.strikes[-1].grounds[0] if known.sanction.strikes else ""


def _words(
    edition: Edition, body: str, ground: str, reason: str, channels: tuple[str, ...], review_on: date
) -> tuple[str, ...]:
    told = Told(Event.BLOCK, ground=ground, reason=reason, channels=channels, until=review_on)
    return (*event_words(edition, told, body=body).paragraphs, routes_paragraph(edition))
