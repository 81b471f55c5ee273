"""Second opinions: whether a body asks for them, whom, what that has cost, and switching them on and off."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out, words_field
from evenhand.core.opinions import MICROPENCE
from evenhand.core.refusals import Refused
from evenhand.officers.permissions import Permission
from evenhand.opinions import configured, operations, queries
from evenhand.opinions.configured import Endpoint
from evenhand.opinions.models import OpinionState

DAYS = 30
_ENDS = {
    OpinionState.GIVEN: "Given",
    OpinionState.REFUSED: "Answered, but the answer did not count",
    OpinionState.MISSING: "Not given",
    OpinionState.ASKING: "Being asked",
    OpinionState.WAITING: "Waiting",
}


class SwitchForm(forms.Form):
    """Why it is switched; which way is what the page says."""

    why = words_field("Why", "It is kept, and anybody may ask for it")


@require_GET
@needs(Permission.SEE_OPINIONS)
def opinions(request: OfficerRequest) -> HttpResponse:
    """How it stands."""
    return _page(request, None)


@require_POST
@needs(Permission.ADMINISTER)
def switch(request: OfficerRequest) -> HttpResponse:
    """On, or off. `on` is what the button on the page said, so that an old page does nothing else."""
    body, form = request.body_of_page, SwitchForm(request.POST)
    on = request.GET.get("to") == "on"

    def done() -> str:
        operations.switch(body=body, on=on, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        return f"Second opinions are {'on' if on else 'off'}."

    return redirect("opinions", body.slug) if carried_out(request, form, done) else _page(request, form, status=422)


def _page(request: OfficerRequest, form: SwitchForm | None, *, status: int = 200) -> HttpResponse:
    body, now = request.body_of_page, clock.now()
    endpoint, wrong = _endpoint()
    is_on = queries.is_on(body)
    used = queries.use(body, now - timedelta(days=DAYS), now)
    may = Permission.ADMINISTER in request.permissions and (is_on or endpoint is not None)
    context = {
        "is_on": is_on,
        "wrong": wrong,
        "facts": _facts(endpoint) if endpoint else [],
        "used": [{"text": words, "count": used.by_state[state]} for state, words in _ENDS.items()],
        "named_a_rule": used.named_a_rule,
        "pence": used.pence,
        "days": DAYS,
        "switches": queries.switches(body),
        "form": (form or SwitchForm()) if may else None,
        "switch_url": f"{reverse('switch-opinions', args=[body.slug])}?to={'off' if is_on else 'on'}",
    }
    return render(request, "evenhand/opinions.html", context, status=status)


def _endpoint() -> tuple[Endpoint | None, str]:
    """Whom the deployment names, or what is wrong with how it does."""
    try:
        return configured.endpoint(), ""
    except Refused as wrong:
        return None, f"{wrong.forbids}. Next: {wrong.do}."


def _facts(endpoint: Endpoint) -> list[dict[str, Any]]:
    tariff = endpoint.tariff
    per_thousand = f"{tariff.sent / MICROPENCE:g}p sent, {tariff.answered / MICROPENCE:g}p answered"
    return [
        {"key": "Whom it asks", "value": endpoint.host},
        {"key": "Model", "value": endpoint.model},
        {"key": "Waits for an answer", "value": f"{endpoint.seconds:g} seconds"},
        {"key": "At most", "value": f"{endpoint.cap / MICROPENCE:g}p a day, all bodies of this deployment together"},
        {"key": "Price of 1,000 tokens", "value": per_thousand},
    ]
