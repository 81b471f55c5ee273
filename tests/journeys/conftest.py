"""A real browser, a real worker, the simulator: what a journey needs."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page
from procrastinate.contrib.django import app
from pytest_django.live_server_helper import LiveServer
from tests.console.conftest import Council, council

from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def ashby(transactional_db: None) -> Council:
    """A council whose two comments stand on the simulator."""
    made = council("ashby", "kumquat")
    network().publish(
        [(made.channel.account, "p1", "Our new park", "2026-03-01T09:00:00+00:00")],
        [
            (made.channel.account, "c1", "p1", "", "Pat", "you utter muppet, kumquat", "2026-03-01T10:00:00+00:00"),
            (made.channel.account, "c2", "p1", "", "Sam", "lovely park", "2026-03-01T10:05:00+00:00"),
        ],
    )
    return made


def network() -> Network:
    return Network(settings.EVENHAND_DATA / "simulator.sqlite3")


def work() -> None:
    """Let a real worker do every job that is due, then stop. In a thread, since the browser's loop has this one."""

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer) -> Iterator[SignIn]:
    """Opens a browser as an officer; `scripts=False` switches JavaScript off."""
    contexts: list[BrowserContext] = []

    def enter(officer: Officer, size: str = "desktop", scripts: bool = True) -> Page:
        context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, base_url=live_server.url)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("#id_username", officer.email)
        page.fill("#id_password", "correct horse battery")
        page.click("main button[type=submit]")
        return page

    yield enter
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe finds wrong with a page, one line a fault."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
