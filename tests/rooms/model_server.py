"""A real server on loopback that speaks the chat completions interface, well or badly, as it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Door"], None]


class Model:
    """What it was asked, and how it answers next; `said` is what the model writes by itself."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.answers: list[Answer] = []
        self.said: object = {"rules": [], "reason": "It is rude about a service.", "quote": ""}
        self.usage: object = {"prompt_tokens": 1000, "completion_tokens": 50}
        self.address = ""

    def data(self, number: int = -1) -> dict[str, str]:
        """The comment and the post as they were sent."""
        found: dict[str, str] = json.loads(self.asked[number]["messages"][1]["content"])
        return found


class Door(BaseHTTPRequestHandler):
    """One request. `model` is set on a class of its own for each server."""

    model: Model

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions"
        self.model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.model.headers.append(dict(self.headers))
        answer = self.model.answers.pop(0) if self.model.answers else well(self.model.said)
        answer(self)

    def say(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quietly."""


def well(content: object, **changed: object) -> Answer:
    """A completion whose content is this text, or this object as JSON."""
    written = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    def answer(door: Door) -> None:
        message = {"role": "assistant", "content": written} | changed.get("message", {})  # type: ignore[operator]
        choice = {"index": 0, "message": message, "finish_reason": changed.get("finish_reason", "stop")}
        whole = {"id": "c1", "object": "chat.completion", "model": "a-model", "choices": [choice]}
        door.say(200, json.dumps(whole | {"usage": door.model.usage}).encode())

    return answer


def plainly(status: int, body: str, kind: str = "application/json", **headers: str) -> Answer:
    """This status and these bytes."""
    return lambda door: door.say(status, body.encode(), kind, **headers)


def dripping(seconds: float) -> Answer:
    """A space now and then, so that no single read takes long, for so long in all."""

    def answer(door: Door) -> None:
        door.send_response(200)
        door.send_header("Content-Type", "application/json")
        door.end_headers()
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                door.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            return  # the other side went away, as it should

    return answer


def hanging_up(door: Door) -> None:
    """In the middle of an answer."""
    door.send_response(200)
    door.send_header("Content-Length", "1000")
    door.end_headers()
    door.wfile.write(b'{"choices": [')
    door.close_connection = True


@contextmanager
def serving() -> Iterator[Model]:
    """A server of its own; `model.address` is what EVENHAND_OPINION_URL would be."""
    model = Model()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("TheDoor", (Door,), {"model": model}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
