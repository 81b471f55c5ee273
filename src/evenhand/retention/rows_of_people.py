"""REC-02: what was done about people, and notes of work, with the day each was last needed. As in `rows`."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from evenhand.actions.models import Action
from evenhand.appeals.models import Appeal, AppealStep
from evenhand.closures.models import PostClosing, SensitivePost, Timetabled
from evenhand.intake.models import Comment, Reject
from evenhand.officers.models import Body
from evenhand.people.models import AliasLink, Block, BlockStep, EntryStep, LinkStep, ManagedEntry, WarningGiven
from evenhand.people.models_of_links import LinkEvent
from evenhand.referrals.models import ENDED, Referral, Step
from evenhand.retention.rows import (
    NO,
    NO_WORDING,
    appealed_entries,
    busy_about,
    busy_account,
    latest,
    listed,
    live,
    most,
    open_appeals,
)
from evenhand.staff.models import Report
from evenhand.tasks.models import Task

TASKS_ABOUT_PEOPLE = (
    r"^((action|notice|alarm|referral|(change of )?link|(warning|block|activity) of account"
    r"|(approval|doubt|(overdue )?review) of block|(approval|doubt|review) of entry|returned mail) \d+"
    r"|appeal without a reference .*)$"
)
"""Of a task, what it is about: these name somebody, or have somebody's words. Others are about the body's own work."""


def warnings(body: Body) -> QuerySet[Any]:
    """MOD-06: needed while the decision that they warn of is."""
    return _with(WarningGiven.objects.filter(body=body), F("given_at"), busy_about("decision__comment_id"))


def blocks(body: Body) -> QuerySet[Any]:
    """BLK-02: needed until they are over, what they asked of platforms is done, and nobody appeals."""
    appealed = open_appeals().filter(block=OuterRef("pk"))
    answered = AppealStep.objects.filter(appeal__block=OuterRef("pk"))
    return _with(
        Block.objects.filter(body=body),
        Greatest(
            F("decided_at"), F("end__at"), latest(BlockStep, "at", "block", "pk"), Subquery(most(answered, "at")),
            latest(Action, "changed_at", "author", "author_id"),
        ),
        Q(end=None) | Exists(live("author", "author_id")) | Exists(appealed),
    )  # fmt: skip


def entries(body: Body) -> QuerySet[Any]:
    """MCL-02: needed until somebody takes the person off the list; time alone never does."""
    answered = AppealStep.objects.filter(appeal__entry=OuterRef("pk"))
    last = Greatest(F("proposed_at"), latest(EntryStep, "at", "entry", "pk"), Subquery(most(answered, "at")))
    busy = Q(pk__in=listed().values("pk")) | Exists(live("author", "author_id")) | Q(pk__in=appealed_entries())
    return _with(ManagedEntry.objects.filter(body=body), last, busy)


def links(body: Body) -> QuerySet[Any]:
    """MCL-03: needed until decided, while a block or an entry stands on either account, and whenever one writes."""
    step = LinkStep.objects.filter(link=OuterRef("pk"))
    undecided = ~Exists(step.exclude(event=LinkEvent.CONFIRM.value))
    wrote = Comment.objects.filter(Q(author=OuterRef("one_id")) | Q(author=OuterRef("other_id")))
    return _with(
        AliasLink.objects.filter(body=body),
        Greatest(F("proposed_at"), Subquery(most(step, "at")), Subquery(most(wrote, "received_at"))),
        Q(undecided) | busy_account("one_id") | busy_account("other_id"),
    )


def appeals(body: Body) -> QuerySet[Any]:
    """APL-01: needed until nothing more can be asked for."""
    is_open = Exists(open_appeals().filter(pk=OuterRef("pk")))
    last = Greatest(F("received_at"), latest(AppealStep, "at", "appeal", "pk"))
    return _with(Appeal.objects.filter(body=body), last, Q(is_open))


def referrals(body: Body) -> QuerySet[Any]:
    """REF-01 to REF-05: needed until concluded or withdrawn."""
    last = Greatest(F("changed_at"), F("outcome__at"), latest(Step, "at", "referral", "pk"))
    return _with(Referral.objects.filter(body=body), last, ~Q(state__in=ENDED))


def reports(body: Body) -> QuerySet[Any]:
    """STF-01: needed until somebody says what came of them."""
    return _with(Report.objects.filter(body=body), Greatest(F("at"), F("conclusion__at")), Q(conclusion=None))


def closings(body: Body) -> QuerySet[Any]:
    """CMT-01: needed until comments are on again."""
    last = Greatest(F("decided_at"), F("ended_at"), F("on_again_at"))
    return _with(PostClosing.objects.filter(post__channel__body=body), last, Q(on_again_at=None))


def sensitive_posts(body: Body) -> QuerySet[Any]:
    """CMT-02: needed until it is withdrawn that a post is sensitive."""
    found = SensitivePost.objects.filter(post__channel__body=body)
    return _with(found, Coalesce(F("withdrawn_at"), F("said_at")), Q(withdrawn_at=None))


def timetables(body: Body) -> QuerySet[Any]:
    """CMT-01: needed until the post is off the timetable."""
    found = Timetabled.objects.filter(post__channel__body=body)
    return _with(found, Coalesce(F("taken_off_at"), F("put_at")), Q(taken_off_at=None))


def tasks(body: Body) -> QuerySet[Any]:
    """MOD-03: tasks that name somebody, needed until they are done."""
    found = Task.objects.filter(body=body, about__regex=TASKS_ABOUT_PEOPLE)
    return _with(found, Coalesce(F("done_at"), F("created_at")), Q(done_at=None))


def rejects(body: Body) -> QuerySet[Any]:
    """Beginnings of rows that an import could not take: words that nobody looks at again."""
    found = Reject.objects.filter(run__channel__body=body)
    return _with(found, Coalesce(F("run__ended_at"), F("run__started_at")), NO)


def _with(rows: QuerySet[Any], last: Any, busy: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(last=last, busy=busy, acted=NO, upto=NO_WORDING)
    return found
