"""The queue of one body: in order, filtered, paged, each case once."""

import pytest
from tests.rooms.world import (
    LEAVE,
    NOON,
    a_comment,
    decide,
    edit,
    later,
    new_body,
    new_channel,
    open_case,
    propose_for,
    receive,
)

from evenhand.cases.models import Case
from evenhand.cases.operations import claim
from evenhand.cases.queries import Filters, QueuePage, earlier_of, get, next_after, open_by_severity, queue
from evenhand.core.lifecycle import CaseState
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer


def page(body: Body, number: int = 1, **wanted: object) -> QueuePage:
    return queue(body, Filters(**wanted), page=number, at=NOON)  # type: ignore[arg-type]


def test_a_line_says_what_is_proposed_and_why(body: Body, channel: Channel) -> None:
    case = open_case(channel)
    line = page(body).lines[0]
    assert (line.id, line.severity, line.grounds, line.suggest) == (case.pk, "high", ("CON-02",), "hide")
    assert line.because == ("high severity under CON-02",)
    assert (line.author, line.post) == ("Robin Vale", "The library opens late on Thursday")
    assert (line.channel, line.claimed_by, line.revision) == ("Town page", "", 1)


def test_a_line_says_who_holds_the_case(body: Body, channel: Channel, ada: Officer) -> None:
    claim(case_id=open_case(channel).pk, body=body, by=ada, at=NOON)
    assert page(body).lines[0].claimed_by == "Ada Marsh"
    assert queue(body, Filters(), page=1, at=later(10)).lines[0].claimed_by == ""


def test_a_page_holds_fifty_and_the_rest_is_on_the_next(body: Body, channel: Channel) -> None:
    propose_for(channel, receive(channel, *[a_comment(f"c{number}") for number in range(53)]), {"lexicon.threat": 1})
    first, second = page(body), page(body, 2)
    assert (len(first.lines), len(second.lines), first.total, first.pages) == (50, 3, 53, 2)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    assert first.lines[0].author_cases == 52  # besides this one


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 2),
        ({"channel": "town-page"}, 1),
        ({"rule": "CON-02"}, 1),
        ({"rule": "REF-05"}, 1),
        ({"severity": "high"}, 2),
        ({"severity": "low"}, 0),
        ({"words": "somebody"}, 2),
        ({"words": "somebody else"}, 0),
        ({"words": "robin"}, 2),
        ({"state": CaseState.CLOSED}, 0),
    ],
    ids=str,
)
def test_the_queue_is_filtered(body: Body, channel: Channel, wanted: dict[str, object], found: int) -> None:
    open_case(channel)
    open_case(new_channel(body, "parks-page"), said={"lexicon.crisis": 1})
    assert (page(body, **wanted).total, len(page(body, **wanted).lines)) == (found, found)


def test_a_case_with_several_wordings_is_found_once_by_its_author_and_by_its_current_words(
    body: Body, channel: Channel
) -> None:
    open_case(channel)
    edit(channel, at=later(1), text="Quite other words")
    edit(channel, at=later(2), text="Third words")
    assert page(body, words="robin").total == 1
    assert page(body, words="third").total == 1
    assert page(body, words="quite").total == 0


def test_nothing_of_another_body_is_seen(body: Body, channel: Channel) -> None:
    case = open_case(channel)
    elsewhere = new_body("fernbridge")
    assert page(elsewhere).total == 0
    assert (next_after(elsewhere, 0), sum(open_by_severity(elsewhere).values())) == (None, 0)
    assert earlier_of(elsewhere, case.comment.author, not_case=0) == []
    with pytest.raises(Case.DoesNotExist):
        get(elsewhere, case.pk)


def test_the_next_case_is_the_first_of_the_queue_that_is_not_this_one(
    body: Body, channel: Channel, ada: Officer
) -> None:
    first, second = open_case(channel, "c1"), open_case(channel, "c2")
    assert (next_after(body, first.pk), next_after(body, second.pk)) == (second.pk, first.pk)
    decide(first, LEAVE, ada)
    assert next_after(body, second.pk) is None


def test_open_cases_are_counted_by_severity_gravest_first(body: Body, channel: Channel) -> None:
    open_case(channel)
    counted = open_by_severity(body)
    assert list(counted) == ["grave", "high", "medium", "low", "none"]
    assert counted["high"] == 1
