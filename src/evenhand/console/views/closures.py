"""CMT: posts with comments off, one post, and related comments."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.actions.queries import asked_for_by
from evenhand.closures import operations, queries, related
from evenhand.closures.keeping_time import about
from evenhand.closures.models import PostClosing, SensitivePost, Timetabled
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out
from evenhand.console.banners import when
from evenhand.console.closure_forms import CloseForm, WhyForm
from evenhand.console.sparing import blurred
from evenhand.core.comments_off import WhyOff
from evenhand.core.vocabulary import Verb
from evenhand.intake.models import Post
from evenhand.officers.models import Body
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms

REGISTER_DAYS = 90


@require_GET
@needs(Permission.SEE_CASES)
def closures(request: OfficerRequest) -> HttpResponse:
    """What is off, what is to be, the posts of the last days, and the register."""
    body, now = request.body_of_page, clock.now()
    unfinished = queries.unfinished(body)
    off = {row.post_id for row in unfinished}
    register = queries.register(body, now - timedelta(days=REGISTER_DAYS), now=now)
    plan = queries.drawn(body, now, platforms.manifest)
    context = {
        "unfinished": [_closing(row, now) for row in unfinished],
        "timetable": [_timetabled(entry, now) for entry in queries.timetabled(body)],
        "posts": [_post_line(post, body) for post in queries.recent_posts(body, now) if post.pk not in off],
        "register": register,
        "register_days": REGISTER_DAYS,
        "minutes": sum(line.minutes for line in register),
        "plan": plan,
        "plan_url": reverse("plan", args=[body.slug]),
    }
    return render(request, "evenhand/closures/closures.html", context)


def _closing(row: PostClosing, now: datetime) -> dict[str, Any]:
    ends = queries.ends(row)
    return {
        "url": reverse("closing", args=[row.post.channel.body.slug, row.pk]),
        "post": row.post.text or row.post.native_id,
        "channel": row.post.channel.title,
        "why": row.why,
        "words": row.words,
        "decided_by": row.decided_by.name,
        "starts_at": row.starts_at,
        "ends_at": ends,
        "off_at": row.off_at,
        "on_again_at": row.on_again_at,
        "minutes": queries.minutes([row], now),
        "state": state_of(row, now),
    }


def state_of(row: PostClosing, now: datetime) -> str:
    """How a closing stands, in words that a tag can carry."""
    if row.on_again_at:
        return "on again" if row.off_at else "never off"
    if row.starts_at > now:
        return "planned"
    if queries.ends(row) <= now:
        return "coming back"
    return "off" if row.off_at else "being turned off"


def _timetabled(entry: Timetabled, now: datetime) -> dict[str, Any]:
    body, channel = entry.post.channel.body, entry.post.channel
    gap = next(iter(queries.gaps(body, channel.name, now)), None)
    return {
        "url": reverse("post", args=[body.slug, entry.post_id]),
        "post": entry.post.text or entry.post.native_id,
        "channel": channel.title,
        "words": entry.words,
        "next": f"{when(gap.starts_at)} to {when(gap.ends_at)}" if gap else "no gap in the next weeks",
    }


def _post_line(post: Post, body: Body) -> dict[str, Any]:
    return {
        "url": reverse("post", args=[body.slug, post.pk]),
        "text": post.text or post.native_id,
        "channel": post.channel.title,
        "at": post.created_at,
    }


@require_GET
@needs(Permission.SEE_CASES)
def closing(request: OfficerRequest, closing: int) -> HttpResponse:
    """One closing, with what the platform answered."""
    body, now = request.body_of_page, clock.now()
    row = get_object_or_404(queries.closings_of(body), pk=closing)
    may = Permission.DECIDE in request.permissions and not row.on_again_at and queries.ends(row) > now
    context = {
        "closing": _closing(row, now),
        "actions": [_action(action) for action in asked_for_by(about(row)).prefetch_related("receipts")],
        "facts": _facts(row, now),
        "reopen": WhyForm() if may else None,
        "reopen_url": reverse("reopen", args=[body.slug, row.pk]),
        "related_url": reverse("related", args=[body.slug, row.pk]),
        "post_url": reverse("post", args=[body.slug, row.post_id]),
        "closures_url": reverse("closures", args=[body.slug]),
    }
    return render(request, "evenhand/closures/closing.html", context)


def _action(action: Any) -> dict[str, Any]:
    answers = "; ".join(f"{receipt.kind}: {receipt.answer}" for receipt in action.receipts.all())
    return {"verb": action.verb, "state": action.shown_state, "at": action.changed_at, "platform_answer": answers}


def _facts(row: PostClosing, now: datetime) -> list[dict[str, str]]:
    facts = {
        "Why": f"{row.why.capitalize()} (CMT-01)",
        "In words": row.words,
        "Decided by": f"{row.decided_by.name}, {when(row.decided_at)}",
        "Asked for": f"{when(row.starts_at)} to {when(row.ends_at)}",
        "Came from": f"Friday plan {row.plan_id}" if row.plan_id else "the timetable" if row.timetable_id else "",
        "Ended early": f"{row.ended_by.name}, {when(row.ended_at)}: {row.ended_why}" if row.ended_by else "",  # type: ignore[arg-type]
        "Off since": when(row.off_at)
        if row.off_at
        else ""
        if row.starts_at > now
        else "the platform has not confirmed it",
        "On again": when(row.on_again_at) if row.on_again_at else "",
    }
    return [{"key": key, "value": value} for key, value in facts.items() if value]


@require_POST
@needs(Permission.DECIDE)
def reopen(request: OfficerRequest, closing: int) -> HttpResponse:
    """CMT-01: turn comments on before their time."""
    body = request.body_of_page
    get_object_or_404(queries.closings_of(body), pk=closing)
    operations.reopen(closing_id=closing, body=body, why=request.POST.get("why", ""), by=request.user, at=clock.now())
    messages.success(request, "Comments are being turned on again.")
    return redirect("closing", body.slug, closing)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CASES)
def post(request: OfficerRequest, post: int) -> HttpResponse:
    """One post: turning comments off, the timetable, and whether it is sensitive."""
    body, now = request.body_of_page, clock.now()
    found = get_object_or_404(Post.objects.select_related("channel__body"), pk=post, channel__body=body)
    manifest = platforms.manifest(found.channel.platform)
    how = manifest.verbs.get(Verb.CLOSE)
    may = Permission.DECIDE in request.permissions
    form = None
    if may and how is not None:
        form = CloseForm(request.POST or None, initial=_initial(found, now), destroys=how.destroys)

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        given = form.cleaned_data
        row = operations.close(
            post=found, why=WhyOff(given["why"]), words=given["words"], starts_at=given["starts_at"],
            ends_at=given["ends_at"], manifest=manifest, by=request.user, at=now,
            knows_they_are_lost=given.get("knows", False),
        )  # fmt: skip
        return f"Comments go off at {when(row.starts_at)} and come back by themselves at {when(row.ends_at)}."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("closures", body.slug)
    context = _post(found, now, may) | {"form": form, "platform": manifest.title, "can_close": how is not None}
    return render(
        request, "evenhand/closures/post.html", context, status=422 if form is not None and form.is_bound else 200
    )


def _initial(post: Post, now: datetime) -> dict[str, str]:
    """Over the next gap in active hours, where there is one."""
    gap = next(iter(queries.gaps(post.channel.body, post.channel.name, now)), None)
    starts = max(now, gap.starts_at) if gap else now
    times = {"starts_at": f"{localtime(starts):%Y-%m-%dT%H:%M}"}
    return times | ({"ends_at": f"{localtime(gap.ends_at):%Y-%m-%dT%H:%M}"} if gap else {})


def _post(post: Post, now: datetime, may: bool) -> dict[str, Any]:
    body = post.channel.body
    rows = list(queries.closings_of(body).filter(post=post))
    sensitive = queries.sensitive(post)
    timetable = Timetabled.objects.filter(post=post, taken_off_at=None).select_related("put_by").first()
    return {
        "post": post,
        "closings": [_closing(row, now) for row in rows],
        "minutes": queries.minutes(rows, now),
        "sensitive": sensitive,
        "sensitive_url": reverse("sensitive", args=[body.slug, post.pk]) if may else "",
        "timetable": _timetabled(timetable, now) | {"by": timetable.put_by.name} if timetable else None,
        "timetable_url": reverse("timetable", args=[body.slug, post.pk]) if may else "",
        "sensitive_form": WhyForm(auto_id="sensitive_%s") if may and not sensitive else None,
        "timetable_form": WhyForm(auto_id="timetable_%s") if may and not timetable else None,
        "closures_url": reverse("closures", args=[body.slug]),
    }


@require_POST
@needs(Permission.DECIDE)
def sensitive(request: OfficerRequest, post: int) -> HttpResponse:
    """CMT-02: say that a post is sensitive, or that it no longer is."""
    found = _post_of(request, post)
    if SensitivePost.objects.filter(post=found, withdrawn_at=None).exists():
        operations.withdraw_sensitive(post=found, by=request.user, at=clock.now())
    else:
        operations.say_sensitive(post=found, why=request.POST.get("why", ""), by=request.user, at=clock.now())
    return redirect("post", request.body_of_page.slug, post)


@require_POST
@needs(Permission.DECIDE)
def timetable(request: OfficerRequest, post: int) -> HttpResponse:
    """CMT-01: put a post on the timetable, or take it off."""
    found = _post_of(request, post)
    if Timetabled.objects.filter(post=found, taken_off_at=None).exists():
        operations.take_off_timetable(post=found, by=request.user, at=clock.now())
    else:
        operations.put_on_timetable(
            post=found, words=request.POST.get("why", ""), manifest=platforms.manifest(found.channel.platform),
            by=request.user, at=clock.now(),
        )  # fmt: skip
    return redirect("post", request.body_of_page.slug, post)


def _post_of(request: OfficerRequest, post: int) -> Post:
    return get_object_or_404(Post.objects.select_related("channel__body"), pk=post, channel__body=request.body_of_page)


@require_GET
@needs(Permission.SEE_CASES)
def related_comments(request: OfficerRequest, closing: int) -> HttpResponse:
    """CMT-03: what was written elsewhere about the same, with the words that say so."""
    body, now = request.body_of_page, clock.now()
    row = get_object_or_404(queries.closings_of(body), pk=closing)
    found = related.find(row)
    runs = row.starts_at <= now < found.until
    may = Permission.DECIDE in request.permissions and runs
    context = {
        "closing": _closing(row, now),
        "closing_url": reverse("closing", args=[body.slug, row.pk]),
        "until": found.until,
        "runs": runs,
        "by_encoder": found.by_encoder,
        "found": [_found(each, row, body, may) for each in found.found],
        "left_out": [{"text": revision.text, "why": why} for revision, why in found.left_out],
    }
    return render(request, "evenhand/closures/related.html", context)


def _found(each: related.Found, row: PostClosing, body: Body, may: bool) -> dict[str, Any]:
    comment, case = each.revision.comment, each.case
    return {
        "id": comment.pk,
        "text": each.revision.text,
        "author": str(comment.author or "Unknown author"),
        "post": comment.post.text if comment.post else "",
        "channel": comment.channel.title,
        "at": comment.created_at,
        "because": each.related.because,
        "blurred": bool(case and case.severity in blurred(body)),
        "case_url": reverse("case", args=[body.slug, case.pk]) if case else "",
        "case": case,
        "open_url": reverse("open-related", args=[body.slug, row.pk, comment.pk]) if may and not case else "",
    }


@require_POST
@needs(Permission.DECIDE)
def open_related(request: OfficerRequest, closing: int, comment: int) -> HttpResponse:
    """CMT-03: open a case about one of them."""
    body = request.body_of_page
    get_object_or_404(queries.closings_of(body), pk=closing)
    case = related.open_related(closing_id=closing, comment_id=comment, body=body, by=request.user, at=clock.now())
    return redirect("case", body.slug, case.pk)
