"""REC-02: retention by class, legal hold; everything about one person, aliases included, exported or erased."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.personal_records import AliasLink, Erasure, Item, Share, access, accounts, erasure
from evenhand.core.refusals import Refused
from evenhand.core.retention import Fate, Kept, Record, hold, kept, months
from evenhand.core.values import RecordClass

NEEDED = date(2024, 3, 4)
CASE = Record("case 7", RecordClass.CASES, NEEDED, actioned=False)
PERSON = frozenset({"lark", "lark2"})
ITEM = Item("comment 1", RecordClass.COMMENTS_LEFT_UP, frozenset({"lark"}), on_hold=False, in_use=False)


def fate(record: Record, on: date) -> Fate:
    return kept(STOCKPORT, record, on).fate


def test_a_case_is_kept_through_the_last_day_of_24_months_and_goes_on_the_next() -> None:
    assert months(STOCKPORT, RecordClass.CASES) == 24
    assert fate(CASE, date(2026, 3, 4)) is Fate.KEEP
    assert kept(STOCKPORT, CASE, date(2026, 3, 5)) == Kept(
        Fate.PURGE, "REC-02", date(2026, 3, 4), "cases are kept until 4 March 2026"
    )


def test_each_class_has_its_own_time() -> None:
    left_up = replace(CASE, kind=RecordClass.COMMENTS_LEFT_UP)
    assert fate(left_up, date(2024, 6, 4)) is Fate.KEEP
    assert fate(left_up, date(2024, 6, 5)) is Fate.PURGE
    assert fate(replace(CASE, kind=RecordClass.AUDIT), date(2031, 3, 4)) is Fate.KEEP


def test_what_was_last_needed_on_31_august_is_kept_to_the_end_of_a_shorter_month() -> None:
    left_up = replace(CASE, kind=RecordClass.COMMENTS_LEFT_UP, needed_on=date(2024, 8, 31))
    assert fate(left_up, date(2024, 11, 30)) is Fate.KEEP
    assert fate(left_up, date(2024, 12, 1)) is Fate.PURGE


def test_what_is_still_needed_is_kept_however_old() -> None:
    assert kept(STOCKPORT, replace(CASE, needed_on=None), date(2044, 1, 1)).because == (
        "it is still needed: what it belongs to is open"
    )


def test_a_legal_hold_keeps_on_both_its_days_and_not_beside_them() -> None:
    held = hold("claim of a resident", by="the solicitor", since=date(2026, 3, 5), until=date(2026, 3, 9))
    record = replace(CASE, holds=(held,))
    for day, expected in (
        (date(2026, 3, 5), Fate.KEEP),
        (date(2026, 3, 9), Fate.KEEP),
        (date(2026, 3, 10), Fate.PURGE),
    ):
        assert fate(record, day) is expected
    assert kept(STOCKPORT, record, date(2026, 3, 6)).because == "legal hold by the solicitor: claim of a resident"
    later = replace(CASE, holds=(replace(held, since=date(2026, 3, 6)),))
    assert fate(later, date(2026, 3, 5)) is Fate.PURGE


def test_a_hold_that_nobody_lifted_keeps_for_good() -> None:
    held = hold("an inquiry", by="the solicitor", since=NEEDED, until=None)
    assert fate(replace(CASE, holds=(held,)), date(2060, 1, 1)) is Fate.KEEP


def test_a_hold_has_a_reason_a_name_and_days_in_order() -> None:
    with pytest.raises(Refused, match=r"The reason: nothing is said \(REC-02\)"):
        hold(" ", by="x", since=NEEDED, until=None)
    with pytest.raises(Refused, match="The name: nothing is said"):
        hold("x", by="", since=NEEDED, until=None)
    with pytest.raises(Refused, match=r"The end .* is before the start"):
        hold("x", by="x", since=NEEDED, until=date(2024, 3, 3))
    assert hold("x", by="x", since=NEEDED, until=NEEDED).until == NEEDED


def test_a_day_before_the_last_need_and_an_instant_are_refused() -> None:
    with pytest.raises(Refused, match=r"The day \(2024-03-03\) is before the last need"):
        kept(STOCKPORT, CASE, date(2024, 3, 3))
    with pytest.raises(Refused, match="is an instant"):
        kept(STOCKPORT, CASE, datetime(2024, 3, 5))  # noqa: DTZ001


def test_a_person_is_their_own_accounts_and_those_that_somebody_decided_are_theirs() -> None:
    links = [AliasLink("lark2", decided_by=4), AliasLink("larkish", decided_by=None)]
    assert accounts(["lark"], links) == PERSON


def test_a_person_is_given_what_is_about_them_and_their_aliases_and_nothing_else() -> None:
    alias = replace(ITEM, id="comment 2", authors=frozenset({"lark2"}))
    other = replace(ITEM, id="comment 3", authors=frozenset({"wren"}))
    given = access(PERSON, [other, alias, ITEM, ITEM])
    assert [(shared.item.id, shared.how) for shared in given] == [
        ("comment 1", Share.WHOLE),
        ("comment 2", Share.WHOLE),
    ]


def test_other_people_are_covered_and_counted() -> None:
    (one,) = access(PERSON, [replace(ITEM, authors=frozenset({"lark", "lark2", "wren"}))])
    assert (one.how, one.because) == (Share.OTHERS_COVERED, "it names 1 other account")
    (two,) = access(PERSON, [replace(ITEM, authors=frozenset({"lark", "finch", "wren"}))])
    assert two.because == "it names 2 other accounts"


@pytest.mark.parametrize("kind", [RecordClass.SAFEGUARDING, RecordClass.REFERRALS, RecordClass.STAFF_REPORTS])
def test_what_could_harm_somebody_is_weighed_by_a_person(kind: RecordClass) -> None:
    (shared,) = access(PERSON, [replace(ITEM, kind=kind)])
    assert shared.how is Share.A_PERSON_DECIDES


def test_what_the_room_knows_a_reason_to_weigh_is_weighed_and_the_reason_is_said() -> None:
    (shared,) = access(PERSON, [replace(ITEM, weigh="they were not told of it")])
    assert (shared.how, shared.because) == (Share.A_PERSON_DECIDES, "they were not told of it")
    (erased,) = erasure(PERSON, [replace(ITEM, weigh="they were not told of it")])
    assert erased.fate is Erasure.ERASE, "what is told and what is erased are two questions"


@pytest.mark.parametrize("kind", [RecordClass.AUDIT, RecordClass.SAFEGUARDING, RecordClass.STAFF_REPORTS])
def test_what_the_law_keeps_is_not_erased_and_the_article_is_named(kind: RecordClass) -> None:
    (erased,) = erasure(PERSON, [replace(ITEM, kind=kind)])
    assert (erased.fate, erased.law) == (Erasure.KEEP, "UK GDPR, article 17(3)(b)")


def test_a_legal_hold_and_what_still_counts_are_kept() -> None:
    (held,) = erasure(PERSON, [replace(ITEM, on_hold=True)])
    assert (held.fate, held.law) == (Erasure.KEEP, "UK GDPR, article 17(3)(e)")
    (counting,) = erasure(PERSON, [replace(ITEM, kind=RecordClass.DECISIONS, in_use=True)])
    assert (counting.fate, counting.law) == (Erasure.KEEP, "UK GDPR, article 17(3)(b)")
    assert "strike counts" in counting.because


def test_the_rest_is_erased_and_of_shared_items_the_persons_part() -> None:
    (alone,) = erasure(PERSON, [ITEM])
    assert (alone.fate, alone.law, alone.because) == (Erasure.ERASE, "", "nothing keeps it")
    (shared,) = erasure(PERSON, [replace(ITEM, authors=frozenset({"lark", "wren"}))])
    assert shared.fate is Erasure.ERASE
    assert "the others' part stays" in shared.because
