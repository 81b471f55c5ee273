"""What is rare, broken or huge costs no other comment."""

from typing import Any

from tests.platforms.contract_suite import BEYOND_2_53, ON_EACH_THAT_READS, everything, possible, the
from tests.platforms.fakes.serving import FakePlatform


class TestOddThings:
    @ON_EACH_THAT_READS
    def test_ids_beyond_what_javascript_counts_keep_every_digit(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "ids beyond 2^53")
        id_ = fake.comment(id=BEYOND_2_53)
        assert BEYOND_2_53 in id_
        assert the(everything(connection)[0], id_).id == id_

    @ON_EACH_THAT_READS
    def test_a_comment_without_author_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "missing author")
        id_ = fake.comment("Words", author=None)
        came = the(everything(connection)[0], id_)
        assert (came.text, came.author_id, came.author_name) == ("Words", "", "")

    @ON_EACH_THAT_READS
    def test_an_answer_to_what_was_deleted_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "deleted parent")
        above = fake.comment("Above")
        below = fake.comment("Below", parent=above)
        fake.delete(above)
        came = the(everything(connection)[0], below)
        assert (came.text, bool(came.post_id)) == ("Below", True)

    @ON_EACH_THAT_READS
    def test_comments_that_answer_each_other_come_in_once_and_end(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "cycle")
        ids = fake.cycle()
        came, _, _ = everything(connection)
        assert sorted(comment.id for comment in came if comment.id in ids) == sorted(ids)

    @ON_EACH_THAT_READS
    def test_html_in_a_name_stays_words(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "HTML in names")
        id_ = fake.comment("1 < 2 & so on", author="<b>Robin</b>")
        came = the(everything(connection)[0], id_)
        assert came.author_name in ("<b>Robin</b>", "Robin")
        assert came.text == "1 < 2 & so on"

    @ON_EACH_THAT_READS
    def test_what_is_no_comment_loses_none_of_the_others(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "garbled")
        before = fake.comment("Before")
        fake.garble()
        after = fake.comment("After")
        came, odd, _ = everything(connection)
        assert {before, after} <= {comment.id for comment in came}
        assert odd

    @ON_EACH_THAT_READS
    def test_twenty_thousand_replies_all_come_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "crowd")
        fake.crowd(20_000)
        came, _, _ = everything(connection)
        assert len({comment.id for comment in came}) == 20_000

    @ON_EACH_THAT_READS
    def test_a_chain_deeper_than_any_stack_all_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "chain")
        fake.chain(3_000)
        came, _, _ = everything(connection)
        assert len({comment.id for comment in came}) == 3_000
