"""CMT-01: what time does to comments that are off. Every step may be repeated; none depends on a clock of its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from evenhand.actions import operations as actions
from evenhand.actions.models import Action
from evenhand.actions.queries import asked_for_by
from evenhand.audit import operations as audit
from evenhand.closures.models import PostClosing, Timetabled
from evenhand.closures.queries import ManifestOf, as_closing, ends, gaps
from evenhand.core.comments_off import Comments, WhyOff, coming_back
from evenhand.core.lifecycle import FINAL, ActionState
from evenhand.core.vocabulary import Verb
from evenhand.evidence import operations as evidence
from evenhand.intake.models import Post, Revision
from evenhand.intake.queries import current_revisions
from evenhand.platforms.contract import Manifest, Observed
from evenhand.tasks import operations as tasks

BY = "program: closures"
_DONE = (ActionState.DONE, ActionState.DONE_BY_HAND)


def about(row: PostClosing) -> str:
    """How actions, tasks and audit entries name a closing."""
    return f"closure {row.pk}"


def begin(row: PostClosing, manifest: Manifest, at: datetime) -> None:
    """Ask for comments to be turned off, with every comment captured first where the platform destroys them.

    Where another closing keeps them off, this one has begun with it.
    """
    with audit.one_transaction():
        others = [other for other in _unfinished(row.post) if other.pk != row.pk and other.off_at]
        if any(not _asked(other, Verb.REOPEN) for other in others):
            _note_off(row, at)
            return
        if manifest.verbs[Verb.CLOSE].destroys:
            for revision in _standing(row.post):
                evidence.capture(revision=revision, by=BY, at=at)
        actions.ask_for(about=about(row), channel=row.post.channel, subject=row.post, verb=Verb.CLOSE, by=BY, at=at)


def _standing(post: Post) -> Iterable[Revision]:
    under = current_revisions(post.channel.body).filter(comment__post=post).exclude(comment__state="deleted")
    return under.select_related("comment__channel__body", "comment__author", "comment__post").order_by("pk")


def follow_timetable(at: datetime) -> list[PostClosing]:
    """CMT-01: a closing for every post of the timetable whose gap has begun. Once a gap, whatever became of it."""
    made = []
    for entry in Timetabled.objects.filter(taken_off_at=None).select_related("post__channel__body", "put_by"):
        for gap in gaps(entry.post.channel.body, entry.post.channel.name, at):
            if gap.starts_at <= at and not _is_spoken_for(entry, gap.starts_at, at, gap.ends_at):
                made.append(_close_for_gap(entry, gap.starts_at, gap.ends_at, at))
    return made


def _is_spoken_for(entry: Timetabled, gap_from: datetime, at: datetime, until: datetime) -> bool:
    if PostClosing.objects.filter(timetable=entry, starts_at=gap_from).exists():
        return True
    standing = PostClosing.objects.filter(post=entry.post, on_again_at=None)
    return any(other.starts_at < until and ends(other) > at for other in standing)


def _close_for_gap(entry: Timetabled, starts_at: datetime, ends_at: datetime, at: datetime) -> PostClosing:
    with audit.one_transaction():
        row = PostClosing.objects.create(
            post=entry.post, why=WhyOff.UNWATCHED.value, words=entry.words, decided_by=entry.put_by, decided_at=at,
            starts_at=starts_at, ends_at=ends_at, timetable=entry,
        )  # fmt: skip
        audit.record(
            body=entry.post.channel.body.slug, at=at, by=BY, action="closures.close", subject=f"post {entry.post_id}",
            closure=row.pk, why=row.why, words=row.words, starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(), timetable=entry.pk,
        )  # fmt: skip
    return row


def look_after_post(post: Post, manifest: Manifest, at: datetime) -> None:
    """What the closings of one post want at an instant: begun, noted as off, brought back."""
    with audit.one_transaction():
        Post.objects.select_for_update().get(pk=post.pk)
        for row in _unfinished(post):
            if row.off_at is None and row.starts_at <= at < ends(row) and not _asked(row, Verb.CLOSE):
                begin(row, manifest, at)
        bring_back(post, at)


def bring_back(post: Post, at: datetime) -> None:
    """CMT-01: turn comments on again once no closing of the post runs. Within a transaction that has locked it."""
    rows = _unfinished(post)
    for row in rows:
        closed = _asked(row, Verb.CLOSE)
        if row.off_at is None and closed and closed.state in _DONE and not closed.shadow:
            _note_off(row, max(row.starts_at, closed.changed_at))
    for row in rows:
        if row.starts_at > at and ends(row) <= at:
            _note_on(row, at)
    begun = [row for row in rows if row.starts_at <= at]
    if coming_back([as_closing(row) for row in begun], at, refusal="").comments is Comments.TURN_ON:
        _turn_on(begun, at)


def _turn_on(rows: Sequence[PostClosing], at: datetime) -> None:
    for row in rows:
        if _asked(row, Verb.CLOSE) and not _asked(row, Verb.REOPEN):
            actions.take_back(about=about(row), by=BY, at=at, why="comments are to be on again")
    reopenings = [asked for row in rows if (asked := _asked(row, Verb.REOPEN))]
    if not reopenings:
        for row in rows:
            _note_on(row, at)
    elif all(asked.state in (ActionState.DONE_BY_HAND, ActionState.CANCELLED) for asked in reopenings):
        said = max(asked.changed_at for asked in reopenings)
        for row in rows:
            _note_on(row, said)


def to_read_back(at: datetime) -> list[Action]:
    """Posts whose comments the platform says it has turned on: the last action to ask about, one a post."""
    found = []
    for post in posts_to_look_after(at):
        begun = [row for row in _unfinished(post) if row.starts_at <= at]
        asked = [each for row in begun if (each := _asked(row, Verb.REOPEN))]
        over = coming_back([as_closing(row) for row in begun], at, refusal="").comments is Comments.TURN_ON
        if over and asked and all(ActionState(each.state) in FINAL for each in asked):
            found.append(asked[-1])
    return found


def confirm(post: Post, seen: Observed, at: datetime) -> None:
    """CMT-01: what was seen on the platform. Comments are on; or they are not, and a task says so."""
    with audit.one_transaction():
        Post.objects.select_for_update().get(pk=post.pk)
        rows = [row for row in _unfinished(post) if row.starts_at <= at]
        verdict = coming_back(
            [as_closing(row) for row in rows], at,
            refusal="" if seen.in_effect else f"it said that it was done; seen afterwards: {seen.words}",
        )  # fmt: skip
        if verdict.comments is Comments.TURN_ON:
            for row in rows:
                _note_on(row, at)
                tasks.withdraw(about=about(row), why="comments are on again", by=BY, at=at)
        elif verdict.comments is Comments.TASK:
            _ask_a_person(rows[-1], verdict.because, at)


def _ask_a_person(row: PostClosing, why: str, at: datetime) -> None:
    channel = row.post.channel
    tasks.open_task(
        body=channel.body, about=about(row), title=f"Comments are still off on a post of {channel.title}", why=why,
        steps=["Open the post on its page", "Turn comments on", "Reload, and look whether people can write"],
        url=row.post.url, by=BY, at=at,
    )  # fmt: skip


def _unfinished(post: Post) -> list[PostClosing]:
    found = PostClosing.objects.filter(post=post, on_again_at=None).select_related("post__channel__body")
    return list(found.order_by("starts_at", "pk"))


def _asked(row: PostClosing, verb: Verb) -> Action | None:
    return asked_for_by(about(row)).filter(verb=verb.value).first()


def _note_off(row: PostClosing, at: datetime) -> None:
    row.off_at = at
    _note(row, "closures.off", at)


def _note_on(row: PostClosing, at: datetime) -> None:
    row.on_again_at = max(at, row.off_at or at)
    _note(row, "closures.on_again", at)


def _note(row: PostClosing, action: str, at: datetime) -> None:
    row.save(update_fields=["off_at", "on_again_at"])
    audit.record(
        body=row.post.channel.body.slug, at=at, by=BY, action=action, subject=f"post {row.post_id}", closure=row.pk
    )


def posts_to_look_after(at: datetime) -> list[Post]:
    """The posts with a closing that has begun and is not over."""
    wanted = PostClosing.objects.filter(on_again_at=None, starts_at__lte=at).values("post_id")
    return list(Post.objects.filter(pk__in=wanted).select_related("channel__body").order_by("pk"))


def look_after(at: datetime, manifest_of: ManifestOf) -> None:
    """Everything that time asks of closings, but for looking at the platform.

    Raises: ExceptionGroup, after all others, when some posts could not be looked after; they are tried again.
    """
    follow_timetable(at)
    faults = []
    for post in posts_to_look_after(at):
        try:
            look_after_post(post, manifest_of(post.channel.platform), at)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("comments on some posts could not be looked after", faults)
