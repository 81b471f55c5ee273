"""GOV.UK Notify: what it answers, what it says later, and that nothing is sent twice."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.rooms.notify_server import KEY, TEMPLATE, Service, notify_server
from tests.rooms.test_notices_by_mail import answers, turn
from tests.rooms.world import NOON, later

from evenhand.actions.waiting import Later
from evenhand.notices import arriving, ports
from evenhand.notices.models import Notice
from evenhand.notices.operations import To, tell
from evenhand.officers.models import Body
from evenhand.tasks.models import Task

pytestmark = pytest.mark.django_db

TOKEN = "a bearer token that was agreed"


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with notify_server() as (service, address):
        settings.EVENHAND_NOTIFY_KEY, settings.EVENHAND_NOTIFY_URL = KEY, address
        settings.EVENHAND_NOTIFY_TEMPLATE, settings.EVENHAND_NOTIFY_CALLBACK_TOKEN = TEMPLATE, TOKEN
        yield service


@pytest.fixture
def notice(body: Body, service: Service) -> Notice:
    return tell(
        body=body, kind="appeal received", about="appeal 7", paragraphs=["Thank you for your appeal."],
        subject="Your appeal", to=To(name="Robin Vale", email="robin@mail.example"), by="program: tests", at=NOON,
    )  # fmt: skip


def ask(notice: Notice, minutes: float) -> float:
    try:
        arriving.ask(notice_id=notice.pk, port_of=ports.port, now=lambda: later(minutes))
        return 0
    except Later as wait:
        return wait.seconds
    finally:
        notice.refresh_from_db()


def test_a_notice_is_taken_on_with_our_key_and_our_words(notice: Notice, service: Service) -> None:
    assert (notice.way, turn(notice)) == ("e-mail by GOV.UK Notify", 0)
    [taken] = service.taken
    assert taken["told"] == {
        "email_address": "robin@mail.example", "template_id": TEMPLATE, "reference": str(notice.key),
        "personalisation": {"subject": "Your appeal", "body": notice.words},
    }  # fmt: skip
    assert (notice.state, notice.sent_as) == ("sent", taken["id"])


def test_a_wrong_key_is_refused_and_a_person_is_asked(notice: Notice, service: Service, settings: Settings) -> None:
    settings.EVENHAND_NOTIFY_KEY = KEY[:-1] + "0"
    turn(notice)
    assert (notice.state, service.taken) == ("not delivered", [])
    assert "GOV.UK Notify answered 403" in Task.objects.get().why


def test_too_many_at_once_waits_for_the_next_minute(notice: Notice, service: Service) -> None:
    service.next = ["429"]
    assert turn(notice) >= 60
    assert (notice.state, answers(notice)) == (
        "queued", [("failed", "GOV.UK Notify answered 429: Exceeded rate limit")],
    )  # fmt: skip
    assert turn(notice, 2) == 0
    assert len(service.taken) == 1


def test_a_defect_of_the_service_is_looked_up_before_a_second_try(notice: Notice, service: Service) -> None:
    service.next = ["500"]
    assert turn(notice) > 0
    assert (notice.state, answers(notice)[0][0]) == ("sending", "unknown")
    assert turn(notice, 2) == 0
    assert (notice.state, len(service.taken), service.asked) == ("sent", 1, 1)


def test_what_was_taken_on_in_spite_of_a_defect_is_found_and_not_sent_again(notice: Notice, service: Service) -> None:
    service.next = ["500 after taking"]
    assert turn(notice) > 0
    assert turn(notice, 2) == 0
    assert (notice.state, len(service.taken)) == ("sent", 1)
    assert answers(notice)[-1] == ("accepted", "found at GOV.UK Notify: sending")


def test_a_service_that_does_not_answer_leaves_the_notice_in_doubt(notice: Notice, settings: Settings) -> None:
    settings.EVENHAND_NOTIFY_URL = "http://127.0.0.1:1"
    assert turn(notice) > 0
    assert (notice.state, answers(notice)) == ("sending", [("unknown", "GOV.UK Notify did not answer")])
    for minutes in range(2, 8):
        turn(notice, minutes)
    assert notice.state == "by hand"
    assert "nobody knows whether it went" in notice.why


def test_an_address_that_is_none_becomes_a_task(notice: Notice, service: Service) -> None:
    service.next = ["400"]
    assert turn(notice) == 0
    assert notice.state == "not delivered"
    assert "email_address is not a valid address" in Task.objects.get().why


def test_delivered_is_said_only_after_the_service_says_so(notice: Notice, service: Service) -> None:
    turn(notice)
    assert ask(notice, 2) > 0
    assert notice.state == "sent"
    service.taken[0]["status"] = "delivered"
    assert ask(notice, 3) == 0
    assert (notice.state, answers(notice)[-1]) == ("delivered", ("delivered", "GOV.UK Notify says: delivered"))


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
def test_what_came_back_becomes_a_task_with_the_words(notice: Notice, service: Service, status: str) -> None:
    turn(notice)
    service.taken[0]["status"] = status
    assert ask(notice, 2) == 0
    assert notice.state == "not delivered"
    task = Task.objects.get()
    assert status in task.why
    assert notice.words in task.steps[1]


def test_after_four_days_without_a_word_nobody_asks_any_more(notice: Notice, service: Service) -> None:
    turn(notice)
    sent = notice.changed_at
    minutes = (timedelta(days=4) + (sent - NOON)) / timedelta(minutes=1)
    assert ask(notice, minutes - 1) == 4 * 60 * 60
    assert ask(notice, minutes) == 0
    assert (notice.state, answers(notice)[-1][0]) == ("sent", "unknown")


def tell_us(told: Any, token: str = TOKEN) -> int:
    content = told if isinstance(told, str) else json.dumps(told)
    headers = {"Authorization": f"Bearer {token}"}
    return Client().post("/receipts/notify", content, content_type="application/json", headers=headers).status_code


def test_the_service_tells_us_itself(notice: Notice, service: Service) -> None:
    turn(notice)
    assert tell_us({"reference": str(notice.key), "status": "delivered"}) == 204
    notice.refresh_from_db()
    assert notice.state == "delivered"
    assert tell_us({"reference": str(notice.key), "status": "permanent-failure"}) == 204
    notice.refresh_from_db()
    assert notice.state == "delivered", "what was said later changes nothing"


def test_nobody_else_tells_us_anything(notice: Notice, service: Service, settings: Settings) -> None:
    turn(notice)
    told = {"reference": str(notice.key), "status": "delivered"}
    assert tell_us(told, token="another") == 401
    assert tell_us(told, token="") == 401
    settings.EVENHAND_NOTIFY_CALLBACK_TOKEN = ""
    assert tell_us(told, token="") == 404
    notice.refresh_from_db()
    assert notice.state == "sent"


def test_what_is_no_receipt_is_refused_and_what_is_not_ours_is_taken_calmly(service: Service) -> None:
    for wrong in ("no JSON", "[]", '{"reference": "x"}', '{"status": 7}', "x" * 20_001):
        assert tell_us(wrong) == 400, wrong[:20]
    assert tell_us({"reference": None, "status": "delivered"}) == 204
    assert tell_us({"reference": "9a1c7cf6-6a0b-4a2f-9be0-5a0c1f1b2d3e", "status": "delivered"}) == 204


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_and_asks(notice: Notice, service: Service) -> None:
    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    work()
    service.taken[0]["status"] = "delivered"
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None)
    work()
    notice.refresh_from_db()
    assert notice.state == "delivered"
    jobs = ProcrastinateJob.objects.filter(task_name__in=["tell", "ask_whether_it_arrived"])
    assert set(jobs.values_list("task_name", "status")) == {
        ("tell", "succeeded"),
        ("ask_whether_it_arrived", "succeeded"),
    }
