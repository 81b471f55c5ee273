"""The pages of the calendar and of closures refuse bad input in words, and lose nothing that was written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from tests.console.conftest import NOW, Council, signed_in

from evenhand.closures.models import PostClosing, SensitivePost, Timetabled
from evenhand.intake.models import Post
from evenhand.officers.permissions import Role
from evenhand.watch.models import DayOff, DeclaredIncident, Duty, ElectionPeriod

LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def senior(ashby: Council) -> Client:
    return signed_in(ashby.officers[Role.SENIOR])


def at(hours: float) -> str:
    return localtime(NOW + timedelta(hours=hours)).strftime(LOCAL)


def send(client: Client, name: str, given: dict[str, object], *ids: int) -> tuple[int, str]:
    answer = client.post(reverse(name, args=["ashby", *ids]), given)
    return answer.status_code, answer.content.decode()


def test_an_incident_that_ends_before_it_starts_is_refused_and_kept_in_the_form(senior: Client) -> None:
    given = {"kind": "severe weather", "why": "Red warning", "starts_at": at(3), "ends_at": at(2), "channels": ["page"]}
    status, page = send(senior, "incidents", given)
    assert status == 422
    assert "It ends before it begins (HRS-04)" in page
    assert "Red warning" in page
    assert not DeclaredIncident.objects.exists()
    assert send(senior, "incidents", given | {"ends_at": at(4)})[0] == 302
    assert DeclaredIncident.objects.get().why == "Red warning"


def test_an_incident_is_shown_on_every_page_while_it_runs(senior: Client, ashby: Council) -> None:
    given = {
        "kind": "severe weather",
        "why": "Red warning.",
        "starts_at": at(-1),
        "ends_at": at(2),
        "channels": ["page"],
    }
    send(senior, "incidents", given)
    for name in ("queue", "tasks", "audit", "closures"):
        assert "Severe weather.</b> Red warning." in senior.get(reverse(name, args=["ashby"])).content.decode()
    send(senior, "end-incident", {}, DeclaredIncident.objects.get().pk)
    assert "Red warning" not in senior.get(reverse("queue", args=["ashby"])).content.decode()


def test_a_duty_a_day_off_and_a_period_are_set_and_withdrawn(senior: Client, ashby: Council) -> None:
    who = ashby.officers[Role.OFFICER]
    duty = {"officer": who.pk, "starts_at": at(1), "ends_at": at(9), "email": who.email}
    assert send(senior, "on-call", duty)[0] == 302
    status, page = send(senior, "on-call", duty)
    assert (status, "is on call then (HRS-05)" in page) == (422, True)
    day = (NOW + timedelta(days=40)).date().isoformat()
    assert send(senior, "watch", {"day": day, "why": "Closed"})[0] == 302
    assert send(senior, "watch", {"day": "2020-01-01", "why": "Closed"})[0] == 422
    period = {"area": "North", "poll_on": day, "first_on": day, "last_on": day, "channels": ["page"]}
    assert send(senior, "elections", period)[0] == 302
    status, page = send(senior, "elections", period)
    assert (status, "North has one from" in page) == (422, True)
    for name, model in (
        ("withdraw-duty", Duty), ("withdraw-day-off", DayOff), ("withdraw-election", ElectionPeriod),
    ):  # fmt: skip
        [row] = model.objects.all()  # type: ignore[attr-defined]
        assert send(senior, name, {}, row.pk)[0] == 302
        row.refresh_from_db()
        assert row.withdrawn_at is not None


def test_comments_are_turned_off_once_with_a_reason_and_an_end_to_come(senior: Client, ashby: Council) -> None:
    post = Post.objects.get()
    given = {"why": "a sensitive post", "words": "Grief", "starts_at": at(0), "ends_at": at(-1)}
    status, page = send(senior, "post", given, post.pk)
    assert (status, "end is in the past (CMT-01)" in page, "Grief" in page) == (422, True, True)
    assert send(senior, "post", given | {"words": " "}, post.pk)[0] == 422
    assert send(senior, "post", given | {"ends_at": at(5)}, post.pk)[0] == 302
    status, page = send(senior, "post", given | {"ends_at": at(6)}, post.pk)
    assert (status, "turned them off on it" in page) == (422, True)
    row = PostClosing.objects.get()
    assert "Comments off on a post" in senior.get(reverse("closing", args=["ashby", row.pk])).content.decode()
    assert send(senior, "reopen", {"why": ""}, row.pk)[0] == 422
    assert send(senior, "reopen", {"why": "The family asked"}, row.pk)[0] == 302


def test_a_post_is_marked_and_put_on_the_timetable_and_taken_off(senior: Client, ashby: Council) -> None:
    post = Post.objects.get()
    for name, model in (("sensitive", SensitivePost), ("timetable", Timetabled)):
        assert send(senior, name, {"why": " "}, post.pk)[0] == 422
        assert send(senior, name, {"why": "Nobody watches"}, post.pk)[0] == 302
        assert "Nobody watches" in senior.get(reverse("post", args=["ashby", post.pk])).content.decode()
        assert send(senior, name, {}, post.pk)[0] == 302
        assert model.objects.count() == 1, "what was said stays on record"  # type: ignore[attr-defined]


def test_an_officer_declares_and_sees_no_form_for_the_calendar(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    assert "Declare an incident" in client.get(reverse("incidents", args=["ashby"])).content.decode()
    for name, words in (("watch", "Set a day off"), ("on-call", "Put somebody on call"), ("elections", "Set a period")):
        assert words not in client.get(reverse(name, args=["ashby"])).content.decode()


def test_the_queue_says_until_when_each_case_wants_its_answer(senior: Client, ashby: Council) -> None:
    page = senior.get(reverse("queue", args=["ashby"])).content.decode()
    assert "Answer by" in page or "Missed: was due" in page
    for query in ("?standing=missed", "?standing=in+time&order=clock", "?standing=nonsense"):
        assert senior.get(reverse("queue", args=["ashby"]) + query).status_code == 200
    assert "Answer by" in senior.get(reverse("case", args=["ashby", ashby.case.pk])).content.decode()
