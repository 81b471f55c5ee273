"""MCL-02: an entry has approver, reason, notice (or why none), review date; only named roles see the list."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.histories import saying
from tests.rules.listing import ENTRY
from tests.rules.working_time import OFFICE, STOCKPORT, WEALDHAM

from evenhand.core.edition import Edition
from evenhand.core.managed_entry import Entry, Look, entry_objections, may_see
from evenhand.core.moderation import Objection
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import ManagedReview
from evenhand.officers.permissions import Role


def objected(entry: Entry = ENTRY, edition: Edition = STOCKPORT) -> tuple[Objection, ...]:
    return entry_objections(entry, edition, OFFICE)


def test_a_complete_entry_may_be_made() -> None:
    assert objected() == ()


@pytest.mark.parametrize(
    ("part", "empty", "words"),
    [
        ("author", " ", "it has no author"),
        ("reason", "", "it has no reason"),
        ("approved_by", None, "nobody has approved it"),
        ("notice", " ", "there is no notice and no reason why"),
    ],
)
def test_each_part_is_compulsory(part: str, empty: object, words: str) -> None:
    (objection,) = objected(replace(ENTRY, **{part: empty}))
    assert (objection.field, objection.rule, objection.wrong) == (part, "MCL-02", words)


def test_an_entry_without_a_notice_says_why() -> None:
    assert objected(replace(ENTRY, notice="", why_no_notice="Their address is not known.")) == ()
    assert len(objected(replace(ENTRY, notice="", why_no_notice=" "))) == 1


def test_the_approver_is_not_the_one_who_proposed_it() -> None:
    (objection,) = objected(replace(ENTRY, approved_by=1))
    assert (objection.rule, objection.wrong) == ("MOD-08", "you made this decision")


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("2024-06-03", "its review is not after its start"),
        ("2024-06-04", ""),
        ("2024-12-03", ""),
        ("2024-12-04", "its review is later than 3 December 2024"),
        ("2024-11-30", "30 November 2024 is not a working day"),
    ],
)
def test_its_review_is_on_a_working_day_within_six_months(review: str, words: str) -> None:
    found = objected(replace(ENTRY, review_on=date.fromisoformat(review)))
    assert [objection.wrong for objection in found] == ([words] if words else [])
    assert {(objection.field, objection.rule) for objection in found} <= {("review_on", "MCL-02")}


def test_a_body_may_look_again_sooner() -> None:
    sooner = saying("MCL-02", ManagedReview(3, ("senior officer",)))
    assert objected(edition=sooner)[0].wrong == "its review is later than 3 September 2024"


def test_only_named_roles_see_the_list() -> None:
    assert may_see(["officer", "senior officer"], STOCKPORT) == Look(True, "senior officer may see the list (MCL-02)")
    assert may_see(["auditor", "senior officer"], STOCKPORT).because == (
        "senior officer and auditor may see the list (MCL-02)"
    )
    assert may_see(["officer", "administrator"], STOCKPORT) == Look(
        False, "only senior officer and auditor may see the list (MCL-02)"
    )
    assert not may_see([], STOCKPORT).is_allowed
    assert not may_see(["auditor"], WEALDHAM).is_allowed


@pytest.mark.parametrize("edition", [STOCKPORT, WEALDHAM])
def test_the_roles_an_edition_names_are_roles_that_officers_can_have(edition: Edition) -> None:
    assert set(edition.value("MCL-02", ManagedReview).seen_by) <= {role.value for role in Role}


def test_a_list_that_nobody_sees_or_reviews_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="name at least one role"):
        ManagedReview(6, ())
    with pytest.raises(ImpossibleError, match="at least 1"):
        ManagedReview(0, ("senior officer",))
    assert ManagedReview(1, ("senior officer",)).after_months == 1
