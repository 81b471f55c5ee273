"""What people wrote comes in whole, once, and is never taken for gone because it is not there."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.contract_suite import ON_EACH_THAT_READS, READ, everything, possible, the
from tests.platforms.fakes.serving import FAULTS, REVOKED, FakePlatform

from evenhand.platforms import found
from evenhand.platforms.contract import AccessRefused, Gone, Incoming, Ref, TryAgain, Withheld


class TestReading:
    @ON_EACH_THAT_READS
    def test_what_a_stranger_wrote_comes_in_whole(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("When is the library open?")
        found_ = the(everything(connection)[0], id_)
        assert found_.text == "When is the library open?"
        assert "Robin" in found_.author_name or "robin" in found_.author_handle or "identity" in fake.cannot
        assert found_.post_id
        assert found_.created_at.utcoffset() == timedelta(0)
        assert isinstance(json.loads(found_.payload), dict)

    @ON_EACH_THAT_READS
    def test_what_we_wrote_ourselves_is_known_as_ours(
        self, fake: FakePlatform, connection: Any, tmp_path: Path
    ) -> None:
        try:
            id_ = fake.ours("It opens at nine.")
        except NotImplementedError:
            pytest.skip(f"{fake.name}: its fake has no way to write as us yet")
        stranger = fake.comment("Thank you")
        came, _, _ = everything(connection)
        account = fake.access(tmp_path).account
        assert the(came, stranger).author_id != account
        assert [comment.author_id for comment in came if comment.id == id_] in ([account], [account] * 2)

    @ON_EACH_THAT_READS
    def test_what_comes_later_comes_from_the_cursor(self, fake: FakePlatform, connection: Any) -> None:
        fake.comment("The first")
        _, _, cursor = everything(connection)
        id_ = fake.comment("The second")
        came, _, again = everything(connection, cursor)
        assert the(came, id_).text == "The second"
        assert isinstance(again, str)

    @ON_EACH_THAT_READS
    def test_the_same_again_is_the_same(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words")
        first, second = the(everything(connection)[0], id_), the(everything(connection)[0], id_)
        assert (first.id, first.text, first.created_at) == (second.id, second.text, second.created_at)

    @ON_EACH_THAT_READS
    def test_changed_words_come_as_changed(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "edit")
        id_ = fake.comment("Before")
        _, _, cursor = everything(connection)
        fake.edit(id_, "After")
        came = connection.fetch(Ref(id_, the(everything(connection)[0], id_).post_id))
        assert isinstance(came, Incoming)
        assert came.text == "After"
        assert [c.text for c in everything(connection, cursor)[0] if c.id == id_] in (["After"], [])

    @ON_EACH_THAT_READS
    def test_a_comment_is_fetched_as_it_is(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fetched = connection.fetch(Ref(id_, came.post_id, came.parent_id))
        assert isinstance(fetched, Incoming)
        assert (fetched.id, fetched.text, fetched.author_id) == (came.id, came.text, came.author_id)

    @ON_EACH_THAT_READS
    def test_what_its_author_deleted_is_gone_or_at_least_not_there(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "delete")
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fake.delete(id_)
        assert isinstance(connection.fetch(Ref(id_, came.post_id, came.parent_id)), Gone | Withheld)

    @ON_EACH_THAT_READS
    def test_what_is_hidden_is_not_gone(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "hide")
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fake.hide(id_)
        seen = connection.fetch(Ref(id_, came.post_id, came.parent_id))
        assert isinstance(seen, Withheld) or (isinstance(seen, Incoming) and seen.state != "deleted")

    @ON_EACH_THAT_READS
    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_fault_costs_a_poll_and_no_comment(self, fake: FakePlatform, connection: Any, fault: str) -> None:
        possible(fake, fault)
        id_ = fake.comment("Words")
        fake.fail_next(fault)
        with pytest.raises(TryAgain) as end:
            everything(connection)
        assert (fault == REVOKED) == isinstance(end.value, AccessRefused)
        if fault != REVOKED:
            assert the(everything(connection)[0], id_).text == "Words"


class TestExports:
    @pytest.mark.parametrize("name", [name for name in READ if found.native(name)])
    def test_an_export_reads_as_what_is_polled(self, name: str, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words that stand in both")
        native = found.native(name)
        assert native is not None
        exported = the([native.translate(one) for one in native.comments_in(fake.export())], id_)
        polled = the(everything(connection)[0], id_)
        assert (exported.id, exported.text, exported.author_id) == (polled.id, polled.text, polled.author_id)
        assert exported.created_at == polled.created_at
