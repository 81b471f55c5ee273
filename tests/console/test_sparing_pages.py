"""STF-02: pages blur the worst words where the edition says so, and only there; grey-scale is offered likewise."""

import shutil
from pathlib import Path

import pytest
from django.urls import reverse
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms.world import a_comment, propose_for, receive

from evenhand import editions
from evenhand.cases.models import Case
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator import MANIFEST
from evenhand.referrals import operations as referrals

BLURRED = "eh-veil--blurred"


@pytest.fixture
def high(ashby: Council) -> Case:
    """A case of high severity, decided by the officer."""
    propose_for(ashby.channel, receive(ashby.channel, a_comment("h1", "I will find you")), {"lexicon.threat": 1})
    case = Case.objects.get(comment__native_id="h1")
    assert case.severity == "high"
    referrals.decide(
        case_id=case.pk, body=ashby.body, version=case.version, edition=edition_for(case.comment), at=NOW,
        draft=Draft(Outcome.HIDE, ground="CON-02", statement="Hidden: “I will find you” (CON-02)."),
        supported=MANIFEST.supported, by=ashby.officers[Role.OFFICER],
    )  # fmt: skip
    return case


@pytest.fixture
def unblurred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later edition says that nothing is blurred or made grey; the earlier one stays as it was."""
    given = editions.root() / "stockport" / "2024-01-01.toml"
    folder = tmp_path / "stockport"
    folder.mkdir()
    changed = given.read_text().replace("blur = true, grey_scale = true", "blur = false, grey_scale = false")
    shutil.copy(given, folder)
    (folder / "2025-01-01.toml").write_text(changed.replace("in_force_from = 2024-01-01", "in_force_from = 2025-01-01"))
    monkeypatch.setenv("EVENHAND_EDITIONS", str(tmp_path))


def pages(ashby: Council, case: Case) -> dict[str, str]:
    client = signed_in(ashby.officers[Role.SENIOR])
    decision = Decision.objects.get(comment=case.comment)
    places = {
        "case": reverse("case", args=["ashby", case.pk]),
        "decisions": reverse("decisions", args=["ashby"]),
        "decision": reverse("decision", args=["ashby", decision.pk]),
        "comments": reverse("comments", args=["ashby"]),
        "queue": reverse("queue", args=["ashby"]) + "?state=closed",
        "person": reverse("person", args=["ashby", case.comment.author_id]),
    }
    return {name: client.get(place).content.decode() for name, place in places.items()}


def test_the_worst_words_start_blurred_wherever_they_stand(ashby: Council, high: Case) -> None:
    found = pages(ashby, high)
    assert [name for name, page in found.items() if BLURRED not in page and "I will find you" in page] == []
    assert all("Grey-scale" in page for page in found.values())


def test_the_statement_that_quotes_them_is_blurred_too(ashby: Council, high: Case) -> None:
    page = pages(ashby, high)["decision"]
    assert page.count(BLURRED) == 2
    assert 'id="show-statement"' in page


@pytest.mark.usefixtures("unblurred")
def test_nothing_is_blurred_where_the_edition_blurs_nothing(ashby: Council, high: Case) -> None:
    found = pages(ashby, high)
    assert [name for name, page in found.items() if BLURRED in page] == []
    assert not any("Grey-scale" in page for page in found.values())
    assert all("Blur words" in page for page in found.values()), "who reads may still blur for themselves"


def test_what_is_of_medium_severity_is_not_blurred(ashby: Council) -> None:
    page = signed_in(ashby.officers[Role.OFFICER]).get(reverse("queue", args=["ashby"])).content.decode()
    assert "muppet" in page
    assert BLURRED not in page
