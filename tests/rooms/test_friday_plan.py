"""CMT-02: the posts that are open at the end of the week, a suggestion for each, one decision, one undo."""

import pytest
from django.db.models import QuerySet
from tests.rooms import world
from tests.rooms.closing import FRIDAY, HOLDS, MONDAY, SATURDAY, close, new_post, open_posts, time_passes
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.closures import operations as closures
from evenhand.closures import plans, queries
from evenhand.closures.models import Plan, PostClosing
from evenhand.core.friday_plan import Suggested
from evenhand.intake.models import Channel, Post, Revision
from evenhand.officers.models import Body, Officer
from evenhand.platforms.contract import Manifest
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.work import closures as work

DUE = wall("2024-03-08 15:00")
LEAVE, CLOSE, HOLD = Suggested.LEAVE, Suggested.CLOSE, Suggested.HOLD
Posts = dict[str, Post]


def plain(_: str) -> Manifest:
    return MANIFEST


def holding(_: str) -> Manifest:
    return HOLDS


@pytest.fixture
def posts(channel: Channel, network: Network, ada: Officer) -> Posts:
    """Three posts of the week and an old one: one quiet, one marked as sensitive, one with a removal."""
    made = {name: new_post(channel, network, name, f"About {name}") for name in ("quiet", "grief", "rude")}
    closures.say_sensitive(post=made["grief"], why="A child died.", by=ada, at=world.NOON)
    case = _case(channel, "rude-c")
    world.decide(case, world.HIDE, ada)
    new_post(channel, network, "old", "About last year", wall("2024-01-03 09:00"))
    return made


def _case(channel: Channel, id_: str) -> world.Case:
    revision = Revision.objects.get(comment__native_id=id_)
    world.propose_for(channel, world.intake.Received(1, 0, 0, (revision.pk,)), world.THREAT)
    return world.Case.objects.get(comment__native_id=id_)


def suggested(body: Body, at: object = DUE, manifest_of: object = plain) -> dict[str, tuple[str, str]]:
    plan = queries.drawn(body, at, manifest_of)  # type: ignore[arg-type]
    assert plan is not None
    return {post.native_id: (line.suggested.value, line.because) for line, post, _ in plan.lines}


def decide(body: Body, posts: Posts, by: Officer, *, at: object = DUE, manifest_of: object = plain,
           **chosen: Suggested) -> Plan:  # fmt: skip
    return plans.decide_plan(
        body=body, chosen={posts[name].pk: choice for name, choice in chosen.items()}, manifest_of=manifest_of,
        by=by, at=at,
    )  # type: ignore[arg-type]  # fmt: skip


def about_posts() -> QuerySet[Task]:
    """Tasks but those about persons: some of the comments here are warned about."""
    return Task.objects.exclude(title__startswith="Warn")


def test_the_plan_lists_what_is_open_with_a_suggestion_and_a_reason_each(body: Body, posts: Posts) -> None:
    assert suggested(body) == {
        "grief": ("close", "it was marked as sensitive"),
        "rude": ("close", "removed under it in 7 days: 1"),
        "quiet": ("leave", "nothing speaks against it"),
    }
    assert suggested(body, manifest_of=holding)["rude"][0] == "hold"


def test_it_is_due_on_friday_at_three_and_says_until_when(body: Body, posts: Posts) -> None:
    for at, is_due in ((wall("2024-03-08 14:59"), False), (DUE, True), (SATURDAY, True)):
        plan = queries.drawn(body, at, plain)
        assert plan is not None
        assert (plan.due_at, plan.is_due, plan.lines[0][0].until) == (DUE, is_due, MONDAY)
    good_friday = queries.drawn(body, wall("2024-03-27 12:00"), plain)
    assert good_friday is not None
    assert good_friday.due_at == wall("2024-03-28 15:00"), "on Thursday, when Friday is a holiday"


def test_one_form_decides_it_and_time_does_the_rest(body: Body, posts: Posts, network: Network, ada: Officer) -> None:
    plan = decide(body, posts, ada, quiet=LEAVE, grief=CLOSE, rude=CLOSE)
    assert plan.closings.count() == 2
    time_passes(network, wall("2024-03-08 16:59"))
    assert open_posts(network, posts) == {"quiet", "grief", "rude"}, "while somebody watches, nothing is off"
    time_passes(network, FRIDAY)
    assert open_posts(network, posts) == {"quiet"}
    time_passes(network, MONDAY)
    assert open_posts(network, posts) == {"quiet", "grief", "rude"}


def test_one_undo_takes_the_whole_plan_back(body: Body, posts: Posts, network: Network, ada: Officer) -> None:
    plan = decide(body, posts, ada, quiet=CLOSE, grief=CLOSE, rude=LEAVE)
    time_passes(network, FRIDAY)
    plans.undo_plan(plan_id=plan.pk, body=body, why="The wrong weekend.", by=ada, at=SATURDAY)
    time_passes(network, SATURDAY)
    assert open_posts(network, posts) == {"quiet", "grief", "rude"}
    assert {row.ended_why for row in PostClosing.objects.all()} == {"the plan was undone: The wrong weekend."}
    with refused("CMT-02", "Ada Marsh undid it"):
        plans.undo_plan(plan_id=plan.pk, body=body, why="Again.", by=ada, at=SATURDAY)


def test_an_undone_plan_can_be_decided_anew(body: Body, posts: Posts, ada: Officer) -> None:
    first = decide(body, posts, ada, quiet=CLOSE, grief=CLOSE, rude=LEAVE)
    with refused("CMT-02", "Ada Marsh decided it"):
        decide(body, posts, ada, quiet=CLOSE, grief=CLOSE, rude=LEAVE)
    plans.undo_plan(plan_id=first.pk, body=body, why="A slip.", by=ada, at=DUE)
    decide(body, posts, ada, quiet=LEAVE, grief=CLOSE, rude=LEAVE)
    assert Plan.objects.filter(undone_at=None).count() == 1


def test_a_plan_that_cannot_be_decided_is_refused_as_a_whole(
    body: Body, posts: Posts, channel: Channel, network: Network, ada: Officer
) -> None:
    everything = {"quiet": LEAVE, "grief": CLOSE, "rude": CLOSE}
    with refused("CMT-02", "not drawn up yet"):
        decide(body, posts, ada, at=wall("2024-03-08 14:59"), **everything)
    with refused("CMT-02", "other posts are open than those you saw".capitalize()):
        decide(body, posts, ada, quiet=LEAVE, grief=CLOSE)
    with refused("CMT-02", "Town page cannot hold a post"):
        decide(body, posts, ada, quiet=HOLD, grief=CLOSE, rude=CLOSE)
    close(posts["quiet"], ada, at=DUE)
    with refused("CMT-02", "other posts are open than those you saw".capitalize()):
        decide(body, posts, ada, **everything)
    assert not Plan.objects.exists()


def test_what_is_held_is_a_task_and_so_is_letting_it_go(
    body: Body, posts: Posts, ada: Officer, network: Network
) -> None:
    decide(body, posts, ada, manifest_of=holding, quiet=LEAVE, grief=CLOSE, rude=HOLD)
    task = about_posts().get()
    assert (task.title, task.steps[1]) == ("Hold new comments on a post of Town page", "Choose “Hold new comments”")
    tasks.finish(task_id=task.pk, body=body, outcome="Held; seen.", by=ada, at=FRIDAY)
    work.look_after(at=MONDAY)
    work.look_after(at=MONDAY)
    assert about_posts().get(done_at=None).title == "Let new comments on a post through again of Town page"


def test_what_was_never_held_wants_no_letting_go(body: Body, posts: Posts, ada: Officer) -> None:
    plan = decide(body, posts, ada, manifest_of=holding, quiet=LEAVE, grief=LEAVE, rude=HOLD)
    plans.undo_plan(plan_id=plan.pk, body=body, why="A slip.", by=ada, at=DUE)
    assert not about_posts().exists()


def test_a_task_asks_for_the_plan_once_a_week_and_goes_when_it_is_decided(
    body: Body, posts: Posts, ada: Officer
) -> None:
    work.look_after(at=wall("2024-03-08 14:59"))
    assert not about_posts().exists()
    work.look_after(at=DUE)
    work.look_after(at=FRIDAY)
    [task] = about_posts()
    assert (task.title, task.why[:18]) == ("Decide the Friday plan", "3 posts are still ")
    decide(body, posts, ada, at=FRIDAY, quiet=LEAVE, grief=LEAVE, rude=LEAVE)
    assert not about_posts().exists()


def test_another_body_has_its_own_plan(body: Body, posts: Posts, ada: Officer) -> None:
    other = world.new_body("elsewhere")
    assert suggested(other) == {}
    plan = decide(body, posts, ada, quiet=LEAVE, grief=LEAVE, rude=LEAVE)
    with pytest.raises(Plan.DoesNotExist):
        plans.undo_plan(
            plan_id=plan.pk, body=other, why="Mine.", by=world.new_officer(other, "Dee Stranger"), at=FRIDAY
        )  # fmt: skip
