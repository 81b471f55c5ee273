"""Posts of Harrowmere with comments off, for the tests of closures: time is given, a worker is played."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from tests.rooms import world
from tests.rules.working_time import wall

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE
from evenhand.actions.waiting import Later
from evenhand.closures import operations as closures
from evenhand.closures.models import PostClosing
from evenhand.core.comments_off import WhyOff
from evenhand.core.vocabulary import Support, Verb
from evenhand.intake.models import Channel, Post
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Manifest, VerbSupport
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.work import closures as work

FRIDAY, SATURDAY, MONDAY = wall("2024-03-08 17:00"), wall("2024-03-09 12:00"), wall("2024-03-11 09:00")
NO_CLOSING = replace(MANIFEST, verbs={v: how for v, how in MANIFEST.verbs.items() if v is not Verb.CLOSE})
DESTROYS = replace(
    MANIFEST, verbs={**MANIFEST.verbs, Verb.CLOSE: VerbSupport(Support.SUPPORTED, reversible=False, destroys=True)}
)
HOLDS = replace(MANIFEST, hold_steps=("Open the post", "Choose “Hold new comments”"))


def new_post(channel: Channel, network: Network, id_: str = "p1", text: str = "The library opens late on Thursday",
             created_at: datetime = world.NOON, comment: str = "", **known: object) -> Post:  # fmt: skip
    """A post on the network and in our records, with one comment under it."""
    comment_id = comment or f"{id_}-c"
    network.publish(
        [(channel.account, id_, text, created_at.isoformat())],
        [(channel.account, comment_id, id_, "", "Robin Vale", "Words", created_at.isoformat())],
    )
    world.receive(
        channel, world.a_comment(comment_id, post_id=id_, post_text=text, post_created_at=created_at,
                                 created_at=created_at, **known), at=created_at,
    )  # fmt: skip
    return Post.objects.get(channel=channel, native_id=id_)


def close(
    post: Post, by: Officer, *, starts: datetime = FRIDAY, ends: datetime = MONDAY, at: datetime = world.NOON,
    manifest: Manifest = MANIFEST, **how: bool,
) -> PostClosing:  # fmt: skip
    return closures.close(
        post=post, why=WhyOff.SENSITIVE, words="A family is grieving.", starts_at=starts, ends_at=ends,
        manifest=manifest, by=by, at=at, **how,
    )  # fmt: skip


def carry_out_all(network: Network, at: datetime) -> None:
    """Every action that waits, as a worker would try it once."""
    for action in Action.objects.filter(state__in=LIVE).order_by("pk"):
        try:
            carrying_out.carry_out(action_id=action.pk, performer=network, manifest=MANIFEST, now=lambda: at)
        except Later:
            continue


def time_passes(network: Network, *instants: datetime) -> None:
    """The timetable's job at each instant, the worker after it, and the job again, as every minute."""
    for at in instants:
        work.look_after(at=at)
        carry_out_all(network, at)
        work.look_after(at=at)


def is_open(network: Network, post: Post) -> bool:
    """As the public sees it."""
    return {shown.id: shown.open for shown in network.wall(post.channel.account)}[post.native_id]


def open_posts(network: Network, posts: Mapping[str, Post]) -> set[str]:
    return {name for name, post in posts.items() if is_open(network, post)}
