"""EVD-03: captures of posts and of accounts go too, each part once no other capture needs its bytes."""

from datetime import UTC, date, datetime

import pytest
from tests.rooms import closing, people_world, world
from tests.rooms.closing import FRIDAY, MONDAY, new_post, time_passes
from tests.rooms.people_world import on
from tests.rooms.world import on_disk

from evenhand.audit.queries import verify
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture_post
from evenhand.intake.models import Channel, Comment, Post
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people import blocking
from evenhand.platforms.simulator.network import Network
from evenhand.retention import operations, queries
from evenhand.retention.models import Purge

LONG_AFTER = datetime(2036, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def admin(body: Body) -> Officer:
    return world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)


@pytest.fixture
def post(channel: Channel, network: Network) -> Post:
    return new_post(channel, network)


def purge(body: Body, by: Officer, at: datetime = LONG_AFTER) -> Purge:
    run = operations.begin(body=body, typed=f"purge {body.slug}", by=by, at=at)
    return operations.carry_through(purge=run, now=lambda: at)


def captures_that_go(body: Body, day: str) -> set[int]:
    lines = queries.preview(body, date.fromisoformat(day)).lines
    named = [each for line in lines if line.source == "capture" for each in line.examples]
    return {int(each.rpartition(" ")[2]) for each in named}


def of_posts() -> set[int]:
    return set(Capture.objects.filter(post__isnull=False).values_list("pk", flat=True))


def test_captures_of_a_post_stay_while_its_comments_are_off_and_24_months_after(
    post: Post, body: Body, network: Network, ada: Officer, admin: Officer
) -> None:
    closing.close(post, ada)
    time_passes(network, FRIDAY)
    assert len(of_posts()) == 1
    assert captures_that_go(body, "2036-01-04") & of_posts() == set(), "comments are still off"
    time_passes(network, MONDAY)
    assert len(of_posts()) == 2, "one before each of the two actions"
    assert captures_that_go(body, "2026-03-11") & of_posts() == set()
    assert captures_that_go(body, "2026-03-12") & of_posts() == of_posts()
    files = [on_disk(part["sha256"]) for row in Capture.objects.filter(post=post) for part in row.parts]
    assert all(file.exists() for file in files)
    assert purge(body, admin).counts["evidence"] == 2
    assert not any(file.exists() for file in files)
    assert Capture.objects.filter(post=post).count() == 2, "their rows and hashes stay"
    assert verify().breaks == ()


def test_a_capture_of_a_post_that_nothing_was_done_about_goes_on_the_next_day(post: Post, body: Body) -> None:
    made = capture_post(post=post, by="tests", at=world.NOON)
    assert captures_that_go(body, "2024-03-05") == {made.pk}


def test_a_hold_on_a_comment_keeps_the_captures_of_the_post_above_it(
    post: Post, body: Body, ada: Officer, admin: Officer
) -> None:
    made = capture_post(post=post, by="tests", at=world.NOON)
    comment = Comment.objects.get(post=post)
    held = operations.put_hold(body=body, comment=comment, reason="A claim.", by=ada, at=world.NOON)
    assert captures_that_go(body, "2036-01-04") == set()
    assert purge(body, admin).counts == {}
    operations.lift_hold(hold_id=held.pk, body=body, reason="Settled.", by=ada, at=LONG_AFTER)
    assert captures_that_go(body, "2036-01-05") == {made.pk}


def test_captures_of_an_account_stay_while_it_is_blocked_and_24_months_after(
    channel: Channel, body: Body, ada: Officer, ben: Officer, admin: Officer
) -> None:
    row = people_world.blocked(channel, ada, ben)
    of_account = set(Capture.objects.filter(author=row.author).values_list("pk", flat=True))
    assert len(of_account) == 1
    assert captures_that_go(body, "2036-01-04") & of_account == set()
    blocking.restore(block_id=row.pk, body=body, reason="A new start.", by=ben, at=on("2024-06-20"))
    people_world.carried_out(on("2024-06-20", 13))
    of_account = set(Capture.objects.filter(author=row.author).values_list("pk", flat=True))
    assert len(of_account) == 2, "one more before access was given back"
    assert captures_that_go(body, "2026-06-20") & of_account == set()
    assert captures_that_go(body, "2026-06-21") & of_account == of_account
    purge(body, admin)
    parts = [part["sha256"] for made in Capture.objects.filter(pk__in=of_account) for part in made.parts]
    assert not any(on_disk(sha256).exists() for sha256 in parts)


def test_bytes_stay_until_the_last_capture_that_has_them_goes(post: Post, body: Body, admin: Officer) -> None:
    shared = storage.store(b"the picture of a page")
    part = {"name": "screenshot", "sha256": shared, "bytes": 21}
    Capture.objects.create(body=body, post=post, captured_at=world.NOON, parts=[part])
    later = datetime(2024, 3, 6, 12, tzinfo=UTC)
    Capture.objects.create(body=body, author=Comment.objects.get(post=post).author, captured_at=later, parts=[part])
    purge(body, admin, datetime(2024, 3, 5, 13, tzinfo=UTC))
    assert on_disk(shared).exists()
    purge(body, admin, datetime(2024, 3, 7, 9, tzinfo=UTC))
    assert not on_disk(shared).exists()


def test_captures_of_another_bodys_posts_are_left_alone(post: Post, body: Body, admin: Officer) -> None:
    other = world.new_body("birkdale")
    made = capture_post(post=post, by="tests", at=world.NOON)
    assert captures_that_go(other, "2036-01-04") == set()
    purge(other, world.new_officer(other, "Edie Lund", Role.ADMINISTRATOR))
    assert on_disk(made.parts[0]["sha256"]).exists()
