"""MOD-02: a day's second opinions cost no more than their cap, however many workers ask."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings
from tests.rooms import asked_opinions, world
from tests.rooms.asked_opinions import ask, doubted
from tests.rooms.model_server import Model, serving

from evenhand.audit import operations as audit
from evenhand.core.opinions import MICROPENCE
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.opinions import asking, configured, spending
from evenhand.opinions.models import DaySpent, Opinion


@pytest.fixture
def on(channel: Channel, settings: Settings) -> Iterator[Model]:
    with serving() as server:
        asked_opinions.names(settings, server)
        asked_opinions.switch_on(channel.body, asked_opinions.administrator(channel.body))
        yield server


def test_what_a_call_turned_out_to_cost_takes_the_place_of_what_was_paid(channel: Channel, on: Model) -> None:
    opinion = ask(doubted(channel))
    assert opinion.micropence == 2_200_000  # 1,000 tokens at 2p, 50 at 4p a thousand
    day = DaySpent.objects.get()
    assert (day.day, day.micropence, day.calls) == (date(2024, 3, 4), 2_200_000, 1)


def test_a_call_that_the_day_could_not_bear_is_not_made(channel: Channel, on: Model, settings: Settings) -> None:
    settings.EVENHAND_OPINION_PENCE_A_DAY = "5"
    opinion = ask(doubted(channel))
    assert (opinion.state, opinion.why) == ("missing", "the day's money for second opinions would not be enough")
    assert (on.asked, opinion.micropence) == ([], 0)


def test_the_next_day_has_money_again(channel: Channel, on: Model, settings: Settings) -> None:
    paid = asking._begin(doubted(channel).opinions.get().pk, world.NOON)
    assert paid is not None
    settings.EVENHAND_OPINION_PENCE_A_DAY = str(paid.price / MICROPENCE)
    assert ask(doubted(channel, id_="c2")).state == "missing"
    assert ask(doubted(channel, id_="c3"), world.NOON + timedelta(days=1)).state == "given"
    assert [row.day.day for row in DaySpent.objects.order_by("day")] == [4, 5]


def test_a_day_is_a_day_in_london(db: None) -> None:
    with audit.one_transaction():
        assert spending.pay(price=1, cap=1, at=datetime(2024, 6, 30, 23, 30, tzinfo=UTC)) == ""
    assert DaySpent.objects.get().day == date(2024, 7, 1)


def test_a_model_of_ones_own_costs_nothing_and_needs_no_money(channel: Channel, on: Model, settings: Settings) -> None:
    settings.EVENHAND_OPINION_PENCE_A_DAY, settings.EVENHAND_OPINION_PRICE = "0", "0/0"
    assert ask(doubted(channel)).state == "given"
    assert DaySpent.objects.get().micropence == 0


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_do_not_spend_the_same_penny() -> None:
    cap, price, refused = 10, 3, []

    def worker() -> None:
        try:
            for _ in range(4):
                with audit.one_transaction():
                    refused.append(spending.pay(price=price, cap=cap, at=world.NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, refused)) == [False] * 3 + [True] * 13
    assert DaySpent.objects.get().micropence == 9
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"URL": "ftp://llm.example"}, "EVENHAND_OPINION_URL is no address"),
        ({"URL": "https://user:pass@llm.example/v1"}, "EVENHAND_OPINION_URL is no address"),
        ({"URL": "https://[oops/v1"}, "EVENHAND_OPINION_URL is no address"),
        ({"URL": "http://llm.example/v1"}, "goes over the network unencrypted"),
        ({"URL": "http://10.0.0.7/v1"}, "goes over the network unencrypted"),
        ({"MODEL": ""}, "EVENHAND_OPINION_MODEL is empty"),
        ({"SECONDS": "soon"}, "EVENHAND_OPINION_SECONDS is no time that we wait"),
        ({"SECONDS": "0"}, "EVENHAND_OPINION_SECONDS is no time that we wait"),
        ({"SECONDS": "56"}, "EVENHAND_OPINION_SECONDS is no time that we wait"),
        ({"SECONDS": "nan"}, "EVENHAND_OPINION_SECONDS is no time that we wait"),
        ({"PRICE": ""}, "EVENHAND_OPINION_PRICE is not said"),
        ({"PRICE": "2/lots"}, "EVENHAND_OPINION_PRICE holds “lots”, which is no sum in pence"),
        ({"PENCE_A_DAY": "-1"}, "EVENHAND_OPINION_PENCE_A_DAY holds “-1”, which is no sum in pence"),
        ({"PENCE_A_DAY": "NaN"}, "EVENHAND_OPINION_PENCE_A_DAY holds “NaN”, which is no sum in pence"),
    ],
)
def test_a_setting_that_is_not_right_is_refused_and_says_why(
    changed: dict[str, str], why: str, settings: Settings
) -> None:
    model = Model()
    model.address = "https://llm.example/v1"
    asked_opinions.names(settings, model, **changed)
    with pytest.raises(Refused, match=why):
        configured.endpoint()


def test_a_wrong_setting_is_told_beside_the_case(channel: Channel, on: Model, settings: Settings) -> None:
    case = doubted(channel)
    settings.EVENHAND_OPINION_PRICE = ""
    assert ask(case).why == "the settings are not right: EVENHAND_OPINION_PRICE is not said"


def test_https_and_this_machine_are_right(settings: Settings) -> None:
    for address in ("https://llm.example/v1/", "http://localhost:8080/v1", "http://[::1]:8080/v1"):
        model = Model()
        model.address = address
        asked_opinions.names(settings, model)
        found = configured.endpoint()
        assert found is not None
        assert found.address == address.rstrip("/")
        assert "secret" not in repr(found)
