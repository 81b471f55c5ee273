"""What Meta's answers and messages mean: its error codes, its headers about usage, its signatures."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from evenhand.platforms import facebook
from evenhand.platforms.contract import (
    AccessRefused,
    NotDone,
    NotReadable,
    PushAnswer,
    Ref,
    Replayed,
    TryAgain,
    Unknown,
    WrongSignature,
)
from evenhand.platforms.exchange import Reply
from evenhand.platforms.graph import listed, must_succeed, node, written
from evenhand.platforms.graph_endings import Endings, GraphRefusal
from evenhand.platforms.graph_usage import Usage, seconds_to_regain
from evenhand.platforms.signatures import hex_hmac, must_match

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRETS = {"app_secret": "app-secret-of-a-test", "verify_token": "meatyhamhock"}


def ending(code: int, subcode: int = 0, message: str = "Words", status: int = 400, **headers: str) -> Exception | None:
    error = {"message": message, "code": code, "error_subcode": subcode, "fbtrace_id": "AbC"}
    reply = Reply(status, json.dumps({"error": error}).encode(), headers)
    return Endings(["sesame"])(reply, "words as they came")


class TestErrorCodes:
    @pytest.mark.parametrize("code", [4, 17, 32, 341, 613, 80001, 80002, 80006])
    def test_too_many_calls_are_tried_again(self, code: int) -> None:
        found = ending(code)
        assert type(found) is TryAgain
        assert found.after_seconds == 0

    def test_the_wait_is_what_the_usage_header_says_in_minutes(self) -> None:
        usage = json.dumps({"5050": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}]})
        found = ending(80001, **{"x-business-use-case-usage": usage})
        assert isinstance(found, TryAgain)
        assert found.after_seconds == 19 * 60

    def test_what_is_blocked_for_now_waits_an_hour(self) -> None:
        found = ending(368)
        assert isinstance(found, TryAgain)
        assert found.after_seconds == 3600

    @pytest.mark.parametrize(("code", "subcode"), [(190, 0), (190, 460), (190, 463), (102, 0), (104, 0), (2500, 0)])
    def test_a_token_that_is_over_is_access_refused(self, code: int, subcode: int) -> None:
        assert isinstance(ending(code, subcode, status=401), AccessRefused)

    def test_a_wrong_proof_is_access_refused(self) -> None:
        found = ending(100, message="Invalid appsecret_proof provided in the API argument")
        assert isinstance(found, AccessRefused)

    @pytest.mark.parametrize("code", [3, 10, 200, 230, 299])
    def test_a_missing_permission_is_not_done_and_named(self, code: int) -> None:
        found = ending(code, message="(#200) Requires pages_manage_engagement permission", status=403)
        assert isinstance(found, GraphRefusal)
        assert found.permission
        assert "pages_manage_engagement" in str(found)

    def test_code_300_is_no_permission(self) -> None:
        found = ending(300)
        assert isinstance(found, GraphRefusal)
        assert not found.permission

    def test_what_is_not_there_says_so(self) -> None:
        found = ending(100, 33)
        assert isinstance(found, GraphRefusal)
        assert (found.gone, found.permission) == (True, False)

    def test_another_invalid_parameter_is_a_refusal_and_nothing_is_gone(self) -> None:
        found = ending(100)
        assert isinstance(found, GraphRefusal)
        assert not found.gone

    @pytest.mark.parametrize("code", [1, 2])
    def test_a_fault_of_metas_may_have_acted(self, code: int) -> None:
        assert isinstance(ending(code, status=500), Unknown)

    @pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"error": "words"}', b'{"data": []}', b""])
    def test_what_is_no_error_of_graphs_ends_as_usual(self, body: bytes) -> None:
        assert Endings([])(Reply(502, body), "words") is None

    def test_a_token_that_meta_quotes_is_struck_out(self) -> None:
        assert "sesame" not in str(ending(190, message="Malformed access token sesame"))


class TestUsage:
    def test_a_fifth_is_left_for_actions(self) -> None:
        usage = Usage(lambda: NOW)
        usage.hear(Reply(200, b"", {"x-app-usage": '{"call_count": 79, "total_time": 1, "total_cputime": 2}'}))
        usage.leave_for_actions()
        usage.hear(Reply(200, b"", {"x-page-usage": '{"call_count": 3, "total_time": 80, "total_cputime": 2}'}))
        with pytest.raises(TryAgain, match="20 of 100") as stop:
            usage.leave_for_actions()
        assert stop.value.after_seconds == 300

    def test_the_last_answer_counts(self) -> None:
        usage = Usage(lambda: NOW)
        usage.hear(Reply(200, b"", {"x-app-usage": '{"call_count": 95}'}))
        usage.hear(Reply(200, b"", {"x-app-usage": '{"call_count": 5}'}))
        usage.leave_for_actions()

    def test_reading_goes_on_when_the_wait_is_over(self) -> None:
        clock = [NOW]
        usage = Usage(lambda: clock[0])
        usage.hear(Reply(200, b"", {"x-app-usage": '{"call_count": 100}'}))
        clock[0] += timedelta(seconds=300)
        usage.leave_for_actions()

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ('{"1": [{"call_count": 1, "estimated_time_to_regain_access": 2}]}', 120),
            ('{"1": [{"call_count": 1}], "2": [{"total_time": 1, "estimated_time_to_regain_access": 5}]}', 300),
            ('{"1": [{"call_count": 1, "estimated_time_to_regain_access": 0}]}', 0),
            ('{"1": [{"call_count": 1, "estimated_time_to_regain_access": 999999}]}', 86_400),
            ('{"1": [{"call_count": 1, "estimated_time_to_regain_access": "soon"}]}', 0),
            ("not JSON", 0),
            ("[" * 5000, 0),
            ('{"call_count": NaN}', 0),
        ],
    )
    def test_the_longest_wait_of_all_businesses_is_kept(self, header: str, seconds: int) -> None:
        assert seconds_to_regain({"x-business-use-case-usage": header}) == seconds


class TestAnswers:
    def test_a_no_that_comes_as_success_is_a_no(self) -> None:
        with pytest.raises(NotDone):
            must_succeed({"success": False})
        with pytest.raises(Unknown):
            must_succeed({"error": {"code": 1}})

    def test_an_id_never_becomes_a_longer_path(self) -> None:
        assert node("../me?x=1", "comments") == "/..%2Fme%3Fx%3D1/comments"

    @pytest.mark.parametrize("id_", ["", ".", ".."])
    def test_what_cannot_be_an_id_is_not_asked_for(self, id_: str) -> None:
        with pytest.raises(GraphRefusal, match="no id"):
            node(id_)

    def test_a_list_ends_where_no_next_is(self) -> None:
        assert listed({"data": [1], "paging": {"cursors": {"after": "c1"}}}) == ([1], "")
        assert listed({"data": [1], "paging": {"cursors": {"after": "c1"}, "next": "https://…"}}) == ([1], "c1")
        with pytest.raises(TryAgain):
            listed({"data": {"0": 1}})

    def test_parameters_are_written_as_metas_sdk_writes_them(self) -> None:
        assert [written(value) for value in (True, False, "words", ["1"], {"id": "2"})] == [
            "true",
            "false",
            "words",
            '["1"]',
            '{"id":"2"}',
        ]


def signed(raw: bytes) -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={hex_hmac(SECRETS['app_secret'], raw)}"}


def message(**value: object) -> bytes:
    about = {"item": "comment", "verb": "add", "comment_id": "1_2", "post_id": "9_1", "parent_id": "9_1"} | value
    entry = {"id": "9", "time": int(NOW.timestamp()), "changes": [{"field": "feed", "value": about}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


class TestPush:
    def test_the_published_vector_holds(self) -> None:
        """Source: GitHub's documentation of the same header and algorithm."""
        expected = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        must_match(expected, hex_hmac("It's a Secret to Everybody", b"Hello, World!"))

    def test_the_handshake_of_metas_guide_is_answered(self) -> None:
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "meatyhamhock"}
        assert facebook.handshake(query, SECRETS) == PushAnswer(200, "1158201444")

    @pytest.mark.parametrize(
        ("query", "secrets"),
        [
            ({"hub.mode": "subscribe", "hub.verify_token": "other", "hub.challenge": "1"}, SECRETS),
            ({"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}, {}),
            ({"hub.mode": "unsubscribe", "hub.verify_token": "meatyhamhock"}, SECRETS),
            ({}, SECRETS),
        ],
    )
    def test_nobody_else_is_given_the_challenge(self, query: dict[str, str], secrets: dict[str, str]) -> None:
        with pytest.raises(WrongSignature):
            facebook.handshake(query, secrets)

    def test_the_bytes_that_came_are_signed_not_what_they_mean(self) -> None:
        escaped = message(message="Über “uns” 🌳")
        meaning = json.dumps(json.loads(escaped), ensure_ascii=False).encode()
        assert rb"\u00dc" in escaped
        assert facebook.receive(signed(escaped), escaped, SECRETS, NOW)
        with pytest.raises(WrongSignature):
            facebook.receive(signed(escaped), meaning, SECRETS, NOW)

    def test_without_an_app_secret_nothing_is_believed(self) -> None:
        raw = message()
        empty = {"x-hub-signature-256": f"sha256={hex_hmac('', raw)}"}
        with pytest.raises(WrongSignature):
            facebook.receive(empty, raw, {"app_secret": ""}, NOW)

    def test_a_comment_wakes_its_page_and_says_where_it_is(self) -> None:
        raw = message(parent_id="1_1", verb="edited")
        (wake,) = facebook.receive(signed(raw), raw, SECRETS, NOW)
        assert (wake.account, wake.kind, wake.at) == ("9", "feed: edited", NOW)
        assert wake.ref == Ref("1_2", "9_1", "1_1")

    def test_the_same_event_sent_twice_has_the_same_id_and_another_has_another(self) -> None:
        first, other = message(), message(verb="edited")
        ids = [facebook.receive(signed(raw), raw, SECRETS, NOW)[0].event_id for raw in (first, first, other)]
        assert ids[0] == ids[1] != ids[2]

    def test_an_id_that_came_as_a_number_keeps_every_digit(self) -> None:
        raw = message(comment_id=9_007_199_254_740_993)
        (wake,) = facebook.receive(signed(raw), raw, SECRETS, NOW)
        assert wake.ref
        assert wake.ref.id == "9007199254740993"

    def test_an_unknown_kind_wakes_and_a_reaction_does_not(self) -> None:
        unknown, reaction = message(item="hologram"), message(item="reaction")
        assert facebook.receive(signed(unknown), unknown, SECRETS, NOW)[0].ref is None
        assert facebook.receive(signed(reaction), reaction, SECRETS, NOW) == ()

    def test_what_meta_no_longer_sends_again_is_a_replay(self) -> None:
        raw = message()
        assert facebook.receive(signed(raw), raw, SECRETS, NOW + timedelta(hours=36))
        with pytest.raises(Replayed):
            facebook.receive(signed(raw), raw, SECRETS, NOW + timedelta(hours=38))

    @pytest.mark.parametrize("raw", [b"", b"[]", b"words", b'{"entry": "words"}', b"[" * 100_000])
    def test_what_is_signed_and_no_message_is_not_readable(self, raw: bytes) -> None:
        with pytest.raises(NotReadable):
            facebook.receive(signed(raw), raw, SECRETS, NOW)
