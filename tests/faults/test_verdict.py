"""The verdict must find each thing it says is nought: with one thing wrong at a time, it names that one alone."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.faults.verdict import judge
from tests.rooms.world import (
    HIDE,
    NOON,
    action_tasks,
    decide,
    new_body,
    new_channel,
    new_officer,
    on_disk,
    open_case,
    published,
)

from evenhand.actions import carrying_out as actions
from evenhand.actions.models import Action
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Comment
from evenhand.platforms.simulator import MANIFEST

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def actions_done(data_folder: Path) -> dict[str, Action]:
    """One comment hidden, another answered, both done."""
    body = new_body()
    ada, channel = new_officer(body, "Ada Marsh"), new_channel(body)
    network = published(data_folder, "c1", "c2")
    done = {}
    for id_, draft in (("c1", HIDE), ("c2", Draft(Outcome.REPLY, reply="Please write to us."))):
        action = decide(open_case(channel, id_), draft, ada).actions.get()
        actions.carry_out(action_id=action.pk, performer=network, manifest=MANIFEST, now=lambda: NOON)
        done[id_] = action
    return done


@pytest.fixture
def tally(actions_done: dict[str, Action]) -> dict[str, Any]:
    """What a platform that saw just that would say."""
    hide, reply = (str(actions_done[id_].key) for id_ in ("c1", "c2"))
    said = {"id": "r1", "by": "town", "text": "Please write to us.", "key": reply}
    return {
        "comments": {"c1": {"state": "hidden", "replies": []}, "c2": {"state": "visible", "replies": [said]}},
        "calls": {hide: 1, reply: 1}, "effects": {hide: 1, reply: 1}, "without_evidence": [],
    }  # fmt: skip


def found(tally: dict[str, Any], *journal: str, ids: tuple[str, ...] = ("c1", "c2")) -> list[str]:
    verdict = judge(tally, ids, journal)
    assert verdict.holds == (not any(verdict.faults.values()))
    return [what for what, cases in verdict.faults.items() if cases]


def test_where_nothing_is_wrong_nothing_is_found(tally: dict[str, Any], actions_done: dict[str, Action]) -> None:
    assert found(tally, f"decision {actions_done['c1'].decision_id}") == []


@pytest.mark.parametrize("line", ["decision 999999999", "reversal 999999999", "decided /harrowmere/cases/999999999"])
def test_a_decision_that_was_acknowledged_and_is_gone(tally: dict[str, Any], line: str) -> None:
    assert found(tally, line) == ["decisions lost after they were acknowledged"]


def test_an_action_that_nobody_will_finish(tally: dict[str, Any], actions_done: dict[str, Action]) -> None:
    Action.objects.filter(pk=actions_done["c2"].pk).update(state="sending")
    assert found(tally) == ["actions neither final nor with a person's task"]


def test_a_manual_action_without_a_task(tally: dict[str, Any], actions_done: dict[str, Action]) -> None:
    Action.objects.filter(pk=actions_done["c2"].pk).update(state="manual")
    assert not action_tasks().exists()
    assert found(tally) == ["actions neither final nor with a person's task"]


def test_a_comment_that_never_came_in(tally: dict[str, Any]) -> None:
    assert found(tally, ids=("c1", "c2", "c3")) == ["comments lost or taken in twice"]


def test_a_call_without_evidence(tally: dict[str, Any]) -> None:
    assert found(tally | {"without_evidence": ["c1 k"]}) == ["actions without evidence, as the platform saw them"]


def test_a_captured_part_that_is_gone(tally: dict[str, Any], actions_done: dict[str, Action]) -> None:
    action = Action.objects.get(pk=actions_done["c1"].pk)
    assert action.capture is not None
    on_disk(action.capture.parts[0]["sha256"]).unlink()
    assert found(tally) == ["captured parts missing or damaged"]


def test_a_reply_that_stands_twice(tally: dict[str, Any]) -> None:
    replies = tally["comments"]["c2"]["replies"]
    replies.append(replies[0] | {"id": "r2"})
    tally["effects"] = dict(Counter(tally["effects"]) + Counter({replies[0]["key"]: 1}))
    assert found(tally) == ["visible effects that happened twice"]


def test_a_comment_that_is_said_to_be_hidden_and_is_not(tally: dict[str, Any]) -> None:
    tally["comments"]["c1"]["state"] = "visible"
    assert "shown as done, and not so on the platform" in found(tally)


def test_a_reply_that_is_said_to_stand_and_does_not(tally: dict[str, Any], actions_done: dict[str, Action]) -> None:
    del tally["effects"][str(actions_done["c2"].key)]
    assert found(tally) == ["shown as done, and not so on the platform"]


def test_a_comment_that_is_gone_though_nobody_wanted_it(tally: dict[str, Any]) -> None:
    tally["comments"]["c2"]["state"] = "deleted"
    assert found(tally) == ["effects that nobody is told of"]


def test_our_own_record_that_differs_from_the_platforms(tally: dict[str, Any]) -> None:
    Comment.objects.filter(native_id="c1").update(state="visible")
    assert found(tally) == ["shown as done, and not so on the platform"]
