"""REC-04: the public page of the policy is made from the edition: whole, readable, and safe to publish."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from typer.testing import CliRunner

from evenhand.core.edition import Edition
from evenhand.core.values import Pace, Within
from evenhand.edition_cli import app
from evenhand.editions import in_force
from evenhand.editions.render import CHAPTERS, page
from evenhand.editions.render_words import clock, facts, within

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
STOCKPORT = in_force("stockport", date.max)
BODIES = ("stockport", "thornmere", "brackenholt", "kestrelby", "dunmorrow", "ellenford", "wealdham")
VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Tags, headings and text of a page; a tag that is not closed in its order is remembered."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text += data
        if self.open and re.fullmatch(r"h[1-6]", self.open[-1]):
            level, words = self.headings[-1]
            self.headings[-1] = level, words + data


def said(edition: Edition) -> str:
    """The words of a page on one line."""
    return " ".join(Outline(page(edition)).text.split())


@pytest.mark.parametrize("body", BODIES)
def test_the_page_holds_every_rule_with_its_wording_and_every_ground_with_its_examples(body: str) -> None:
    edition = in_force(body, date.max)
    words = said(edition)
    for rule in edition.rules.values():
        assert f"{rule.title} {rule.id}" in words
        assert " ".join(rule.wording.split()) in words
    for ground in edition.grounds.values():
        assert ground.definition in words
        for example in (*ground.examples, *ground.counter_examples):
            assert " ".join(example.text.split()) in words


def test_it_names_the_edition_its_day_and_its_fingerprint() -> None:
    words = said(STOCKPORT)
    assert "In force from 1 January 2024." in words
    assert STOCKPORT.sha256 in words
    assert STOCKPORT.name in words


def test_the_outline_is_one_title_chapters_and_rules_without_a_step_left_out() -> None:
    outline = Outline(page(STOCKPORT))
    levels = [level for level, _ in outline.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [words for level, words in outline.headings if level == 2] == ["On this page", *CHAPTERS.values()]
    assert outline.open == []


def test_every_link_within_the_page_arrives_and_no_id_comes_twice() -> None:
    outline = Outline(page(STOCKPORT))
    assert len(outline.ids) == len(set(outline.ids))
    inner = {link[1:] for link in outline.links if link.startswith("#")}
    assert inner <= set(outline.ids)
    assert {"content", *(key.lower() for key in CHAPTERS)} == inner


def test_it_needs_nothing_else_and_runs_nothing() -> None:
    markup = page(STOCKPORT)
    outline = Outline(markup)
    assert not {"script", "link", "img", "iframe", "form"} & set(outline.tags)
    assert "url(" not in markup
    assert "@import" not in markup
    assert not re.search(r"\son\w+=", markup)
    assert {link.split(":")[0] for link in outline.links if not link.startswith("#")} == {"https"}


def test_what_an_edition_says_is_never_markup() -> None:
    ground = STOCKPORT.rules["CON-06"].ground
    assert ground is not None
    nasty = '<script>alert("x")</script> & "quoted" <b>'
    example = replace(ground.examples[0], text=nasty, because=nasty)
    rule = replace(
        STOCKPORT.rules["CON-06"], title=nasty, wording=nasty,
        ground=replace(ground, definition=nasty, examples=(example,)),
    )  # fmt: skip
    edition = replace(
        STOCKPORT, body=nasty, name=nasty, policy_url="javascript:alert(1)",
        rules={**STOCKPORT.rules, "CON-06": rule},
    )  # fmt: skip
    markup = page(edition)
    outline = Outline(markup)
    assert outline.tags["script"] == outline.tags["b"] == 0
    assert not any(link.startswith("javascript") for link in outline.links)
    assert nasty in outline.text
    assert unescape(markup).count(nasty) >= 8


def test_a_web_address_in_a_wording_is_a_link_without_the_full_stop_after_it() -> None:
    wording = 'See https://www.ellenford.example/a?b=1&c="2". Or (http://www.ellenford.example/x).'
    rule = replace(STOCKPORT.rules["STF-03"], wording=wording)
    outline = Outline(page(replace(STOCKPORT, rules={**STOCKPORT.rules, "STF-03": rule})))
    assert "https://www.ellenford.example/a?b=1&c=" in outline.links
    assert "http://www.ellenford.example/x" in outline.links
    assert wording in outline.text


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("stockport", ("Monday to Friday: 9am to 5pm",)),
        ("thornmere", ("Monday to Friday: 9am to 5.15pm",)),
        ("dunmorrow", ("Monday to Thursday: 8.30am to 4pm", "Friday: 8.30am to 3.30pm")),
    ],
)
def test_hours_are_in_words(body: str, lines: tuple[str, ...]) -> None:
    assert facts(in_force(body, date.max), "HRS-01", {}) == lines


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0), "midnight"),
        (time(0, 30), "12.30am"),
        (time(11, 59), "11.59am"),
        (time(12), "midday"),
        (time(12, 5), "12.05pm"),
        (time(17, 15), "5.15pm"),
    ],
)
def test_times_of_day_are_as_people_say_them(at: time, words: str) -> None:
    assert clock(at) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Within(45, Pace.ACTIVE_MINUTES), "45 minutes of our active time"),
        (Within(60, Pace.ACTIVE_MINUTES), "1 hour of our active time"),
        (Within(121, Pace.ACTIVE_MINUTES), "2 hours and 1 minute of our active time"),
        (Within(1, Pace.WORKING_DAYS), "1 working day"),
        (Within(2, Pace.WORKING_DAYS), "2 working days"),
    ],
)
def test_targets_for_replies_are_in_words(target: Within, words: str) -> None:
    assert within(target) == words


def test_holidays_replies_help_and_open_ways_are_said() -> None:
    dunmorrow = in_force("dunmorrow", date.max)
    assert facts(dunmorrow, "HRS-03", {}) == (
        "Closed on the public holidays of Scotland", "Also closed on 15 September 2025 and 16 September 2025",
    )  # fmt: skip
    assert facts(STOCKPORT, "HRS-06", {"bluesky": "Bluesky, the network"}) == (
        "We aim to answer within 4 hours of our active time", "Bluesky, the network: within 2 hours of our active time",
    )  # fmt: skip
    assert "Samaritans: 116 123 (any time)" in facts(STOCKPORT, "REF-05", {})
    assert facts(STOCKPORT, "REF-02", {})[0] == "Emergency services: 999 (any time)"
    assert len(facts(STOCKPORT, "MCL-04", {})) == 5
    assert facts(STOCKPORT, "REC-05", {}) == ()


def test_how_to_appeal_is_said_with_every_figure_of_the_edition() -> None:
    how, when, first, second, afterwards = facts(in_force("brackenholt", date.max), "APL-02", {})
    assert how == "How: use the complaints form on https://www.brackenholt.example/complaints"
    assert when == "When: within 3 months of the decision"
    assert first == "We confirm that we have it within 5 working days, and answer within 10 working days"
    assert second == (
        "Not satisfied: ask for a second look within 20 working days; somebody else confirms it within 5 working days "
        "and answers within 20 working days"
    )
    assert afterwards == "After that: the Local Government and Social Care Ombudsman, https://www.lgo.org.uk"


def test_a_ground_says_how_far_it_goes_and_what_it_counts() -> None:
    words = said(STOCKPORT)
    assert "The most we do to such a comment is delete it. A breach counts as 2 strikes." in words
    assert "We leave it up. It never counts against you." in words
    assert "Two people must agree on it." in words


def test_the_command_writes_the_page_to_a_file_or_prints_it(tmp_path: Path) -> None:
    to = tmp_path / "public" / "policy.html"
    assert CliRunner().invoke(app, ["render", "ellenford", "--to", str(to)]).exit_code == 0
    written = to.read_text(encoding="utf-8")
    assert "Ellenford City Council" in written
    assert CliRunner().invoke(app, ["render", "ellenford"]).stdout == written


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """A body's page in a browser of some size; nothing may be fetched for it."""
    contexts: list[BrowserContext] = []
    fetched: list[str] = []

    def open_page(body: str, size: str) -> Page:
        contexts.append(browser.new_context(viewport=SIZES[size]))
        tab = contexts[-1].new_page()
        tab.on("request", lambda request: fetched.append(request.url))
        tab.set_content(page(in_force(body, date.max)))
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert fetched == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("body", ["stockport", "dunmorrow"])
def test_axe_finds_nothing_wrong_with_examples_open(opened: Opened, body: str, size: str) -> None:
    tab = opened(body, size)
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert len(found["passes"]) >= 15


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(opened: Opened, size: str) -> None:
    tab = opened("stockport", size)
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_the_first_tab_stop_skips_to_the_rules(opened: Opened) -> None:
    tab = opened("stockport", "phone")
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    assert skip.inner_text() == "Skip to the rules"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"
