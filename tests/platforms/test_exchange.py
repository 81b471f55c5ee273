"""One exchange with a platform: every way in which it can end, over a real socket, and what that end means."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic, sleep

import pytest

from evenhand.platforms.contract import AccessRefused, NotDone, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Limits, Reply, redacted, retry_after

SHORT = Limits(connect_seconds=1, read_seconds=0.3, whole_seconds=0.6, answer_bytes=100_000)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Platform:
    """Listens on a loopback port, reads one request a connection, and answers with scripted pieces.

    A piece is bytes to send, or seconds to be silent for.
    """

    def __init__(self, *pieces: bytes | float) -> None:
        self.pieces, self.requests = pieces, list[bytes]()
        self.sent = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        with closing(socket.create_connection(self.door.getsockname())):
            self._thread.join()
        self.door.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self.door.accept()
            with closing(connection), suppress(OSError):
                if self._over.is_set():
                    return
                self.requests.append(_request(connection))
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        for piece in self.pieces:
            if isinstance(piece, float):
                sleep(piece)
            else:
                connection.sendall(piece)
                self.sent += len(piece)


def _request(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-le")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def platform(*pieces: bytes | float) -> Iterator[Platform]:
    answering = Platform(*pieces)
    try:
        yield answering
    finally:
        answering.close()


def answer(status: str, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def change(there: Platform, limits: Limits = SHORT) -> dict[str, object]:
    return Exchange(there.address, secrets=("token-7",), limits=limits).change("POST", "/hide", {"comment": "c1"})


def test_what_was_done_comes_back_as_the_platforms_json() -> None:
    with platform(answer("200 OK", b'{"id": "r1"}')) as there:
        assert change(there) == {"id": "r1"}
        assert there.requests[0].startswith(b"POST /hide HTTP/1.1")
        assert there.requests[0].endswith(b'{"comment":"c1"}')


def test_a_list_can_be_looked_at_with_a_query_and_its_headers_are_heard() -> None:
    heard = list[Reply]()
    with platform(answer("200 OK", b"[1, 2]", "X-RateLimit-Remaining: 7")) as there:
        exchange = Exchange(there.address, limits=SHORT, hears=heard.append)
        assert exchange.look("/comments", {"page": 2}) == [1, 2]
        assert there.requests[0].startswith(b"GET /comments?page=2 HTTP/1.1")
    assert heard[0].headers["x-ratelimit-remaining"] == "7"


def test_an_empty_success_is_a_success_and_a_form_goes_as_a_form() -> None:
    with platform(answer("204 No Content", b"")) as there:
        assert Exchange(there.address, limits=SHORT).ask("POST", "/hide", form={"a": "b c"}).status == 204
        assert there.requests[0].endswith(b"a=b+c")


class TestSurelyNotDone:
    def test_a_closed_port_is_tried_again(self) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as door:
            address = f"http://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(TryAgain, match="no connection to the platform"):
            Exchange(address, limits=SHORT).change("POST", "/hide", {})

    def test_a_name_that_nobody_knows_is_tried_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", nobody)
        with pytest.raises(TryAgain, match="Name or service not known"):
            Exchange("http://social.invalid", limits=SHORT).change("POST", "/hide", {})

    def test_a_door_that_is_never_opened_is_tried_again(self) -> None:
        with closing(socket.socket()) as door:
            door.bind(("127.0.0.1", 0))
            door.listen(0)
            waiting = [socket.socket() for _ in range(3)]  # fill the queue of connections nobody accepts
            for client in waiting:
                client.setblocking(False)
                client.connect_ex(door.getsockname())
            limits = Limits(connect_seconds=0.2, read_seconds=0.2)
            with pytest.raises(TryAgain):
                Exchange(f"http://127.0.0.1:{door.getsockname()[1]}", limits=limits).change("POST", "/hide", {})
            for client in waiting:
                client.close()

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [((), 0), (("Retry-After: 7",), 7), (("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT",), 0)],
        ids=["silent", "seconds", "a date in the past"],
    )
    def test_429_is_tried_again_when_the_platform_says(self, header: tuple[str, ...], seconds: int) -> None:
        with platform(answer("429 Too Many Requests", b"slow down", *header)) as there:
            with pytest.raises(TryAgain, match="429: slow down") as busy:
                change(there)
            assert busy.value.after_seconds == seconds


class TestRefused:
    @pytest.mark.parametrize("status", ["400 Bad Request", "403 Forbidden", "404 Not Found"])
    def test_a_refusal_is_for_a_person_with_the_platforms_words(self, status: str) -> None:
        with platform(answer(status, b'{"error":\n "not  yours"}')) as there, pytest.raises(NotDone) as refused:
            change(there)
        assert str(refused.value) == f'{status[:3]}: {{"error": "not yours"}}'

    def test_401_is_for_whoever_renews_access_and_nothing_was_done(self) -> None:
        with platform(answer("401 Unauthorized", b"expired")) as there, pytest.raises(AccessRefused) as refused:
            change(there)
        assert (str(refused.value), refused.value.after_seconds) == ("401: expired", 300)

    def test_a_platform_may_say_in_its_own_way_that_access_is_over(self) -> None:
        def ends(reply: Reply, words: str) -> Exception | None:
            return AccessRefused(words) if b'"code":190' in reply.body else None

        with platform(answer("400 Bad Request", b'{"code":190}')) as there, pytest.raises(AccessRefused, match="190"):
            Exchange(there.address, limits=SHORT, ends=ends).change("POST", "/hide", {})

    def test_its_words_are_cut_and_hold_no_secret(self) -> None:
        words = b"token-7 is not allowed " + b"x" * 60_000
        with platform(answer("403 Forbidden", words)) as there, pytest.raises(NotDone) as refused:
            change(there)
        assert str(refused.value).startswith("403: [secret] is not allowed xxx")
        assert len(str(refused.value)) == 300

    def test_without_words_the_status_speaks(self) -> None:
        with platform(answer("404 Not Found", b"")) as there, pytest.raises(NotDone, match=r"^404: Not Found$"):
            change(there)


class TestNobodyKnows:
    @pytest.mark.parametrize(
        "pieces",
        [
            [answer("500 Internal Server Error", b"oops")],
            [answer("503 Service Unavailable", b"back soon", "Retry-After: 5")],
            [answer("303 See Other", b"", "Location: /elsewhere")],
            [b""],
            [1.0],
            [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b'{"id"'],
            [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b'{"id"', 1.0],
            [b"\x16\x03\x01 this is no HTTP\r\n\r\n"],
            [answer("200 OK", b"<html>welcome</html>")],
            [answer("200 OK", b'["done"]')],
            [answer("200 OK", b"[" * 50_000)],
            [answer("200 OK", b"\x1f\x8b", "Content-Encoding: gzip")],
        ],
        ids=[
            "500", "503", "sent elsewhere", "closed without a word", "silent after the request", "dropped mid-body",
            "silent mid-body", "no HTTP", "a page where JSON was promised", "no object", "bottomless JSON",
            "compressed",
        ],
    )  # fmt: skip
    def test_it_must_be_read_back(self, pieces: list[bytes | float]) -> None:
        with platform(*pieces) as there, pytest.raises(Unknown):
            change(there)

    def test_an_answer_that_drips_is_cut_off(self) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        drips = [piece for _ in range(20) for piece in (b" ", 0.1)]
        begun = monotonic()
        with platform(head, *drips) as there, pytest.raises(Unknown, match=r"longer than 0\.6 seconds"):
            change(there)
        assert monotonic() - begun < 5

    @pytest.mark.parametrize("framing", ["Content-Length: 52428800", "X-Length: none"])
    def test_fifty_megabytes_are_cut_off_and_never_held(self, framing: str) -> None:
        head = f"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n".encode()
        with platform(head, *[b" " * 1_048_576] * 50) as there:
            with pytest.raises(Unknown, match="the answer is longer than 100,000 bytes"):
                change(there)
            assert there.sent < 30 * 1_048_576, "the connection was closed long before the end"

    def test_an_answer_that_came_twice_is_not_taken_for_the_next(self) -> None:
        first = answer("200 OK", b'{"id": "r1"}')
        with platform(first + first) as there:
            exchange = Exchange(there.address, limits=SHORT)
            assert exchange.change("POST", "/one", {}) == {"id": "r1"}
            there.pieces = (answer("403 Forbidden", b"no"),)
            with pytest.raises(NotDone):
                exchange.change("POST", "/two", {})


class TestLooking:
    def test_a_look_that_broke_off_is_simply_tried_again(self) -> None:
        with (
            platform(answer("500 Internal Server Error", b"oops")) as there,
            pytest.raises(TryAgain, match="500: oops"),
        ):
            Exchange(there.address, limits=SHORT).read("/c1")

    def test_what_may_not_be_looked_at_is_refused(self) -> None:
        with platform(answer("404 Not Found", b"gone")) as there, pytest.raises(NotDone, match="404: gone"):
            Exchange(there.address, limits=SHORT).read("/c1")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 3 ", 3), ("Mon, 02 Mar 2026 09:01:30 GMT", 90), ("Mon, 02 Mar 2026 08:59:00 GMT", 0),
        ("", 0), ("soon", 0), ("-5", 0), ("²", 0), ("99999999999", 86_400), ("Mon, 02 Mar 2099 09:00:00 GMT", 86_400),
    ],
)  # fmt: skip
def test_both_forms_of_retry_after_are_read_and_no_wait_is_longer_than_a_day(value: str, seconds: int) -> None:
    assert retry_after(value, NOW) == seconds


def test_of_two_secrets_the_longer_is_struck_out_first() -> None:
    assert redacted("key abc123", ("abc", "abc123", "")) == "key [secret]"
