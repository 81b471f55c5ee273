"""The judge over HTTP: POST /comments/ID/VERB changes, GET /comments/ID looks, the rest is for the driver."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from tests.faults.judge import schedule
from tests.faults.judge.ledger import Gone, Ledger, NoEvidence

SLOW_SECONDS = 0.6  # under the caller's patience
HELD_SECONDS = 2.5  # over it; see tests/faults/platform/judged
_MEGABYTE = b" " * 1_048_576


class Server(ThreadingHTTPServer):
    """Faults come by `seed` at `rate`; the driver may change the rate."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, ledger: Ledger, *, seed: int, rate: float) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.ledger, self.seed, self.rate = ledger, seed, rate

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers that are killed leave broken connections; that is what we are here for."""


class Door(BaseHTTPRequestHandler):
    """One request. A fault may end it in the middle."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        ledger, (_, *path) = self.server.ledger, unquote(self.path).split("/")
        match path:
            case ["comments", comment]:
                self._look(comment)
            case ["tally"]:
                self._answer(200, ledger.tally())
            case ["progress"]:
                self._answer(200, {"acted_on": ledger.acted_on()})
            case _:
                self._answer(404, {"error": "no such page"})

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        _, *path = unquote(self.path).split("/")
        match path:
            case ["comments", comment, verb]:
                self._change(comment, verb, given)
            case ["publish"]:
                self.server.ledger.publish(given["ids"])
                self._answer(200, {})
            case ["rate"]:
                self.server.rate = float(given["rate"])
                self._answer(200, {})
            case _:
                self._answer(404, {"error": "no such page"})

    def _look(self, comment: str) -> None:
        ledger = self.server.ledger
        try:
            fault = self._fault(f"look at {comment} {ledger.looked(comment)}", schedule.OF_LOOKS)
            seen = ledger.thread(comment)
        except Gone:
            self._answer(404, {"error": f"no comment {comment}"})
            return
        if fault:
            self._broken(fault)
        else:
            self._answer(200, seen)

    def _change(self, comment: str, verb: str, given: dict[str, str]) -> None:
        ledger = self.server.ledger
        try:
            number = ledger.called(comment, given["key"])
            fault = self._fault(f"{verb} {comment} {number}", schedule.OF_CHANGES)
            if fault == "slow":
                time.sleep(SLOW_SECONDS)
            if fault == "acts long after the caller gave up":
                time.sleep(HELD_SECONDS)
            if fault in schedule.NEVER_ACTS:
                self._broken(fault)
                return
            said = ledger.act(comment, verb, given["key"], given["account"], given["text"])
        except NoEvidence:
            self._answer(412, {"error": f"no capture of {comment} lies on disk"})
        except Gone:
            self._answer(404, {"error": f"no comment {comment}"})
        else:
            self._say(said, fault)

    def _say(self, said: str, fault: str) -> None:
        if fault in schedule.ACTS_BEFORE_ANSWERING:
            self._broken(fault)
            return
        self._answer(200, {"said": said})
        if fault == "answers twice":
            self._answer(200, {"said": said})

    def _fault(self, call: str, faults: Mapping[str, int]) -> str:
        found = schedule.fault(self.server.seed, self.server.rate, call, faults)
        if found:
            self.server.ledger.note_fault(found)
        return found

    def _broken(self, fault: str) -> None:
        self.close_connection = True
        if "silence" in fault:
            time.sleep(HELD_SECONDS)
        elif fault.startswith("429"):
            self._answer(429, {"error": "slow down"}, **_retry_after(fault))
        elif fault.startswith("500"):
            self._answer(500, {"error": "oops"})
        elif "garbage" in fault:
            self._send(200, b"<html>Welcome to the new look!</html>")
        elif fault == "acts, then drops the answer":
            self._head(200, 4_000)
            self.wfile.write(b'{"said": "it is')
        else:
            self._head(200, 50 * len(_MEGABYTE))
            for _ in range(50):
                self.wfile.write(_MEGABYTE)

    def _answer(self, status: int, content: dict[str, object], **headers: str) -> None:
        self._send(status, json.dumps(content).encode(), **headers)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self._head(status, len(body), **headers)
        self.wfile.write(body)

    def _head(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the ledger is the record."""


def _retry_after(fault: str) -> dict[str, str]:
    if fault == "429 with seconds":
        return {"Retry_After": "1"}
    if fault == "429 with a date":
        return {"Retry_After": format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)}
    return {}
