"""What Meta's error codes mean for what may be done next.

Source: developers.facebook.com, "Handling Errors" and "Rate Limits", read 2026-11.
"""

import json
from collections.abc import Iterable, Mapping

from evenhand.platforms.contract import AccessRefused, NotDone, TryAgain, Unknown
from evenhand.platforms.exchange import MOST_WORDS, Reply, redacted
from evenhand.platforms.graph_usage import seconds_to_regain

ACCESS = {102, 104, 190, 463, 467, 2500}
"""A token that has expired, was revoked, or is none."""
BUSY = {4, 17, 32, 341, 613, *range(80_000, 80_015)}
"""Too many calls: of the app, the user, the Page, or of one business use case."""
PERMISSION = {3, 10, *range(200, 300)}
TRANSIENT = {1, 2}
BLOCKED_FOR_NOW = 368
BLOCKED_FOR_NOW_SECONDS = 3600
INVALID, NO_SUCH_OBJECT = 100, 33


class GraphRefusal(NotDone):
    """Refused for good. `gone`: nothing is there, or nothing that we may see: Meta does not tell these apart.

    `permission`: the app or the token lacks one.
    """

    def __init__(self, words: str, *, gone: bool = False, permission: bool = False) -> None:
        super().__init__(words)
        self.gone = gone
        self.permission = permission


def for_now(refused: GraphRefusal) -> TryAgain:
    """The ending for whoever only looked, where a refusal proves nothing of what was looked for."""
    return AccessRefused(str(refused)) if refused.permission else TryAgain(str(refused))


class Endings:
    """How Meta says what went wrong: given an answer that is no success, the ending, or None for the usual one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secrets)

    def __call__(self, reply: Reply, words: str) -> Exception | None:
        error = _error(reply)
        if error is None:
            return None
        code, subcode = _number(error, "code"), _number(error, "error_subcode")
        said = redacted(str(error.get("message", words)), self._secrets)
        trace = redacted(str(error.get("fbtrace_id", "")), self._secrets)
        words = f"{reply.status}, code {code}{f'/{subcode}' if subcode else ''}: {said}"[:MOST_WORDS]
        return _ending(reply, error, code, subcode, f"{words} (trace {trace[:40]})" if trace else words)


def _ending(reply: Reply, error: Mapping[str, object], code: int, subcode: int, words: str) -> Exception | None:
    if code in BUSY:
        return TryAgain(words, _wait(reply))
    if code == BLOCKED_FOR_NOW:
        return TryAgain(words, BLOCKED_FOR_NOW_SECONDS)
    if code in ACCESS or (code == INVALID and "appsecret_proof" in words):
        return AccessRefused(words)
    if code in TRANSIENT or error.get("is_transient") is True:
        return Unknown(words)
    if code in PERMISSION:
        return GraphRefusal(f"a permission is missing, or was taken back: {words}", permission=True)
    if code == INVALID and subcode == NO_SUCH_OBJECT:
        return GraphRefusal(f"it is not there, or we may not see it: {words}", gone=True)
    return GraphRefusal(words) if code else None


def _wait(reply: Reply) -> int:
    """Seconds that Meta asks for; 0 where it does not say."""
    return max(seconds_to_regain(reply.headers), _retry_after(reply))


def _retry_after(reply: Reply) -> int:
    value = reply.headers.get("retry-after", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


def _error(reply: Reply) -> Mapping[str, object] | None:
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else None


def _number(error: Mapping[str, object], name: str) -> int:
    value = error.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
