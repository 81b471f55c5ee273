"""CMT-03: related comments on other posts, found by their words, each decided by a person in the stated time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases import by_hand
from evenhand.cases.models import Case
from evenhand.closures.likeness import ABOUT, SharedWord, about, shared, topic
from evenhand.closures.models import PostClosing, RelatedCase, RelatedRemoved
from evenhand.closures.queries import as_closing
from evenhand.core import related as core
from evenhand.core.comments_off import Closing
from evenhand.core.edition import Edition
from evenhand.core.moderation import REMOVALS, Draft
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Support, Verb
from evenhand.decisions.models import Decision
from evenhand.intake.models import Revision
from evenhand.intake.queries import current_revisions, is_own
from evenhand.likeness import queries as likeness
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.referrals import operations as referrals
from evenhand.signals.text_likeness import Vector
from evenhand.watch.queries import edition_of

RESTS_ON_THE_CLOSING = frozenset({"CON-07", "CON-09"})
"""Grounds that a person finds, not the words: on a related comment they hold only while comments are off elsewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A comment that may be decided about, and the case that was opened."""

    related: core.RelatedComment
    revision: Revision
    words: tuple[SharedWord, ...]
    case: Case | None


@dataclass(frozen=True, slots=True)
class FoundComments:
    """What is previewed: until when, and why the rest is left out."""

    until: datetime
    found: tuple[Found, ...]
    left_out: tuple[tuple[Revision, str], ...]
    by_encoder: bool  # else by words alone: the encoder had not read the post


def find(row: PostClosing) -> FoundComments:
    """CMT-03: comments of the body's other posts that share words with the one whose comments are off, or its topic."""
    body, edition = row.post.channel.body, edition_of(row.post.channel.body, row.starts_at)
    post = likeness.of_post(row.post)
    likely = {str(each.revision.comment_id): each for each in _likely(row, body, post)}
    previewed = core.preview(as_closing(row), [_related(each) for each in likely.values()], edition)
    cases_of = {case.comment_id: case for case in Case.objects.filter(comment_id__in=[int(id_) for id_ in likely])}
    found = [_found(each, likely[each.comment], cases_of) for each in previewed.comments]
    left_out = [(likely[comment].revision, why) for comment, why in previewed.left_out]
    return FoundComments(previewed.until, tuple(found), tuple(left_out), post is not None)


@dataclass(frozen=True, slots=True)
class _Likely:
    revision: Revision
    words: tuple[SharedWord, ...]
    like: float  # as the encoder reads it; nought where it did not


def _found(each: core.RelatedComment, likely: _Likely, cases_of: Mapping[int, Case]) -> Found:
    return Found(each, likely.revision, likely.words, cases_of.get(int(each.comment)))


def _likely(row: PostClosing, body: Body, post: Vector | None) -> Iterator[_Likely]:
    under = dict(current_revisions(body).filter(comment__post=row.post).values_list("pk", "text"))
    of = topic(row.post.text, under.values())
    revisions = [revision for revision in _elsewhere(row, body) if not is_own(revision)]
    like = _as_the_encoder_reads(post, list(under), [revision.pk for revision in revisions])
    for revision in revisions:
        likely = _Likely(revision, shared(revision.text, of), like.get(revision.pk, 0.0))
        if likely.words or likely.like >= ABOUT:
            yield likely


def _as_the_encoder_reads(post: Vector | None, under: list[int], elsewhere: list[int]) -> dict[int, float]:
    """How like the topic each of these wordings is; those that the post's version of the encoder read."""
    if post is None:
        return {}
    comments = likeness.of_revisions(elsewhere, post.version)
    near = likeness.of_revisions(under, post.version)
    return dict(zip(comments, about(post.numbers, list(near.values()), list(comments.values())), strict=True))


def _elsewhere(row: PostClosing, body: Body) -> Iterable[Revision]:
    elsewhere = current_revisions(body).filter(
        comment__created_at__gte=row.starts_at, comment__created_at__lt=row.ends_at, comment__state="visible"
    )
    rows = (
        elsewhere.exclude(comment__post=row.post)
        .exclude(comment__case__restricted=True)
        .select_related("comment__channel", "comment__author", "comment__post")
    )
    return rows.defer("payload").order_by("comment__created_at", "comment_id")


def _related(likely: _Likely) -> core.RelatedComment:
    comment = likely.revision.comment
    said = [f"“{word.words}”" for word in likely.words]
    if likely.like >= ABOUT:
        said.append(f"the topic as the encoder reads it (likeness {likely.like:.2f})")
    because = ", ".join(said)
    return core.RelatedComment(str(comment.pk), str(comment.post_id or ""), comment.created_at, because)


def open_related(*, closing_id: int, comment_id: int, body: Body, by: Officer, at: datetime) -> Case:
    """CMT-03: a case about one related comment, whose proposal names the rule. Nobody has decided.

    Raises: Refused when it is not related, or the time is over.
    """
    require(by, body, Permission.DECIDE)
    row = PostClosing.objects.select_related("post__channel__body").get(pk=closing_id, post__channel__body=body)
    edition = edition_of(body, row.starts_at)
    found = next((each for each in find(row).found if each.revision.comment_id == comment_id), None)
    if found is None:
        raise Refused(
            tried="to decide about a related comment", forbids="it is not among those that were found",
            do="look at the list as it is now", rule="CMT-03",
        )  # fmt: skip
    core.decide_related(as_closing(row), found.related, edition, by=by.pk, at=at)
    because = f"comments are off on a post about the same: it shares {found.related.because}"
    with audit.one_transaction():
        case = by_hand.open_case(
            body=body, comment=found.revision.comment, edition=edition, rule="CMT-03", because=because,
            words=[_word(word) for word in found.words], by=by, at=at,
        )  # fmt: skip
        RelatedCase.objects.get_or_create(
            closing=row, case=case, defaults={"because": found.related.because, "by": by, "at": at}
        )
    return case


def _word(word: SharedWord) -> Mapping[str, object]:
    return {
        "signal": "likeness", "fact": "topic", "words": word.words, "start": word.start, "end": word.end,
        "confidence": 1.0, "note": "a word of the post whose comments are off",
    }  # fmt: skip


def decide(
    *, case_id: int, body: Body, draft: Draft, version: int, edition: Edition, supported: Mapping[Verb, Support],
    by: Officer, at: datetime, concern: str = "",
) -> Decision:  # fmt: skip
    """MOD-02, CMT-03: `referrals.decide`, and for a related comment: a removal by the closing, in time.

    Raises: as `referrals.decide`; Refused when the time is over.
    """
    with audit.one_transaction():
        related = _rests_on(case_id, body, draft)
        if related:
            allowed = core.RelatedComment(
                str(related.case.comment_id), str(related.case.comment.post_id or ""), related.case.comment.created_at,
                related.because,
            )  # fmt: skip
            window = edition_of(body, related.closing.starts_at)
            core.decide_related(_closing(related), allowed, window, by=by.pk, at=at)
        decision = referrals.decide(
            case_id=case_id, body=body, draft=draft, version=version, edition=edition, supported=supported, by=by,
            at=at, concern=concern,
        )  # fmt: skip
        if related:
            RelatedRemoved.objects.create(decision=decision, closing=related.closing)
    return decision


def _rests_on(case_id: int, body: Body, draft: Draft) -> RelatedCase | None:
    """The closing that a removal would rest on; None when it stands on its own ground."""
    if draft.outcome not in REMOVALS or draft.ground not in RESTS_ON_THE_CLOSING:
        return None
    found = RelatedCase.objects.filter(case_id=case_id, case__body=body).select_related("closing", "case__comment")
    return found.order_by("-at", "-pk").first()


def _closing(related: RelatedCase) -> Closing:
    return as_closing(related.closing)
