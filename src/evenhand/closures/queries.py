"""Posts with comments off, what the plan suggests, and the register. Always of one body."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from evenhand.closures.models import Plan, PostClosing, SensitivePost, Timetabled
from evenhand.core.comments_off import Closing, Gap, WhyOff, minutes_off, unwatched_gaps
from evenhand.core.friday_plan import OpenPost, PlanLine, friday_plan, plan_due
from evenhand.core.moderation import REMOVALS
from evenhand.core.vocabulary import Verb
from evenhand.decisions.models import Decision
from evenhand.intake.models import Comment, Post
from evenhand.officers.models import Body
from evenhand.platforms.contract import Manifest
from evenhand.watch.queries import calendar, edition_of

ManifestOf = Callable[[str], Manifest]
RECENT = timedelta(days=14)
"""A post that is older, and that nobody wrote under since, is not worth a line of the plan. Ours."""
LONGEST_GAP = timedelta(days=21)
"""In which a gap of the timetable begins and ends: longer than any Christmas."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """CMT-04: one time in which comments on a post were off. `on_again_at` is None while they are."""

    closing: int
    post: str
    url: str
    channel: str
    why: str
    words: str
    off_at: datetime
    planned_until: datetime
    on_again_at: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class DrawnPlan:
    """CMT-02: the plan of a week. Before `due_at` it is a preview; `decided` is the one that stands."""

    due_at: datetime
    is_due: bool
    lines: tuple[tuple[PlanLine, Post, OpenPost], ...]
    decided: Plan | None


def closings_of(body: Body) -> QuerySet[PostClosing]:
    """Every closing of a body's posts with what a list shows of it, newest first."""
    found = PostClosing.objects.filter(post__channel__body=body)
    return found.select_related("post__channel__body", "decided_by", "ended_by", "plan", "timetable").order_by(
        "-starts_at", "-pk"
    )


def unfinished(body: Body) -> list[PostClosing]:
    """What is off, or is to be, the first to end first."""
    return list(closings_of(body).filter(on_again_at=None).order_by("ends_at", "pk"))


def ends(row: PostClosing) -> datetime:
    """When its time is over: as planned, or when somebody ended it."""
    return row.ended_at or row.ends_at


def as_closing(row: PostClosing) -> Closing:
    """As the core counts it."""
    return Closing(
        str(row.post_id), WhyOff(row.why), row.words, row.decided_by_id, row.starts_at, ends(row), row.on_again_at
    )  # fmt: skip


def as_shown(row: PostClosing) -> Closing | None:
    """CMT-04: from when the platform turned comments off; None where it never did."""
    return replace(as_closing(row), starts_at=row.off_at) if row.off_at else None


def minutes(rows: Iterable[PostClosing], now: datetime) -> int:
    """CMT-04: whole minutes that comments were off up to now; what overlaps on a post counts once."""
    return minutes_off([shown for row in rows if (shown := as_shown(row))], now)


def register(body: Body, since: datetime, *, now: datetime) -> list[RegisterLine]:
    """CMT-04: every time that comments on a post were off since an instant, newest first, for everybody to see."""
    rows = closings_of(body).filter(off_at__isnull=False)
    lasted = rows.filter(Q(on_again_at=None) | Q(on_again_at__gt=since))
    return [
        RegisterLine(
            row.pk, row.post.text, row.post.url, row.post.channel.title, row.why, row.words, row.off_at, ends(row),
            row.on_again_at, minutes([row], now),
        )
        for row in lasted
        if row.off_at
    ]  # fmt: skip


def timetabled(body: Body) -> list[Timetabled]:
    """The posts that are off whenever nobody watches."""
    found = Timetabled.objects.filter(post__channel__body=body, taken_off_at=None)
    return list(found.select_related("post__channel__body", "put_by").order_by("put_at"))


def gaps(body: Body, channel: str, at: datetime) -> list[Gap]:
    """CMT-01: the gaps of the timetable around an instant, those that are not over."""
    found = unwatched_gaps(edition_of(body, at), calendar(body, at), at - LONGEST_GAP, at + LONGEST_GAP, channel)
    return [gap for gap in found if gap.ends_at > at]


def recent_posts(body: Body, at: datetime) -> list[Post]:
    """The posts of the last fortnight, and older ones that somebody wrote under since, newest first."""
    wrote = Comment.objects.filter(channel__body=body, created_at__gt=at - RECENT, post__isnull=False)
    found = Post.objects.filter(channel__body=body).filter(
        Q(created_at__gt=at - RECENT) | Q(pk__in=wrote.values("post_id"))
    )
    return list(found.select_related("channel").order_by(F("created_at").desc(nulls_last=True), "-pk"))


def is_off(post: Post) -> bool:
    """Whether a closing of the post has begun to take effect, or is planned."""
    return PostClosing.objects.filter(post=post, on_again_at=None).exists()


def sensitive(post: Post) -> SensitivePost | None:
    """What somebody said of a post."""
    return SensitivePost.objects.filter(post=post, withdrawn_at=None).select_related("said_by").first()


def drawn(body: Body, at: datetime, manifest_of: ManifestOf) -> DrawnPlan | None:
    """CMT-02: the plan of the week of an instant; None in a week without a working day up to it."""
    edition, office = edition_of(body, at), calendar(body, at)
    due_at = plan_due(edition, office, at)
    if due_at is None:
        return None
    posts = {str(post.pk): post for post in recent_posts(body, due_at)}
    seen = {id_: _open_post(post, manifest_of(post.channel.platform)) for id_, post in posts.items()}
    lines = friday_plan(seen.values(), edition, office, due_at)
    decided = Plan.objects.filter(body=body, drawn_at=due_at, undone_at=None).select_related("decided_by").first()
    return DrawnPlan(
        due_at, due_at <= at, tuple((line, posts[line.post], seen[line.post]) for line in lines), decided
    )  # fmt: skip


def _open_post(post: Post, manifest: Manifest) -> OpenPost:
    removed = Decision.objects.filter(
        comment__post=post, outcome__in=[outcome.value for outcome in REMOVALS], reversal=None
    )
    return OpenPost(
        id=str(post.pk), channel=post.channel.name, is_open=not is_off(post), is_sensitive=sensitive(post) is not None,
        removed_at=tuple(removed.values_list("at", flat=True)), can_close=Verb.CLOSE in manifest.verbs,
        can_hold=bool(manifest.hold_steps),
    )  # fmt: skip
