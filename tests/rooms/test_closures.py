"""CMT-01, CMT-04: comments go off and come back on by themselves, or a task says why not; the minutes are counted."""

from datetime import datetime, timedelta

import pytest
from tests.rooms import world
from tests.rooms.closing import (
    DESTROYS,
    FRIDAY,
    MONDAY,
    NO_CLOSING,
    SATURDAY,
    carry_out_all,
    close,
    is_open,
    new_post,
    time_passes,
)
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.actions.models import Action, Receipt
from evenhand.actions.operations import finished_by_hand
from evenhand.audit.queries import verify
from evenhand.closures import keeping_time, queries
from evenhand.closures import operations as closures
from evenhand.closures.models import PostClosing
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Verb
from evenhand.evidence.models import Capture
from evenhand.intake.models import Channel, Post
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms import linkedin
from evenhand.platforms.contract import Manifest
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.work import closures as work

MINUTE = timedelta(minutes=1)


@pytest.fixture
def post(channel: Channel, network: Network) -> Post:
    return new_post(channel, network)


def test_comments_go_off_at_their_hour_and_come_back_by_themselves(post: Post, network: Network, ada: Officer) -> None:
    row = close(post, ada)
    time_passes(network, FRIDAY - MINUTE)
    assert is_open(network, post)
    time_passes(network, FRIDAY, SATURDAY)
    assert not is_open(network, post)
    time_passes(network, MONDAY - MINUTE)
    assert not is_open(network, post)
    time_passes(network, MONDAY, MONDAY + MINUTE)
    assert is_open(network, post)
    row.refresh_from_db()
    assert (row.off_at, row.on_again_at) == (FRIDAY, MONDAY)
    assert queries.minutes([row], MONDAY + timedelta(days=1)) == 64 * 60
    assert Capture.objects.filter(post=post).count() == 2, "a capture before each of the two actions"
    assert Receipt.objects.filter(kind="read back", answer="comments are on").count() == 1
    assert Action.objects.count() == 2
    assert not Task.objects.exists()
    assert verify().breaks == ()


def test_the_job_may_run_as_often_as_it_likes(post: Post, network: Network, ada: Officer) -> None:
    close(post, ada)
    for at in (FRIDAY, FRIDAY, SATURDAY, MONDAY, MONDAY, MONDAY + MINUTE):
        time_passes(network, at, at)
    assert [action.verb for action in Action.objects.order_by("pk")] == [Verb.CLOSE, Verb.REOPEN]
    assert PostClosing.objects.get().on_again_at == MONDAY


def test_a_job_that_slept_through_it_all_turns_comments_on_late_and_never_off(
    post: Post, network: Network, ada: Officer
) -> None:
    row = close(post, ada)
    time_passes(network, MONDAY + MINUTE)
    row.refresh_from_db()
    assert (is_open(network, post), row.off_at, Action.objects.count()) == (True, None, 0)
    assert queries.minutes([row], MONDAY + MINUTE) == 0


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [("2024-03-29 17:00", "2024-04-02 09:00", 87), ("2024-10-25 17:00", "2024-10-28 09:00", 65)],
)
def test_a_weekend_when_clocks_change_has_the_minutes_it_had(
    channel: Channel, network: Network, ada: Officer, starts: str, ends: str, hours: int
) -> None:
    post = new_post(channel, network)
    close(post, ada, starts=wall(starts), ends=wall(ends))
    time_passes(network, wall(starts), wall(ends))
    [row] = PostClosing.objects.all()
    assert queries.minutes([row], wall(ends)) == hours * 60
    assert row.on_again_at == wall(ends)


def test_comments_are_not_on_because_the_platform_says_so_but_because_they_are_seen(
    post: Post, network: Network, ada: Officer
) -> None:
    close(post, ada)
    time_passes(network, FRIDAY)
    keeping_time.look_after(MONDAY, lambda _: MANIFEST)
    carry_out_all(network, MONDAY)
    _close_behind_our_back(network, post)
    work.look_after(at=MONDAY)
    row = PostClosing.objects.get()
    assert row.on_again_at is None
    task = Task.objects.get()
    assert task.title == "Comments are still off on a post of Town page"
    assert "it said that it was done; seen afterwards: comments are off" in task.why
    assert queries.minutes([row], MONDAY + 60 * MINUTE) == 65 * 60, "the minutes go on"
    _open_behind_our_back(network, post)
    work.look_after(at=MONDAY + 60 * MINUTE)
    row.refresh_from_db()
    assert row.on_again_at is not None
    assert not Task.objects.filter(done_at=None).exists(), "nobody needs it any more"


def test_a_platform_that_refuses_to_turn_them_on_leaves_a_task_that_says_why(
    post: Post, network: Network, ada: Officer, body: Body
) -> None:
    row = close(post, ada)
    time_passes(network, FRIDAY)
    network.fail_next("refuse")
    time_passes(network, MONDAY, MONDAY + MINUTE)
    task = Task.objects.get()
    assert task.title == "Turn comments on again on a post of Town page"
    assert "the platform refused: 403" in task.why
    row.refresh_from_db()
    assert row.on_again_at is None
    _finish(task, body, ada, MONDAY + 5 * MINUTE)
    time_passes(network, MONDAY + 6 * MINUTE)
    row.refresh_from_db()
    assert row.on_again_at == MONDAY + 5 * MINUTE, "from when a person said so"


def test_a_post_that_is_gone_leaves_a_task_and_no_minutes(post: Post, network: Network, ada: Officer) -> None:
    row = close(post, ada)
    network.remove_post(post.channel.account, post.native_id)
    time_passes(network, FRIDAY)
    assert "404: there is no post p1" in Task.objects.get().why
    time_passes(network, MONDAY)
    row.refresh_from_db()
    assert (row.off_at, row.on_again_at) == (None, MONDAY)
    assert not Task.objects.exists(), "nobody needs to turn off what is to be on"


def test_somebody_turns_comments_on_before_their_time(post: Post, network: Network, ada: Officer, body: Body) -> None:
    row = close(post, ada)
    time_passes(network, FRIDAY)
    closures.reopen(closing_id=row.pk, body=body, why="The family asked for it.", by=ada, at=SATURDAY)
    time_passes(network, SATURDAY)
    assert is_open(network, post)
    row.refresh_from_db()
    assert (row.ended_by, row.ends_at, row.on_again_at) == (ada, MONDAY, SATURDAY)
    with refused("CMT-01", "they are on, or are being turned on".capitalize()):
        closures.reopen(closing_id=row.pk, body=body, why="Again.", by=ada, at=SATURDAY)


def test_a_closing_that_has_not_begun_is_called_off_without_a_call(
    post: Post, network: Network, ada: Officer, body: Body
) -> None:
    row = close(post, ada)
    closures.reopen(closing_id=row.pk, body=body, why="Not needed.", by=ada, at=world.later(60))
    time_passes(network, FRIDAY, MONDAY)
    row.refresh_from_db()
    assert (row.on_again_at, Action.objects.count()) == (world.later(60), 0)


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        (wall("2024-03-03 10:00"), wall("2024-03-04 11:59"), "its end is in the past"),
        (MONDAY, FRIDAY, "it ends before it begins"),
        (FRIDAY, FRIDAY, "it ends before it begins"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(
    post: Post, ada: Officer, starts: datetime, ends: datetime, wrong: str
) -> None:
    with refused("CMT-01", wrong[1:]):
        close(post, ada, starts=starts, ends=ends)
    assert not PostClosing.objects.exists()


def test_a_post_that_is_closed_is_not_closed_again(post: Post, network: Network, ada: Officer, ben: Officer) -> None:
    close(post, ada)
    for starts, ends in ((SATURDAY, MONDAY), (wall("2024-03-07 09:00"), SATURDAY), (FRIDAY, MONDAY)):
        with refused("CMT-01", "Ada Marsh turned them off on it from 8 March 2024 17:00 to 11 March 2024 09:00 UTC"):
            close(post, ben, starts=starts, ends=ends)
    close(post, ben, starts=MONDAY, ends=MONDAY + 60 * MINUTE)


def test_of_two_closings_that_meet_comments_stay_off_between_and_come_back_at_the_end(
    post: Post, network: Network, ada: Officer
) -> None:
    last = MONDAY + timedelta(hours=3)
    close(post, ada)
    close(post, ada, starts=MONDAY, ends=last)
    time_passes(network, FRIDAY, MONDAY)
    assert not is_open(network, post)
    time_passes(network, last)
    assert is_open(network, post)
    rows = list(PostClosing.objects.all())
    assert [row.on_again_at for row in rows] == [last, last]
    assert queries.minutes(rows, last) == 67 * 60, "what overlaps counts once"


def test_where_the_platform_has_no_way_it_is_said_by_name(post: Post, ada: Officer) -> None:
    with refused("CMT-01", "Simulator has no way to turn comments off"):
        close(post, ada, manifest=NO_CLOSING)


@pytest.mark.parametrize("manifest", [DESTROYS, linkedin.MANIFEST], ids=lambda manifest: manifest.name)
def test_where_the_platform_destroys_comments_somebody_knows_and_each_is_captured_first(
    post: Post, channel: Channel, ada: Officer, manifest: Manifest
) -> None:
    world.receive(channel, world.a_comment("c9", post_id="p1"))
    with refused("CMT-01", "deletes the comments that stand under a post"):
        close(post, ada, manifest=manifest, starts=world.NOON)
    assert not Capture.objects.exists()
    close(post, ada, manifest=manifest, starts=world.NOON, knows_they_are_lost=True)
    captured = Capture.objects.filter(comment__isnull=False).values_list("comment__native_id", flat=True)
    assert set(captured) == {"p1-c", "c9"}
    assert Action.objects.get().state == "queued", "captured before the action is sent"


def test_an_auditor_closes_nothing_and_another_body_sees_nothing(
    body: Body, post: Post, network: Network, ada: Officer
) -> None:
    with pytest.raises(Refused, match="has no role there"):
        close(post, world.new_officer(body, "Cy Ardent", Role.AUDITOR))
    row = close(post, ada)
    time_passes(network, FRIDAY)
    other = world.new_body("elsewhere")
    assert queries.unfinished(other) == queries.register(other, world.NOON, now=MONDAY) == []
    stranger = world.new_officer(other, "Dee Stranger")
    with pytest.raises(PostClosing.DoesNotExist):
        closures.reopen(closing_id=row.pk, body=other, why="Mine.", by=stranger, at=SATURDAY)
    with pytest.raises(Refused, match="has no role there"):
        close(post, stranger, starts=MONDAY, ends=MONDAY + MINUTE)


def test_the_register_shows_every_time_that_comments_were_off(
    body: Body, post: Post, channel: Channel, network: Network, ada: Officer
) -> None:
    never = new_post(channel, network, "p2", "The pool is shut")
    close(post, ada)
    close(never, ada, starts=MONDAY + timedelta(days=1), ends=MONDAY + timedelta(days=2))
    time_passes(network, FRIDAY, MONDAY)
    [line] = queries.register(body, FRIDAY, now=MONDAY)
    assert (line.post, line.words, line.minutes) == (post.text, "A family is grieving.", 64 * 60)
    assert (line.off_at, line.on_again_at) == (FRIDAY, MONDAY)
    assert queries.register(body, MONDAY, now=MONDAY) == []


def test_a_post_of_the_timetable_is_off_in_every_gap_and_on_between(
    body: Body, post: Post, network: Network, ada: Officer
) -> None:
    closures.put_on_timetable(post=post, words="Nobody watches at weekends.", manifest=MANIFEST, by=ada, at=world.NOON)
    days = [wall(f"2024-03-{day:02d} {hour}:00") for day in range(5, 20) for hour in ("08", "12", "17")]
    off = []
    for at in days:
        time_passes(network, at)
        if not is_open(network, post):
            off.append(f"{at:%a %d %H}")
    assert off == [
        "Fri 08 17", "Sat 09 08", "Sat 09 12", "Sat 09 17", "Sun 10 08", "Sun 10 12", "Sun 10 17", "Mon 11 08",
        "Fri 15 17", "Sat 16 08", "Sat 16 12", "Sat 16 17", "Sun 17 08", "Sun 17 12", "Sun 17 17", "Mon 18 08",
    ]  # fmt: skip
    rows = PostClosing.objects.order_by("pk")
    assert [(row.starts_at, row.ends_at, row.decided_by) for row in rows] == [
        (FRIDAY, MONDAY, ada), (FRIDAY + timedelta(days=7), MONDAY + timedelta(days=7), ada)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("friday", "back"), [("2024-03-28 17:00", "2024-04-02 09:00"), ("2024-10-25 17:00", "2024-10-28 09:00")]
)
def test_the_timetable_keeps_the_wall_clock_when_the_clocks_change(
    body: Body, channel: Channel, network: Network, ada: Officer, friday: str, back: str
) -> None:
    post = new_post(channel, network)
    closures.put_on_timetable(post=post, words="Nobody watches.", manifest=MANIFEST, by=ada, at=world.NOON)
    time_passes(network, wall(friday) - MINUTE)
    assert is_open(network, post)
    time_passes(network, wall(friday), wall(back) - MINUTE)
    assert not is_open(network, post)
    time_passes(network, wall(back))
    assert is_open(network, post)


def test_what_somebody_turned_on_in_a_gap_stays_on(body: Body, post: Post, network: Network, ada: Officer) -> None:
    closures.put_on_timetable(post=post, words="Nobody watches.", manifest=MANIFEST, by=ada, at=world.NOON)
    time_passes(network, FRIDAY)
    closures.reopen(closing_id=PostClosing.objects.get().pk, body=body, why="I watch.", by=ada, at=SATURDAY)
    time_passes(network, SATURDAY, SATURDAY + MINUTE, SATURDAY + 60 * MINUTE)
    assert is_open(network, post)
    assert PostClosing.objects.count() == 1


def test_a_post_is_on_the_timetable_once_and_can_be_taken_off(body: Body, post: Post, ada: Officer) -> None:
    put = {"post": post, "manifest": MANIFEST, "by": ada, "at": world.NOON}
    closures.put_on_timetable(words="Nobody watches.", **put)  # type: ignore[arg-type]
    with refused("CMT-01", "the post is on the timetable already".capitalize()):
        closures.put_on_timetable(words="Nobody watches.", **put)  # type: ignore[arg-type]
    closures.take_off_timetable(post=post, by=ada, at=world.NOON)
    assert keeping_time.follow_timetable(SATURDAY) == queries.timetabled(body) == []
    with refused("CMT-01", "no reason in words"):
        closures.put_on_timetable(words=" ", **put)  # type: ignore[arg-type]


def _finish(task: Task, body: Body, by: Officer, at: datetime) -> None:
    tasks.finish(task_id=task.pk, body=body, outcome="Turned on by hand; seen.", by=by, at=at)
    finished_by_hand(action_id=int(task.about.split()[1]), outcome="Turned on by hand; seen.", by=by.email, at=at)


def _close_behind_our_back(network: Network, post: Post) -> None:
    with network._open() as db:
        db.execute("insert into closed values (?, ?)", (post.channel.account, post.native_id))


def _open_behind_our_back(network: Network, post: Post) -> None:
    with network._open() as db:
        db.execute("delete from closed where account = ? and post_id = ?", (post.channel.account, post.native_id))
