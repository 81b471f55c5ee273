"""EVD-01: a capture's parts: the comment in its thread as we hold it, drawn so that nothing in it can act or hide."""

import hashlib
import json
import re
import time
from datetime import timedelta
from html import unescape

import pytest
from tests.rooms.world import BY, NOON, a_comment, edit, later, new_body, new_channel, open_case, receive

from evenhand.evidence import queries, storage, thread
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture, capture_author, capture_post
from evenhand.evidence.rendering import page, shortened
from evenhand.evidence.thread import PostSaid, Said, Thread
from evenhand.intake.models import Author, Channel, Post, Revision


def captured(channel: Channel, id_: str = "c1", number: int = 1) -> Capture:
    revision = Revision.objects.get(comment__channel=channel, comment__native_id=id_, number=number)
    return capture(revision=revision, by=BY, at=later(5))


def content(made: Capture, part: str) -> bytes:
    return storage.read(made.sha256_of(part))


def around(made: Capture) -> dict[str, list[tuple[str, str]]]:
    """Ids and texts of the thread part."""
    found = json.loads(content(made, "thread"))
    return {place: [(said["id"], said["text"]) for said in found[place]] for place in ("above", "captured", "around")}


def drawn(text: str, *, post: str = "The library opens late", author: str = "Robin Vale") -> str:
    said = Said("c1", "", author, "a1", text, len(text), "2024-03-04T11:00:00+00:00", "", 1, "visible", False, True)
    return page(Thread(PostSaid("p1", "", post, ""), (), (said,), ()), title="Comment c1", about="Drawn.")


def shown(html: str) -> str:
    """What a reader sees of it, without tags."""
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<body>")[2]))


class TestTheThread:
    def test_what_is_answered_stands_above_and_the_rest_around_by_time(self, channel: Channel) -> None:
        ages = {"c1": 60, "c2": 50, "c3": 40, "c4": 30, "c5": 20}
        answered = {"c3": "c1", "c4": "c3"}
        for id_, minutes in ages.items():
            posted = NOON - timedelta(minutes=minutes)
            receive(channel, a_comment(id_, f"words of {id_}", created_at=posted, parent_id=answered.get(id_, "")))
        assert around(captured(channel, "c4")) == {
            "above": [("c1", "words of c1"), ("c3", "words of c3")],
            "captured": [("c4", "words of c4")],
            "around": [("c2", "words of c2"), ("c5", "words of c5")],
        }

    def test_a_ring_of_answers_is_walked_once(self, channel: Channel) -> None:
        receive(channel, a_comment("c1", parent_id="c2"), a_comment("c2", parent_id="c1"))
        assert [id_ for id_, _ in around(captured(channel))["above"]] == ["c2"]

    def test_an_answer_to_what_nobody_holds_stands_alone(self, channel: Channel) -> None:
        receive(channel, a_comment("c1", parent_id="gone", post_id=""))
        made = captured(channel)
        assert around(made) == {"above": [], "captured": [("c1", "Words that somebody wrote")], "around": []}
        assert json.loads(content(made, "thread"))["post"] is None

    def test_the_wording_that_was_decided_about_is_captured_among_the_others_as_they_are_now(
        self, channel: Channel
    ) -> None:
        open_case(channel)
        receive(channel, a_comment("c2", "first words"))
        for id_ in ("c1", "c2"):
            edit(channel, id_, at=later(1), text="later words")
        found = around(captured(channel, number=1))
        assert found["captured"] == [("c1", "Words that somebody wrote")]
        assert found["around"] == [("c2", "later words")]

    def test_neighbours_are_excerpts_and_the_comment_is_whole(self, channel: Channel) -> None:
        receive(channel, a_comment("c1", "x" * 5_000), a_comment("c2", "y" * 5_000))
        made = captured(channel)
        found = json.loads(content(made, "thread"))
        assert len(found["captured"][0]["text"]) == 5_000
        assert (len(found["around"][0]["text"]), found["around"][0]["characters"]) == (thread.EXCERPT, 5_000)
        assert "3,000 more characters are not shown here" in content(made, "rendering").decode()

    def test_of_a_thousand_comments_sixty_are_kept(self, channel: Channel) -> None:
        receive(channel, *(a_comment(f"c{n}", created_at=NOON - timedelta(minutes=n)) for n in range(1_000)))
        assert len(around(captured(channel, "c500"))["around"]) == thread.AROUND - 1

    def test_what_another_body_holds_under_the_same_ids_is_not_in_it(self, channel: Channel) -> None:
        receive(channel, a_comment("c1", parent_id="c2"))
        receive(new_channel(new_body("birkdale")), a_comment("c2", "of another body"))
        assert b"of another body" not in content(captured(channel), "thread")


class TestOtherSubjects:
    """A post before its comments are turned off, an account before it is blocked."""

    def test_a_post_is_captured_with_every_comment_held_under_it(self, channel: Channel) -> None:
        receive(channel, *(a_comment(f"c{n}", "y" * 3_000) for n in range(100)), a_comment("c200", post_id="p2"))
        made = capture_post(post=Post.objects.get(native_id="p1"), by=BY, at=later(5))
        assert (made.body, made.subject_name) == (channel.body, f"post {made.post_id}")
        found = json.loads(content(made, "thread"))
        assert (
            found["post"]["text"] == json.loads(content(made, "record"))["text"] == "The library opens late on Thursday"
        )
        assert [said["id"] for said in found["around"]] == [f"c{n}" for n in range(100)]
        assert {len(said["text"]) for said in found["around"]} == {3_000}
        assert "The 100 comments held under it" in content(made, "rendering").decode()

    def test_an_account_is_captured_with_the_list_of_its_captured_comments(self, channel: Channel) -> None:
        receive(channel, a_comment("c1", "first"), a_comment("c2", "never captured"), a_comment("c3", author_id="a2"))
        earlier = captured(channel, "c1")
        captured(channel, "c3")
        made = capture_author(author=Author.objects.get(native_id="a1"), by=BY, at=later(9))
        record = json.loads(content(made, "record"))
        assert record["author"] == {"id": "a1", "handle": "", "name": "Robin Vale", "url": ""}
        assert record["captures_of_comments"] == [
            {
                "capture": earlier.pk,
                "comment": "c1",
                "captured_at": "2024-03-04T12:05:00+00:00",
                "manifest_sha256": earlier.sha256_of("manifest"),
            }
        ]
        assert [said["text"] for said in json.loads(content(made, "thread"))["around"]] == ["first"]
        assert [each.pk for each in queries.captures_of_author(channel.body, made.author_id)] == [earlier.pk, made.pk]

    def test_a_picture_of_a_long_thread_ends_and_says_so(self, channel: Channel) -> None:
        receive(channel, *(a_comment(f"c{n}", "y" * 3_000) for n in range(100)))
        whole = thread.under_post(Post.objects.get())
        short = shortened(whole, 60_000)
        assert (len(short.around), short.more) == (19, 81)
        assert "81 more comments are not shown here" in page(short, title="", about="")
        assert "more comments" not in page(whole, title="", about="")


class TestTheManifest:
    def test_it_seals_every_other_part(self, channel: Channel) -> None:
        receive(channel, a_comment())
        made = captured(channel)
        sealed = json.loads(content(made, "manifest"))
        assert [part["name"] for part in sealed["parts"]] == ["payload", "record", "rendering", "thread"]
        for part in sealed["parts"]:
            kept = content(made, part["name"])
            assert (part["sha256"], part["bytes"]) == (hashlib.sha256(kept).hexdigest(), len(kept))
        assert sealed["captured_at"] == "2024-03-04T12:05:00+00:00"
        assert sealed["missing"] == made.missing

    def test_what_is_missing_is_named_with_why(self, channel: Channel) -> None:
        receive(channel, a_comment(url=""))
        why = "pictures are switched off (EVENHAND_CHROMIUM)"
        assert captured(channel).missing == [
            {"part": "screenshot", "why": why},
            {"part": "permalink", "why": "the platform gave no address of it"},
        ]

    def test_a_platform_that_names_no_hosts_is_not_said_to_lack_a_picture_of_its_page(self, channel: Channel) -> None:
        Channel.objects.update(platform="import_file")
        receive(channel, a_comment(url="https://social.example/c1"))
        assert [lost["part"] for lost in captured(channel).missing] == ["screenshot"]


class TestTheRendering:
    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></body><script>alert(1)</script>",
            "<!-- --><svg onload=alert(1)>", "&lt;script&gt;", '" onmouseover="alert(1)', "<meta http-equiv=refresh>",
        ],
    )  # fmt: skip
    def test_tags_in_a_comment_are_words(self, hostile: str) -> None:
        html = drawn(hostile, author=hostile, post=hostile)
        assert shown(html).count(hostile) == 3
        assert {tag.lower() for tag in re.findall(r"<(/?[a-zA-Z0-9!]+)", html)} <= {
            "!doctype", "html", "head", "/head", "meta", "title", "/title", "style", "/style", "body", "/body",
            "/html", "h1", "/h1", "p", "/p", "div", "/div", "b", "/b",
        }  # fmt: skip

    def test_it_forbids_itself_scripts_and_every_address(self) -> None:
        html = drawn("words")
        assert "default-src 'none'" in html
        assert not re.search(r"(src|href|url)\s*[=(]", html)

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("pay \u202egro.live", "pay U+202E right-to-left overridegro.live"),
            ("id\u200bi\u200bot", "idU+200B zero width spaceiU+200B zero width spaceot"),
            ("a\u2066b\u2069", "aU+2066 left-to-right isolatebU+2069 pop directional isolate"),
            ("soft\u00adhyphen", "softU+00AD soft hyphenhyphen"),
            ("bell\x07", "bellU+0007"),
            ("blank\u3164letter", "blankU+3164 hangul fillerletter"),
            ("a\u200db", "aU+200D zero width joinerb"),
            ("half \ud83d a pair", "half U+D83D a pair"),
            ("\ufeffstart", "U+FEFF zero width no-break spacestart"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_seen_is_shown_by_its_number(self, text: str, seen: str) -> None:
        html = drawn(text)
        assert seen in shown(html)
        assert not any(each in html for each in text if ord(each) > 0x7F or ord(each) < 0x0A)
        html.encode()

    @pytest.mark.parametrize(
        "text",
        [
            "👩‍👩‍👧 family",
            "👍🏽",
            "❤️",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿 England",
            "naïve café",
            "السلام عليكم",
            "line\nbreak\ttab",
            "one\r\ntwo",
            "£5 – “yes”",
        ],
    )
    def test_pictures_flags_and_other_scripts_stay_as_they_are(self, text: str) -> None:
        html = drawn(text)
        assert "mark" not in html.partition("<body>")[2]
        assert text in shown(html)

    @pytest.mark.parametrize("text", ["x" * 1_000_000, "\u202e" * 50_000, "<" * 300_000])
    def test_a_megabyte_is_drawn_in_seconds(self, text: str) -> None:
        begun = time.monotonic()
        assert len(drawn(text)) > len(text)
        assert time.monotonic() - begun < 5


class TestQueries:
    def test_parts_are_listed_for_a_comment_and_for_a_body(self, channel: Channel) -> None:
        receive(channel, a_comment("c1"), a_comment("c2"))
        one, two, three = captured(channel, "c1"), captured(channel, "c2"), captured(channel, "c1")
        body = channel.body
        assert [part.capture for part in queries.parts_of_comment(body, one.comment_id)] == [one.pk] * 5 + [
            three.pk
        ] * 5
        assert {part.capture for part in queries.parts_of_body(body)} == {one.pk, two.pk, three.pk}
        [payload] = [part for part in queries.parts_of(two) if part.name == "payload"]
        assert storage.read(payload.sha256) == b'{"id": "c2"}'
        assert payload.bytes == 12

    def test_another_bodys_officer_sees_none_of_them(self, channel: Channel) -> None:
        receive(channel, a_comment())
        made, other = captured(channel), new_body("birkdale")
        assert not queries.captures_of(other).exists()
        assert queries.parts_of_comment(other, made.comment_id) == []
        assert list(queries.parts_of_body(other)) == []
        with pytest.raises(Capture.DoesNotExist):
            queries.capture_of(other, made.pk)
