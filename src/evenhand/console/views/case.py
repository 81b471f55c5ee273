"""One case: the comment in its thread, what is proposed and why, and the decision."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases import operations, queries, sight
from evenhand.cases.models import Case
from evenhand.cases.objecting import proposal_of
from evenhand.closures import related
from evenhand.console import case_more, case_page, clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.forms import DecisionForm, SecondForm, UndoForm
from evenhand.core.edition import Edition
from evenhand.core.private_move import EXPOSES, private_move
from evenhand.core.reasons import statement
from evenhand.core.refusals import Refused, Stale
from evenhand.core.vocabulary import Outcome, Verb
from evenhand.decisions.operations import pin
from evenhand.decisions.queries import edition_for
from evenhand.intake.queries import current_words
from evenhand.officers.permissions import Permission
from evenhand.platforms import found as platforms
from evenhand.referrals import operations as referrals
from evenhand.referrals.models import Referral
from evenhand.staff import operations as staff


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CASES)
def case(request: OfficerRequest, case: int) -> HttpResponse:
    """The page, and the form that decides."""
    found = queries.get(request.body_of_page, case)
    if not sight.may_see(found, request.user, request.permissions):
        return _veiled(request, found)
    if request.method == "POST":
        return _decide(request, found)
    return _page(request, found, None)


def _veiled(request: OfficerRequest, found: Case) -> HttpResponse:
    """REF-02: a restricted case to somebody who was not let in. Whom to ring, and how to take it, stand there."""
    body, now = request.body_of_page, clock.now()
    taken = queries.claim_on(found, now)
    takes = sight.may_be_taken(found, request.permissions) and found.target_id != request.user.pk and not taken
    context = {
        "number": found.pk,
        "taken_by": taken.officer.name if taken else "",
        "claim_url": reverse("claim", args=[body.slug, found.pk]) if takes else "",
        "queue_url": reverse("queue", args=[body.slug]),
        **case_more.ringing(found, "REF-02", now),
    }
    return render(request, "evenhand/restricted.html", context, status=403 if request.method == "POST" else 200)


def _seen(request: OfficerRequest, case: int) -> Case:
    """A case that this officer may look at. Raises: Case.DoesNotExist, NotLetIn."""
    found = queries.get(request.body_of_page, case)
    sight.require_sight(found, request.user)
    return found


def _decide(request: OfficerRequest, found: Case) -> HttpResponse:
    body, now = request.body_of_page, clock.now()
    edition = edition_for(found.comment)
    form = DecisionForm(request.POST, edition=edition)
    if not form.is_valid() or _redrafted(request, found, form):
        return _page(request, found, form, status=422)
    try:
        pin(edition=edition, body=body, at=now)
        related.decide(
            case_id=found.pk,
            body=body,
            draft=form.draft(),
            version=form.cleaned_data["version"],
            edition=edition,
            supported=platforms.manifest(found.comment.channel.platform).supported,
            by=request.user,
            at=now,
            concern=form.cleaned_data["concern"],
        )
    except operations.DecisionRefused as refused:
        form.object_to(refused.objections)
        return _page(request, found, form, status=422)
    except Stale as stale:
        return _conflict(request, found, stale, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, f"{refused.forbids[:1].upper()}{refused.forbids[1:]} ({refused.rule}): {refused.do}.")
        return _page(request, found, form, status=422)
    messages.success(request, _recorded(found, form))
    opened = Referral.objects.filter(case=found, rule="REF-02", opened_at=now).first()
    if opened:
        return redirect("referral", body.slug, opened.pk)
    following = queries.next_after(body, found.pk, request.user)
    return redirect("case", body.slug, following) if following else redirect("queue", body.slug)


def _redrafted(request: OfficerRequest, found: Case, form: DecisionForm) -> bool:
    """Without scripts, the statement is drafted for the chosen ground when the form comes in, and shown again."""
    given = form.cleaned_data
    made_for, wanted = given["drafted_for"], f"{given['outcome']}:{given['ground']}"
    if given["outcome"] not in ("hide", "delete") or not given["ground"] or made_for == wanted:
        return False
    before, _, ground = made_for.partition(":")
    if given["statement"].strip() not in ("", _draft(found, before, ground).strip()):
        return False  # the officer's own words
    form.data = {
        **form.data.dict(),  # type: ignore[attr-defined]
        "statement": _draft(found, given["outcome"], given["ground"]),
        "drafted_for": wanted,
    }
    form.add_error("statement", "The statement was drafted anew for this ground. Read it, then record the decision.")
    return True


def _draft(found: Case, outcome: str, ground: str) -> str:
    if outcome not in tuple(Outcome):
        return ""
    return statement(
        edition_for(found.comment), ground, Outcome(outcome), quote=current_words(found.comment), body=found.body.name
    )


@require_GET
@needs(Permission.DECIDE)
def drafted(request: OfficerRequest, case: int) -> HttpResponse:
    """The statement of reasons for an outcome and a ground, as a draft."""
    found = _seen(request, case)
    outcome, ground = request.GET.get("outcome", ""), request.GET.get("ground", "")
    return JsonResponse({"statement": _draft(found, outcome, ground), "drafted_for": f"{outcome}:{ground}"})


@require_POST
@needs(Permission.APPROVE)
def second(request: OfficerRequest, case: int) -> HttpResponse:
    """The second person's answer."""
    found = _seen(request, case)
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _page(request, found, None, second=form, status=422)
    operations.give_second(
        case_id=case,
        body=request.body_of_page,
        approved=form.cleaned_data["answer"] == "approve",
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, f"Your answer on case {case} is recorded.")
    return redirect("case", request.body_of_page.slug, case)


@require_POST
@needs(Permission.DECIDE)
def undo(request: OfficerRequest, case: int) -> HttpResponse:
    """Take the decision back."""
    _seen(request, case)
    form = UndoForm({"version": request.GET.get("version"), **request.POST.dict()})
    if not form.is_valid():
        raise Http404
    referrals.undo(
        case_id=case,
        body=request.body_of_page,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, f"Case {case} is open again; what was done on the platform is being taken back.")
    return redirect("case", request.body_of_page.slug, case)


def _page(
    request: OfficerRequest,
    found: Case,
    form: DecisionForm | None,
    *,
    second: SecondForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    edition = edition_for(found.comment)
    sight.look(case=found, by=request.user, at=now, page="case")
    staff.looked(case=found, by=request.user, at=now)
    context = case_page.context(
        found, edition, platforms.manifest(found.comment.channel.platform), request.user, request.permissions, now
    )
    if context["may_decide"]:
        context["form"] = form or DecisionForm(initial=_initial(found, edition), edition=edition)
    if context["may_second"]:
        context["second"] = second or SecondForm(initial={"version": found.version})
    return render(request, "evenhand/case.html", context, status=status)


def _initial(found: Case, edition: Edition) -> dict[str, object]:
    ground = found.proposal.grounds[0] if found.proposal.grounds else ""
    move = private_move(edition, proposal_of(found.proposal))
    if move and move.hide:
        ground = ground or EXPOSES
    outcome = found.proposal.suggest if ground else ""
    for_removal = outcome if outcome in ("hide", "delete") else "hide"
    return {
        "version": found.version,
        "ground": ground,
        "route": found.proposal.route,
        "statement": _draft(found, for_removal, ground),
        "drafted_for": f"{for_removal}:{ground}",
        "reply": _reply(found),
        "privately": found.proposal.route == "REF-05" and _carries(found, Verb.PRIVATE_REPLY),
    }


def _reply(found: Case) -> str:
    edition, route = edition_for(found.comment), found.proposal.route
    if not _carries(found, Verb.REPLY) and not _carries(found, Verb.PRIVATE_REPLY):
        return ""
    return edition.reply(route, body=found.body.name) if route in edition.rules else ""


def _carries(found: Case, verb: Verb) -> bool:
    return verb in platforms.manifest(found.comment.channel.platform).supported


def _recorded(found: Case, form: DecisionForm) -> str:
    outcome = form.cleaned_data["outcome"]
    return f"Case {found.pk}: “{outcome}” is recorded."


def _conflict(request: OfficerRequest, found: Case, stale: Stale, given: Mapping[str, object]) -> HttpResponse:
    kept = [
        {"label": label, "text": given[name]}
        for name, label in (("reason", "Reason"), ("reply", "Reply"), ("statement", "Statement of reasons"))
        if given.get(name)
    ]
    context = {
        "by": stale.by,
        "at": stale.at,
        "what": stale.what,
        "case_url": reverse("case", args=[request.body_of_page.slug, found.pk]),
        "kept_texts": kept,
    }
    return render(request, "evenhand/conflict.html", context, status=409)
