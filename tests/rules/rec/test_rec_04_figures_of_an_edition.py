"""REC-04: what an edition says is checked before it is in force: no figure is under what it can mean."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.edition import Example, Handed
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import (
    DANGER_NOW,
    BlockExtension,
    HelpLines,
    LadderStep,
    Pace,
    RecordClass,
    Retention,
    Rung,
    Safeguarding,
    Within,
)
from evenhand.core.vocabulary import Comment
from evenhand.editions import read

REFERENCE = Path(__file__).parents[3] / "editions" / "stockport" / "2024-01-01.toml"

LEAST = [
    ("HRS-04", "longest_hours", 1),
    ("HRS-05", "acknowledge_within_minutes", 1),
    ("EVD-03", "months", 1),
    ("STR-02", "strikes", 1),
    ("STR-02", "within_months", 1),
    ("STR-03", "months", 1),
    ("BLK-01", "within_working_days", 1),
    ("BLK-02", "prior_working_days", 0),
    ("BLK-03", "after_months", 1),
    ("BLK-03", "interim_longest_months", 0),
    ("BLK-04", "working_days_late", 1),
    ("BLK-05", "longest_months", 1),
    ("MCL-02", "after_months", 1),
    ("CMT-01", "gap_hours", 1),
    ("CMT-02", "removals", 1),
    ("CMT-02", "in_days", 1),
    ("CMT-03", "within_hours", 1),
    ("REF-02", "alarm_after_active_minutes", 1),
    ("APL-02", "acknowledge", 1),
    ("APL-02", "second_acknowledge", 1),
    ("APL-02", "within_months", 1),
    ("APL-02", "second_within_working_days", 1),
    ("STF-01", "outcome_within_working_days", 1),
    ("STF-02", "break_after_cases", 1),
    ("STF-02", "break_minutes", 1),
    ("STF-03", "longest_sentence_words", 1),
    ("ELE-01", "weeks_before_poll", 1),
    ("REC-03", "counts_under", 1),
    ("REC-05", "percent", 0),
]


@pytest.mark.parametrize(("rule", "figure", "least"), LEAST)
def test_a_figure_may_be_the_least_that_it_can_mean_and_nothing_under_it(rule: str, figure: str, least: int) -> None:
    values = STOCKPORT.rules[rule].values
    assert getattr(replace(values, **{figure: least}), figure) == least  # type: ignore[type-var]
    with pytest.raises(ImpossibleError, match=f"{least - 1} is too small: at least {least}") as impossible:
        replace(values, **{figure: least - 1})  # type: ignore[type-var]
    assert impossible.value.key == figure


def test_so_may_one_that_stands_inside_another_value() -> None:
    assert Within(1, Pace.WORKING_DAYS).count == 1
    assert Rung(1, LadderStep.WARNING).at_strikes == 1
    for under in (lambda: Within(0, Pace.WORKING_DAYS), lambda: Rung(0, LadderStep.WARNING)):
        with pytest.raises(ImpossibleError, match="0 is too small: at least 1"):
            under()


def test_a_class_of_records_may_be_kept_for_no_month_and_not_for_less() -> None:
    months = STOCKPORT.value("REC-02", Retention).months
    kind = next(iter(RecordClass))
    assert Retention({**months, kind: 0}).months[kind] == 0
    with pytest.raises(ImpossibleError, match="-1 is too small: at least 0"):
        Retention({**months, kind: -1})


def test_a_block_may_have_no_limit_in_all_or_one_that_leaves_room_for_an_extension() -> None:
    assert BlockExtension(6, 0).in_all_months == 0
    assert BlockExtension(6, 6).in_all_months == 6
    for in_all in (5, -1):
        with pytest.raises(ImpossibleError, match=f"{in_all} is too small: at least 6"):
            BlockExtension(6, in_all)


def test_somebody_in_danger_finds_one_contact_at_any_time_among_others() -> None:
    safeguarding = STOCKPORT.value("REF-02", Safeguarding)
    assert len(safeguarding.contacts) > 1
    with pytest.raises(ImpossibleError, match="nobody is reached at any time"):
        replace(safeguarding, contacts=tuple(each for each in safeguarding.contacts if each.kind != DANGER_NOW))


def test_an_edition_without_a_help_line_is_impossible() -> None:
    assert HelpLines(STOCKPORT.value("REF-05", HelpLines).lines[:1]).lines
    with pytest.raises(ImpossibleError, match="no help line is named: name at least one"):
        HelpLines(())


def test_an_edition_is_what_its_file_says_and_not_how_its_conditions_are_asked() -> None:
    assert read(REFERENCE) == STOCKPORT
    assert replace(STOCKPORT, hand_over=lambda facts: Handed(facts)) == STOCKPORT
    assert "hand_over" not in repr(STOCKPORT)


def test_an_example_is_an_ordinary_comment_unless_the_edition_says_otherwise() -> None:
    assert Example("Thanks!") == Example("Thanks!", because="", post="", pre_election=False, repeats=0, judged=False)


def test_a_comment_is_written_once_outside_any_period_and_without_pictures_unless_said_otherwise() -> None:
    comment = Comment("Thanks!", date(2024, 3, 4))
    assert (comment.attachments, comment.repeats, comment.pre_election) == (0, 0, False)
