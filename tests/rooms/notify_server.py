"""A real server on loopback that speaks the API of GOV.UK Notify: it checks the JWT, and is told what to answer."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE, SECRET = "3a6b1c9e-0f44-4a8b-9a53-0c4f5d1f9c10", "5f0f3b8e-7c2d-4c55-8f43-2b1d9e8a7c66"
KEY = f"tests-{SERVICE}-{SECRET}"
TEMPLATE = "0d9ac4a2-6a54-4f0f-8e63-a6e5b1ce8f2d"


class Service:
    """What it took on, what it says of it, and what it answers next."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.next: list[str] = []  # "429", "500", "500 after taking", "400"
        self.asked = 0

    def take(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        fault = self.next.pop(0) if self.next else ""
        if fault in ("429", "500", "400"):
            return int(fault), _wrong(int(fault))
        made = {"id": str(uuid4()), "reference": told["reference"], "status": "sending", "told": told}
        self.taken.append(made)
        return (500, _wrong(500)) if fault else (201, made)


def _wrong(status: int) -> dict[str, Any]:
    words = {429: "Exceeded rate limit", 500: "Internal server error", 400: "email_address is not a valid address"}
    return {"status_code": status, "errors": [{"error": "Error", "message": words.get(status, "no")}]}


def _door(service: Service) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self._lets_in():
                assert (self.path, told["template_id"]) == ("/v2/notifications/email", TEMPLATE)
                self._say(*service.take(told))

        def do_GET(self) -> None:
            if not self._lets_in():
                return
            service.asked += 1
            place = urlsplit(self.path)
            if place.path == "/v2/notifications":
                wanted = parse_qs(place.query)["reference"][0]
                self._say(200, {"notifications": [m for m in service.taken if m["reference"] == wanted], "links": {}})
                return
            found = [made for made in service.taken if made["id"] == place.path.rpartition("/")[2]]
            self._say(*((200, found[0]) if found else (404, _wrong(404))))

        def _lets_in(self) -> bool:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            try:
                said = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
            except jwt.InvalidTokenError:
                said = {}
            good = said.get("iss") == SERVICE and abs(time.time() - said.get("iat", 0)) < 30
            if not good:
                self._say(403, _wrong(403))
            return good

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            words = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Door


@contextmanager
def notify_server() -> Iterator[tuple[Service, str]]:
    """The service and its address."""
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _door(service))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
