"""MOD-06: a warning is pointed to, confirmed by an officer, sent, and counts once it has arrived."""

import pytest
from tests.rooms.people_world import author_of, breach, delivered, on, titles, warned
from tests.rooms.world import new_body, new_officer, undo

from evenhand.cases.models import Case
from evenhand.core.ladder import Step
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.notices.models import Way
from evenhand.notices.operations import finished_by_hand
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.people import warning
from evenhand.people.history import history
from evenhand.people.models import WarningGiven
from evenhand.platforms.simulator import MANIFEST


def step(channel: Channel, day: str) -> Step:
    return history(author_of(channel), on(day)).sanction.step


def warn(channel: Channel, officer: Officer, day: str, words: str = "Please keep to the rules.", **how: object) -> None:
    author = author_of(channel)
    warning.warn(author=author, body=channel.body, words=words, by=officer, at=on(day), **how)  # type: ignore[arg-type]


def test_a_breach_points_to_a_warning_and_nothing_is_sent_by_itself(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    assert (titles(channel), step(channel, "2024-04-03")) == (["Warn Robin Vale"], Step.WARNING)
    assert not WarningGiven.objects.exists()


def test_the_words_are_drafted_from_the_rule_and_the_officer_has_the_last_word(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02", text="You are all thieves")
    drafted = warning.drafted(history(author_of(channel), on("2024-04-03")))
    assert "“You are all thieves” breaks rule CON-02" in drafted
    assert "If it happens again we may block you." in drafted
    assert "CON-02" in drafted
    warn(channel, ada, "2024-04-03", "Please keep to the rules.\r\n\r\nAda Marsh")
    [given] = WarningGiven.objects.all()
    assert given.notice.paragraphs[:2] == ["Please keep to the rules.", "Ada Marsh"]
    assert given.working[-1] == "Proposed: a warning, because a warning comes before a block (MOD-06)"
    assert titles(channel) == []


def test_a_warning_counts_from_when_it_arrived(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    warn(channel, ada, "2024-04-03")
    assert step(channel, "2024-04-04") is Step.WARNING, "it is on its way"
    with pytest.raises(Refused, match="not known to have reached anybody"):
        warn(channel, ada, "2024-04-04")
    delivered(WarningGiven.objects.get().notice, on("2024-04-05"))
    assert step(channel, "2024-04-04") is Step.WARNING
    assert step(channel, "2024-04-06") is Step.NOTHING


def test_where_the_platform_carries_no_message_a_person_tells_them(
    channel: Channel, ada: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = {verb: how for verb, how in MANIFEST.verbs.items() if verb.value != "reply privately"}
    monkeypatch.setattr(MANIFEST.__class__, "supported", property(lambda _: {v: h.support for v, h in mute.items()}))
    breach(channel, ada, "c1", "2024-04-02")
    warn(channel, ada, "2024-04-03")
    [given] = WarningGiven.objects.all()
    assert (given.notice.way, given.notice.state) == (Way.HAND.value, "by hand")
    assert titles(channel) == ["Tell Robin Vale: A warning"]
    assert step(channel, "2024-04-04") is Step.WARNING
    finished_by_hand(notice_id=given.notice.pk, body=channel.body, outcome="Rang them.", by=ada, at=on("2024-04-05"))
    assert step(channel, "2024-04-06") is Step.NOTHING


def test_a_warning_whose_decision_is_undone_counts_no_more(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    warned(channel, ada, "2024-04-03")
    breach(channel, ada, "c2", "2024-04-08")
    assert step(channel, "2024-04-10") is Step.NOTHING
    undo(Case.objects.get(comment__native_id="c1"), ada, on("2024-04-10"))
    assert step(channel, "2024-04-11") is Step.WARNING
    assert titles(channel) == ["Warn Robin Vale"], "for the breach that is left, nobody has warned him"


def test_nobody_is_warned_beyond_what_the_record_points_to(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    warned(channel, ada, "2024-04-03")
    with pytest.raises(Refused, match="The record points to nothing"):
        warn(channel, ada, "2024-04-05")


def test_a_warning_has_words_and_comes_from_somebody_it_is_not_about(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    with pytest.raises(Refused, match="It has no words"):
        warn(channel, ada, "2024-04-03", " ")
    with pytest.raises(Refused, match="aimed at you"):
        warn(channel, ada, "2024-04-03", aimed_at=[ada.pk])
    with pytest.raises(Refused, match="to decide cases"):
        warn(channel, new_officer(channel.body, "Cy Dunn", Role.AUDITOR), "2024-04-03")
    assert not WarningGiven.objects.exists()


def test_another_body_warns_nobody_here(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    other = new_body("wendlebury")
    eve = new_officer(other, "Eve Stone")
    with pytest.raises(Refused, match="not known here"):
        warning.warn(author=author_of(channel), body=other, words="Stop.", by=eve, at=on("2024-04-03"))
