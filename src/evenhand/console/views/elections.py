"""ELE-01: pre-election periods, and the log of what was removed in them by the party named."""

import csv
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.cases.party_log import of_body, party_log
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out
from evenhand.console.views.watch import tabs
from evenhand.console.watch_forms import ElectionForm
from evenhand.core.values import PreElection
from evenhand.intake.queries import channels_of
from evenhand.officers.permissions import Permission
from evenhand.watch import operations, queries
from evenhand.watch.models import ElectionPeriod


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_WATCH)
def elections(request: OfficerRequest) -> HttpResponse:
    """The periods that were set, and setting another."""
    body, now = request.body_of_page, clock.now()
    may = Permission.SET_CALENDAR in request.permissions
    form = ElectionForm(request.POST or None, channels=channels_of(body)) if may else None

    def done() -> str:
        assert form is not None, "only a form that there is was sent"
        row = operations.set_election_period(body=body, by=request.user, at=now, **form.cleaned_data)
        return f"The pre-election period of {row.area} is set."

    if request.method == "POST" and form is not None and carried_out(request, form, done):
        return redirect("elections", body.slug)
    titles = {channel.name: channel.title for channel in channels_of(body)}
    context = {
        "periods": [_period(row, titles, request.permissions, localdate(now)) for row in queries.periods(body)],
        "weeks": queries.edition_of(body, now).value("ELE-01", PreElection).weeks_before_poll,
        "form": form,
        "tabs": tabs(body, "elections"),
    }
    return render(
        request, "evenhand/watch/elections.html", context, status=422 if form is not None and form.is_bound else 200
    )


def _period(row: ElectionPeriod, titles: dict[str, str], held: frozenset[Permission], today: object) -> dict[str, Any]:
    place = [row.body.slug, row.pk]
    return {
        "area": row.area,
        "poll_on": row.poll_on,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "set_by": row.set_by.name,
        "channels": ", ".join(titles.get(name, name) for name in row.channels),
        "runs": row.first_on <= today <= row.last_on,  # type: ignore[operator]
        "log_url": reverse("party-log", args=place) if Permission.SEE_CASES in held else "",
        "withdraw_url": reverse("withdraw-election", args=place) if Permission.SET_CALENDAR in held else "",
    }


@require_POST
@needs(Permission.SET_CALENDAR)
def withdraw(request: OfficerRequest, period: int) -> HttpResponse:
    """It was set by mistake, or the poll was called off."""
    body = request.body_of_page
    get_object_or_404(ElectionPeriod, pk=period, body=body, withdrawn_at=None)
    operations.withdraw_election_period(period_id=period, body=body, by=request.user, at=clock.now())
    return redirect("elections", body.slug)


@require_GET
@needs(Permission.SEE_CASES)
def log(request: OfficerRequest, period: int) -> HttpResponse:
    """What was removed, by the party that was named."""
    row = _of(request, period)
    body = request.body_of_page
    log = party_log(row)
    context = {
        "period": row,
        "table": log.table,
        "lines": [
            {
                "decision": line.decision, "on": line.on, "ground": line.ground, "outcome": line.outcome.value,
                "parties": ", ".join(line.parties),
                "url": reverse("decision", args=[body.slug, int(line.decision.removeprefix("decision "))]),
            }
            for line in log.lines
        ],
        "csv_url": reverse("party-log-csv", args=[body.slug, period]),
        "elections_url": reverse("elections", args=[body.slug]),
    }  # fmt: skip
    return render(request, "evenhand/watch/party_log.html", context)


@require_GET
@needs(Permission.SEE_CASES)
def log_csv(request: OfficerRequest, period: int) -> HttpResponse:
    """The same, a row a party and removal."""
    row = _of(request, period)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="removals-by-party-{row.first_on}.csv"'
    writer = csv.writer(answer)
    writer.writerow(["decision", "day", "area", "ground", "outcome", "party"])
    for line in party_log(row).lines:
        for party in line.parties:
            writer.writerow(
                [line.decision, line.on, "; ".join(line.areas), line.ground, line.outcome.value, _plain(party)]
            )
    return answer


def _plain(words: str) -> str:
    """A party in an author's own words is text to a spreadsheet, never a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words


def _of(request: OfficerRequest, period: int) -> ElectionPeriod:
    try:
        return of_body(request.body_of_page, period)
    except ElectionPeriod.DoesNotExist:
        raise Http404 from None
