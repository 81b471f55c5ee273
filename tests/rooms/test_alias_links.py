"""MCL-03: accounts joined by decided links are one person; likeness is a task; an undone link gives both back."""

import pytest
from tests.rooms.people_world import (
    author_of,
    blocked,
    breach,
    can_write,
    carried_out,
    linked,
    on,
    titles,
)
from tests.rooms.world import a_comment, new_body, new_officer, receive

from evenhand.audit.queries import about as audited
from evenhand.core.aliases import EvidenceKind
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.people import linking
from evenhand.people import operations as people
from evenhand.people.history import history
from evenhand.people.models import AliasLink
from evenhand.people.persons import person_of
from evenhand.people.queries import LinkState, joined, links_to_look_at, state_of

LIKENESS = [(EvidenceKind.LIKENESS, "the same picture, capture 8")]
OWN_WORDS = [(EvidenceKind.OWN_WORDS, "“this is my other account”, capture 9")]


def two_accounts(channel: Channel, officer: Officer) -> None:
    breach(channel, officer, "c1", "2024-06-03")
    breach(channel, officer, "c2", "2024-06-04", account="b1", name="R. Vale")


def propose(channel: Channel, by: Officer, one: str = "a1", other: str = "b1", evidence: object = None) -> AliasLink:
    return linking.propose(
        body=channel.body, one=author_of(channel, one), other=author_of(channel, other), confidence=0.8,
        evidence=evidence or OWN_WORDS, by=by.email, at=on("2024-06-05"),  # type: ignore[arg-type]
    )  # fmt: skip


def total(channel: Channel, account: str) -> int:
    return history(author_of(channel, account), on("2024-06-10")).record.total


def test_a_decided_link_joins_two_histories_and_undoing_it_parts_them(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = propose(channel, ada)
    assert "Perhaps one person: Robin Vale and R. Vale" in titles(channel)
    assert total(channel, "a1") == total(channel, "b1") == 1
    row = linking.decide(link_id=row.pk, body=channel.body, reason="He says so.", by=ada, at=on("2024-06-06"))
    assert "Perhaps one person: Robin Vale and R. Vale" not in titles(channel)
    assert total(channel, "a1") == total(channel, "b1") == 2
    row = linking.undo(link_id=row.pk, body=channel.body, reason="His brother's.", by=ada, at=on("2024-06-07"))
    assert total(channel, "a1") == total(channel, "b1") == 1
    assert state_of(row) is LinkState.UNDONE
    assert [entry.action for entry in audited(channel.body.slug, f"link {row.pk}")] == [
        "people.propose_link", "people.decide_link", "people.undo_link",
    ]  # fmt: skip


def test_likeness_alone_is_never_enough_and_other_evidence_may_be_added(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = propose(channel, ada, evidence=LIKENESS)
    decide = {"link_id": row.pk, "body": channel.body, "reason": "They look alike.", "by": ada, "at": on("2024-06-06")}
    with pytest.raises(Refused, match="rests on likeness alone"):
        linking.decide(**decide)
    linking.add_evidence(
        link_id=row.pk, body=channel.body, kind=EvidenceKind.PLATFORM, words="The platform's letter, capture 12",
        by=ada, at=on("2024-06-06"),
    )  # fmt: skip
    assert state_of(linking.decide(**decide)) is LinkState.HOLDS


def test_a_block_follows_a_link_and_leaves_with_it(channel: Channel, ada: Officer, ben: Officer) -> None:
    blocked(channel, ada, ben)
    breach(channel, ada, "b-1", "2024-06-10", account="b1", name="R. Vale")
    assert can_write(channel, "b1")
    row = linked(channel, ada, "a1", "b1", "2024-06-11")
    carried_out(on("2024-06-11"))
    assert not can_write(channel, "b1")
    linking.undo(link_id=row.pk, body=channel.body, reason="His brother's.", by=ada, at=on("2024-06-12"))
    carried_out(on("2024-06-12"))
    assert can_write(channel, "b1")
    assert not can_write(channel, "a1")
    linked(channel, ada, "b1", "a1", "2024-06-13")
    carried_out(on("2024-06-13"))
    assert not can_write(channel, "b1"), "decided anew, blocked anew"


def test_a_block_that_rests_on_somebody_elses_comment_is_questioned(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    breach(channel, ada, "b-1", "2024-03-11", account="b1", name="R. Vale")
    receive(channel, a_comment("c0"), at=on("2024-03-11"))
    row = linked(channel, ada, "a1", "b1", "2024-03-12")
    blocked(channel, ada, ben)
    linking.undo(link_id=row.pk, body=channel.body, reason="His brother's.", by=ada, at=on("2024-06-12"))
    assert "Look again at the block of Robin Vale" in titles(channel)


def test_links_may_form_a_circle_and_one_undone_link_of_it_parts_nobody(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    breach(channel, ada, "c3", "2024-06-04", account="d1", name="Vale, R.")
    linked(channel, ada, "a1", "b1", "2024-06-06")
    linked(channel, ada, "b1", "d1", "2024-06-06")
    circle = propose(channel, ada, "d1", "a1")
    assert joined(circle).already_one
    linking.decide(link_id=circle.pk, body=channel.body, reason="He says so.", by=ada, at=on("2024-06-07"))
    assert total(channel, "a1") == 3
    linking.undo(link_id=circle.pk, body=channel.body, reason="A mistake.", by=ada, at=on("2024-06-08"))
    assert len(person_of(author_of(channel, "d1")).authors) == 3


def test_what_a_link_would_join_is_seen_before_it_is_decided(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    breach(channel, ada, "c3", "2024-06-04", account="d1", name="Kit Lowe")
    linked(channel, ada, "b1", "d1", "2024-06-06")
    both = joined(propose(channel, ada))
    assert [str(author) for author in both.one] == ["Robin Vale"]
    assert [str(author) for author in both.other] == ["R. Vale", "Kit Lowe"]
    assert not both.already_one


def test_a_refused_link_joins_nobody_and_is_decided_no_more(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = propose(channel, ada)
    row = linking.refuse(link_id=row.pk, body=channel.body, reason="Two people.", by=ada, at=on("2024-06-06"))
    assert (state_of(row), total(channel, "a1")) == (LinkState.REFUSED, 1)
    for again in (linking.decide, linking.refuse):
        with pytest.raises(Refused, match="It was refused"):
            again(link_id=row.pk, body=channel.body, reason="After all.", by=ada, at=on("2024-06-07"))
    assert state_of(propose(channel, ada)) is LinkState.LIKELY, "new evidence may be brought"


def test_one_link_at_a_time_between_two_accounts_of_one_body(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = propose(channel, ada)
    with pytest.raises(Refused, match=f"Link {row.pk} between them waits for a decision"):
        propose(channel, ada, "b1", "a1")
    with pytest.raises(Refused, match="They are one account"):
        propose(channel, ada, "a1", "a1")
    with pytest.raises(Refused, match="It says no reason"):
        linking.decide(link_id=row.pk, body=channel.body, reason=" ", by=ada, at=on("2024-06-06"))
    linking.decide(link_id=row.pk, body=channel.body, reason="He says so.", by=ada, at=on("2024-06-06"))
    with pytest.raises(Refused, match="holds"):
        propose(channel, ada)


def test_a_renamed_account_makes_its_link_a_task_until_somebody_has_looked(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = linked(channel, ada, "a1", "b1", "2024-06-06")
    people.look_after(at=on("2024-06-07"))
    assert not [title for title in titles(channel) if title.startswith("Look again")]
    with pytest.raises(Refused, match="Neither account has changed"):
        linking.confirm(link_id=row.pk, body=channel.body, reason="Still.", by=ada, at=on("2024-06-07"))
    receive(channel, a_comment("c9", author_id="b1", author_name="Somebody Else"), at=on("2024-06-08"))
    people.look_after(at=on("2024-06-08"))
    assert "Look again: Robin Vale and Somebody Else" in titles(channel)
    assert links_to_look_at(channel.body) == [row]
    row = linking.confirm(link_id=row.pk, body=channel.body, reason="The same telephone.", by=ada, at=on("2024-06-09"))
    assert state_of(row) is LinkState.HOLDS
    people.look_after(at=on("2024-06-10"))
    assert "Look again: Robin Vale and Somebody Else" not in titles(channel)


def test_another_body_neither_sees_nor_decides_a_link(channel: Channel, ada: Officer) -> None:
    two_accounts(channel, ada)
    row = propose(channel, ada)
    other = new_body("wendlebury")
    eve = new_officer(other, "Eve Stone")
    assert links_to_look_at(other) == []
    with pytest.raises(AliasLink.DoesNotExist):
        linking.decide(link_id=row.pk, body=other, reason="Mine.", by=eve, at=on("2024-06-06"))
    with pytest.raises(Refused, match="not known here"):
        linking.propose(
            body=other, one=author_of(channel), other=author_of(channel, "b1"), confidence=0.5, evidence=OWN_WORDS,
            by=eve.email, at=on("2024-06-06"),
        )  # fmt: skip
