"""Advertising shows in its structure: links, lures, repetition."""

import pytest
from tests.signals.cases import found, stated

from evenhand.signals.spam import SIGNAL


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("see https://example.com/offer", {"links": 1}),
        ("www.example.co.uk and shop.example.net/x", {"links": 2}),
        ("https://www.gov.uk/pay and www.nhs.uk", {"links": 2, "links_official": 2}),
        ("www.millbeck.gov.uk/bins", {"links": 1, "links_official": 1}),
        ("https://gov.uk.example.com/pay", {"links": 1}),
        ("https://bit.ly/abc", {"links": 1, "shorteners": 1}),
        ("WhatsApp +44 7700 900123", {"contact_lure": 1}),
        ("message me on telegram @richtrader", {"contact_lure": 1, "mentions": 1}),
        ("DM me for prices", {"contact_lure": 1}),
        ("link in bio", {"contact_lure": 1}),
        ("I earned £5,000 in two weeks", {"money_lure": 1}),
        ("crypto investing made easy money", {"money_lure": 2}),
        ("bad credit loans available", {"money_lure": 1}),
        ("Dr Ugo who brought back my ex, love spell", {"money_lure": 2}),
        ("20% off everything, discount code MILL", {"promotion": 2}),
        ("please visit my Etsy shop", {"promotion": 1}),
        ("man and van services in your area, call us today", {"promotion": 2}),
        ("😂😂😂😂😂😂😂😂", {"repeated_inside": 1}),
        ("bins bins bins bins bins bins", {"repeated_inside": 1}),
        ("Sort it out now. Sort it out now! Sort it out now.", {"repeated_inside": 1}),
        ("@millbeck @thornbury #bins #potholes", {"mentions": 2, "hashtags": 2}),
    ],
)
def test_what_is_there_is_counted(text: str, facts: dict[str, int]) -> None:
    assert stated("spam", text) == dict.fromkeys(SIGNAL.facts, 0) | facts


@pytest.mark.parametrize(
    "text",
    [
        "The bins were not collected. Sort it out.",
        "I paid £1,200 council tax this year",
        "jo@example.com",
        "e.g. the park, i.e. the swings",
        "No.1 priority",
        "Ha ha ha",
        "It was very very good",
        "call me when it is done",
        "I lost my job and need help with rent",
        "Is the loan of tools free at the library?",
        "Signal failure on the tram line",
        "What a great sale at the church hall",
        "😂😂",
    ],
)
def test_ordinary_comments_hold_none_of_it(text: str) -> None:
    assert stated("spam", text) == dict.fromkeys(SIGNAL.facts, 0)


def test_a_lure_in_disguise_is_found_in_the_authors_own_words() -> None:
    (finding,) = found("spam", "Fr33 c r y p t o here", "money_lure")
    assert finding.words == "c r y p t o"
