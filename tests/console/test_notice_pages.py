"""The pages about notices: what was told, how, whether it arrived, and another way."""

import pytest
from django.urls import reverse
from pytest_django import Settings
from tests.console.conftest import NOW, Council, signed_in
from tests.console.test_addresses import everything

from evenhand.decisions.models import Decision
from evenhand.notices.models import Notice, Way
from evenhand.notices.operations import To, tell
from evenhand.officers.permissions import Role
from evenhand.tasks.models import Task


@pytest.fixture
def notice(ashby: Council) -> Notice:
    """Somebody whom a person must write to."""
    return tell(
        body=ashby.body, kind="appeal received", about="appeal 7", paragraphs=["Thank you for your appeal."],
        subject="Your appeal", to=To(name="Robin Vale"), by="program: tests", at=NOW,
    )  # fmt: skip


def page(ashby: Council, name: str, *ids: int, role: Role = Role.OFFICER, query: str = "") -> str:
    answer = signed_in(ashby.officers[role]).get(reverse(name, args=["ashby", *ids]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_notice_shows_its_words_its_reference_and_why_it_is_by_hand(ashby: Council, notice: Notice) -> None:
    shown = page(ashby, "notice", notice.pk)
    for said in ("Thank you for your appeal.", notice.reference, "Robin Vale", "By hand", "o e-mail address is known"):
        assert said in shown


def test_the_list_can_be_narrowed_by_state_and_by_reference(ashby: Council, notice: Notice) -> None:
    everything(ashby)
    shown = [page(ashby, "notices", query=query).count('data-label="What"') for query in ("", "?state=by+hand")]
    assert shown == [Notice.objects.count(), Notice.objects.filter(state="by hand").count()]
    assert shown[0] > shown[1] > 0
    assert notice.reference in page(ashby, "notices", query=f"?reference={notice.reference.lower()}")
    assert "No notice here" in page(ashby, "notices", query="?reference=AP-0000-0000-0")
    assert "No notice here" in page(ashby, "notices", query="?state=not+delivered")


def test_the_page_of_a_decision_says_what_the_author_was_told(ashby: Council) -> None:
    decision = everything(ashby)["decision"]
    shown = page(ashby, "decision", decision)
    assert "What the author was told" in shown
    assert "Private message on the platform" in shown
    assert reverse("notice", args=["ashby", Notice.objects.get(about=f"decision {decision}").pk]) in shown


def test_a_task_about_a_notice_is_finished_by_saying_how_they_were_told(ashby: Council, notice: Notice) -> None:
    task = Task.objects.get(about=f"notice {notice.pk}")
    assert reverse("notice", args=["ashby", notice.pk]) in page(ashby, "task", task.pk)
    client = signed_in(ashby.officers[Role.OFFICER])
    client.post(reverse("task", args=["ashby", task.pk]), {"outcome": "By letter, second class."})
    notice.refresh_from_db()
    assert notice.state == "told by hand"
    assert "By letter, second class." in page(ashby, "notice", notice.pk)


def test_another_way_is_chosen_on_the_page(ashby: Council, notice: Notice, settings: Settings) -> None:
    settings.EMAIL_HOST = "localhost"
    client, place = signed_in(ashby.officers[Role.OFFICER]), reverse("notice-again", args=["ashby", notice.pk])
    assert reverse("task", args=["ashby", Task.objects.get().pk]) in page(ashby, "notice", notice.pk)
    assert "Try another way" in page(ashby, "notice", notice.pk)
    assert client.post(place, {"way": "carrier pigeon"}).status_code == 422
    assert client.post(place, {"way": Way.SMTP.value, "email": "no address"}).status_code == 422
    without = client.post(place, {"way": Way.SMTP.value})
    assert (without.status_code, "No address is known: write their" in without.content.decode()) == (422, True)
    assert client.post(place, {"way": Way.SMTP.value, "email": "robin@mail.example"}).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.way) == ("queued", "e-mail")
    assert "Try another way" not in page(ashby, "notice", notice.pk)


def test_an_auditor_sees_a_notice_and_sends_nothing(ashby: Council, notice: Notice) -> None:
    assert "Try another way" not in page(ashby, "notice", notice.pk, role=Role.AUDITOR)
    client = signed_in(ashby.officers[Role.AUDITOR])
    assert client.post(reverse("notice-again", args=["ashby", notice.pk]), {"way": "by hand"}).status_code == 403


def test_the_words_of_every_kind_are_shown_with_an_example_in_both_languages(ashby: Council) -> None:
    ashby.body.edition_folder = "wealdham"
    ashby.body.save()
    shown = page(ashby, "notice-wordings")
    assert shown.count("<h3") == 9 + 5
    assert "Rydym wedi eich rhwystro rhag gwneud sylwadau ar our page" in shown
    assert "erbyn 4 Medi 2026" in shown
    assert "AP-4F7K-22QX-9" in shown
    assert "{" not in shown.split("<main")[1].split("</main>")[0]


def test_an_edition_without_words_shows_ours(ashby: Council) -> None:
    ashby.body.edition_folder = "dunmorrow"
    ashby.body.save()
    shown = page(ashby, "notice-wordings")
    assert shown.count("these are Evenhand&#x27;s") + shown.count("these are Evenhand's") == 9
    assert "You are blocked from our page." in shown


def test_the_tick_and_its_reason_come_together(ashby: Council) -> None:
    client, place = signed_in(ashby.officers[Role.OFFICER]), reverse("case", args=["ashby", ashby.case.pk])
    given = {
        "outcome": "hide", "ground": "CON-02", "statement": "Hidden.", "version": 1, "drafted_for": "hide:CON-02",
    }  # fmt: skip
    ticked = client.post(place, given | {"not_safe": "on"})
    assert "Say why telling the author is not safe" in ticked.content.decode()
    said = client.post(place, given | {"unsafe": "Her partner reads along."})
    assert "Tick this too" in said.content.decode()
    assert "Her partner reads along." in said.content.decode(), "nothing is lost"
    assert client.post(place, given | {"not_safe": "on", "unsafe": "Her partner reads along."}).status_code == 302
    assert Decision.objects.get().unsafe == "Her partner reads along."
    assert Notice.objects.get().state == "not told"
