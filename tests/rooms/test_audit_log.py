"""REC-01: the log is one unbroken chain, whatever writes to it at once, and says where it was tampered with."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.rooms.world import NOON, later

from evenhand.audit.models import Entry, Head
from evenhand.audit.operations import NotInATransaction, one_transaction, record
from evenhand.audit.queries import Verified, about, holds, verify
from evenhand.core.chain import link_hash


def write(subject: str, action: str = "tests.write", **detail: object) -> None:
    with one_transaction():
        record(body="harrowmere", at=NOON, by="ada@harrowmere.example", action=action, subject=subject, **detail)


@pytest.fixture
def log(db: None) -> None:
    """Six entries."""
    for number in range(1, 7):
        write(f"case {number}", words="é “quoted” \U0001f600")


@contextmanager
def superuser() -> Iterator[Callable[..., None]]:
    """Somebody with every right in the database, who switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger all")
        yield lambda statement, *values: cursor.execute(statement, values)
        cursor.execute("alter table audit_entry enable trigger all")


def found(verified: Verified) -> list[int]:
    return [broken.number for broken in verified.breaks]


@pytest.mark.usefixtures("log")
class TestVerifying:
    def test_an_untouched_log_is_unbroken_and_gives_its_head(self) -> None:
        verified = verify()
        assert (verified.entries, verified.breaks) == (6, ())
        assert verified.head == bytes(Head.objects.get().hash).hex()
        assert holds(verified.head)

    def test_a_changed_word_is_found_at_its_entry(self) -> None:
        with superuser() as sql:
            sql("update audit_entry set content = replace(content, 'quoted', 'quotes') where number = 3")
        assert [broken.wrong for broken in verify().breaks] == ["entry 3 was changed after it was written"]

    def test_words_that_are_no_longer_json_are_found_and_not_stumbled_over(self) -> None:
        with superuser() as sql:
            sql("update audit_entry set content = 'nothing to see' where number = 3")
        assert found(verify()) == [3, 3]

    @pytest.mark.parametrize(
        "change",
        [
            "by = 'ben@harrowmere.example'",
            "body = 'elsewhere'",
            "action = 'tests.look'",
            "subject = 'case 99'",
            "at = at + interval '1 second'",
        ],
    )
    def test_a_changed_column_is_found_at_its_entry(self, change: str) -> None:
        with superuser() as sql:
            sql(f"update audit_entry set {change} where number = 4")
        assert [broken.wrong for broken in verify().breaks] == ["the columns of entry 4 differ from its hashed words"]

    def test_a_deleted_entry_is_found_where_it_was(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry where number = 3")
        assert [broken.wrong for broken in verify().breaks] == ["entry 3 is gone: deleted before entry 4"]

    def test_a_deleted_stretch_is_found_where_it_was(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry where number in (2, 3, 4)")
        assert [broken.wrong for broken in verify().breaks] == ["entries 2 to 4 are gone: deleted before entry 5"]

    def test_a_deleted_beginning_is_found(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry where number = 1")
        assert [broken.wrong for broken in verify().breaks] == ["entry 1 is gone: deleted before entry 2"]

    def test_a_deleted_end_is_found(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry where number > 4")
        assert [broken.wrong for broken in verify().breaks] == [
            "the log says it has 6 entries and has 4: the end was deleted"
        ]

    def test_a_log_that_was_emptied_is_found(self) -> None:
        with superuser() as sql:
            sql("delete from audit_entry")
        assert found(verify()) == [1]

    def test_a_log_that_was_emptied_with_its_head_is_found_by_the_head_kept_elsewhere(self) -> None:
        kept = verify().head
        with superuser() as sql:
            sql("delete from audit_entry")
            sql("delete from audit_head")
        assert verify() == Verified(0, "", ())
        assert not holds(kept)

    @pytest.mark.parametrize("number", [-1, 0, 7])
    def test_an_inserted_entry_is_found(self, number: int) -> None:
        with superuser() as sql:
            sql(
                "insert into audit_entry select %s, body, at, by, action, subject, content, previous, hash"
                " from audit_entry where number = 6",
                number,
            )
        assert number in found(verify())

    def test_two_entries_that_changed_places_are_found(self) -> None:
        with superuser() as sql:
            sql("update audit_entry set number = 70 where number = 2")
            sql("update audit_entry set number = 2 where number = 5")
            sql("update audit_entry set number = 5 where number = 70")
        assert set(found(verify())) >= {2, 5}

    def test_a_tail_that_was_hashed_anew_is_found_at_its_end(self) -> None:
        with superuser() as sql:
            hash_anew(sql, since=4)
        assert [broken.wrong for broken in verify().breaks] == ["entry 6 is not the one the log says it ends with"]

    def test_a_tail_and_a_head_that_were_hashed_anew_are_found_by_the_head_kept_elsewhere(self) -> None:
        kept = verify().head
        with superuser() as sql:
            sql("update audit_head set hash = %s", hash_anew(sql, since=4))
        assert verify().breaks == ()
        assert not holds(kept)


def hash_anew(sql: Callable[..., None], *, since: int) -> bytes:
    """Rewrite history from an entry on, every hash fitting again. The last hash."""
    previous = bytes(Entry.objects.get(number=since - 1).hash)
    for entry in Entry.objects.filter(number__gte=since).order_by("number"):
        content = entry.content.replace("quoted", "forged")
        forged = link_hash(entry.number, previous, content)
        sql(
            "update audit_entry set content = %s, previous = %s, hash = %s where number = %s",
            content, previous, forged, entry.number,
        )  # fmt: skip
        previous = forged
    return previous


def test_something_that_is_no_hash_is_in_no_log(db: None) -> None:
    assert not holds("no hexadecimal")


def test_nothing_is_recorded_outside_a_transaction(db: None) -> None:
    with pytest.raises(NotInATransaction, match=r"cases.decide on case 1"):
        record(body="", at=NOON, by="ada", action="cases.decide", subject="case 1")


def fail_after_recording() -> None:
    with one_transaction():
        record(body="", at=NOON, by="ada", action="tests.lost", subject="case 1")
        raise RuntimeError("it broke")


def test_what_fails_leaves_no_entry(db: None) -> None:
    with pytest.raises(RuntimeError):
        fail_after_recording()
    assert verify() == Verified(0, "", ())


def test_a_transaction_inside_another_is_chained_in_order_with_it(db: None) -> None:
    with one_transaction():
        record(body="", at=NOON, by="ada", action="tests.outer", subject="case 1")
        with one_transaction():
            record(body="", at=later(1), by="ada", action="tests.inner", subject="case 1")
        record(body="", at=later(2), by="ada", action="tests.outer again", subject="case 1")
    assert [line.action for line in about("", "case 1")] == ["tests.outer", "tests.inner", "tests.outer again"]
    assert verify().breaks == ()


def test_an_inner_transaction_that_fails_takes_its_entries_with_it_though_the_outer_goes_on(db: None) -> None:
    with one_transaction():
        record(body="", at=NOON, by="ada", action="tests.before", subject="case 1")
        with pytest.raises(RuntimeError):
            fail_after_recording()
        record(body="", at=NOON, by="ada", action="tests.after", subject="case 1")
    assert [line.action for line in about("", "case 1")] == ["tests.before", "tests.after"]


@pytest.mark.django_db(transaction=True)
def test_eight_threads_write_one_unbroken_chain() -> None:
    def write_ten(thread: int) -> None:
        try:
            for number in range(10):
                write(f"thread {thread}", number=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write_ten, range(8)))
    verified = verify()
    assert (verified.entries, verified.breaks) == (80, ())
    for thread in range(8):
        assert [line.detail for line in about("harrowmere", f"thread {thread}")] == [
            f'{{"number":{number}}}' for number in range(10)
        ]
