"""CMT-02: one form for every post that is open at the end of the week, one plan, one undo."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.closures.keeping_time import BY
from evenhand.closures.models import Plan, PlanChoice, PostClosing
from evenhand.closures.operations import close, end_now
from evenhand.closures.queries import DrawnPlan, ManifestOf, drawn
from evenhand.core.comments_off import WhyOff
from evenhand.core.friday_plan import OpenPost, PlanLine, Suggested
from evenhand.core.hours import closing_time
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel, Post
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task
from evenhand.watch.queries import calendar

Line = tuple[PlanLine, Post, OpenPost]
TRIED = "to decide the Friday plan"


def decide_plan(
    *, body: Body, chosen: Mapping[int, Suggested], manifest_of: ManifestOf, by: Officer, at: datetime
) -> Plan:
    """CMT-02: for every post that is still open, what a person chose: all of it or none.

    `chosen`: by the post's id. Raises: Refused before the plan is due, when it was decided, when a post is missing
    or not open any more, and for what a platform cannot do.
    """
    require(by, body, Permission.DECIDE)
    with audit.one_transaction():
        Body.objects.select_for_update().get(pk=body.pk)  # a week has one plan, whoever sends it first
        plan = drawn(body, at, manifest_of)
        due = _checked(plan, chosen)
        made = Plan.objects.create(body=body, drawn_at=due.due_at, decided_by=by, decided_at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="closures.decide_plan", subject=f"plan {made.pk}",
            chosen={str(post): choice.value for post, choice in sorted(chosen.items())},
        )  # fmt: skip
        for line, post, _ in due.lines:
            _choose(made, line, post, chosen[post.pk], manifest_of, by, at)
        tasks.withdraw(about=task_about(body, due.due_at), why="the plan was decided", by=by.email, at=at)
    return made


def _checked(plan: DrawnPlan | None, chosen: Mapping[int, Suggested]) -> DrawnPlan:
    if plan is None or not plan.is_due:
        raise _refused("it is not drawn up yet", "wait until it is due, or turn comments off on single posts")
    if plan.decided:
        raise _refused(f"{plan.decided.decided_by.name} decided it", "undo that plan first, if it was wrong")
    open_now = {post.pk for _, post, _ in plan.lines}
    if open_now != set(chosen):
        raise _refused("other posts are open than those you saw", "look at the plan as it is now")
    for _, post, seen in plan.lines:
        _check_possible(seen, chosen[post.pk], post.channel)
    return plan


def _check_possible(seen: OpenPost, choice: Suggested, channel: Channel) -> None:
    can = {Suggested.LEAVE: True, Suggested.CLOSE: seen.can_close, Suggested.HOLD: seen.can_hold}
    if not can[choice]:
        raise _refused(f"{channel.title} cannot {choice} a post", "choose something else for it")


def _choose(
    plan: Plan, line: PlanLine, post: Post, chosen: Suggested, manifest_of: ManifestOf, by: Officer, at: datetime
) -> None:
    choice = PlanChoice.objects.create(
        plan=plan, post=post, suggested=line.suggested.value, because=line.because, chosen=chosen.value,
        until=line.until,
    )  # fmt: skip
    manifest = manifest_of(post.channel.platform)
    if chosen is Suggested.CLOSE:
        because = f"Friday plan: {line.because}" if line.suggested is Suggested.CLOSE else "Friday plan: nobody watches"
        day = plan.drawn_at.astimezone(calendar(plan.body, at).zone).date()
        close(
            post=post, why=WhyOff.UNWATCHED, words=because, manifest=manifest, plan=plan, by=by, at=at,
            starts_at=closing_time(calendar(plan.body, at), day), ends_at=line.until,
        )  # fmt: skip
    elif chosen is Suggested.HOLD:
        _task(choice, "Hold new comments on a post", manifest.hold_steps, by.email, at)


def undo_plan(*, plan_id: int, body: Body, why: str, by: Officer, at: datetime) -> Plan:
    """CMT-02: take the whole plan back: what is off is turned on, what was to be is not. Raises: Refused, twice."""
    require(by, body, Permission.DECIDE)
    if not why.strip():
        raise Refused(tried="to undo a Friday plan", forbids="it does not say why", do="say why", rule="CMT-02")
    with audit.one_transaction():
        Body.objects.select_for_update().get(pk=body.pk)
        plan = Plan.objects.select_related("undone_by", "body").get(pk=plan_id, body=body)
        if plan.undone_by:
            raise Refused(
                tried="to undo a Friday plan", forbids=f"{plan.undone_by.name} undid it", do="look at the posts",
                rule="CMT-02",
            )  # fmt: skip
        plan.undone_by, plan.undone_at, plan.undone_why = by, at, why.strip()
        plan.save(update_fields=["undone_by", "undone_at", "undone_why"])
        audit.record(
            body=body.slug, at=at, by=by.email, action="closures.undo_plan", subject=f"plan {plan.pk}", why=why.strip()
        )
        running = PostClosing.objects.filter(plan=plan, on_again_at=None, ended_at=None, ends_at__gt=at)
        for row in running.select_related("post__channel__body").order_by("pk"):
            Post.objects.select_for_update().get(pk=row.post_id)
            end_now(row, why=f"the plan was undone: {why.strip()}", by=by, at=at)
        for choice in _held(plan):
            _release(choice, at)
    return plan


def look_after_held(at: datetime) -> None:
    """CMT-02: what a plan held is let go when its time is over: by a task, as it was held by one."""
    due = PlanChoice.objects.filter(chosen=Suggested.HOLD.value, released_at=None, until__lte=at)
    for choice in due.select_related("plan__body", "post__channel__body"):
        with audit.one_transaction():
            _release(choice, at)


def _held(plan: Plan) -> Sequence[PlanChoice]:
    found = plan.choices.filter(chosen=Suggested.HOLD.value, released_at=None)
    return list(found.select_related("plan__body", "post__channel__body"))


def _release(choice: PlanChoice, at: datetime) -> None:
    about = f"hold {choice.pk}"
    was_held = Task.objects.filter(about=about, done_at__isnull=False).exists()
    tasks.withdraw(about=about, why="its time is over", by=BY, at=at)
    if was_held:
        _task(choice, "Let new comments on a post through again", ("Open the post on its page",
              "Undo what you did to hold comments", "Reload, and look whether they appear"), BY, at)  # fmt: skip
    choice.released_at = at
    choice.save(update_fields=["released_at"])
    audit.record(
        body=choice.plan.body.slug, at=at, by=BY, action="closures.release", subject=f"post {choice.post_id}",
        plan=choice.plan_id, was_held=was_held,
    )  # fmt: skip


def _task(choice: PlanChoice, title: str, steps: Sequence[str], by: str, at: datetime) -> None:
    channel = choice.post.channel
    until = f"{choice.until:%-d %B %Y %H:%M} UTC"
    tasks.open_task(
        body=channel.body, about=f"hold {choice.pk}", title=f"{title} of {channel.title}",
        why=f"The Friday plan holds it until {until} (CMT-02): {choice.because}", steps=steps, url=choice.post.url,
        by=by, at=at,
    )  # fmt: skip


def task_about(body: Body, due_at: datetime) -> str:
    """The task that asks for a week's plan."""
    return f"friday plan {body.slug} {due_at:%Y-%m-%d}"


def ask_for_plan(body: Body, at: datetime, manifest_of: ManifestOf) -> None:
    """CMT-02: once a week, when the plan is due and posts are open, a task asks somebody to decide it."""
    plan = drawn(body, at, manifest_of)
    if plan is None or not plan.is_due or plan.decided or not plan.lines:
        return
    about = task_about(body, plan.due_at)
    if at >= max(line.until for line, _, _ in plan.lines) or Task.objects.filter(about=about).exists():
        return
    tasks.open_task(
        body=body, about=about, title="Decide the Friday plan", url="", by=BY, at=at,
        why=f"{len(plan.lines)} posts are still open for comments, and nobody watches after active hours (CMT-02)",
        steps=["Open “Comments off”, then the Friday plan", "Choose for each post: leave, close or hold"],
    )  # fmt: skip


def _refused(forbids: str, do: str) -> Refused:
    return Refused(tried=TRIED, forbids=forbids, do=do, rule="CMT-02")
