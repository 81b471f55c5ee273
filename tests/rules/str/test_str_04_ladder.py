"""STR-04: first a warning, at the limit a block is proposed; a severe ground may propose a block at once."""

import pytest
from tests.rules.histories import hidden, on_record, proposed, saying
from tests.rules.refusal import refused
from tests.rules.working_time import LONDON, STOCKPORT, WEALDHAM, wall

from evenhand.core.ladder import Step, live_warnings, sanction
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import Ladder, LadderStep, Rung, WarnFirst

ONE, TWO, THREE = hidden(1, "2024-03-04"), hidden(2, "2024-04-01"), hidden(3, "2024-05-01")
WARNED = ["2024-03-05"]


def ladder(*rungs: tuple[int, LadderStep], warn_first: bool = True) -> object:
    steps = Ladder(tuple(Rung(at, step) for at, step in rungs), ())
    return saying("MOD-06", WarnFirst(warn_first, in_private=True), saying("STR-04", steps))


def test_nothing_is_proposed_without_a_strike() -> None:
    nothing = proposed()
    assert (nothing.step, nothing.rule, nothing.because) == (Step.NOTHING, "STR-04", "the first step is at 1")
    assert not nothing.is_block


def test_the_first_strike_proposes_a_warning() -> None:
    assert proposed(ONE).step is Step.WARNING
    assert not proposed(ONE).is_block


def test_a_warned_person_is_not_warned_again_for_the_same_step() -> None:
    assert proposed(ONE, warned=WARNED).step is Step.NOTHING
    second = proposed(ONE, TWO, warned=WARNED)
    assert (second.step, second.rule) == (Step.NOTHING, "MOD-06")


def test_at_the_limit_a_block_is_proposed_and_below_it_is_not() -> None:
    at_limit = proposed(ONE, TWO, THREE, warned=WARNED)
    assert (at_limit.step, at_limit.rule, at_limit.because) == (
        Step.BLOCK, "STR-04", "3 strikes reach the step at 3",
    )  # fmt: skip
    assert at_limit.is_block
    assert proposed(ONE, TWO, warned=WARNED).step is Step.NOTHING


def test_beyond_the_limit_a_block_is_proposed_too() -> None:
    four = proposed(ONE, TWO, THREE, hidden(4, "2024-05-02"), warned=WARNED)
    assert (four.step, four.because) == (Step.BLOCK, "4 strikes reach the step at 3")


def test_three_strikes_without_a_warning_propose_the_warning_first() -> None:
    unwarned = proposed(ONE, TWO, THREE)
    assert (unwarned.step, unwarned.rule) == (Step.WARNING, "MOD-06")


def test_a_block_needs_a_breach_written_after_the_warning() -> None:
    for warned, step in [
        ("2024-05-01 11:59", Step.BLOCK),
        ("2024-05-01 12:00", Step.NOTHING),
        ("2024-05-02", Step.NOTHING),
    ]:
        assert proposed(ONE, TWO, THREE, warned=[warned]).step is step


def test_the_earliest_live_warning_is_the_one_that_counts_for_a_block() -> None:
    assert proposed(ONE, TWO, THREE, warned=["2024-05-02", *WARNED]).step is Step.BLOCK


def test_a_warning_lives_as_long_as_a_strike() -> None:
    later = [hidden(n, f"2025-01-0{n}") for n in (1, 2, 3)]
    assert proposed(*later, on="2025-03-04", warned=WARNED).step is Step.BLOCK
    assert proposed(*later, on="2025-03-05", warned=WARNED).step is Step.WARNING


def test_warnings_are_read_in_the_order_they_were_given_each_once() -> None:
    days = [wall(f"2024-05-0{n} 12:00") for n in (4, 1, 5, 2, 3, 1)]
    assert live_warnings(STOCKPORT, days, wall("2024-06-03 12:00").date(), LONDON) == tuple(sorted(set(days)))


def test_a_warning_counts_from_the_day_it_was_given() -> None:
    given = [wall("2024-06-03 23:30")]
    assert live_warnings(STOCKPORT, given, wall("2024-06-03 12:00").date(), LONDON) == (wall("2024-06-03 23:30"),)
    assert live_warnings(STOCKPORT, given, wall("2024-06-02 12:00").date(), LONDON) == ()
    with refused("MOD-06", "has no time zone"):
        live_warnings(STOCKPORT, [given[0].replace(tzinfo=None)], wall("2024-06-03 12:00").date(), LONDON)


@pytest.mark.parametrize("ground", ["CON-03", "CON-04"])
def test_hate_and_incitement_may_bring_a_block_at_once(ground: str) -> None:
    severe = proposed(hidden(1, "2024-03-04", ground))
    assert (severe.step, severe.rule, severe.because) == (
        Step.BLOCK_AT_ONCE, "STR-04", f"{ground} may bring a block at once",
    )  # fmt: skip
    assert severe.is_block


def test_both_severe_grounds_are_named_and_others_are_not() -> None:
    severe = proposed(ONE, hidden(8, "2024-03-04", "CON-04"), hidden(9, "2024-03-05", "CON-03"))
    assert severe.because == "CON-03 and CON-04 may bring a block at once"


def test_a_severe_ground_that_no_longer_counts_brings_nothing() -> None:
    assert proposed(hidden(1, "2024-03-04", "CON-03", is_reversed=True)).step is Step.NOTHING


def test_which_grounds_are_severe_is_the_editions_to_say() -> None:
    incitement = hidden(1, "2025-05-01", "CON-04", under=WEALDHAM)
    assert proposed(incitement, on="2025-06-02", edition=WEALDHAM, warned=["2025-04-30"]).step is Step.BLOCK
    assert proposed(hidden(1, "2025-05-01", "CON-03", under=WEALDHAM), on="2025-06-02", edition=WEALDHAM).step is (
        Step.BLOCK_AT_ONCE
    )


def test_one_removal_may_block_where_a_body_gives_no_warning() -> None:
    assert proposed(ONE, edition=ladder((1, LadderStep.BLOCK), warn_first=False)).step is Step.BLOCK
    assert proposed(ONE, edition=ladder((1, LadderStep.BLOCK))).step is Step.WARNING


def test_a_second_warning_step_is_proposed_for_a_new_breach_alone() -> None:
    two_warnings = ladder((1, LadderStep.WARNING), (2, LadderStep.WARNING), (4, LadderStep.BLOCK))
    assert proposed(ONE, TWO, edition=two_warnings, warned=WARNED).step is Step.WARNING
    assert proposed(ONE, TWO, edition=two_warnings, warned=WARNED).because == "2 strikes reach the step at 2"
    assert proposed(ONE, TWO, edition=two_warnings, warned=["2024-04-02"]).step is Step.NOTHING
    assert proposed(ONE, TWO, edition=two_warnings, warned=[*WARNED, "2024-03-06"]).step is Step.NOTHING


def test_a_breach_before_the_last_warning_is_answered_by_it() -> None:
    three = ladder(*((n, LadderStep.WARNING) for n in (1, 2, 3)), (5, LadderStep.BLOCK))
    between = hidden(2, "2024-03-10", "CON-03")  # weighs two
    assert proposed(ONE, between, edition=three, warned=[*WARNED, "2024-03-11"]).step is Step.NOTHING
    assert proposed(ONE, between, edition=three, warned=[*WARNED, "2024-03-09"]).step is Step.WARNING


def test_a_step_above_the_block_does_not_hide_it() -> None:
    odd = ladder((1, LadderStep.WARNING), (2, LadderStep.BLOCK), (3, LadderStep.WARNING))
    assert proposed(ONE, TWO, THREE, edition=odd, warned=WARNED).because == "3 strikes reach the step at 2"


def test_a_proposal_shows_its_working_line_by_line() -> None:
    shown = proposed(
        ONE,
        hidden(2, "2024-03-06", "CON-03", comment="c1", is_reversed=True),
        hidden(3, "2024-03-07", comment="c1"),
        warned=WARNED,
        on="2024-06-03",
    )
    assert shown.working == (
        "7 March 2024: CON-02, weight 1, counts to the day before 7 March 2025 (decisions d1, d3; STR-01, STR-03)",
        "Decision d2 does not count: it was overturned (STR-03)",
        "Total: 1; repeatedly is 3 within 12 months (STR-02)",
        "Warned on 5 March 2024 (MOD-06)",
        "Proposed: nothing, because the person was warned, and no further step is reached since (MOD-06)",
    )
    assert (shown.edition, shown.strikes) == (
        STOCKPORT.sha256,
        on_record(ONE, hidden(3, "2024-03-07", comment="c1")).counted,
    )
    assert "decision d1; " in proposed(ONE).working[0]


def test_steps_are_ranked_mildest_first() -> None:
    assert [step.rank for step in (Step.NOTHING, Step.WARNING, Step.BLOCK, Step.BLOCK_AT_ONCE)] == [0, 1, 2, 3]


def test_a_ladder_without_steps_or_one_that_does_not_rise_is_impossible() -> None:
    warning = Rung(1, LadderStep.WARNING)
    with pytest.raises(ImpossibleError, match="no steps"):
        Ladder((), ())
    with pytest.raises(ImpossibleError, match="do not rise"):
        Ladder((warning, Rung(1, LadderStep.BLOCK)), ())
    with pytest.raises(ImpossibleError, match="do not rise"):
        Ladder((Rung(2, LadderStep.BLOCK), warning), ())
    with pytest.raises(ImpossibleError, match="at least 1"):
        Rung(0, LadderStep.WARNING)


def test_a_warning_without_a_zone_is_refused() -> None:
    with refused("MOD-06", "has no time zone"):
        sanction(STOCKPORT, on_record(ONE), [wall("2024-03-05 12:00").replace(tzinfo=None)], LONDON)
