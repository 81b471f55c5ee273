"""MCL-01: a person on the list is blocked from all social media, with any alias account."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.listing import ENTRY, OWN_WORDS, link
from tests.rules.refusal import refused
from tests.rules.working_time import OFFICE, wall

from evenhand.core.aliases import undo_link
from evenhand.core.managed import BlockedAuthor, Listed, blocked_authors, entry_standing
from evenhand.core.managed_entry import Entry

NOON = "2024-06-10 12:00"


def blocked(*links: object, entries: tuple[Entry, ...] = (ENTRY,), at: str = NOON) -> list[str]:
    return [each.author for each in blocked_authors(entries, links, OFFICE, wall(at))]


def test_a_listed_person_is_blocked() -> None:
    assert blocked() == ["fb:dell"]
    now = entry_standing(ENTRY, OFFICE, wall(NOON))
    assert (now.state, now.is_blocked) == (Listed.ON, True)
    assert now.because == ("Threats to staff at the counter. (approved by officer 2)", "review by 3 December 2024")


def test_so_is_every_account_that_decided_links_join_to_them() -> None:
    chain = link("l1", "fb:dell", "ig:dilly"), link("l2", "bsky:dd", "ig:dilly")
    assert blocked(*chain) == ["bsky:dd", "fb:dell", "ig:dilly"]
    assert blocked_authors([ENTRY], chain, OFFICE, wall(NOON))[0] == BlockedAuthor(
        "bsky:dd",
        "fb:dell",
        (
            "link l1: fb:dell and ig:dilly, decided by officer 5 on their own words (MCL-03)",
            "link l2: bsky:dd and ig:dilly, decided by officer 5 on their own words (MCL-03)",
        ),
    )


def test_links_in_a_circle_do_no_harm() -> None:
    circle = link("l1", "fb:dell", "ig:dilly"), link("l2", "ig:dilly", "bsky:dd"), link("l3", "bsky:dd", "fb:dell")
    assert blocked(*circle) == ["bsky:dd", "fb:dell", "ig:dilly"]
    assert blocked(circle[0], undo_link(circle[1]), circle[2]) == ["bsky:dd", "fb:dell", "ig:dilly"]


def test_undoing_a_link_frees_the_other_account_at_once() -> None:
    assert blocked(undo_link(link("l1", "fb:dell", "ig:dilly"))) == ["fb:dell"]
    assert blocked(undo_link(link("l1", "fb:dell", "ig:dilly")), link("l2", "ig:dilly", "bsky:dd")) == ["fb:dell"]


def test_other_people_and_their_accounts_are_not_blocked() -> None:
    assert blocked(link("l1", "fb:oz", "ig:oz")) == ["fb:dell"]


def test_two_entries_of_one_person_are_both_named() -> None:
    second = replace(ENTRY, author="ig:dilly")
    found = blocked_authors([ENTRY, second], [link("l1", "fb:dell", "ig:dilly")], OFFICE, wall(NOON))
    assert [(each.author, each.entry) for each in found] == [
        ("fb:dell", "fb:dell"), ("fb:dell", "ig:dilly"), ("ig:dilly", "fb:dell"), ("ig:dilly", "ig:dilly"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2024-06-02 23:59", Listed.NOT_YET),
        ("2024-06-03 00:00", Listed.ON),
        ("2024-12-02 23:59", Listed.ON),
        ("2024-12-03 00:00", Listed.REVIEW_DUE),
        ("2024-12-04 00:00", Listed.REVIEW_OVERDUE),
        ("2025-06-03 00:00", Listed.REVIEW_OVERDUE),
    ],
)
def test_an_entry_blocks_from_its_start_and_stays_past_its_review_for_somebody_to_see(at: str, state: Listed) -> None:
    now = entry_standing(ENTRY, OFFICE, wall(at))
    assert now.state is state
    assert now.is_blocked == (state is not Listed.NOT_YET)


def test_before_its_start_an_entry_says_when_it_begins() -> None:
    assert entry_standing(ENTRY, OFFICE, wall("2024-06-02 12:00")).because == ("it begins on 3 June 2024",)


def test_taken_off_the_list_a_person_is_free_from_that_day() -> None:
    removed = replace(ENTRY, removed_on=date(2024, 7, 1))
    assert blocked(entries=(removed,), at="2024-06-30 23:59") == ["fb:dell"]
    assert blocked(entries=(removed,), at="2024-07-01 00:00") == []
    off = entry_standing(removed, OFFICE, wall("2024-07-01 00:00"))
    assert (off.state, off.because) == (Listed.OFF, ("taken off on 1 July 2024",))


def test_an_entry_that_nobody_approved_blocks_nobody() -> None:
    waiting = replace(ENTRY, approved_by=None)
    assert blocked(entries=(waiting,)) == []
    assert entry_standing(waiting, OFFICE, wall(NOON)).because == ("nobody has approved it (MCL-02)",)


def test_likeness_blocks_nobody() -> None:
    assert OWN_WORDS.kind != "likeness"
    assert blocked(link("l1", "fb:dell", "ig:dilly", decided=False)) == ["fb:dell"]


def test_a_time_without_a_zone_is_refused() -> None:
    with refused("MCL-02", "no time zone"):
        entry_standing(ENTRY, OFFICE, wall(NOON).replace(tzinfo=None))
