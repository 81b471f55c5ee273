"""EVD-01: pictures of our rendering and of public pages. Whatever goes wrong with one, the capture stands."""

import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.conftest import CHROMIUM
from tests.rooms.world import BY, HIDE, NOON, a_comment, carry_out, decide, open_case, receive

from evenhand.evidence import chromium, storage
from evenhand.evidence.browser import Browser
from evenhand.evidence.chromium import NoPicture, Picture, of_html, of_page
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.evidence.rendering import page
from evenhand.evidence.thread import Said, Thread
from evenhand.intake.models import Channel, Revision
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network

PNG = b"\x89PNG\r\n\x1a\n"
HERE = ("127.0.0.1",)


@pytest.fixture
def pictures(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are taken, with Debian's Chromium, which has time: other tests may be running."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    settings.EVENHAND_CHROMIUM = str(CHROMIUM)
    monkeypatch.setattr(chromium, "TIMEOUT_SECONDS", 60.0)


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def site(pages: dict[str, Answer]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A public site on every loopback address: its port, and which (host, path) was asked for."""
    asked: list[tuple[str, str]] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.headers["host"].partition(":")[0], self.path))
            pages.get(self.path, gone)(self)

        def log_message(self, *_: object) -> None:
            """Tests read assertions, not access logs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    other = ThreadingHTTPServer(("127.0.0.3", server.server_port), Answering)
    threads = [threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.02}) for each in (server, other)]
    for thread in threads:
        thread.start()
    yield str(server.server_port), asked
    for each, thread in zip((server, other), threads, strict=True):
        each.shutdown()
        each.server_close()
        thread.join()


def html(words: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/html; charset=utf-8")
        request.end_headers()
        request.wfile.write(words.replace("PORT", str(request.server.server_port)).encode())  # type: ignore[attr-defined]

    return answer


def to(place: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("location", place.replace("PORT", str(request.server.server_port)))  # type: ignore[attr-defined]
        request.end_headers()

    return answer


def gone(request: BaseHTTPRequestHandler) -> None:
    request.send_response(404)
    request.end_headers()


def size(picture: Picture) -> tuple[int, int]:
    assert picture.png.startswith(PNG)
    return int.from_bytes(picture.png[16:20], "big"), int.from_bytes(picture.png[20:24], "big")


def drawn(text: str) -> str:
    said = Said(
        "c1", "", "Robin Vale", "a1", text, len(text), "2024-03-04T11:00:00+00:00", "", 1, "visible", False, True
    )
    return page(Thread(None, (), (said,), ()), title="Comment c1", about="Drawn.")


def chromiums() -> list[str]:
    """Processes whose profile is one of ours."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [process.parent.name] if f"user-data-dir={os.environ['TMPDIR']}" in process.read_text() else []
        except OSError:
            continue  # it ended meanwhile
    return found


@pytest.mark.usefixtures("pictures")
class TestOfOurRendering:
    def test_it_is_as_high_as_the_thread_is(self) -> None:
        assert size(of_html(drawn("one line")))[0] == chromium.WIDTH
        assert size(of_html(drawn("line\n" * 100)))[1] > size(of_html(drawn("one line")))[1] + 1_500

    def test_a_megabyte_of_words_is_kept_whole_and_its_picture_cut_and_said_to_be(self, channel: Channel) -> None:
        receive(channel, a_comment(text="words " * 170_000, url=""))
        made = capture(revision=Revision.objects.get(), by=BY, at=NOON)
        assert size(Picture(storage.read(made.sha256_of("screenshot")), False))[1] == chromium.MOST_HEIGHT
        assert len(storage.read(made.sha256_of("rendering"))) > 1_000_000
        why = "it shows 8,000 pixels of a longer page; the words are in the other parts"
        assert made.missing[0] == {"part": "screenshot", "why": why}

    def test_hostile_words_change_nothing_and_reach_nothing(self) -> None:
        with site({}) as (port, asked):
            tall = "<script>document.body.style.height='5000px'</script>"
            of_html(drawn(f"<img src=http://127.0.0.1:{port}/leak>"))
            unguarded = f"<p>short</p>{tall}<img src=http://127.0.0.1:{port}/leak><style>@import 'http://127.0.0.1:{port}/s'</style>"
            assert size(of_html(unguarded))[1] < 1_000
        assert asked == []

    def test_half_a_character_and_turned_words_are_drawn(self) -> None:
        assert size(of_html(drawn("\ud83d \u202eback\u202c \x07")))


@pytest.mark.usefixtures("pictures")
class TestOfAPublicPage:
    def test_it_is_shot_with_what_its_scripts_add(self) -> None:
        later = "<script>setTimeout(() => document.body.innerHTML = '<p>line</p>'.repeat(100), 200)</script>"
        with site({"/c1": html(f"<p>short</p>{later}")}) as (port, _):
            assert size(of_page(f"http://127.0.0.1:{port}/c1", HERE))[1] > 2_000

    def test_of_a_page_that_is_too_high_the_part_is_shot_that_the_address_leads_to(self) -> None:
        """There are words 15,000 pixels down, and white space above and below."""
        space = "<div style='height:15000px'></div>"
        wall = f"{space}<div id='c1'>{'words that somebody wrote. ' * 500}</div>{space}"
        with site({"/wall": html(wall)}) as (port, _):
            top, comment = (of_page(f"http://127.0.0.1:{port}/wall{anchor}", HERE) for anchor in ("", "#c1"))
        assert size(top) == size(comment) == (chromium.WIDTH, chromium.MOST_HEIGHT)
        assert (top.cut, comment.cut) == (True, True)
        assert len(comment.png) > 2 * len(top.png)

    def test_a_page_that_leads_elsewhere_is_no_evidence_and_elsewhere_is_never_asked(self) -> None:
        pages = {
            "/redirect": to("http://127.0.0.3:PORT/other"),
            "/script": html("<script>location = 'http://127.0.0.3:PORT/other'</script>"),
            "/file": to("file:///etc/passwd"),
            "/twice": to("/redirect"),
        }
        with site(pages) as (port, asked):
            for path in ("/redirect", "/script", "/twice"):
                with pytest.raises(NoPicture, match=r"led elsewhere: http://127\.0\.0\.3:\d+/other"):
                    of_page(f"http://127.0.0.1:{port}{path}", HERE)
            with pytest.raises(NoPicture, match=r"could not be opened|led elsewhere"):
                of_page(f"http://127.0.0.1:{port}/file", HERE)
        assert {host for host, _ in asked} == {"127.0.0.1"}

    def test_pictures_frames_and_scripts_of_other_hosts_are_not_asked_for(self) -> None:
        leaks = (
            "<p>words</p><img src='http://127.0.0.3:PORT/i'><iframe src='http://127.0.0.3:PORT/f'></iframe>"
            "<script src='http://127.0.0.3:PORT/s'></script><link rel=preconnect href='http://127.0.0.3:PORT'>"
            "<script>fetch('http://127.0.0.3:PORT/x').catch(() => 0); new WebSocket('ws://127.0.0.3:PORT/w')</script>"
        )
        with site({"/c1": html(leaks)}) as (port, asked):
            assert size(of_page(f"http://127.0.0.1:{port}/c1", HERE))
        assert {host for host, _ in asked} == {"127.0.0.1"}

    def test_a_page_that_is_gone_is_no_evidence(self) -> None:
        with site({}) as (port, _), pytest.raises(NoPicture, match="answered HTTP 404"):
            of_page(f"http://127.0.0.1:{port}/c1", HERE)

    def test_a_server_that_is_gone_is_no_evidence(self) -> None:
        with pytest.raises(NoPicture, match="could not be opened: net::ERR_"):
            of_page("http://127.0.0.1:9/", HERE)

    def test_a_server_that_never_answers_costs_a_bounded_time_and_leaves_no_process(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        chromium.end()
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        of_html("<p>It runs, and is warm.</p>")
        assert chromiums()
        monkeypatch.setattr(chromium, "TIMEOUT_SECONDS", 2.0)
        stop = threading.Event()
        with site({"/c1": lambda _: stop.wait() and None}) as (port, _):
            begun = time.monotonic()
            with pytest.raises(NoPicture, match="longer than 2 seconds"):
                of_page(f"http://127.0.0.1:{port}/c1", HERE)
            assert time.monotonic() - begun < 6
            stop.set()
        assert chromiums() == []
        assert list(tmp_path.glob("evenhand-*")) == []


@pytest.mark.usefixtures("pictures")
class TestOfTheOneThatIsKept:
    """One Chromium serves many pictures; none of them knows another."""

    @pytest.fixture(autouse=True)
    def _a_fresh_one(self) -> Iterator[None]:
        chromium.end()
        yield
        chromium.end()

    def test_the_second_picture_is_of_the_same_chromium_and_of_a_fresh_context(self) -> None:
        """A page that would show what the page before it left behind shows nothing of it."""
        remembers = (
            "<script>const before = document.cookie + (localStorage.getItem('x') || '');"
            "document.body.innerHTML = before ? '<p>line</p>'.repeat(300) : '<p>fresh</p>';"
            "document.cookie = 'x=1'; localStorage.setItem('x', '1')</script>"
        )
        with site({"/c1": html(f"<body>{remembers}</body>")}) as (port, asked):
            first = of_page(f"http://127.0.0.1:{port}/c1", HERE)
            process = kept().process
            second = of_page(f"http://127.0.0.1:{port}/c1", HERE)
        assert kept().process == process
        assert size(first) == size(second)
        assert size(second)[1] < 2_000
        assert asked.count(("127.0.0.1", "/c1")) == 2, "no cache serves the second"

    def test_the_hosts_of_one_picture_are_not_those_of_the_next(self) -> None:
        with site({"/c1": html("<img src='http://127.0.0.3:PORT/i'><p>words</p>")}) as (port, asked):
            of_page(f"http://127.0.0.1:{port}/c1", ("127.0.0.1", "127.0.0.3"))
            assert ("127.0.0.3", "/i") in asked
            asked.clear()
            of_page(f"http://127.0.0.1:{port}/c1", HERE)
            of_html(f"<img src='http://127.0.0.1:{port}/i'>")
        assert {host for host, _ in asked} == {"127.0.0.1"}
        assert ("127.0.0.1", "/i") not in asked

    def test_a_page_that_is_gone_costs_no_new_chromium(self) -> None:
        of_html("<p>one</p>")
        process = kept().process
        with site({}) as (port, _), pytest.raises(NoPicture, match="answered HTTP 404"):
            of_page(f"http://127.0.0.1:{port}/c1", HERE)
        of_html("<p>two</p>")
        assert kept().process == process

    def test_one_that_was_killed_between_two_pictures_is_replaced(self) -> None:
        of_html("<p>one</p>")
        before = kept().process
        os.killpg(before, signal.SIGKILL)
        assert size(of_html("<p>two</p>"))
        assert kept().process != before

    def test_one_that_is_killed_while_it_draws_costs_that_picture_alone(self) -> None:
        of_html("<p>one</p>")
        before = kept().process

        def kills(request: BaseHTTPRequestHandler) -> None:
            os.killpg(before, signal.SIGKILL)

        with site({"/c1": kills}) as (port, _), pytest.raises(NoPicture, match=r"Chromium ended|Broken pipe"):
            of_page(f"http://127.0.0.1:{port}/c1", HERE)
        assert size(of_html("<p>two</p>"))

    def test_after_so_many_pictures_and_beyond_so_much_memory_it_is_a_new_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chromium, "PAGES_EACH", 2)
        processes = []
        for number in range(3):
            of_html(f"<p>{number}</p>")
            processes.append(chromium._kept.process if chromium._kept else 0)
        assert processes[0]
        assert processes[1] == 0, "ended after its second"
        assert processes[2] not in (0, processes[0])
        monkeypatch.setattr(chromium, "MOST_MEGABYTES", 1)
        of_html("<p>large</p>")
        assert chromium._kept is None

    def test_it_is_ended_once_nobody_needs_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chromium, "IDLE_SECONDS", 0.2)
        of_html("<p>one</p>")
        until = time.monotonic() + 20
        while chromium._kept is not None and time.monotonic() < until:
            time.sleep(0.05)
        assert chromium._kept is None

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
    def test_it_ends_with_the_process_that_it_is_of(self, how: signal.Signals, tmp_path: Path) -> None:
        script = (
            "import django, signal, sys, time; django.setup()\n"
            "from evenhand.evidence import chromium\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
            "chromium.of_html('<p>one</p>'); print(chromium._kept.process, flush=True); time.sleep(60)"
        )
        environment = {**os.environ, "TMPDIR": str(tmp_path), "EVENHAND_CHROMIUM": str(CHROMIUM)}
        with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) as owner:
            assert owner.stdout is not None
            process = int(owner.stdout.readline())
            owner.send_signal(how)
            owner.wait(20)
        until = time.monotonic() + 20
        while Path(f"/proc/{process}").exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not Path(f"/proc/{process}").exists()


def kept() -> Browser:
    assert chromium._kept is not None
    return chromium._kept


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://127.0.0.1/", "", "http://[::1",
        "http://127.0.0.1.evil.example/", "http://evil.example/127.0.0.1", "http://127.0.0.1@evil.example/",
        "//127.0.0.1/",
    ],
)  # fmt: skip
def test_only_web_addresses_on_named_hosts_are_opened(url: str, pictures: None) -> None:
    with pytest.raises(NoPicture, match=r"is not an address on 127\.0\.0\.1"):
        of_page(url, HERE)


def test_a_star_names_every_host_under_one_and_not_itself() -> None:
    hosts = ("social.example", "*.pictures.example")
    reached = [
        chromium.reachable(f"https://{host}/c1", hosts)
        for host in ("social.example", "SOCIAL.example", "a.pictures.example", "pictures.example", "asocial.example")
    ]
    assert reached == [True, True, True, False, False]


class TestWithoutABrowser:
    """The capture stands, and says which part is missing and why; the action is carried out."""

    def missing(self, channel: Channel) -> dict[str, str]:
        receive(channel, a_comment(url="http://127.0.0.1:9/c1"))
        made = capture(revision=Revision.objects.get(), by=BY, at=NOON)
        assert made.sha256_of("rendering")
        return {str(lost["part"]): str(lost["why"]) for lost in made.missing}

    def test_where_there_is_none(self, settings: Settings, channel: Channel) -> None:
        settings.EVENHAND_CHROMIUM = "/nowhere/chromium"
        why = "there is no /nowhere/chromium on this machine"
        assert self.missing(channel) == {"screenshot": why, "permalink": why}

    @pytest.mark.parametrize(
        ("script", "why"),
        [
            ("echo 'no usable sandbox' >&2; exit 1", r"Chromium ended \(no usable sandbox\)|Broken pipe"),
            ("printf 'no json\\0' >&4; sleep 9", "does not speak as Chromium does"),
            ("sleep 60 & sleep 60", "longer than 1 seconds"),
        ],
    )
    def test_where_it_fails(
        self,
        script: str,
        why: str,
        settings: Settings,
        channel: Channel,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(chromium, "TIMEOUT_SECONDS", 1.0)
        broken = tmp_path / "chromium"
        broken.write_text(f"#!/bin/sh\n{script}\n")
        broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
        settings.EVENHAND_CHROMIUM = str(broken)
        begun = time.monotonic()
        found = self.missing(channel)
        assert pytest.approx(time.monotonic() - begun, abs=3) == 2
        for lost in found.values():
            assert re.search(why, lost)

    def test_the_action_is_carried_out_all_the_same(
        self, settings: Settings, channel: Channel, ada: Officer, network: Network
    ) -> None:
        settings.EVENHAND_CHROMIUM = "/nowhere/chromium"
        assert carry_out(decide(open_case(channel), HIDE, ada).actions.get()).state == "done"


@pytest.mark.usefixtures("pictures")
def test_a_capture_holds_both_pictures_and_lacks_nothing(channel: Channel) -> None:
    with site({"/c1": html("<p>As the public sees it</p>")}) as (port, _):
        receive(channel, a_comment(url=f"http://127.0.0.1:{port}/c1"))
        made = capture(revision=Revision.objects.get(), by=BY, at=NOON)
    assert made.missing == []
    assert [part["name"] for part in Capture.objects.get().parts] == [
        "payload", "record", "thread", "rendering", "screenshot", "permalink", "manifest",
    ]  # fmt: skip
    for name in ("screenshot", "permalink"):
        assert storage.read(made.sha256_of(name)).startswith(PNG)
