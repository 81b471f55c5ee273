"""CMT-01: turning comments off on a post, and on again before their time. What time does: keeping_time.py."""

from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.closures.keeping_time import begin, bring_back
from evenhand.closures.models import Plan, PostClosing, SensitivePost, Timetabled
from evenhand.closures.queries import as_closing, ends
from evenhand.core.comments_off import WhyOff, close_comments
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Verb
from evenhand.intake.models import Post
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms.contract import Manifest

TRIED = "to turn comments off"


def close(
    *, post: Post, why: WhyOff, words: str, starts_at: datetime, ends_at: datetime, manifest: Manifest, by: Officer,
    at: datetime, plan: Plan | None = None, knows_they_are_lost: bool = False,
) -> PostClosing:  # fmt: skip
    """CMT-01: comments on a post are off from `starts_at`, never before now, up to `ends_at`.

    Raises: Refused without a reason or an end to come, where the platform cannot do it or would destroy what stands
    there and nobody said that they know, and where comments are off then already.
    """
    body = post.channel.body
    require(by, body, Permission.DECIDE)
    row = PostClosing(
        post=post, why=why.value, words=words.strip(), decided_by=by, decided_at=at, starts_at=max(starts_at, at),
        ends_at=ends_at, plan=plan,
    )  # fmt: skip
    _check_possible(manifest, knows_they_are_lost=knows_they_are_lost)
    if ends_at <= at:
        raise _refused("its end is in the past", "give an end later than now: comments come back by themselves")
    close_comments(as_closing(row))
    with audit.one_transaction():
        Post.objects.select_for_update().get(pk=post.pk)
        _check_on(post, row)
        row.save()
        audit.record(
            body=body.slug, at=at, by=by.email, action="closures.close", subject=f"post {post.pk}", closure=row.pk,
            why=row.why, words=row.words, starts_at=row.starts_at.isoformat(), ends_at=ends_at.isoformat(),
            plan=plan.pk if plan else None,
        )  # fmt: skip
        if row.starts_at <= at:
            begin(row, manifest, at)
    return row


def _check_possible(manifest: Manifest, *, knows_they_are_lost: bool) -> None:
    how = manifest.verbs.get(Verb.CLOSE)
    if how is None:
        raise _refused(
            f"{manifest.title} has no way to turn comments off",
            "leave the post open, and declare an incident so that somebody watches it",
        )
    if how.destroys and not knows_they_are_lost:
        raise _refused(
            f"{manifest.title} deletes the comments that stand under a post when they are turned off",
            "say that you know; every one of them is captured before",
        )


def _check_on(post: Post, row: PostClosing) -> None:
    standing = PostClosing.objects.filter(post=post, on_again_at=None).select_related("decided_by")
    for other in standing:
        if other.starts_at < row.ends_at and ends(other) > row.starts_at:
            raise _refused(
                f"{other.decided_by.name} turned them off on it from {other.starts_at:%-d %B %Y %H:%M} "
                f"to {ends(other):%-d %B %Y %H:%M} UTC",
                "turn them on again first, or choose a time after that",
            )


def reopen(*, closing_id: int, body: Body, why: str, by: Officer, at: datetime) -> PostClosing:
    """CMT-01: turn comments on again before the time is over. Raises: Refused without a why, and where they are on."""
    require(by, body, Permission.DECIDE)
    if not why.strip():
        raise Refused(
            tried="to turn comments on again", forbids="it does not say why", do="say why, in a few words",
            rule="CMT-01",
        )  # fmt: skip
    with audit.one_transaction():
        row = PostClosing.objects.select_related("post__channel__body").get(pk=closing_id, post__channel__body=body)
        Post.objects.select_for_update().get(pk=row.post_id)
        row.refresh_from_db(fields=["on_again_at", "ended_at"])
        if row.on_again_at or ends(row) <= at:
            raise Refused(
                tried="to turn comments on again", forbids="they are on, or are being turned on", rule="CMT-01",
                do="look at what the platform answered",
            )  # fmt: skip
        end_now(row, why=why.strip(), by=by, at=at)
    return row


def end_now(row: PostClosing, *, why: str, by: Officer, at: datetime) -> None:
    """Within a transaction that has locked the post."""
    row.ended_by, row.ended_at, row.ended_why = by, at, why
    row.save(update_fields=["ended_by", "ended_at", "ended_why"])
    audit.record(
        body=row.post.channel.body.slug, at=at, by=by.email, action="closures.reopen", subject=f"post {row.post_id}",
        closure=row.pk, why=why, planned_end=row.ends_at.isoformat(),
    )  # fmt: skip
    bring_back(row.post, at)


def put_on_timetable(*, post: Post, words: str, manifest: Manifest, by: Officer, at: datetime) -> Timetabled:
    """CMT-01: from now on comments on a post are off whenever nobody watches. Raises: Refused."""
    require(by, post.channel.body, Permission.DECIDE)
    how = manifest.verbs.get(Verb.CLOSE)
    if how is None or how.destroys:
        _check_possible(manifest, knows_they_are_lost=False)
    if not words.strip():
        raise _refused("it gives no reason in words", "write why, in your own words")
    with audit.one_transaction():
        Post.objects.select_for_update().get(pk=post.pk)
        if Timetabled.objects.filter(post=post, taken_off_at=None).exists():
            raise _refused("the post is on the timetable already", "take it off first if the reason has changed")
        made = Timetabled.objects.create(post=post, words=words.strip(), put_by=by, put_at=at)
        audit.record(
            body=post.channel.body.slug, at=at, by=by.email, action="closures.put_on_timetable",
            subject=f"post {post.pk}", words=made.words,
        )  # fmt: skip
    return made


def take_off_timetable(*, post: Post, by: Officer, at: datetime) -> None:
    """CMT-01: comments on it stay on from now on; a closing that runs comes back in its time."""
    require(by, post.channel.body, Permission.DECIDE)
    with audit.one_transaction():
        found = Timetabled.objects.select_for_update().get(post=post, taken_off_at=None)
        found.taken_off_by, found.taken_off_at = by, at
        found.save(update_fields=["taken_off_by", "taken_off_at"])
        audit.record(
            body=post.channel.body.slug, at=at, by=by.email, action="closures.take_off_timetable",
            subject=f"post {post.pk}",
        )  # fmt: skip


def say_sensitive(*, post: Post, why: str, by: Officer, at: datetime) -> SensitivePost:
    """CMT-02: a person says that a post is sensitive, and why. Raises: Refused without a why, or twice."""
    require(by, post.channel.body, Permission.DECIDE)
    tried = "to mark a post as sensitive"
    if not why.strip():
        raise Refused(tried=tried, forbids="it does not say why", do="say what makes it sensitive", rule="CMT-02")
    with audit.one_transaction():
        Post.objects.select_for_update().get(pk=post.pk)
        if SensitivePost.objects.filter(post=post, withdrawn_at=None).exists():
            raise Refused(tried=tried, forbids="it is marked already", do="look at the post", rule="CMT-02")
        made = SensitivePost.objects.create(post=post, why=why.strip(), said_by=by, said_at=at)
        audit.record(
            body=post.channel.body.slug, at=at, by=by.email, action="closures.say_sensitive",
            subject=f"post {post.pk}", why=made.why,
        )  # fmt: skip
    return made


def withdraw_sensitive(*, post: Post, by: Officer, at: datetime) -> None:
    """CMT-02: it is not sensitive any more."""
    require(by, post.channel.body, Permission.DECIDE)
    with audit.one_transaction():
        found = SensitivePost.objects.select_for_update().get(post=post, withdrawn_at=None)
        found.withdrawn_by, found.withdrawn_at = by, at
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(
            body=post.channel.body.slug, at=at, by=by.email, action="closures.withdraw_sensitive",
            subject=f"post {post.pk}",
        )  # fmt: skip


def _refused(forbids: str, do: str) -> Refused:
    return Refused(tried=TRIED, forbids=forbids, do=do, rule="CMT-01")
