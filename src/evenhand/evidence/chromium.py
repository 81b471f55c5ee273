"""Pictures of pages by a headless Chromium that reaches the named hosts and nothing else, within a bounded time."""

import atexit
import base64
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from evenhand.evidence.browser import NOWHERE, Browser, Lost, NoPicture, TooSlow, program

__all__ = ["NoPicture", "Picture", "end", "of_html", "of_page", "reachable"]

WIDTH, MOST_HEIGHT = 1024, 8_000  # CSS pixels; what is longer is cut, and said to be
_ABOVE = 1_000  # pixels shown above the place that an address leads to
TIMEOUT_SECONDS = 15.0
_LOADED_SECONDS, _SETTLED_SECONDS, _QUIET_SECONDS = 9.0, 3.0, 0.5  # scripts fill a page after it has loaded
PAGES_EACH = 200
"""Pictures after which a Chromium is ended, so that what it leaks does not add up. Ours."""
MOST_MEGABYTES = 2_000
"""Of all its processes, what they share counted for each: a fresh one has about 830. Ours."""
IDLE_SECONDS = 60.0
"""After which one that nobody needs is ended. Ours."""


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


class _Page:
    """One page of a Chromium, in a context of its own: no cookie, no cache and no address outlives it.

    Whatever takes longer than the deadline is Lost.
    """

    def __init__(self, browser: Browser, hosts: Sequence[str], deadline: float) -> None:
        self._browser, self._hosts, self._deadline = browser, hosts, deadline
        self._session, self._seen = "", set[str]()
        self.blocked, self.status, self._main = "", 0, ""
        self._context = self.ask("Target.createBrowserContext", disposeOnDetach=True, **_walls(hosts))[
            "browserContextId"
        ]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
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
            if self._browser.more_within(begun + _LOADED_SECONDS):
                self._message()
        loaded = time.monotonic()
        while (now := time.monotonic()) < loaded + _SETTLED_SECONDS and self._browser.more_within(now + _QUIET_SECONDS):
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

    def close(self) -> None:
        """Forget all of it."""
        self._session = ""
        self.ask("Target.disposeBrowserContext", browserContextId=self._context)

    def _send(self, method: str, parameters: Mapping[str, Any]) -> int:
        return self._browser.send(method, parameters, self._session, self._deadline)

    def _message(self) -> dict[str, Any]:
        message = self._browser.message(self._deadline)
        if message.get("sessionId", self._session) == self._session:  # not of a page that was closed before
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


def _walls(hosts: Sequence[str]) -> dict[str, str]:
    """The second wall, below what a page's requests go through: everything else goes to a proxy that there is not."""
    return {"proxyServer": f"http://{NOWHERE}:9", "proxyBypassList": ";".join(["<-loopback>", *hosts])}


_one_at_a_time = threading.Lock()
_kept: Browser | None = None
_idle: threading.Timer | None = None


@contextmanager
def _chromium(hosts: Sequence[str]) -> Iterator[_Page]:
    """A page in this process's Chromium, which is started where there is none and kept for the next one.

    One that ends, hangs or speaks oddly is ended with all its processes, and so is one that is old or large.
    """
    path = program()
    with _one_at_a_time, _or_without(path):
        page = _opened(path, hosts, time.monotonic() + TIMEOUT_SECONDS)
        try:
            yield page
        except Lost:
            raise
        except NoPicture:
            _close(page)
            raise
        _close(page)


@contextmanager
def _or_without(path: str) -> Iterator[None]:
    """Whatever is wrong with a Chromium, it is ended, and there is no picture."""
    try:
        yield
    except TooSlow as slow:
        _drop()
        raise NoPicture(f"it took longer than {TIMEOUT_SECONDS:g} seconds") from slow
    except Lost as lost:
        _drop()
        raise NoPicture(str(lost)) from lost
    except NoPicture:
        raise
    except OSError as ended:
        said = _kept.last_words() if _kept else ""
        _drop()
        raise NoPicture(f"{ended}{said}") from ended
    except (ValueError, KeyError) as odd:  # whatever runs there, the capture goes on without a picture
        _drop()
        raise NoPicture(f"{path} does not speak as Chromium does: {odd!r}") from odd
    except BaseException:
        _drop()
        raise


def _opened(path: str, hosts: Sequence[str], deadline: float) -> _Page:
    """A page of the one that is kept; of a new one, where that has just ended."""
    kept = _of(path)
    if kept.pages:
        try:
            return _Page(kept, hosts, deadline)
        except (OSError, Lost):
            if time.monotonic() >= deadline:
                raise
            _drop()
    return _Page(_of(path), hosts, deadline)


def _of(path: str) -> Browser:
    """The one that is kept, if it is this program and still runs; a new one otherwise."""
    global _kept
    if _idle is not None:
        _idle.cancel()
    if _kept is None or _kept.path != path or not _kept.is_there():
        _drop()
        _kept = Browser(path)
    return _kept


def _close(page: _Page) -> None:
    """Keep the Chromium unless it is old or large, and end it once nobody needs it."""
    global _idle
    try:
        page.close()
    except (NoPicture, OSError, ValueError, KeyError):  # the picture is taken; only the next one needs another
        _drop()
        return
    assert _kept is not None, "a page is of the one that is kept"
    _kept.pages += 1
    if _kept.pages >= PAGES_EACH or _kept.megabytes() > MOST_MEGABYTES:
        _drop()
        return
    _idle = threading.Timer(IDLE_SECONDS, end)
    _idle.daemon = True
    _idle.start()


def _drop() -> None:
    global _kept
    if _kept is not None:
        gone, _kept = _kept, None
        gone.end()


@atexit.register
def end() -> None:
    """End the Chromium that is kept, if there is one: with the process, or as nobody has needed it for a while."""
    if _idle is not None:
        _idle.cancel()
    mine = _one_at_a_time.acquire(timeout=TIMEOUT_SECONDS)
    try:
        _drop()
    finally:
        if mine:
            _one_at_a_time.release()
