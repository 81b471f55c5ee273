"""MOD-05: the author is told what was done, under which rule and how to appeal, where there is a way and it is safe."""

from datetime import date

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.notices import Event, Notice, TellBy, Told, notice, notice_text
from evenhand.core.refusals import Refused
from evenhand.core.values import TellAuthor, Telling
from evenhand.core.vocabulary import Support

NEVER, POSSIBLE, ALWAYS = Telling.NEVER, Telling.WHERE_POSSIBLE, Telling.ALWAYS
REMOVALS_POSSIBLE = STOCKPORT.value("MOD-05", TellAuthor)
NOBODY_EVER = TellAuthor(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER)


def by(values: TellAuthor, event: Event, way: Support | None, unsafe: str = "") -> TellBy:
    return notice(values, event, way=way, unsafe=unsafe).by


@pytest.mark.parametrize("way", [Support.SUPPORTED, Support.CONDITIONAL])
@pytest.mark.parametrize("event", Event)
def test_where_the_platform_carries_a_message_it_goes_that_way(event: Event, way: Support) -> None:
    assert by(REMOVALS_POSSIBLE, event, way) is TellBy.PROGRAM


def test_where_only_a_person_can_write_a_person_does() -> None:
    assert by(REMOVALS_POSSIBLE, Event.HIDE, Support.MANUAL) is TellBy.PERSON
    assert by(REMOVALS_POSSIBLE, Event.BLOCK, Support.MANUAL) is TellBy.PERSON


def test_without_a_way_what_is_always_told_becomes_a_task_and_the_rest_is_not_told() -> None:
    told = {event: by(REMOVALS_POSSIBLE, event, None) for event in Event}
    assert {event for event, who in told.items() if who is TellBy.PERSON} == {
        Event.WARNING, Event.BLOCK, Event.UNBLOCK,
    }  # fmt: skip
    assert {event for event, who in told.items() if who is TellBy.NOBODY} == {
        Event.HIDE, Event.DELETE, Event.RESTORE,
    }  # fmt: skip


def test_each_event_has_a_value_of_its_own() -> None:
    only_restore = TellAuthor(NEVER, NEVER, ALWAYS, NEVER, NEVER, NEVER)
    assert {event for event in Event if by(only_restore, event, None) is TellBy.PERSON} == {Event.RESTORE}


def test_an_edition_may_never_tell() -> None:
    for event in Event:
        assert by(NOBODY_EVER, event, Support.SUPPORTED) is TellBy.NOBODY
    assert notice(NOBODY_EVER, Event.HIDE, way=None, unsafe="") == Notice(
        TellBy.NOBODY, "the edition never tells of hide"
    )


def test_what_is_told_in_writing_is_written_by_a_person_where_the_platform_has_no_way() -> None:
    on_paper = TellAuthor(*[Telling.IN_WRITING] * len(Event))
    assert notice(on_paper, Event.DELETE, way=None, unsafe="") == Notice(
        TellBy.PERSON, "the platform has no way, and the edition tells of delete in writing: write"
    )
    assert by(on_paper, Event.DELETE, Support.SUPPORTED) is TellBy.PROGRAM


def test_what_is_not_safe_is_told_by_nobody_whatever_the_edition_says() -> None:
    got = notice(REMOVALS_POSSIBLE, Event.BLOCK, way=Support.SUPPORTED, unsafe=" her partner reads her messages ")
    assert got == Notice(TellBy.NOBODY, "telling is not safe: her partner reads her messages")
    assert by(REMOVALS_POSSIBLE, Event.BLOCK, Support.SUPPORTED, "  ") is TellBy.PROGRAM


def test_a_notice_of_a_removal_is_the_statement_of_reasons() -> None:
    told = Told(Event.HIDE, "CON-02", quote="You muppet", reason="It calls a neighbour names.")
    did, rule, appeal = notice_text(STOCKPORT, told)
    assert did.startswith("Your comment “You muppet” was hidden because it attacks or threatens a person.")
    assert "It calls a neighbour names." in did
    assert rule == "Rule CON-02 (Abuse, threats, harassment), in the edition in force from 1 January 2024."
    assert appeal.startswith("If you think this is wrong:")
    assert "was deleted" in notice_text(STOCKPORT, Told(Event.DELETE, "CON-02", quote="x"))[0]


def test_a_warning_says_that_it_is_one_and_how_to_appeal() -> None:
    did, warning, rule, appeal = notice_text(STOCKPORT, Told(Event.WARNING, "CON-06", quote="Rude words"))
    assert did == "Your comment “Rude words” breaks a rule of Stockport Council's pages."
    assert warning == "This is a warning. If it happens again we may block you."
    assert rule.startswith("Rule CON-06")
    assert "complaints procedure" in appeal


def test_a_notice_of_a_block_says_where_why_until_when_and_which_ways_stay_open() -> None:
    told = Told(
        Event.BLOCK, "CON-03", reason="Three comments attack people for their religion.",
        channels=("Facebook", "Instagram", "Bluesky"), until=date(2024, 9, 4),
    )  # fmt: skip
    did, until, open_ways, rule, appeal = notice_text(STOCKPORT, told)
    assert did == (
        "You are blocked from Facebook, Instagram and Bluesky. Three comments attack people for their religion."
    )
    assert until == "We look at this again by 4 September 2024, and may let you back in."
    assert "you can still write, ring and complain" in open_ways
    assert rule.startswith("Rule CON-03")
    assert appeal.startswith("If you think this is wrong")


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (Told(Event.BLOCK, "CON-03", reason="x", channels=("Facebook",)), r"No day is set .* \(BLK-02\)"),
        (Told(Event.BLOCK, "CON-03", channels=("Facebook",), until=date(2024, 9, 4)), "The reason: nothing is said"),
        (Told(Event.BLOCK, "CON-03", reason="x", until=date(2024, 9, 4)), "The channels: nothing is said"),
        (Told(Event.WARNING), r"No ground of the edition is named \(MOD-05\)"),
        (Told(Event.HIDE, "CON-99"), "No ground of the edition is named"),
    ],
)
def test_a_notice_that_lacks_a_part_is_refused(told: Told, wrong: str) -> None:
    with pytest.raises(Refused, match=wrong):
        notice_text(STOCKPORT, told)


def test_good_news_needs_no_ground_and_no_appeal() -> None:
    restored = notice_text(STOCKPORT, Told(Event.RESTORE, quote="A joke", reason="The words were quoted."))
    assert restored == (
        "Your comment “A joke” can be seen again. It no longer counts against you.",
        "The words were quoted.",
        "We look forward to hearing from you. Stockport Council",
    )
    assert notice_text(STOCKPORT, Told(Event.UNBLOCK, channels=("Facebook", "Bluesky")))[0] == (
        "You can comment again on Facebook and Bluesky."
    )
    assert notice_text(STOCKPORT, Told(Event.UNBLOCK, channels=("Facebook",)))[0].endswith("on Facebook.")
    assert notice_text(STOCKPORT, Told(Event.UNBLOCK))[0] == "You can comment again on our pages."
