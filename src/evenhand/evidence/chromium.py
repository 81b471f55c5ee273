"""Pictures of pages by a headless Chromium that reaches the named hosts and nothing else, within a bounded time."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

WIDTH, MOST_HEIGHT = 1024, 8_000  # CSS pixels; what is longer is cut, and said to be
_ABOVE = 1_000  # pixels shown above the place that an address leads to
TIMEOUT_SECONDS = 15.0
_LOADED_SECONDS, _SETTLED_SECONDS, _QUIET_SECONDS = 9.0, 3.0, 0.5  # scripts fill a page after it has loaded
MOST_BYTES = 60_000_000  # of an answer; a picture of this size has about 1,000,000
OFF = "off"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = (
    "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--mute-audio", "--no-first-run",
    "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-breakpad", "--disable-dev-shm-usage", "--no-pings",
    "--use-mock-keychain", "--password-store=basic", "--force-color-profile=srgb",
)  # fmt: skip


class NoPicture(Exception):
    """There is no picture; the words say why."""


class _Ended(NoPicture):
    """Chromium is gone; its own last words say why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG. `cut`: only MOST_HEIGHT pixels of a longer page are on it."""

    png: bytes
    cut: bool


def of_html(html: str) -> Picture:
    """A picture of our own page: no script of it runs, and it reaches nothing. Raises: NoPicture."""
    with _chromium(hosts=()) as page:
        page.ask("Emulation.setScriptExecutionDisabled", value=True)
        frame = page.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        page.ask("Page.setDocumentContent", frameId=frame, html=html)
        return page.picture()


def of_page(url: str, hosts: Sequence[str]) -> Picture:
    """A picture of a public page that reaches these hosts alone (`*.` in front: any under it). Raises: NoPicture."""
    _refuse_others(url, hosts)
    with _chromium(hosts) as page:
        answer = page.ask("Page.navigate", url=url)
        _refuse_elsewhere(url, page)
        if wrong := answer.get("errorText"):
            raise NoPicture(f"{url} could not be opened: {wrong}")
        page.settle()
        taken = page.picture()
        _refuse_elsewhere(url, page)
        return taken


def reachable(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address is http or https, on one of the hosts."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and any(fnmatchcase(host, pattern.lower()) for pattern in hosts)


def _refuse_others(url: str, hosts: Sequence[str]) -> None:
    if not reachable(url, hosts):
        raise NoPicture(f"{url[:200]} is not an address on {' or '.join(hosts) or 'any host this platform names'}")


def _refuse_elsewhere(url: str, page: "_Page") -> None:
    if page.blocked:
        raise NoPicture(f"{url} led elsewhere: {page.blocked}")
    if page.status >= 400:
        raise NoPicture(f"{url} answered HTTP {page.status}")


def program() -> str:
    """The Chromium to run: EVENHAND_CHROMIUM, or one on the PATH. Raises: NoPicture where there is none."""
    given = str(settings.EVENHAND_CHROMIUM)
    if given == OFF:
        raise NoPicture("pictures are switched off (EVENHAND_CHROMIUM)")
    for name in (given,) if given else _NAMES:
        if path := shutil.which(name):
            return path
    raise NoPicture(f"there is no {given or 'Chromium'} on this machine")


class _Page:
    """One page of a running Chromium, spoken to over its pipe. Whatever takes longer than the deadline is NoPicture."""

    def __init__(self, to: int, from_: int, hosts: Sequence[str], deadline: float) -> None:
        self._to, self._from, self._hosts, self._deadline = to, from_, hosts, deadline
        self._buffer, self._last, self._session, self._seen = bytearray(), 0, "", set[str]()
        self.blocked, self.status, self._main = "", 0, ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        size = {"width": WIDTH, "height": 768, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        self.ask("Page.enable")
        self.ask("Network.enable")
        self.ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self._main = target  # a page's target and its main frame have one id

    def ask(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """What Chromium answers."""
        wanted = self._send(method, parameters)
        while True:
            message = self._message()
            if message.get("id") == wanted:
                if "error" in message:
                    raise NoPicture(f"Chromium refused {method}: {message['error'].get('message')}")
                result: Mapping[str, Any] = message["result"]
                return result

    def settle(self) -> None:
        """Wait for the page to have loaded and to be quiet, but not for ever: some pages never are."""
        begun = time.monotonic()
        while "Page.loadEventFired" not in self._seen and time.monotonic() < begun + _LOADED_SECONDS:
            if self._more_within(begun + _LOADED_SECONDS):
                self._message()
        loaded = time.monotonic()
        while (now := time.monotonic()) < loaded + _SETTLED_SECONDS and self._more_within(now + _QUIET_SECONDS):
            self._message()

    def picture(self) -> Picture:
        """The page as high as it is; of one that is too high, the part that its address led to."""
        measured = self.ask("Page.getLayoutMetrics")
        height = max(1, int(measured["cssContentSize"]["height"]))
        led_to = int(measured["cssVisualViewport"]["pageY"]) - _ABOVE
        top = max(0, min(led_to, height - MOST_HEIGHT))
        clip = {"x": 0, "y": top, "width": WIDTH, "height": min(height, MOST_HEIGHT), "scale": 1}
        taken = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return Picture(base64.b64decode(taken["data"]), cut=height > MOST_HEIGHT)

    def _send(self, method: str, parameters: Mapping[str, Any]) -> int:
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        left = memoryview(json.dumps(message).encode() + b"\0")
        while left:
            self._wait(writing=True)
            left = left[os.write(self._to, left[:60_000]) :]
        return self._last

    def _message(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\0")) < 0:
            self._wait(writing=False)
            piece = os.read(self._from, 1_000_000)
            self._buffer += piece
            if not piece:
                raise _Ended("Chromium ended")
            if len(self._buffer) > MOST_BYTES:
                raise NoPicture(f"a page of more than {MOST_BYTES:,} bytes")
        message: dict[str, Any] = json.loads(self._buffer[:end])
        del self._buffer[: end + 1]
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, event: str, told: Mapping[str, Any]) -> None:
        if event:
            self._seen.add(event)
        if event == "Fetch.requestPaused":
            self._let_through_or_not(told)
        elif event == "Network.responseReceived" and told["type"] == "Document" and told.get("frameId") == self._main:
            self.status = told["response"]["status"]

    def _let_through_or_not(self, told: Mapping[str, Any]) -> None:
        url = str(told["request"]["url"])
        if reachable(url, self._hosts):
            self._send("Fetch.continueRequest", {"requestId": told["requestId"]})
            return
        if told.get("resourceType") == "Document" and told.get("frameId") == self._main:
            self.blocked = url[:200]
        self._send("Fetch.failRequest", {"requestId": told["requestId"], "errorReason": "BlockedByClient"})

    def _more_within(self, until: float) -> bool:
        """Whether Chromium says something before an instant of the monotonic clock."""
        left = max(until - time.monotonic(), 0)
        return b"\0" in self._buffer or bool(select.select([self._from], [], [], left)[0])

    def _wait(self, *, writing: bool) -> None:
        left = self._deadline - time.monotonic()
        ready = select.select(*(([], [self._to]) if writing else ([self._from], [])), [], max(left, 0))
        if left <= 0 or not any(ready):
            raise NoPicture(f"it took longer than {TIMEOUT_SECONDS:g} seconds")


@contextmanager
def _chromium(hosts: Sequence[str]) -> Iterator[_Page]:
    """A Chromium of our own with a profile of its own; both are gone afterwards, whatever happened."""
    path, deadline = program(), time.monotonic() + TIMEOUT_SECONDS
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="evenhand-", ignore_cleanup_errors=True)))
        their_in, to = _pipe(stack)
        from_, their_out = _pipe(stack)
        process = _start([path, *_OPTIONS, *_walls(hosts), f"--user-data-dir={profile}"], profile, their_in, their_out)
        stack.callback(_end, process)
        os.close(their_out)  # so that its end is seen
        os.close(their_in)
        try:
            yield _Page(to, from_, hosts, deadline)
        except (OSError, _Ended) as ended:
            raise NoPicture(f"{ended}{_last_words(profile)}") from ended
        except (ValueError, KeyError) as odd:  # whatever runs there, the capture goes on without a picture
            raise NoPicture(f"{path} does not speak as Chromium does: {odd!r}") from odd


def _walls(hosts: Sequence[str]) -> list[str]:
    """The second wall, below what a page's requests go through: other names are not looked up at all."""
    rules = ", ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {host}" for host in hosts)])
    return [f"--host-resolver-rules={rules}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _pipe(stack: ExitStack) -> tuple[int, int]:
    """Read end and write end, above the numbers that the child is to have."""
    plain = os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in plain]
    for end in plain:
        os.close(end)
    for end in ends:
        stack.callback(_close, end)
    return ends[0], ends[1]


def _close(end: int) -> None:
    with suppress(OSError):
        os.close(end)


def _start(command: list[str], profile: Path, their_in: int, their_out: int) -> int:
    """In a process group of its own, so that all of it can be ended; it reads descriptor 3 and writes descriptor 4."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(profile),
        "LANG": "en_GB.UTF-8",
        "TZ": "Europe/London",
    }
    try:
        return os.posix_spawn(
            command[0], command, environment, setpgroup=0,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, str(profile / "said"), os.O_WRONLY | os.O_CREAT, 0o600),
                (os.POSIX_SPAWN_DUP2, their_in, 3),
                (os.POSIX_SPAWN_DUP2, their_out, 4),
            ],
        )  # fmt: skip
    except OSError as wrong:
        raise NoPicture(f"{command[0]} could not be started: {wrong.strerror}") from None


def _end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _last_words(profile: Path) -> str:
    """The last line that Chromium wrote, which says why it ended."""
    try:
        lines = (profile / "said").read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return f" ({lines[-1][:200]})" if lines else ""
