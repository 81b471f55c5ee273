"""MOD-02: a second opinion stands beside the case, and its page says what is sent, to whom, and who switched it on."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import Settings
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms import asked_opinions
from tests.rooms.model_server import Model, serving

from evenhand.officers.permissions import Role
from evenhand.opinions import operations, queries
from evenhand.opinions.models import Opinion, OpinionState


@pytest.fixture
def model(settings: Settings) -> Iterator[Model]:
    with serving() as server:
        asked_opinions.names(settings, server)
        yield server


def said(council: Council, state: OpinionState = OpinionState.GIVEN, **known: object) -> Opinion:
    ended = None if state in (OpinionState.WAITING, OpinionState.ASKING) else NOW
    return Opinion.objects.create(
        case=council.case, proposal=council.case.proposal, state=state.value, wanted_at=NOW, ended_at=ended,
        model="a-model", host="llm.example", version="question-1, edition abc, a-model", **known,
    )  # fmt: skip


def case_page(council: Council) -> str:
    client = signed_in(council.officers[Role.OFFICER])
    return client.get(reverse("case", args=[council.body.slug, council.case.pk])).content.decode()


def test_a_case_shows_what_was_said_by_whom_and_that_it_changes_nothing(ashby: Council) -> None:
    said(ashby, rules=["CON-02"], reason="It calls <officers> names.", quote="you utter muppet")
    page = case_page(ashby)
    assert "It calls &lt;officers&gt; names." in page
    assert "<q" in page
    assert "a-model" in page
    assert "llm.example" in page
    assert "it changes nothing here" in page


def test_a_case_says_where_no_rule_is_seen(ashby: Council) -> None:
    said(ashby, reason="It is only rude.")
    assert "it sees no rule breached" in case_page(ashby)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OpinionState.MISSING, "No whole answer came within 20 seconds."),
        (OpinionState.REFUSED, "An answer came and does not count: no whole answer came within 20 seconds."),
        (OpinionState.WAITING, "A second opinion is being asked"),
    ],
)
def test_a_case_says_why_there_is_none(state: OpinionState, words: str, ashby: Council) -> None:
    ended = state in (OpinionState.MISSING, OpinionState.REFUSED)
    why = "no whole answer came within 20 seconds" if ended else ""
    said(ashby, state, why=why, answer="Ring this number")
    page = case_page(ashby)
    assert words in page
    assert "Ring this number" not in page


def test_a_case_without_one_says_nothing_of_it(ashby: Council) -> None:
    assert "econd opinion" not in case_page(ashby)


def test_an_administrator_switches_it_on_the_page(ashby: Council, model: Model) -> None:
    client = signed_in(ashby.officers[Role.ADMINISTRATOR])
    place = reverse("opinions", args=["ashby"])
    assert "Switch it on" in client.get(place).content.decode()
    answer = client.post(reverse("switch-opinions", args=["ashby"]) + "?to=on", {"why": "A trial."}, follow=True)
    assert "Second opinions are on." in answer.content.decode()
    assert "Switch it off" in answer.content.decode()
    assert queries.is_on(ashby.body)
    assert "A trial." in answer.content.decode()


def test_without_a_reason_the_form_comes_back(ashby: Council, model: Model) -> None:
    client = signed_in(ashby.officers[Role.ADMINISTRATOR])
    answer = client.post(reverse("switch-opinions", args=["ashby"]) + "?to=on", {"why": ""})
    assert answer.status_code == 422
    assert "Write it in a few words." in answer.content.decode()
    assert not queries.is_on(ashby.body)


def test_an_old_page_switches_nothing_twice(ashby: Council, model: Model) -> None:
    admin = ashby.officers[Role.ADMINISTRATOR]
    operations.switch(body=ashby.body, on=True, why="A trial.", by=admin, at=NOW)
    answer = signed_in(admin).post(reverse("switch-opinions", args=["ashby"]) + "?to=on", {"why": "Once more."})
    assert answer.status_code == 422
    assert "They are so already" in answer.content.decode()
    assert "Once more." in answer.content.decode()


def test_where_the_deployment_names_nobody_there_is_no_button(ashby: Council) -> None:
    page = signed_in(ashby.officers[Role.ADMINISTRATOR]).get(reverse("opinions", args=["ashby"])).content.decode()
    assert "EVENHAND_OPINION_URL" in page
    assert "Switch it on" not in page


def test_a_wrong_setting_stands_on_the_page(ashby: Council, model: Model, settings: Settings) -> None:
    settings.EVENHAND_OPINION_PRICE = ""
    page = signed_in(ashby.officers[Role.AUDITOR]).get(reverse("opinions", args=["ashby"])).content.decode()
    assert "EVENHAND_OPINION_PRICE is not said" in page
    assert "sk-secret-of-ours" not in page


def test_the_page_counts_its_own_body_alone(ashby: Council, birkdale: Council) -> None:
    said(ashby, rules=["CON-02"], reason="It insults.", quote="muppet", micropence=123_450_000)
    mine = signed_in(ashby.officers[Role.SENIOR]).get(reverse("opinions", args=["ashby"])).content.decode()
    theirs = signed_in(birkdale.officers[Role.SENIOR]).get(reverse("opinions", args=["birkdale"])).content.decode()
    assert "123.45p" in mine
    assert "0.00p" in theirs
