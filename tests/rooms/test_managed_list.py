"""MCL-01 to MCL-04: who is on the list is blocked with every alias; each look is kept; activity is a task."""

from datetime import date

import pytest
from tests.rooms.people_world import (
    author_of,
    blocked,
    breach,
    can_write,
    carried_out,
    entry,
    linked,
    listed,
    on,
    titles,
)
from tests.rooms.world import BY, a_comment, new_body, new_channel, new_officer

from evenhand.audit.queries import about as audited
from evenhand.core.managed import Listed
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.notices.queries import about
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.people import blocking, linking, listing
from evenhand.people import operations as people
from evenhand.people.models import AliasLink, ManagedEntry
from evenhand.people.standings import entries_of, entry_standing, review_on
from evenhand.signals.accounts_model import shipped
from evenhand.work.pipeline import take_in


@pytest.fixture
def robin(channel: Channel, ada: Officer) -> None:
    """Two accounts that have breached the rules; nobody knows that they are one person's."""
    breach(channel, ada, "c1", "2024-06-03")
    breach(channel, ada, "c2", "2024-06-03", account="b1", name="R. Vale")


@pytest.mark.usefixtures("robin")
def test_who_is_listed_is_blocked_on_every_channel_with_every_alias(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    second = new_channel(channel.body, "news-page")
    linked(channel, ada, "a1", "b1", "2024-06-04")
    row = listing.propose(body=channel.body, asked=entry(channel, "2024-06-05"), by=ada, at=on("2024-06-05"))
    carried_out(on("2024-06-05"))
    assert can_write(channel), "nobody is blocked before a second person has approved"
    listing.answer(entry_id=row.pk, body=channel.body, approved=True, reason="", by=ben, at=on("2024-06-05", 13))
    carried_out(on("2024-06-05", 13))
    for place in (channel, second):
        assert not can_write(place, "a1")
        assert not can_write(place, "b1")
    [told] = about(channel.body, f"entry {row.pk}")
    assert "Local Government and Social Care Ombudsman" in told.words


@pytest.mark.usefixtures("robin")
def test_undoing_the_link_gives_the_other_account_back(channel: Channel, ada: Officer, ben: Officer) -> None:
    link = linked(channel, ada, "a1", "b1", "2024-06-04")
    listed(channel, ada, ben, "2024-06-05")
    assert not can_write(channel, "b1")
    linking.undo(link_id=link.pk, body=channel.body, reason="His brother's.", by=ben, at=on("2024-06-06"))
    carried_out(on("2024-06-06"))
    assert can_write(channel, "b1")
    assert not can_write(channel, "a1")


def test_off_the_list_and_still_under_a_block_stays_blocked(channel: Channel, ada: Officer, ben: Officer) -> None:
    block = blocked(channel, ada, ben)
    row = listed(channel, ada, ben, "2024-06-05")
    blocking.restore(block_id=block.pk, body=channel.body, reason="He is listed.", by=ben, at=on("2024-06-06"))
    carried_out(on("2024-06-06"))
    assert not can_write(channel), "the entry blocks him still"
    listing.remove(entry_id=row.pk, body=channel.body, reason="He has apologised.", by=ada, at=on("2024-06-07"))
    carried_out(on("2024-06-07"))
    assert can_write(channel)


@pytest.mark.usefixtures("robin")
def test_an_entry_has_reason_notice_review_and_a_second_person(channel: Channel, ada: Officer, ben: Officer) -> None:
    wanted = entry(channel, "2024-06-05", reason=" ", notice="You are blocked.", review_on=date(2025, 1, 1))
    with pytest.raises(listing.EntryRefused) as caught:
        listing.propose(body=channel.body, asked=wanted, by=ada, at=on("2024-06-05"))
    assert {each.field for each in caught.value.objections} == {"reason", "notice", "review_on"}
    with pytest.raises(listing.EntryRefused, match="There is no notice and no reason why"):
        listing.propose(body=channel.body, asked=entry(channel, "2024-06-05", notice=""), by=ada, at=on("2024-06-05"))
    with pytest.raises(listing.EntryRefused, match="starts before today"):
        listing.propose(body=channel.body, asked=entry(channel, "2024-06-05"), by=ada, at=on("2024-06-06"))
    row = listing.propose(
        body=channel.body, asked=entry(channel, "2024-06-05", notice="", why_no_notice="The police ask for it."),
        by=ada, at=on("2024-06-05"),
    )  # fmt: skip
    answer = {"entry_id": row.pk, "body": channel.body, "at": on("2024-06-05", 13)}
    with pytest.raises(Refused, match="You made this decision"):
        listing.answer(approved=True, reason="", by=ada, **answer)
    with pytest.raises(Refused, match="It says no reason"):
        listing.answer(approved=False, reason="", by=ben, **answer)
    listing.answer(approved=True, reason="", by=ben, **answer)
    assert about(channel.body, f"entry {row.pk}") == [], "the entry says why nobody is told"
    with pytest.raises(Refused, match="answered already"):
        listing.answer(approved=False, reason="After all.", by=ben, **answer)
    with pytest.raises(Refused, match=f"Entry {row.pk} is about this account already"):
        listing.propose(body=channel.body, asked=entry(channel, "2024-06-06"), by=ada, at=on("2024-06-06"))


@pytest.mark.usefixtures("robin")
def test_a_refused_entry_blocks_nobody(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = listing.propose(body=channel.body, asked=entry(channel, "2024-06-05"), by=ada, at=on("2024-06-05"))
    row = listing.answer(
        entry_id=row.pk, body=channel.body, approved=False, reason="Too much.", by=ben, at=on("2024-06-05", 13)
    )
    carried_out(on("2024-06-05", 13))
    assert can_write(channel)
    assert entry_standing(row, on("2024-06-05", 14)).state is Listed.OFF


@pytest.mark.usefixtures("robin")
def test_each_look_is_kept_and_those_whom_the_edition_does_not_name_are_refused(channel: Channel, ada: Officer) -> None:
    listing.look(body=channel.body, by=ada, at=on("2024-06-05"))
    dee = new_officer(channel.body, "Dee Marlow", Role.OFFICER)
    with pytest.raises(Refused, match="Only senior officer and auditor may see the list"):
        listing.look(body=channel.body, by=dee, at=on("2024-06-05"))
    looks = audited(channel.body.slug, "managed contacts list")
    assert [(look.by, '"allowed":true' in look.detail) for look in looks] == [(ada.email, True), (dee.email, False)]
    with pytest.raises(Refused, match="to see the managed contacts list"):
        listing.propose(body=channel.body, asked=entry(channel, "2024-06-05"), by=dee, at=on("2024-06-05"))


@pytest.mark.usefixtures("robin")
def test_an_entry_is_reviewed_and_nobody_falls_off_unnoticed(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = listed(channel, ada, ben, "2024-06-05")
    people.look_after(at=on("2024-12-04"))
    assert "Review an entry on the managed contacts list" not in titles(channel)
    people.look_after(at=on("2024-12-05"))
    assert "Review an entry on the managed contacts list" in titles(channel)
    people.look_after(at=on("2025-03-05"))
    assert not can_write(channel), "time alone takes nobody off the list"
    keep = {"entry_id": row.pk, "body": channel.body, "by": ada, "at": on("2025-03-05")}
    with pytest.raises(Refused, match="Its review is later than 5 September 2025"):
        listing.keep(reason="New threats in February.", review_on=date(2025, 9, 8), **keep)
    row = listing.keep(reason="New threats in February.", review_on=date(2025, 9, 5), **keep)
    assert review_on(row) == date(2025, 9, 5)
    people.look_after(at=on("2025-03-06"))
    assert not [title for title in titles(channel) if "entry" in title]


@pytest.mark.usefixtures("robin")
def test_new_activity_is_a_task_that_names_nobody(channel: Channel, ada: Officer, ben: Officer) -> None:
    linked(channel, ada, "a1", "b1", "2024-06-04")
    listed(channel, ada, ben, "2024-06-05")
    for id_ in ("n1", "n2"):
        take_in(channel=channel, incoming=[a_comment(id_, author_id="b1")], by=BY, at=on("2024-06-10"))
    assert titles(channel).count("New activity that concerns the managed contacts list") == 1
    take_in(channel=channel, incoming=[a_comment("n3", author_id="z9")], by=BY, at=on("2024-06-10"))
    assert titles(channel).count("New activity that concerns the managed contacts list") == 1


@pytest.mark.usefixtures("robin")
def test_somebody_who_looks_like_a_listed_person_is_a_task_and_is_not_blocked(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    listed(channel, ada, ben, "2024-06-05")
    same = "This town hall has never answered a single letter of mine, and never will."
    breach(channel, ada, "c5", "2024-05-05", text=same)
    twin = a_comment("n1", same, author_id="z9", author_name="Vale Robin", created_at=on("2024-06-10"))
    take_in(channel=channel, incoming=[twin], by=BY, at=on("2024-06-10"))
    [link] = AliasLink.objects.all()
    assert (str(link.one), str(link.other)) == ("Robin Vale", "Vale Robin")
    assert shipped().floor <= link.confidence <= 0.95
    said = {row.pk: row.words for row in link.evidence.all()}
    assert "The same name: Robin Vale and Vale Robin; many people share a name" in said.values()
    assert any(words.startswith("The same words: 9 runs of six words that both wrote, in ") for words in said.values())
    assert {row.kind for row in link.evidence.all()} == {"likeness"}
    working = link.working
    assert [line["evidence"] for line in working.lines] == sorted(said)
    assert {line["feature"] for line in working.lines} >= {"name_same", "words", "after_block"}
    assert {"style", "hours", "posts"} <= set(working.not_compared)
    carried_out(on("2024-06-10"))
    assert can_write(channel, "z9")
    again = a_comment("n2", same, author_id="z9", author_name="Vale Robin", created_at=on("2024-06-11"))
    take_in(channel=channel, incoming=[again], by=BY, at=on("2024-06-11"))
    assert AliasLink.objects.count() == 1


@pytest.mark.usefixtures("robin")
def test_a_near_name_alone_is_nobodys_task(channel: Channel, ada: Officer, ben: Officer) -> None:
    listed(channel, ada, ben, "2024-06-05")
    take_in(
        channel=channel, incoming=[a_comment("n1", "Lovely park", author_id="z9", author_name="Robin Vale")], by=BY,
        at=on("2024-06-10"),
    )  # fmt: skip
    assert not AliasLink.objects.exists()


@pytest.mark.usefixtures("robin")
def test_another_body_sees_no_entry(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = listed(channel, ada, ben, "2024-06-05")
    other = new_body("wendlebury")
    eve = new_officer(other, "Eve Stone")
    assert not entries_of(other).exists()
    with pytest.raises(ManagedEntry.DoesNotExist):
        listing.remove(entry_id=row.pk, body=other, reason="Mine.", by=eve, at=on("2024-06-06"))
    with pytest.raises(Refused, match="not known here"):
        listing.propose(body=other, asked=entry(channel, "2024-06-05"), by=eve, at=on("2024-06-05"))
    assert author_of(channel).body == channel.body
