"""The look in a real browser, under the strictest policy: keys, blur, no script at all, phone width, axe."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import axe_playwright_python
import pytest
from playwright.sync_api import Page
from tests.console.look_rendering import STATIC, render
from tests.console.look_samples import LOOKS

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


class Site:
    """Serves the rendered pages with the policy that the console has, and remembers what was posted."""

    def __init__(self) -> None:
        self.pages = {f"/{look}": render(look) for look in LOOKS}
        self.posted: list[tuple[str, dict[str, list[str]]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                if path.startswith("/static/evenhand/"):
                    file = STATIC / path.removeprefix("/static/evenhand/")
                    self.answer(file.read_bytes(), KINDS[file.suffix])
                else:
                    self.answer(site.pages.get(path, f"elsewhere: {path}").encode(), "text/html; charset=utf-8")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                site.posted.append((self.path, parse_qs(body)))
                self.answer(b"posted", "text/html")

            def answer(self, body: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", "default-src 'self'")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        return Answers


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def visit(browser, site) -> Iterator:
    """Opens a look; fails at the end if the browser complained about anything, a blocked script for one."""
    contexts, complaints = [], []

    def open_page(look: str, size: str = "desktop", scripts: bool = True) -> Page:
        contexts.append(browser.new_context(viewport=SIZES[size], java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site.address}/{look}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def announced(page: Page) -> str:
    return page.text_content("#announcements")


def blur_of(page: Page, selector: str) -> str:
    return page.eval_on_selector(selector, "element => getComputedStyle(element).filter")


def test_j_and_k_move_between_cases_and_stop_at_the_ends(visit):
    page = visit("queue")
    page.keyboard.press("j")
    assert focused(page) == "case-1042"
    page.keyboard.press("j")
    assert focused(page) == "case-1039"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == "case-1042"


@pytest.mark.parametrize("key", ["o", "Enter"])
def test_a_key_opens_the_case_that_has_the_focus(visit, key):
    page = visit("queue")
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.wait_for_url("**/cases/1042")


def test_c_claims_the_case_that_has_the_focus_and_no_other(visit, site):
    page = visit("queue")
    page.keyboard.press("c")
    assert page.url.endswith("/queue")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url("**/cases/1042/claim")
    assert site.posted[-1] == ("/cases/1042/claim", {"csrfmiddlewaretoken": ["token-of-this-test"]})


def test_digits_pick_the_outcome_and_say_so(visit):
    page = visit("case")
    for key, outcome in zip("123456", ["leave", "protect", "reply", "hide", "delete", "refer"], strict=True):
        page.keyboard.press(key)
        assert page.eval_on_selector("[name=outcome]:checked", "radio => radio.value") == outcome
        assert announced(page) == ("Criticism, left up" if outcome == "protect" else outcome.capitalize())


def test_what_an_outcome_does_not_ask_for_is_out_of_the_way(visit):
    page = visit("case")
    page.keyboard.press("2")
    assert not page.is_visible("#id_statement")
    assert not page.is_visible("#id_reply")
    page.keyboard.press("4")
    assert page.is_visible("#id_statement")
    page.keyboard.press("3")
    assert page.is_visible("#id_reply")


def test_g_and_r_go_to_the_ground_and_the_reason(visit):
    page = visit("case")
    page.keyboard.press("g")
    assert focused(page) == "id_ground"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    assert focused(page) == "id_reason"


def test_keys_are_letters_while_typing(visit):
    page = visit("case")
    page.keyboard.press("r")
    page.keyboard.type("b1gub?")
    assert page.input_value("#id_reason") == "b1gub?"
    assert page.eval_on_selector("[name=outcome]:checked", "radio => radio.value") == "hide"


def test_control_and_enter_record_the_decision_from_within_a_field(visit, site):
    page = visit("case")
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("Criticism of a decision")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("document.body.textContent === 'posted'")
    path, sent = site.posted[-1]
    assert path == "/case"
    assert (sent["outcome"], sent["reason"]) == (["protect"], ["Criticism of a decision"])
    assert (sent["version"], sent["revision"]) == (["7"], ["2"])


def test_u_goes_to_undo_but_does_not_press_it(visit, site):
    page = visit("case")
    before = len(site.posted)
    page.keyboard.press("u")
    assert page.evaluate("document.activeElement.textContent") == "Undo hide"
    assert announced(page) == "Undo hide: press Enter to use it"
    assert len(site.posted) == before


def test_b_shows_blurred_words_and_blurs_them_again(visit):
    page = visit("case")
    assert blur_of(page, ".eh-words--full") == "blur(7px)"
    assert blur_of(page, ".eh-reasons__word") == "blur(5px)"
    page.keyboard.press("b")
    assert blur_of(page, ".eh-words--full") == "none"
    assert blur_of(page, ".eh-reasons__word") == "none"
    assert announced(page) == "Words shown"
    page.keyboard.press("b")
    assert blur_of(page, ".eh-words--full") == "blur(7px)"


def test_a_reader_can_blur_everything_and_the_browser_remembers(visit):
    page = visit("queue")
    page.click("text=Blur words")
    page.reload()
    assert page.get_attribute("[data-preference=blur]", "aria-pressed") == "true"
    assert blur_of(page, "[data-case='1042'] .eh-words") == "blur(7px)"
    page.click("text=Blur words")
    assert blur_of(page, "[data-case='1042'] .eh-words") == "none"
    assert blur_of(page, "[data-case='1039'] .eh-words") == "blur(7px)"


def test_a_reader_can_take_the_colour_away(visit):
    page = visit("case")
    page.click("text=Grey-scale")
    assert blur_of(page, "html") == "grayscale(1)"


def test_the_question_mark_shows_the_keys_and_they_can_be_turned_off_there(visit):
    page = visit("case")
    page.keyboard.press("?")
    assert page.is_visible("#shortcuts")
    page.click("#shortcuts [data-preference=shortcuts]")
    page.keyboard.press("Escape")
    assert not page.is_visible("#shortcuts")
    page.keyboard.press("1")
    assert page.eval_on_selector("[name=outcome]:checked", "radio => radio.value") == "hide"


def test_a_filter_changes_the_results_in_place(visit, site):
    page = visit("comments")
    page.evaluate("window.sameDocument = true")
    site.pages["/comments"], kept = (
        render("comments").replace("Marged Sule", "Another Author"),
        site.pages["/comments"],
    )
    page.fill("#filter [name=search]", "street")
    page.click("#apply")
    page.wait_for_selector("text=Another Author")
    site.pages["/comments"] = kept
    assert page.evaluate("window.sameDocument") is True
    assert "search=street" in page.url


def test_a_filter_answered_by_another_page_goes_there(visit, site):
    page = visit("audit_broken")
    page.goto(f"{site.address}/decisions")
    kept = site.pages["/decisions"]
    site.pages["/decisions"] = site.pages["/sign_in"]
    page.click("#apply")
    page.wait_for_selector("h1:text('Sign in')")
    site.pages["/decisions"] = kept


def test_without_scripts_words_can_be_shown_and_a_decision_recorded(visit, site):
    page = visit("case", scripts=False)
    assert not page.is_checked("#show-1039")
    assert not page.is_visible("text=Blur words")
    page.check("#show-1039")
    page.click("label[for=id_outcome_1]")
    page.fill("#id_reason", "Fair comment")
    page.click("button:text('Record the decision')")
    assert site.posted[-1][1]["outcome"] == ["protect"]


def test_the_decision_can_be_recorded_wherever_the_page_is_scrolled(visit):
    page = visit("case")
    button = page.locator("button:text('Record the decision')")
    for scrolled in (0, 400, 5000):
        page.evaluate(f"scrollTo(0, {scrolled})")
        box = button.bounding_box()
        assert 0 <= box["y"] <= 900 - box["height"]


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(visit, look):
    page = visit(look)
    for size in SIZES.values():
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert faults_of(page) == []


def faults_of(page: Page) -> list[tuple[str, list[object]]]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize(("look", "box", "words"), [
    ("decisions", "#show-311", "#show-311 ~ .eh-words"),
    ("decision_grave", "#show-comment", "#show-comment ~ .eh-words"),
    ("decision_grave", "#show-statement", "#show-statement ~ .eh-statement"),
])  # fmt: skip
def test_what_was_decided_is_spared_until_somebody_wants_to_see_it(visit, look, box, words, scripts):
    page = visit(look, scripts=scripts)
    assert blur_of(page, words) == "blur(7px)"
    page.check(box)
    assert blur_of(page, words) == "none"
    page.uncheck(box)
    assert blur_of(page, words) == "blur(7px)"


def test_the_words_that_matched_are_blurred_with_the_comment_they_come_from(visit):
    page = visit("decision_grave", scripts=False)
    assert blur_of(page, ".eh-facts .eh-reasons__word") == "blur(5px)"
    page.check("#show-comment")
    assert blur_of(page, ".eh-facts .eh-reasons__word") == "none"


def test_what_harms_nobody_is_not_blurred_among_what_does(visit):
    page = visit("decisions", scripts=False)
    assert blur_of(page, "#show-312 ~ .eh-words") == "none"
    assert not page.is_visible("#show-312")


@pytest.mark.parametrize("size", SIZES)
def test_every_section_and_page_is_in_sight_and_reached_by_tab_without_scripts(visit, size):
    page = visit("queue", size, scripts=False)
    wanted = ["Work", "People", "Records", "Settings", "Queue", "Tasks", "Referrals", "Appeals", "Comments off"]
    links = page.query_selector_all(".eh-sections a")
    assert [link.inner_text().split("\n")[0].split(" 4")[0].split(" 3")[0] for link in links] == wanted
    assert all(link.is_visible() for link in links)
    page.focus(".eh-header__button")
    for link in links:
        page.keyboard.press("Tab")
        assert link.evaluate("link => link === document.activeElement")


def test_the_navigation_takes_two_rows_and_says_where_one_is(visit):
    page = visit("queue", scripts=False)
    rows = page.query_selector_all(".eh-sections ul")
    assert len(rows) == 2
    assert [row.bounding_box()["height"] < 50 for row in rows] == [True, True]
    assert page.text_content("[aria-current=page]").startswith("Queue")
    assert page.text_content("[aria-current=true]").startswith("Work")
