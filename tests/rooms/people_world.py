"""Somebody who breaks the rules again and again on the invented council's page, and what officers do about it."""

from contextlib import suppress
from datetime import UTC, date, datetime

from django.conf import settings
from tests.rooms.world import a_comment, carry_out, decide, propose_for, receive

from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE
from evenhand.actions.waiting import Later
from evenhand.cases.models import Case
from evenhand.core.aliases import EvidenceKind
from evenhand.core.blocks import block_review_day
from evenhand.core.managed_entry import routes_paragraph
from evenhand.core.moderation import Draft
from evenhand.core.values import Questions
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author, Channel
from evenhand.notices import ports, sending
from evenhand.notices.models import Notice
from evenhand.officers.models import Officer
from evenhand.people import blocking, linking, listing, warning
from evenhand.people.blocking import Asked
from evenhand.people.history import history
from evenhand.people.listing import AskedEntry, edition_at
from evenhand.people.models import AliasLink, Block, ManagedEntry, WarningGiven
from evenhand.people.standings import calendar_at
from evenhand.platforms.contract import NotDone
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.queries import open_tasks

REASON = "Three personal attacks on other residents in three months."
NO_SIGN = "No sign of it."


def on(day: str, hour: int = 12) -> datetime:
    """An hour (UTC) of a day."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def network() -> Network:
    return Network(settings.EVENHAND_DATA / "simulator.sqlite3")


def breach(
    channel: Channel, officer: Officer, id_: str, day: str, *, ground: str = "CON-02", account: str = "a1",
    name: str = "Robin Vale", text: str = "",
) -> Decision:  # fmt: skip
    """A comment of an account that was hidden within the hour, and is hidden on the platform."""
    at = on(day)
    network().publish(
        [(channel.account, "p1", "The library opens late on Thursday", "2024-03-04T09:00:00Z")],
        [(channel.account, id_, "p1", "", name, text or f"Words {id_}", at.isoformat())],
    )
    wrote = a_comment(id_, text or f"Words {id_}", created_at=at, author_id=account, author_name=name)
    propose_for(channel, receive(channel, wrote, at=at), {"lexicon.threat": 1}, at=at)
    case = Case.objects.get(comment__channel=channel, comment__native_id=id_)
    decision = decide(
        case, Draft(Outcome.HIDE, ground=ground, statement=f"Hidden under {ground}."), officer, on(day, 13)
    )
    carried_out(on(day, 13))
    return decision


def author_of(channel: Channel, account: str = "a1") -> Author:
    return Author.objects.get(body=channel.body, platform=channel.platform, native_id=account)


def carried_out(at: datetime) -> None:
    """Whatever waits for a platform is done there, as workers do it."""
    for action in Action.objects.filter(state__in=LIVE).order_by("pk"):
        carry_out(action, at)


def delivered(notice: Notice, at: datetime) -> None:
    """By the private way of the simulator, as workers do it: asked for, carried out, followed."""
    for _ in range(2):
        with suppress(Later):
            sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: at)
        carried_out(at)
    notice.refresh_from_db()
    assert notice.state == "sent"


def warned(channel: Channel, officer: Officer, day: str, account: str = "a1") -> WarningGiven:
    """The warning that the ladder points to, given and delivered."""
    author = author_of(channel, account)
    words = warning.drafted(history(author, on(day)))
    given = warning.warn(author=author, body=channel.body, words=words, by=officer, at=on(day))
    delivered(given.notice, on(day, 13))
    return given


def three_strikes(channel: Channel, officer: Officer, account: str = "a1") -> None:
    """A breach, a warning, two breaches more: by 1 June 2024 a block is proposed."""
    breach(channel, officer, f"{account}-1", "2024-04-02", account=account)
    warned(channel, officer, "2024-04-03", account)
    breach(channel, officer, f"{account}-2", "2024-05-01", account=account)
    breach(channel, officer, f"{account}-3", "2024-06-03", account=account)


def asked(channel: Channel, reviewer: Officer, at: datetime, account: str = "a1", **how: object) -> Asked:
    """A block with nothing missing, from the day of `at` unless another is said."""
    author = author_of(channel, account)
    known = history(author, at)
    calendar = calendar_at(known.edition, at)
    starts_on = how.get("starts_on", at.date())
    assert isinstance(starts_on, date)
    given: dict[str, object] = {
        "author": author, "reason": REASON, "channels": (channel,), "starts_on": starts_on,
        "rests_on": tuple(int(strike.comment) for strike in known.sanction.strikes),
        "review_on": block_review_day(known.edition, calendar, starts_on), "reviewer": reviewer,
        "notice": "You are blocked until we look at it again.", "appeal_route": "the complaints procedure",
        "answers": dict.fromkeys(known.edition.value("BLK-06", Questions).ask, NO_SIGN),
    }  # fmt: skip
    return Asked(**{**given, **how})  # type: ignore[arg-type]


def blocked(channel: Channel, decider: Officer, approver: Officer, day: str = "2024-06-04") -> Block:
    """Decided at noon, approved an hour later, carried out."""
    three_strikes(channel, decider)
    row = blocking.decide(body=channel.body, asked=asked(channel, decider, on(day)), by=decider, at=on(day))
    row = blocking.answer(block_id=row.pk, body=channel.body, approved=True, reason="", by=approver, at=on(day, 13))
    carried_out(on(day, 13))
    return row


def can_write(channel: Channel, account: str = "a1") -> bool:
    """Whether the simulator lets an account comment."""
    try:
        network().write(channel.account, account, (f"try-{account}", "p1", "", "Robin Vale", "May I?", "2025-01-01"))
    except NotDone:
        return False
    return True


def titles(channel: Channel) -> list[str]:
    """Of the tasks that are open."""
    return [task.title for task in open_tasks(channel.body)]


def linked(channel: Channel, officer: Officer, one: str, other: str, day: str) -> AliasLink:
    """Two accounts decided to be one person's, on their own words."""
    row = linking.propose(
        body=channel.body, one=author_of(channel, one), other=author_of(channel, other), confidence=0.9,
        evidence=[(EvidenceKind.OWN_WORDS, "“this is my other account”, capture 9")], by=officer.email, at=on(day),
    )  # fmt: skip
    return linking.decide(link_id=row.pk, body=channel.body, reason="He says so himself.", by=officer, at=on(day))


def entry(channel: Channel, day: str, account: str = "a1", **how: object) -> AskedEntry:
    """An entry with nothing missing."""
    routes = routes_paragraph(edition_at(channel.body, on(day)))
    given: dict[str, object] = {
        "author": author_of(channel, account), "reason": "Threats to staff at the counter.",
        "notice": f"You are blocked from our social media.\n\n{routes}", "why_no_notice": "",
        "starts_on": date.fromisoformat(day), "review_on": listing.latest_review(channel.body, on(day).date(), on(day)),
    }  # fmt: skip
    return AskedEntry(**{**given, **how})  # type: ignore[arg-type]


def listed(
    channel: Channel, proposer: Officer, approver: Officer, day: str, account: str = "a1", **how: object
) -> ManagedEntry:
    """Somebody put on the list, and blocked wherever their accounts can be met."""
    row = listing.propose(body=channel.body, asked=entry(channel, day, account, **how), by=proposer, at=on(day))
    row = listing.answer(entry_id=row.pk, body=channel.body, approved=True, reason="", by=approver, at=on(day, 13))
    carried_out(on(day, 13))
    return row


def everything_once(channel: Channel, ada: Officer, ben: Officer) -> None:
    """A row in every table about people."""
    row = blocked(channel, ada, ben)
    decision = breach(channel, ada, "b-1", "2024-06-10", account="b1", name="R. Vale")
    linked(channel, ada, "a1", "b1", "2024-06-11")
    listed(channel, ada, ben, "2024-06-12", "b1", rests_on=(decision.pk,))
    blocking.restore(block_id=row.pk, body=channel.body, reason="A new start.", by=ben, at=on("2024-06-13"))
