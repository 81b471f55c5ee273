"""ELE-01: CON-08 is stricter in a pre-election period, and its removals are logged by the party that was named."""

import pytest
from tests.rooms import world
from tests.rooms.watching import election, wrote
from tests.rules.working_time import wall

from evenhand.cases.models import Case
from evenhand.cases.party_log import Symmetry, party_log
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Finding, Outcome
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.signals.parties import parties_named

POLITICAL = Draft(Outcome.HIDE, ground="CON-08", reason="It asks people to vote.", statement="Hidden under CON-08.")
BEFORE, WITHIN, AFTER = wall("2024-03-25 12:00"), wall("2024-04-10 12:00"), wall("2024-05-03 12:00")


def test_the_same_words_are_judged_more_strictly_in_the_period_alone(
    body: Body, channel: Channel, ada: Officer
) -> None:
    election(body, ada, "2024-03-26", "2024-05-02")
    for id_, at in (("before", BEFORE), ("within", WITHIN), ("after", AFTER)):
        wrote(channel, id_, "Vote Labour on Thursday!", at, author_id=id_)
    suggested = {case.comment.native_id: case.proposal.suggest for case in Case.objects.all()}
    assert suggested == {"before": "leave", "within": "hide", "after": "leave"}
    within = Case.objects.get(comment__native_id="within").proposal
    assert within.grounds == ["CON-08"]
    assert "in a pre-election period" in within.reasons[0]["because"]


def decided(channel: Channel, id_: str, text: str, draft: Draft, by: Officer, at: object = WITHIN) -> Case:
    wrote(channel, id_, text, at, author_id=id_)  # type: ignore[arg-type]
    case = Case.objects.get(comment__native_id=id_)
    world.decide(case, draft, by, at)  # type: ignore[arg-type]
    return case


def test_the_log_shows_for_every_party_what_was_removed_and_what_was_left(
    body: Body, channel: Channel, ada: Officer
) -> None:
    period = election(body, ada, "2024-03-26", "2024-05-02")
    decided(channel, "a", "Vote Labour on Thursday!", POLITICAL, ada)
    decided(channel, "b", "Vote Conservative on Thursday!", POLITICAL, ada)
    decided(channel, "c", "Don't vote Lib Dem, whatever you do.", world.LEAVE, ada)
    decided(channel, "d", "Vote Labour, not the tories!", POLITICAL, ada)
    decided(channel, "before", "Vote Labour on Thursday!", POLITICAL, ada, BEFORE)
    log = party_log(period)
    assert [line.parties for line in log.lines] == [("Labour",), ("Conservative",), ("Conservative", "Labour")]
    assert log.table == (
        Symmetry("Conservative", 2, 2, 2), Symmetry("Labour", 2, 2, 2), Symmetry("Liberal Democrat", 1, 0, 0)
    )  # fmt: skip


def test_a_removal_that_was_undone_is_in_the_log_no_more(body: Body, channel: Channel, ada: Officer) -> None:
    period = election(body, ada, "2024-03-26", "2024-05-02")
    case = decided(channel, "a", "Vote Labour on Thursday!", POLITICAL, ada)
    world.undo(case, ada, WITHIN)
    assert party_log(period).lines == ()


def test_a_removal_on_another_ground_is_logged_and_is_not_counted_as_political(
    body: Body, channel: Channel, ada: Officer
) -> None:
    period = election(body, ada, "2024-03-26", "2024-05-02")
    insult = Draft(Outcome.HIDE, ground="CON-02", statement="Hidden under CON-02.")
    decided(channel, "a", "You are an idiot, you Labour scum.", insult, ada)
    decided(channel, "b", "You are an idiot.", insult, ada)
    assert party_log(period).table == (Symmetry("Labour", 1, 0, 1), Symmetry("no party named", 1, 0, 1))


def test_what_another_body_decided_is_not_in_the_log(body: Body, channel: Channel, ada: Officer) -> None:
    other = world.new_body("elsewhere")
    dee = world.new_officer(other, "Dee Stranger")
    theirs = world.new_channel(other)
    decided(theirs, "a", "Vote Labour on Thursday!", POLITICAL, dee)
    assert party_log(election(body, ada, "2024-03-26", "2024-05-02")).lines == ()


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Vote Labour", "Labour"),
        ("the tories", "Conservative"),
        ("Vote Conservative", "Conservative"),
        ("Lib Dems", "Liberal Democrat"),
        ("vote for the Greens", "Green"),
        ("Vote Reform", "Reform UK"),
        ("an independent", "Independent"),
        ("snp", "Scottish National Party"),
    ],
)
def test_the_words_people_use_give_the_party_they_mean(words: str, party: str) -> None:
    assert parties_named([Finding("political_support", words, 0, len(words))]) == (party,)


def test_a_party_without_a_name_of_ours_stands_in_the_authors_words_and_a_political_word_is_none() -> None:
    assert parties_named([Finding("party", "Heritage Party", 0, 14, note="party: party")]) == ("heritage party",)
    assert parties_named([Finding("party", "polling day", 0, 11, note="party: party-political word")]) == ()
    assert parties_named([Finding("insult", "Labour", 0, 6)]) == ()
