"""REC-01: verifying since the last time, what a check puts on record, and what it cannot hide."""

from datetime import datetime

import pytest
from django.db import connection
from tests.rooms.test_audit_log import hash_anew, superuser, write
from tests.rooms.world import NOON, later

from evenhand.audit.checks import check, check_now, standing
from evenhand.audit.models import Entry
from evenhand.audit.verification import Verified, verify

BY = "program: tests"


@pytest.fixture
def log(db: None) -> None:
    """Six entries."""
    for number in range(1, 7):
        write(f"case {number}", words="quoted")


def wrong(found: Verified) -> list[str]:
    return [broken.wrong for broken in found.breaks]


@pytest.mark.usefixtures("log")
class TestSinceTheLastTime:
    def test_it_walks_over_what_was_written_since_alone(self) -> None:
        check(by=BY, at=NOON)
        write("case 7")
        found = check(by=BY, at=later(60), since_last=True)
        assert (found.since, found.number, found.entries, found.breaks) == (6, 8, 2, ())

    def test_the_first_time_it_walks_over_everything(self) -> None:
        found = check(by=BY, at=NOON, since_last=True)
        assert (found.since, found.entries) == (0, 6)

    def test_a_walk_begins_where_the_last_one_ended(self) -> None:
        for minute in (0, 60, 120):
            found = check(by=BY, at=later(minute), since_last=True)
        assert (found.since, found.entries) == (7, 1)

    def test_what_was_changed_behind_the_last_time_is_found(self) -> None:
        check(by=BY, at=NOON)
        write("case 8")
        with superuser() as sql:
            sql("update audit_entry set content = replace(content, 'case 8', 'case 9') where number = 8")
        found = check(by=BY, at=later(60), since_last=True)
        assert wrong(found) == [
            "entry 8 was changed after it was written",
            "the columns of entry 8 differ from its hashed words",
        ]

    def test_what_was_changed_before_it_is_left_to_the_walk_over_everything(self) -> None:
        check(by=BY, at=NOON)
        with superuser() as sql:
            sql("update audit_entry set content = replace(content, 'quoted', 'quotes') where number = 3")
        assert check(by=BY, at=later(60), since_last=True).breaks == ()
        assert wrong(check(by=BY, at=later(61))) == ["entry 3 was changed after it was written"]

    def test_a_history_that_was_hashed_anew_no_longer_has_the_entry_it_begins_at(self) -> None:
        check(by=BY, at=NOON)
        with superuser() as sql:
            sql("update audit_head set hash = %s", hash_anew(sql, since=4))
        assert verify().breaks == ()
        found = check(by=BY, at=later(60), since_last=True)
        assert wrong(found)[0] == "entry 6 is not the one that was verified before"

    def test_a_deleted_end_is_found(self) -> None:
        check(by=BY, at=NOON)
        write("case 8")
        with superuser() as sql:
            sql("delete from audit_entry where number = 8")
        assert wrong(check(by=BY, at=later(60), since_last=True)) == [
            "the log says it has 8 entries and has 7: the end was deleted"
        ]

    def test_a_record_of_a_check_that_was_made_unreadable_leads_to_a_walk_over_everything(self) -> None:
        check(by=BY, at=NOON)
        with superuser() as sql:
            sql("update audit_entry set content = 'nothing to see' where number = 7")
        found = check(by=BY, at=later(60), since_last=True)
        assert (found.since, found.entries) == (0, 7)
        assert wrong(found)[0] == "entry 7 was changed after it was written"

    def test_an_empty_log_is_verified_from_its_beginning_again(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry")
            sql("delete from audit_head")
        check(by=BY, at=NOON)
        found = check(by=BY, at=later(60), since_last=True)
        assert (found.since, found.entries, found.breaks) == (0, 1, ())


@pytest.mark.usefixtures("log")
class TestStanding:
    def test_it_says_when_all_and_when_anything_was_last_found_unbroken(self) -> None:
        check(by=BY, at=NOON)
        check(by="ada", at=later(60), since_last=True)
        known = standing()
        assert known.whole is not None
        assert known.latest is not None
        assert (known.whole.at, known.whole.number) == (NOON, 6)
        assert (known.latest.at, known.latest.by, known.latest.number) == (later(60), "ada", 7)
        assert known.broken is None

    def test_a_log_that_was_never_verified_stands_without_a_word(self) -> None:
        known = standing()
        assert (known.whole, known.latest, known.broken) == (None, None, None)

    def test_a_break_stands_though_what_came_later_is_unbroken(self) -> None:
        check(by=BY, at=NOON)
        with superuser() as sql:
            sql("update audit_entry set content = replace(content, 'quoted', 'quotes') where number = 3")
        check(by=BY, at=later(60))
        check(by=BY, at=later(120), since_last=True)
        broken = standing().broken
        assert broken is not None
        assert (broken.at, broken.wrong) == (later(60), ("entry 3 was changed after it was written",))

    def test_a_break_is_over_when_everything_is_found_unbroken_again(self) -> None:
        with superuser() as sql:
            sql("update audit_entry set subject = 'case 9' where number = 3")
        check(by=BY, at=NOON)
        assert standing().broken is not None
        with superuser() as sql:
            sql("update audit_entry set subject = 'case 3' where number = 3")
        check(by=BY, at=later(1))
        assert standing().broken is None


@pytest.mark.usefixtures("log")
class TestColumns:
    @pytest.mark.parametrize("at", ["infinity", "-infinity", "0044-03-15 BC"])
    def test_an_instant_that_is_none_is_found_and_not_stumbled_over(self, at: str) -> None:
        with superuser() as sql:
            sql("update audit_entry set at = %s where number = 4", at)
        assert wrong(verify()) == ["the columns of entry 4 differ from its hashed words"]

    def test_words_that_say_something_twice_are_found(self) -> None:
        with superuser() as sql:
            twice = '"detail":{},"by":"ben@harrowmere.example","detail":{'
            sql("update audit_entry set content = replace(content, '\"detail\":{', %s) where number = 4", twice)
            hash_anew_as_it_is(sql)
        assert wrong(verify()) == ["the columns of entry 4 differ from its hashed words"]

    def test_words_with_their_keys_in_another_order_agree_all_the_same(self) -> None:
        entry = Entry.objects.get(number=4)
        subject = '{"subject":"case 4",' + entry.content.removesuffix(',"subject":"case 4"}').removeprefix("{") + "}"
        with superuser() as sql:
            sql("update audit_entry set content = %s where number = 4", subject)
            hash_anew_as_it_is(sql)
        assert verify().breaks == ()

    def test_quotes_and_control_characters_in_columns_agree(self) -> None:
        write('case "7"\\\n\x01\x7f é \U0001f600')
        assert verify().breaks == ()


def hash_anew_as_it_is(sql) -> None:  # type: ignore[no-untyped-def]
    sql("update audit_head set hash = %s", hash_anew(sql, since=4))


def test_while_one_waits_a_small_log_is_walked_over_whole(log: None) -> None:
    check(by=BY, at=NOON)
    assert check_now(by="ada", at=later(1)).since == 0


def test_while_one_waits_a_large_log_is_walked_over_since_the_last_time(
    log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.audit.checks.WALKED_WHILE_ONE_WAITS", 3)
    check(by=BY, at=NOON)
    assert check_now(by="ada", at=later(1)).since == 6


def test_breaks_are_told_up_to_a_number_so_that_memory_stays_small(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.audit.verification.MOST_BREAKS", 2)
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger all; update audit_entry set by = 'nobody'")
    assert len(verify().breaks) == 2


def test_instants_are_compared_to_the_microsecond(db: None) -> None:
    assert isinstance(NOON, datetime)
    write("case 1")
    with superuser() as sql:
        sql("update audit_entry set at = at + interval '1 microsecond'")
    assert wrong(verify()) == ["the columns of entry 1 differ from its hashed words"]
