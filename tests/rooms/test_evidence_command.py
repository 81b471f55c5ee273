"""EVD-01: `evidence verify-captures` reads everything again, prints what is damaged, and ends with 1."""

import pytest
from tests.rooms.world import BY, NOON, a_comment, new_body, new_channel, receive
from typer.testing import CliRunner, Result

from evenhand.core.refusals import Refused
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.evidence_cli import app
from evenhand.intake.models import Channel, Revision
from evenhand.tasks.models import Task


@pytest.fixture
def captures(channel: Channel) -> list[Capture]:
    """One of Harrowmere and one of Birkdale."""
    made = []
    for place in (channel, new_channel(new_body("birkdale"))):
        receive(place, a_comment(text=f"words on {place.account}", payload=place.account.encode()))
        made.append(capture(revision=Revision.objects.get(comment__channel=place), by=BY, at=NOON))
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["verify-captures", *arguments])


def test_sound_captures_are_counted(captures: list[Capture]) -> None:
    answer = run()
    assert (answer.exit_code, answer.output) == (0, "captures verified: 2; all sound\n")
    assert run("--body", "birkdale").output == "captures verified: 1; all sound\n"


def test_a_damaged_one_is_named_becomes_a_task_once_and_ends_it_with_1(captures: list[Capture]) -> None:
    _, birkdale = captures
    storage.place().write(birkdale.sha256_of("payload"), b"damaged")
    storage.place().remove(birkdale.sha256_of("thread"))
    for _ in range(2):
        answer = run()
        assert answer.exit_code == 1
        assert f"birkdale: capture {birkdale.pk}, payload: captured part" in answer.output
        assert f"birkdale: capture {birkdale.pk}, thread: captured part" in answer.output
        assert "harrowmere" not in answer.output
        assert "captures verified: 2; not sound: 1" in answer.output
    assert {task.body.slug for task in Task.objects.all()} == {"birkdale"}
    assert Task.objects.count() == 2
    assert run("--body", "harrowmere").exit_code == 0


def test_a_body_that_is_none_is_refused(captures: list[Capture]) -> None:
    with pytest.raises(Refused, match="use one of: birkdale, harrowmere"):
        CliRunner().invoke(app, ["verify-captures", "--body", "nowhere"], catch_exceptions=False)
