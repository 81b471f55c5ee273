"""WordPress beyond what every platform does: what is not asked for, pages that move, bins, moved sites."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.contract_suite import everything, the
from tests.platforms.fakes.serving import Said
from tests.platforms.fakes.wordpress import BEGINNING, ME, POST, SITE, Fake, routes

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import (
    Access,
    AccessRefused,
    Act,
    Gone,
    Health,
    Incoming,
    NotDone,
    NotReadable,
    Ref,
    TryAgain,
    Withheld,
)
from evenhand.platforms.exchange import Reply
from evenhand.platforms.wordpress import comments_in, translate
from evenhand.platforms.wordpress.client import _ending


@pytest.fixture
def fake() -> Any:
    there = Fake()
    there.start()
    yield there
    there.stop()


@pytest.fixture
def connection(fake: Fake, tmp_path: Path) -> Any:
    return found.connect("wordpress", fake.access(tmp_path))


def act(verb: Verb, subject: str, **known: Any) -> Act:
    return Act("k1", verb, SITE, subject, **known)


class TestNoMoreThanIsNeeded:
    def test_the_authors_address_device_and_program_are_never_asked_for(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        came, _, _ = everything(connection)
        connection.fetch(Ref(id_))
        asked = [call.query["_fields"] for call in fake.seen_calls if "/comments" in call.query["rest_route"]]
        assert asked
        assert not [fields for fields in asked if "email" in fields or "_ip" in fields or "agent" in fields]
        assert "robin@example.org" not in the(came, id_).payload.decode()

    def test_an_administrators_export_is_kept_without_them(self, fake: Fake) -> None:
        fake.comment("Words")
        kept = next(translate(one) for one in comments_in(fake.export()))
        assert json.loads(kept.payload)["author_name"] == "Robin Vale"
        assert not {"author_email", "author_ip", "author_user_agent"} & json.loads(kept.payload).keys()

    def test_a_guests_name_counts_against_nobody_and_a_users_number_does(self, fake: Fake, connection: Any) -> None:
        guest, user = fake.comment(), fake.comment()
        fake.comments[int(user)]["author"] = 31
        came, _, _ = everything(connection)
        assert [the(came, id_).author_id for id_ in (guest, user)] == ["", "user 31"]


class TestReading:
    def test_words_come_as_they_were_typed_with_the_post_and_where_links_lead(
        self, fake: Fake, connection: Any
    ) -> None:
        id_ = fake.comment()
        fake.comments[int(id_)]["content"] = {
            "raw": "It's <a href='https://spam.example/x'>here</a>\nand &lt;there&gt;", "rendered": "<p>It’s</p>",
        }  # fmt: skip
        came = the(everything(connection)[0], id_)
        assert came.text == "It's here\nand <there>"
        assert came.attachments == ("https://spam.example/x",)
        assert (came.post_text, came.post_url) == ("The library & its hours", f"{SITE}/library/")

    def test_what_waits_for_approval_comes_in_hidden(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        fake.hide(id_)
        assert the(everything(connection)[0], id_).state == "hidden"

    def test_what_is_deleted_between_two_pages_costs_no_other_comment(self, fake: Fake, connection: Any) -> None:
        fake.crowd(150)
        first = connection.poll("")
        fake.delete("1")
        came, _, _ = everything(connection, first.cursor)
        assert {comment.id for comment in (*first.incoming, *came)} == {str(number) for number in range(1, 151)}

    def test_the_hour_that_comes_twice_in_autumn_is_looked_at_twice(self, fake: Fake, connection: Any) -> None:
        """What is older by the clock on the wall may be newer: two hours before the last one seen are read again."""
        late = fake.comment("Late")
        fake.written_at(late, BEGINNING + timedelta(hours=2))
        _, _, cursor = everything(connection)
        earlier = fake.comment("Later, and an hour earlier by the clock")
        fake.written_at(earlier, BEGINNING + timedelta(hours=1))
        assert the(everything(connection, cursor)[0], earlier).text.startswith("Later")

    def test_once_a_day_a_month_is_looked_at_again(self, fake: Fake, tmp_path: Path) -> None:
        now = BEGINNING
        old = fake.comment("Before")
        recent = fake.comment("Recent")
        fake.written_at(recent, BEGINNING + timedelta(days=3))
        access = Access(SITE, fake.secrets, fake.address, tmp_path, now=lambda: now)
        connection: Any = found.connect("wordpress", access)
        _, _, cursor = everything(connection)
        fake.edit(old, "After")
        now = BEGINNING + timedelta(hours=23)
        came, _, cursor = everything(connection, cursor)
        assert [comment.id for comment in came] == [recent]
        now = BEGINNING + timedelta(hours=25)
        assert the(everything(connection, cursor)[0], old).text == "After"

    def test_what_is_binned_is_deleted_and_what_is_removed_is_gone(self, fake: Fake, connection: Any) -> None:
        binned, removed, odd = fake.comment(), fake.comment(), fake.comment()
        fake.comments[int(binned)]["status"] = "trash"
        fake.comments[int(odd)]["content"] = {"raw": ["no", "words"]}
        fake.delete(removed)
        seen = connection.fetch(Ref(binned))
        assert isinstance(seen, Incoming)
        assert seen.state == "deleted"
        assert isinstance(connection.fetch(Ref(removed)), Gone)
        assert isinstance(connection.fetch(Ref(odd)), Withheld)

    @pytest.mark.parametrize("document", [{"posts": []}, "words", [1]])
    def test_an_export_of_something_else_is_refused(self, document: object) -> None:
        with pytest.raises(NotReadable):
            list(comments_in(document))

    def test_a_site_that_hides_its_page_counts_is_not_read_in_part(self, fake: Fake, connection: Any) -> None:
        fake.comment()
        fake.answer = lambda _: Said(200, b"[]")  # type: ignore[method-assign]
        with pytest.raises(TryAgain, match="X-WP-Total"):
            connection.poll("")


class TestActing:
    def test_nothing_is_sent_where_nothing_would_change(self, fake: Fake, connection: Any) -> None:
        """WordPress answers a change that changes nothing with 500, which would look like a fault."""
        id_ = fake.comment()
        fake.hide(id_)
        assert connection.perform(act(Verb.HIDE, id_)).words == "200: done before, the comment is hold"
        assert not [route for route in routes(fake) if route.startswith("POST")]

    def test_a_site_without_a_bin_deletes_for_good_and_says_so(self, fake: Fake, connection: Any) -> None:
        fake.keeps_a_bin = False
        id_ = fake.comment()
        assert "for good" in connection.perform(act(Verb.DELETE, id_)).words
        assert int(id_) not in fake.comments

    def test_what_is_in_the_bin_can_be_shown_again(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        connection.perform(act(Verb.DELETE, id_))
        assert connection.perform(act(Verb.UNHIDE, id_)).words == "200: approved"

    def test_our_words_are_never_markup(self, fake: Fake, connection: Any) -> None:
        id_ = fake.comment()
        connection.perform(act(Verb.REPLY, id_, text="Open <b>late</b> & early"))
        [mine] = [row for row in fake.comments.values() if row["author"] == ME]
        assert mine["content"]["rendered"] == "<p>Open &lt;b&gt;late&lt;/b&gt; &amp; early</p>\n"
        assert (mine["parent"], mine["post"], mine["status"]) == (int(id_), POST, "approved")

    def test_the_same_answer_sent_twice_stands_once(self, fake: Fake, connection: Any) -> None:
        asked = act(Verb.REPLY, fake.comment(), text="At nine.")
        connection.perform(asked)
        assert connection.perform(asked).words == "409: done before"
        assert fake.effects(asked) == 1

    def test_an_older_answer_of_ours_with_the_same_words_is_not_taken_for_this_one(
        self, fake: Fake, connection: Any
    ) -> None:
        asked = act(Verb.REPLY, fake.comment(), text="At nine.")
        connection.perform(asked)
        again = Act("k2", Verb.REPLY, SITE, asked.subject_id, "At nine.", already=connection.standing(asked))
        with pytest.raises(NotDone, match="comment_duplicate"):
            connection.perform(again)
        assert not connection.observe(again).in_effect

    def test_a_closed_post_takes_no_answer_of_ours_either(self, fake: Fake, connection: Any) -> None:
        fake.closed = True
        with pytest.raises(NotDone, match="rest_comment_closed"):
            connection.perform(act(Verb.REPLY, fake.comment(), text="At nine."))

    def test_a_page_is_closed_where_pages_are(self, fake: Fake, connection: Any) -> None:
        with pytest.raises(NotDone, match="no post or page"):
            connection.perform(act(Verb.CLOSE, "99"))
        assert [route for route in routes(fake) if "pages/99" in route]


class TestAccess:
    def test_the_password_is_never_sent_in_clear(self, fake: Fake) -> None:
        connection: Any = found.connect("wordpress", Access("http://news.harrowmere.example", fake.secrets))
        with pytest.raises(AccessRefused, match="https"):
            connection.poll("")
        assert connection.probe().health is Health.BROKEN

    def test_without_a_password_nothing_is_called(self, fake: Fake) -> None:
        connection: Any = found.connect("wordpress", Access(SITE, {"user": "x"}, fake.address))
        with pytest.raises(AccessRefused, match="no user name and application password"):
            connection.poll("")
        assert fake.seen_calls == []

    def test_a_user_without_the_role_is_found_by_the_probe(self, fake: Fake, connection: Any) -> None:
        fake.may = {"moderate_comments": True}
        probe = connection.probe()
        assert probe.health is Health.BROKEN
        assert "turn comments on posts off and on" in probe.words

    @pytest.mark.parametrize(
        ("status", "code", "end"),
        [
            (403, "rest_forbidden_context", AccessRefused),
            (403, "", AccessRefused),  # a firewall before the site
            (403, "rest_comment_closed", NotDone),
            (400, "comment_flood", TryAgain),
            (301, "", AccessRefused),
            (404, "rest_comment_invalid_id", NotDone),
        ],
    )
    def test_each_refusal_ends_as_it_should(self, status: int, code: str, end: type[Exception]) -> None:
        answer = Reply(status, json.dumps({"code": code}).encode(), {"location": "https://elsewhere.example"})
        assert isinstance(_ending(answer, "words"), end)
