"""A local server that speaks a platform's interface, and every way in which a platform can fail while it does.

A platform's fake is a file beside this one, named like the platform, with a class `Fake` made of the one here.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Access, Act, PushAnswer

BUSY, BUSY_SILENTLY, BROKEN = "busy", "busy without a time", "broken"
PAGE, PAGE_OF_SUCCESS = "an HTML page", "an HTML page that says 200"
BREAKS_OFF, ACTS_AND_BREAKS_OFF, REVOKED = "breaks off", "acts and breaks off", "revoked"
FAULTS = (BUSY, BUSY_SILENTLY, BROKEN, PAGE, PAGE_OF_SUCCESS, BREAKS_OFF, REVOKED)
_HTML = b"<!doctype html><title>We are sorry</title><p>Something went wrong"


@dataclass(frozen=True)
class Call:
    """One request as the server saw it. `headers`: names in lower case."""

    method: str
    path: str  # without the query
    query: Mapping[str, str]
    queries: tuple[tuple[str, str], ...]  # every pair, where a name comes more than once
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"{}")

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Said:
    """One answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


def said(value: object, status: int = 200, **headers: str) -> Said:
    """A JSON answer; `Retry_After="7"` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


@dataclass(frozen=True)
class Pushed:
    """A message as the platform would push it, signed."""

    headers: Mapping[str, str]  # names in lower case
    raw: bytes
    secrets: Mapping[str, str]


class FakePlatform:
    """What the contract suite asks of every platform's fake. Whatever raises NotImplementedError must be written.

    `cannot`: the cases that cannot happen on this platform, by the names in test_contract_*.py, each with why.
    `absent`: an id of the platform's form at which nothing stands.
    """

    name = ""
    account = ""
    absent = "0"
    secrets: Mapping[str, str] = {}
    cannot: Mapping[str, str] = {}
    pushes_are_dated = False
    retry_after_seconds = 7

    def __init__(self) -> None:
        self.seen_calls: list[Call] = []
        self.address = ""
        self._faults: list[tuple[str, bool]] = []
        self._server: ThreadingHTTPServer | None = None

    def answer(self, call: Call) -> Said:
        """What the platform does and says."""
        raise NotImplementedError

    def comment(self, text: str = "Words", *, id: str = "", author: str | None = "Robin Vale", parent: str = "") -> str:
        """A stranger comments on the one post that is there, or answers a comment; its id as polled.

        `id`: this very one, if the platform counts in numbers. `author`: None where the platform hides who it was.
        """
        raise NotImplementedError

    def ours(self, text: str) -> str:
        """Our own account comments under the post; its id as polled."""
        raise NotImplementedError

    def act(self, verb: Verb) -> Act:
        """An act ready to be done on something that stands there: what is to be unhidden is hidden, and so on."""
        raise NotImplementedError

    def effects(self, act: Act) -> int:
        """How often an act stands there now: replies with its words, or 1 for a comment that is as it asks."""
        raise NotImplementedError

    def edit(self, id: str, text: str) -> None:
        """The author changes their words."""
        raise NotImplementedError

    def delete(self, id: str) -> None:
        """The author deletes their comment. What answered it stays."""
        raise NotImplementedError

    def hide(self, id: str) -> None:
        """The comment is hidden, by us or by the platform."""
        raise NotImplementedError

    def crowd(self, count: int) -> None:
        """So many comments under the post, all at once."""
        raise NotImplementedError

    def chain(self, count: int) -> None:
        """So many comments, each an answer to the one before."""
        raise NotImplementedError

    def cycle(self) -> tuple[str, str]:
        """Two comments, each said to answer the other."""
        raise NotImplementedError

    def garble(self) -> None:
        """Beside the good ones there stands something that is no comment: no id, no time, a list for words."""
        raise NotImplementedError

    def export(self) -> object:
        """What people can download there, or what the interface gives, as JSON, with every comment there is."""
        raise NotImplementedError

    def pushed(self, at: datetime) -> Pushed:
        """A signed message that something is new."""
        raise NotImplementedError

    def signs(self, raw: bytes, at: datetime) -> Pushed:
        """Whatever bytes, signed as the platform would."""
        raise NotImplementedError

    def asked(self) -> tuple[Mapping[str, str], Mapping[str, str], PushAnswer]:
        """A handshake: the query, our secrets, and the answer that the platform wants."""
        raise NotImplementedError

    def is_change(self, call: Call) -> bool:
        """Whether a call would change something there. Getting a token does not."""
        return call.method != "GET"

    def busy(self, seconds: int) -> Said:
        """Too many calls; 0 seconds where it does not say for how long."""
        return said({"error": "slow down"}, 429, **({"Retry_After": str(seconds)} if seconds else {}))

    def no_access(self) -> Said:
        """What every call gets once access was revoked."""
        return said({"error": "the token was revoked"}, 401)

    def access(self, data: Path) -> Access:
        """What opens the account here."""
        return Access(self.account, self.secrets, self.address, data)

    def fail_next(self, fault: str, *, change: bool = False) -> None:
        """The next call that changes something, or the very next one, meets this fault. A revocation stays."""
        self._faults.append((fault, change))

    def start(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake._handle(self)

            do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815 - the names that http.server calls

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        call = _call(handler)
        self.seen_calls.append(call)
        fault = self._fault_for(call)
        match fault:
            case "":
                _send(handler, self.answer(call))
            case "breaks off":
                handler.connection.close()
            case "acts and breaks off":
                _send(handler, self.answer(call), cut=True)
            case _:
                _send(handler, self._refusal(fault))

    def _fault_for(self, call: Call) -> str:
        for place, (fault, change) in enumerate(self._faults):
            if not change or self.is_change(call):
                if fault != REVOKED:
                    del self._faults[place]
                return fault
        return ""

    def _refusal(self, fault: str) -> Said:
        return {
            BUSY: self.busy(self.retry_after_seconds),
            BUSY_SILENTLY: self.busy(0),
            BROKEN: said({"error": "internal"}, 500),
            PAGE: Said(502, _HTML, {"Content-Type": "text/html"}),
            PAGE_OF_SUCCESS: Said(200, _HTML, {"Content-Type": "text/html"}),
            REVOKED: self.no_access(),
        }[fault]


def _call(handler: BaseHTTPRequestHandler) -> Call:
    parts = urlsplit(handler.path)
    pairs = tuple(parse_qsl(parts.query, keep_blank_values=True))
    headers = {name.lower(): value for name, value in handler.headers.items()}
    body = handler.rfile.read(int(headers.get("content-length", 0)))
    return Call(handler.command, parts.path, dict(pairs), pairs, headers, body)


def _send(handler: BaseHTTPRequestHandler, answer: Said, *, cut: bool = False) -> None:
    """`cut`: the connection breaks off in the middle of the body, or before the answer where that has no body."""
    if cut and not answer.body:
        handler.connection.close()
        return
    handler.send_response(answer.status)
    length = len(answer.body) + (100 if cut else 0)
    for name, value in {**answer.headers, "Content-Length": str(length), "Connection": "close"}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
    handler.close_connection = True
