"""The look of the console: pages are sound HTML under the content security policy, and ours to use."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.text import slugify
from tests.console.look_rendering import STATIC, TEMPLATES, fill, render
from tests.console.look_samples import LOOKS

from evenhand.core.lifecycle import ActionState, CaseState, NoticeState

CSS = (STATIC / "evenhand.css").read_text()
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect"}


class Page(HTMLParser):
    """Reads one page: its elements with their attributes, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag == "path":
            return
        expected = self.open.pop() if self.open else "nothing"
        if expected != tag:
            self.faults.append(f"</{tag}> closes <{expected}> at {self.getpos()}")

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def page(look: str) -> Page:
    return Page(render(look))


every_look = pytest.mark.parametrize("look", LOOKS)


def test_every_page_template_has_a_sample():
    pages = {
        str(path.relative_to(TEMPLATES / "evenhand"))
        for path in (TEMPLATES / "evenhand").rglob("*.html")
        if path.parent.name != "parts" and path.name != "base.html"
    }
    assert pages == {template for template, _ in LOOKS.values()}


@every_look
def test_elements_are_closed_in_order(look):
    read = page(look)
    assert read.faults == []
    assert read.open == []


@every_look
def test_ids_are_unique(look):
    ids = page(look).values("id")
    assert sorted(ids) == sorted(set(ids))


@every_look
def test_labels_and_descriptions_point_at_something(look):
    read = page(look)
    ids = set(read.values("id"))
    named = " ".join(read.values("for") + read.values("aria-describedby") + read.values("aria-labelledby")).split()
    within = [href[1:] for href in read.values("href") if href.startswith("#")]
    assert set(named) | set(within) <= ids


@every_look
def test_nothing_is_inline_that_the_policy_would_block(look):
    for tag, attributes in page(look).elements:
        assert tag != "style"
        assert tag != "script" or "src" in attributes
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@every_look
def test_nothing_comes_from_another_host(look):
    read = page(look)
    assert [value for value in read.values("src") + read.values("href") if re.match(r"(https?:)?//|data:", value)] == []


@every_look
def test_every_form_that_writes_carries_the_token(look):
    html = render(look)
    writes = html.count('method="post"')
    assert html.count('value="token-of-this-test"') == writes


@every_look
def test_a_page_has_one_first_heading_and_a_skip_link(look):
    tags = [tag for tag, _ in page(look).elements]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    assert "govuk-skip-link" in page(look).values("class")


def test_what_an_author_wrote_is_escaped():
    template, feed = LOOKS["queue"]
    cases = [{**feed()["cases"][0], "text": "<script>alert(1)</script>"}]
    html = fill(template, {**feed(), "cases": cases})
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_facts_are_a_list_of_terms_with_their_values():
    read = Page(fill("parts/summary_list.html", {"rows": [{"key": "Edition", "value": "2025", "url": "/e"}]}))
    assert [tag for tag, _ in read.elements] == ["dl", "div", "dt", "dd", "a"]


def test_a_note_is_set_in_and_escaped():
    assert "Held &amp; kept" in fill("parts/inset.html", {"text": "Held & kept"})


def test_a_password_is_never_sent_back():
    form = LOOKS["sign_in"][1]()["form"].__class__({"username": "t.bright", "password": "secret"})
    html = fill("sign_in.html", {"form": form})
    assert 'value="t.bright"' in html
    assert "secret" not in html


def test_words_to_be_spared_start_blurred_and_can_be_shown_without_a_script():
    boxes = {
        attributes["id"]: "checked" in attributes
        for tag, attributes in page("queue").elements
        if tag == "input" and attributes.get("class") == "eh-veil__box"
    }
    assert boxes["show-1039"] is False
    assert boxes["show-1042"] is True


def test_each_outcome_has_its_own_key_and_a_hint():
    radios = [attrs for tag, attrs in page("case").elements if tag == "input" and attrs.get("name") == "outcome"]
    assert [radio["data-key"] for radio in radios] == list("123456")
    assert all(radio["aria-describedby"] for radio in radios)


def test_page_numbers_keep_the_filters():
    links = [href for href in page("queue").values("href") if "page=5" in href]
    assert links
    assert all("state=open" in href for href in links)


def test_an_error_is_listed_on_top_and_leads_to_its_field():
    read = page("case_refused")
    assert "#id_outcome_0" in read.values("href")
    assert "#id_reason" in read.values("href")
    assert render("case_refused").count("Choose an outcome") == 2


def test_the_government_typeface_and_crest_are_nowhere():
    forbidden = re.compile(r"gds.?transport|govuk-crest|logotype|govuk-logo|govuk-footer|govuk-header\b", re.IGNORECASE)
    for path in [*STATIC.rglob("*"), *TEMPLATES.rglob("*.html")]:
        assert not forbidden.search(path.name), path
        if path.is_file():
            assert not forbidden.search(path.read_text()), path


def test_no_font_file_is_shipped():
    fonts = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
    assert [path for path in STATIC.rglob("*") if path.suffix in fonts or path.name == "fonts"] == []
    assert "@font-face" not in CSS


@pytest.mark.parametrize("state", [*ActionState, *NoticeState, CaseState.AWAITING_SECOND])
def test_a_state_that_wants_a_person_does_not_look_like_one_that_is_done(state):
    colours = dict(re.findall(r"\.eh-tag--([a-z-]+)\{color:#\w+;background:(#\w+)\}", CSS))
    wants_a_person = state in (ActionState.MANUAL, NoticeState.BY_HAND, CaseState.AWAITING_SECOND)
    assert (colours.get(slugify(state)) == colours["overdue"]) is wants_a_person


def test_pictures_named_in_the_style_sheet_are_ours_and_exist():
    pictures = re.findall(r"url\(([^)]*)\)", CSS)
    assert pictures
    for picture in pictures:
        assert (STATIC / picture).is_file(), picture


def test_scripts_import_only_files_that_exist():
    scripts = list(STATIC.glob("*.js"))
    assert {path.name for path in scripts} == {"evenhand.js", "keyboard.js", "preferences.js", "statement.js"}
    for script in scripts:
        for wanted in re.findall(r'from "(\./[^"]+)"', script.read_text()):
            assert (script.parent / wanted).is_file(), f"{script.name} imports {wanted}"


def test_each_vendored_script_has_its_licence_beside_it():
    for script in (STATIC / "vendor").glob("*.js"):
        library = script.stem.split("-2.")[0]
        assert (STATIC / "vendor" / f"{library}.LICENCE.txt").is_file(), script.name
    assert (STATIC / "vendor" / "moj-frontend.LICENCE.txt").is_file()
