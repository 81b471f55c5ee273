"""REC-02: comments and what was decided about them, with the day each was last needed, derived from the tables.

Every query gives: `last`, when it was last needed; `busy`, whether something open rests on it; `acted`, of evidence
alone; `upto`, the wording that it has.
"""

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from evenhand.actions.models import Action
from evenhand.appeals.models import Appeal
from evenhand.cases.models import Case
from evenhand.closures.models import PostClosing
from evenhand.core.lifecycle import FINAL, ActionState, AppealEvent, CaseState
from evenhand.decisions.models import Decision, Reversal
from evenhand.evidence.models import Capture
from evenhand.intake.models import Comment
from evenhand.officers.models import Body
from evenhand.packs.models import HandOver, Pack
from evenhand.people.models import Block, BlockEnd, BlockEvidence, BlockStrike, EntryDecision, ManagedEntry
from evenhand.people.standings import OVER
from evenhand.referrals.models import ENDED, Referral
from evenhand.staff.models import Report

_ACTED = [ActionState.DONE.value, ActionState.DONE_BY_HAND.value]
NO = Value(False)
NO_WORDING = Value(0, IntegerField())


def comments(body: Body) -> QuerySet[Any]:
    """Those without a case."""
    found = Comment.objects.filter(channel__body=body, case=None)
    return found.annotate(
        last=Coalesce(Max("revisions__received_at"), F("received_at")), busy=NO, acted=NO, upto=F("revision")
    )


def cases(body: Body) -> QuerySet[Any]:
    """With the words of their comments."""
    return Case.objects.filter(body=body).annotate(
        last=Greatest(F("changed_at"), latest(Action, "changed_at", "comment", "comment_id")),
        busy=Exists(live("comment", "comment_id")) | ~Q(state=CaseState.CLOSED.value) | rested_on("comment_id"),
        acted=NO, upto=F("comment__revision"),
    )  # fmt: skip


def decisions(body: Body) -> QuerySet[Any]:
    """With what was told of them."""
    acted = latest(Action, "changed_at", "comment", "comment_id")
    return Decision.objects.filter(comment__channel__body=body).annotate(
        last=Greatest(F("at"), F("second__at"), F("reversal__at"), acted), busy=busy_about("comment_id"), acted=NO,
        upto=NO_WORDING,
    )  # fmt: skip


def captures(body: Body) -> QuerySet[Any]:
    """Of comments; of authors, which blocks and the list rest on; of posts, which turning comments off rests on."""
    used = Action.objects.filter(capture=OuterRef("pk"), state__in=_ACTED)
    packs = Pack.captures.through.objects.filter(capture=OuterRef("pk"))
    resting = BlockEvidence.objects.filter(capture=OuterRef("pk"), block__end=None)
    return Capture.objects.filter(body=body).annotate(
        last=Greatest(
            F("captured_at"), latest(Decision, "at", "comment", "comment_id"),
            latest(Action, "changed_at", "comment", "comment_id"), latest(Action, "changed_at", "capture", "pk"),
            Subquery(most(Reversal.objects.filter(decision__comment=OuterRef("comment_id")), "at")),
            Subquery(most(packs, "pack__sealed_at")),
            Subquery(most(HandOver.objects.filter(pack__captures=OuterRef("pk")), "recorded_at")),
            Subquery(most(BlockEnd.objects.filter(block__author=OuterRef("author_id")), "at")),
            latest(PostClosing, "on_again_at", "post", "post_id"),
        ),
        busy=busy_about("comment_id") | busy_account("author_id") | _busy_post("post_id") | Exists(resting)
        | Exists(packs.filter(pack__sealed_at=None)),
        acted=Exists(used) | Exists(packs.exclude(pack__sealed_at=None)), upto=NO_WORDING,
    )  # fmt: skip


def packs(body: Body) -> QuerySet[Any]:
    """Sealed ones."""
    undecided = Case.objects.filter(packs=OuterRef("pk")).exclude(state=CaseState.CLOSED.value)
    under_way = Action.objects.filter(comment__case__packs=OuterRef("pk")).exclude(state__in=_final())
    return Pack.objects.filter(body=body, sealed_at__isnull=False).annotate(
        last=Greatest(F("sealed_at"), Max("hand_overs__recorded_at")), busy=Exists(undecided) | Exists(under_way),
        acted=Value(True), upto=NO_WORDING,
    )  # fmt: skip


def most(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """The latest value of a field, for a subquery."""
    found: QuerySet[Any] = rows.order_by().values(one=Value(1)).annotate(most=Max(field)).values("most")
    return found


def latest(model: Any, field: str, theirs: str, ours: str) -> Subquery:
    """The latest value among a model's rows whose `theirs` is our column."""
    return Subquery(most(model.objects.filter(**{theirs: OuterRef(ours)}), field))


def live(theirs: str, ours: str) -> QuerySet[Action]:
    """Actions on this comment, author or post that a program or a person has still to do."""
    return Action.objects.filter(**{theirs: OuterRef(ours)}).exclude(state__in=_final())


def _final() -> list[str]:
    return [state.value for state in FINAL]


def busy_about(comment: str) -> Any:
    """Whether anything about a comment is not over."""
    undecided = Case.objects.filter(comment=OuterRef(comment)).exclude(state=CaseState.CLOSED.value)
    return Q(Exists(live("comment", comment))) | Q(Exists(undecided)) | rested_on(comment)


def rested_on(comment: str) -> Any:
    """What is not over rests on it: a referral, an appeal, a block or an entry, a report."""
    return (
        Q(Exists(Referral.objects.filter(case__comment=OuterRef(comment)).exclude(state__in=ENDED)))
        | Exists(BlockStrike.objects.filter(comment=OuterRef(comment), block__end=None))
        | Exists(BlockEvidence.objects.filter(capture__comment=OuterRef(comment), block__end=None))
        | Exists(open_appeals().filter(decision__comment=OuterRef(comment)))
        | Exists(EntryDecision.objects.filter(decision__comment=OuterRef(comment), entry__in=appealed_entries()))
        | Exists(EntryDecision.objects.filter(decision__comment=OuterRef(comment), entry__in=listed().values("pk")))
        | Exists(Report.objects.filter(case__comment=OuterRef(comment), conclusion=None))
    )


def busy_account(author: str) -> Any:
    """Whether a block, an entry of the list or an action about an account is not over."""
    return (
        Q(Exists(live("author", author)))
        | Exists(Block.objects.filter(author=OuterRef(author), end=None))
        | Exists(open_appeals().filter(block__author=OuterRef(author)))
        | Exists(open_appeals().filter(entry__author=OuterRef(author)))
        | Exists(listed().filter(author=OuterRef(author)))
    )


def _busy_post(post: str) -> Q:
    off = PostClosing.objects.filter(post=OuterRef(post), on_again_at=None)
    return Q(Exists(live("post", post))) | Q(Exists(off))


def open_appeals() -> QuerySet[Appeal]:
    """One is over when it is reversed, withdrawn or run out, or has stood twice."""
    over = [AppealEvent.REVERSED.value, AppealEvent.WITHDRAW.value, AppealEvent.RUN_OUT.value]
    stood = Count("steps", filter=Q(steps__event=AppealEvent.STANDS.value))
    return Appeal.objects.exclude(steps__event__in=over).annotate(stood=stood).filter(stood__lt=2)


def listed() -> QuerySet[ManagedEntry]:
    """MCL-02: entries that stand, or wait for a second person."""
    return ManagedEntry.objects.exclude(steps__event__in=[event.value for event in OVER])


def appealed_entries() -> QuerySet[Appeal, Any]:
    """Entries of the managed contacts list that an open appeal is against."""
    return open_appeals().filter(entry__isnull=False).values("entry")
