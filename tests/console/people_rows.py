"""A block, a link and an entry of a council, for the tests of the console's pages about people."""

from datetime import date, timedelta

from tests.console.conftest import NOW, POSTED, Council, propose_insult

from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.aliases import EvidenceKind
from evenhand.core.blocks import block_review_day
from evenhand.core.moderation import Draft
from evenhand.core.values import Questions
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.queries import edition_for
from evenhand.intake import operations as intake
from evenhand.intake.models import Author, Revision
from evenhand.officers.permissions import Role
from evenhand.people import blocking, linking, listing
from evenhand.people.history import history
from evenhand.people.models import AliasLink, Block, ManagedEntry
from evenhand.people.standings import calendar_at
from evenhand.platforms.contract import Incoming
from evenhand.platforms.simulator import MANIFEST

DECIDED = NOW + timedelta(minutes=1)


def hate(council: Council) -> Author:
    """A second breach of the author, under a ground that may block at once."""
    revision = Revision.objects.get(comment__channel=council.channel, comment__native_id="c2")
    propose_insult(council.body, revision.pk)
    case = Case.objects.get(comment=revision.comment)
    cases.decide(
        case_id=case.pk, body=council.body, draft=Draft(Outcome.HIDE, "CON-03", statement=f"Hidden, {council.secret}"),
        version=case.version, edition=edition_for(case.comment), supported=MANIFEST.supported,
        by=council.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip
    return Author.objects.get(body=council.body, native_id="u1")


def a_block(council: Council, author: Author) -> Block:
    """That waits for a second person."""
    known = history(author, DECIDED)
    edition, day = known.edition, DECIDED.date()
    asked = blocking.Asked(
        author=author, reason=f"Hate, {council.secret}.", channels=(council.channel,), starts_on=day,
        rests_on=tuple(int(strike.comment) for strike in known.sanction.strikes),
        review_on=block_review_day(edition, calendar_at(edition, DECIDED), day),
        reviewer=council.officers[Role.OFFICER], notice=f"You are blocked, {council.secret}.",
        appeal_route="the complaints procedure",
        answers=dict.fromkeys(edition.value("BLK-06", Questions).ask, "No sign of it."),
    )  # fmt: skip
    return blocking.decide(body=council.body, asked=asked, by=council.officers[Role.OFFICER], at=DECIDED)


def a_link(council: Council, author: Author) -> AliasLink:
    """That waits for a person."""
    wrote = Incoming(
        id="c9", text="nobody answers", created_at=POSTED, payload=b"{}", author_id="u9",
        author_name=f"Twin {council.secret}",
    )  # fmt: skip
    intake.receive(channel=council.channel, incoming=[wrote], by="test", at=NOW)
    twin = Author.objects.get(body=council.body, native_id="u9")
    return linking.propose(
        body=council.body, one=author, other=twin, confidence=0.6, by="test", at=NOW,
        evidence=[(EvidenceKind.OWN_WORDS, f"“my other account”, {council.secret}")],
    )  # fmt: skip


def an_entry(council: Council, author: Author) -> ManagedEntry:
    """That waits for a second person."""
    day: date = DECIDED.date()
    asked = listing.AskedEntry(
        author=author, reason=f"Threats, {council.secret}", notice="", why_no_notice="The police ask for it.",
        starts_on=day, review_on=listing.latest_review(council.body, day, DECIDED),
    )  # fmt: skip
    return listing.propose(body=council.body, asked=asked, by=council.officers[Role.SENIOR], at=DECIDED)


def people_ids(council: Council) -> dict[str, int]:
    """By the names that addresses use."""
    author = hate(council)
    return {
        "author": author.pk,
        "block": a_block(council, author).pk,
        "link": a_link(council, author).pk,
        "entry": an_entry(council, author).pk,
    }
