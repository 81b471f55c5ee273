"""EVD-01: capturing a comment, an author or a post before anything is done to it, and reading what was captured."""

from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.refusals import Refused
from evenhand.evidence import authorities, parts, storage
from evenhand.evidence.models import Capture
from evenhand.evidence.parts import MANIFEST, Contents
from evenhand.intake.models import Author, Post, Revision
from evenhand.officers.models import Body
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task


def capture(*, revision: Revision, by: str, at: datetime) -> Capture:
    """EVD-01: everything that is to be kept of a comment, kept for good, then its hashes in a row.

    What cannot be had (a picture, where there is no browser) is named in the row. Raises: storage.OutOfReach.
    """
    comment = revision.comment
    subject = Capture(body=comment.channel.body, comment=comment, revision=revision, captured_at=at)
    return _keep(subject, parts.of_revision(revision, at), by=by, at=at)


def capture_author(*, author: Author, by: str, at: datetime) -> Capture:
    """EVD-01: an account as we know it, and which of its comments have been captured, before it is blocked.

    Raises: storage.OutOfReach.
    """
    subject = Capture(body=author.body, author=author, captured_at=at)
    return _keep(subject, parts.of_author(author, at), by=by, at=at)


def capture_post(*, post: Post, by: str, at: datetime) -> Capture:
    """EVD-01: a post with every comment that stands under it, before comments on it are turned off.

    Raises: storage.OutOfReach.
    """
    subject = Capture(body=post.channel.body, post=post, captured_at=at)
    return _keep(subject, parts.of_post(post, at), by=by, at=at)


def _keep(made: Capture, contents: Contents, *, by: str, at: datetime) -> Capture:
    contents.parts[MANIFEST] = parts.manifest(contents, subject=made.subject_name, at=at)
    made.parts = [parts.described(name, content) for name, content in contents.parts.items()]
    made.missing, made.authorities = contents.missing, authorities.names()
    with storage.in_use():
        for content in contents.parts.values():
            storage.store(content)
        with audit.one_transaction():
            tasks.withdraw(about=_storage_task(made.body), why="captures are kept again", by=by, at=at)
            made.save(force_insert=True)
            revision = {"revision": made.revision.number} if made.revision else {}
            audit.record(
                body=made.body.slug, at=at, by=by, action="evidence.capture", subject=made.subject_name,
                capture=made.pk, parts=made.parts, missing=made.missing, **revision,
            )  # fmt: skip
    return made


def look_at(*, capture: Capture, part: str, by: str, at: datetime) -> bytes:
    """REC-01, EVD-01: a part's bytes for somebody to look at. The look is audited; what is damaged is not shown.

    Raises: Refused where there is no such part, or it is damaged: then a task says so.
    """
    sha256 = capture.sha256_of(part)
    if not sha256:
        missing = next((str(each["why"]) for each in capture.missing if each["part"] == part), "it was not captured")
        raise Refused(
            tried=f"to see the {part} of capture {capture.pk}", forbids=missing, do="look at its other parts",
            rule="EVD-01",
        )  # fmt: skip
    try:
        content = storage.read(sha256)
    except storage.Damaged as damaged:
        report_damage(capture=capture, part=part, why=str(damaged), by=by, at=at)
        raise Refused(
            tried=f"to see the {part} of capture {capture.pk}", forbids=str(damaged),
            do="look at the tasks: one says how to bring it back", rule="EVD-01",
        ) from damaged  # fmt: skip
    except storage.OutOfReach as gone:
        raise Refused(
            tried=f"to see the {part} of capture {capture.pk}", forbids=str(gone),
            do="try again later, or ask whoever runs Evenhand",
        ) from gone  # fmt: skip
    with audit.one_transaction():
        audit.record(
            body=capture.body.slug, at=at, by=by, action="evidence.look_at", subject=capture.subject_name,
            capture=capture.pk, part=part, sha256=sha256,
        )  # fmt: skip
    return content


def report_damage(*, capture: Capture, part: str, why: str, by: str, at: datetime) -> None:
    """A damaged part becomes a task for its body, once: also when that is done, as the same look finds it again."""
    about = f"capture {capture.pk} {part}"
    if Task.objects.filter(about=about).exists():
        return
    tasks.open_task(
        body=capture.body, about=about, title=f"Captured evidence is damaged: {part} of capture {capture.pk}",
        why=why, url=capture.subject.url, by=by, at=at,
        steps=(
            "Find the file with that name in a backup of the captures",
            "Check it: sha256sum must print its own name",
            "Put it back in its place, then run “evenhand evidence verify-captures”",
            "Where no backup has it, write here since when it is lost and who was told",
        ),
    )  # fmt: skip


def report_out_of_reach(*, body: Body, why: str, by: str, at: datetime) -> None:
    """EVD-01: where nothing can be captured nothing is done; people are told, once. The next capture withdraws it."""
    tasks.open_task(
        body=body, about=_storage_task(body), title="Evidence cannot be kept, so nothing is done", why=why, url="",
        by=by, at=at,
        steps=(
            "Ask whoever runs Evenhand to make the place named above writable, and to make room there",
            "Look here again: this task goes by itself with the first capture that is kept",
        ),
    )  # fmt: skip


def _storage_task(body: Body) -> str:
    return f"storage of captures of {body.slug}"
