"""One call of an OpenAI-compatible interface, bounded in time and size, and what came back as a value.

Source: the chat completions interface, POST {address}/chat/completions, as its servers have in common: `model`,
`messages`, `max_tokens`, `temperature`, `response_format`; `choices[0].message.content`, `usage`.
"""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from evenhand.opinions.configured import Endpoint
from evenhand.opinions.question import MOST_ANSWER_TOKENS, Question
from evenhand.platforms.exchange import redacted, retry_after

MOST_BYTES = 200_000
MOST_WORDS = 200
_NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.InvalidURL)
_NOTHING_DONE = range(300, 500)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a model wrote. `tokens`: sent and answered, where the interface says so."""

    content: str
    tokens: tuple[int, int] | None


class NoAnswer(Exception):
    """Nothing that a model wrote; the message is for people. `free`: surely nothing was done that costs.

    `rest_seconds`: for so long the other side asks to be left alone.
    """

    def __init__(self, why: str, *, free: bool = False, rest_seconds: int = 0) -> None:
        super().__init__(why)
        self.free, self.rest_seconds = free, rest_seconds


def ask(endpoint: Endpoint, question: Question) -> Answered:
    """Raises: NoAnswer. No redirect is followed: the comment goes to the host that was named, or nowhere."""
    with ThreadPoolExecutor(1) as thread:  # the caller may run inside a loop
        return _answered(thread.submit(asyncio.run, _posted(endpoint, question)).result())


async def _posted(endpoint: Endpoint, question: Question) -> bytes:
    content = {
        "model": endpoint.model,
        "messages": list(question.messages),
        "max_tokens": MOST_ANSWER_TOKENS,
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    if endpoint.key:
        headers["authorization"] = f"Bearer {endpoint.key}"
    try:
        async with (
            asyncio.timeout(endpoint.seconds),
            httpx.AsyncClient(timeout=None, follow_redirects=False) as client,  # noqa: S113 (bounded by the line above)
            client.stream("POST", f"{endpoint.address}/chat/completions", json=content, headers=headers) as response,
        ):
            _check(response)
            return await _body(response)
    except TimeoutError:
        raise NoAnswer(f"no whole answer came within {endpoint.seconds:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as failed:
        why = redacted(str(failed) or type(failed).__name__, (endpoint.key,))[:MOST_WORDS]
        raise NoAnswer(f"it could not be asked: {why}", free=isinstance(failed, _NEVER_CONNECTED)) from None


def _check(response: httpx.Response) -> None:
    """Raises: NoAnswer for what is no success. The other side's own words may be anything, and are not shown."""
    status = response.status_code
    if status == httpx.codes.OK:
        return
    free = status in _NOTHING_DONE
    if status == httpx.codes.TOO_MANY_REQUESTS:
        rest = retry_after(response.headers.get("retry-after", ""), datetime.now(UTC))
        raise NoAnswer(f"it asks to be left alone for {rest} seconds (HTTP 429)", free=free, rest_seconds=rest)
    if response.is_redirect:
        raise NoAnswer(f"it sends us to another address (HTTP {status}), which is not followed", free=free)
    raise NoAnswer(f"it answered HTTP {status}", free=free)


async def _body(response: httpx.Response) -> bytes:
    answer = bytearray()
    async for piece in response.aiter_raw():
        answer += piece
        if len(answer) > MOST_BYTES:
            raise NoAnswer(f"its answer has more than {MOST_BYTES:,} bytes")
    return bytes(answer)


def _answered(body: bytes) -> Answered:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        streamed = body.lstrip().startswith(b"data:")
        raise NoAnswer("it answered in pieces of a stream" if streamed else "it answered with no JSON") from None
    choice = _first(found)
    message = choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(message, dict) and message.get("tool_calls"):
        raise NoAnswer("it wants to call a tool, and there is none")
    if choice.get("finish_reason") == "length":
        raise NoAnswer("its answer was cut off")
    if not isinstance(content, str) or not content.strip():
        raise NoAnswer("its answer is empty")
    return Answered(content, _tokens(found.get("usage")))


def _first(found: Any) -> Mapping[str, Any]:
    choices = found.get("choices") if isinstance(found, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise NoAnswer("its answer holds no choice")
    first: Mapping[str, Any] = choices[0]
    return first


def _tokens(usage: Any) -> tuple[int, int] | None:
    if not isinstance(usage, dict):
        return None
    counts = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
    sound = [count for count in counts if type(count) is int and 0 <= count < 10_000_000]
    return (sound[0], sound[1]) if len(sound) == len(counts) else None
