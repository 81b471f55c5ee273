"""Channels: the list with their health, and each one's page, where it is connected and shadow mode is switched."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.connections import operations, queries, shadow
from evenhand.connections.models import Connection
from evenhand.console import clock
from evenhand.console.access import OfficerRequest, needs
from evenhand.console.answering import carried_out
from evenhand.console.channel_forms import DeclareForm, SecretsForm, WhyForm
from evenhand.console.push_panel import push
from evenhand.console.sign_in_panel import sign_in
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import holding
from evenhand.platforms import found


@require_GET
@needs(Permission.SEE_CHANNELS)
def channels(request: OfficerRequest) -> HttpResponse:
    """Every channel, how it goes, and why."""
    body = request.body_of_page
    rows = [
        {
            "title": line.channel.title, "platform": found.manifest(line.channel.platform).title,
            "account": line.channel.account, "health": line.health, "because": line.because, "shadow": line.shadow,
            "url": reverse("channel", args=[body.slug, line.channel.pk]),
        }
        for line in queries.channels(body)
    ]  # fmt: skip
    return render(request, "evenhand/channels.html", {"channels": rows})


@require_GET
@needs(Permission.SEE_CHANNELS)
def channel(request: OfficerRequest, channel: int) -> HttpResponse:
    """One channel: how it stands, what was tried, and what may be done about it."""
    return page(request, _of(request, channel))


@require_http_methods(["POST"])
@needs(Permission.CONNECT)
def declare(request: OfficerRequest, channel: int) -> HttpResponse:
    """The body says that it is its own."""
    row = _of(request, channel)
    form = _declare_form(request, request.POST)

    def done() -> str:
        given = form.cleaned_data
        approver, keeper = (Officer.objects.get(pk=given[name]) for name in ("approver", "keeper"))
        operations.declare(
            channel=row, whose=given["whose"], shown_at=given["shown_at"], approver=approver, keeper=keeper,
            acts_on_history=given["acts_on_history"], by=request.user, at=clock.now(),
        )  # fmt: skip
        return f"Declared. {approver.name} must confirm it on this page."

    return _answered(request, row, form, done, "declare_form")


@require_POST
@needs(Permission.CONFIRM_CHANNELS)
def confirm(request: OfficerRequest, channel: int) -> HttpResponse:
    """The named person agrees."""
    row = _of(request, channel)
    get_object_or_404(Connection, channel=row)
    operations.confirm(channel_id=row.pk, body=request.body_of_page, by=request.user, at=clock.now())
    return redirect("channel", request.body_of_page.slug, row.pk)


@sensitive_post_parameters()
@sensitive_variables("form")
@require_POST
@needs(Permission.CONNECT)
def enter_secrets(request: OfficerRequest, channel: int) -> HttpResponse:
    """Credentials go in; none is shown again."""
    row = _of(request, channel)
    connection = get_object_or_404(Connection, channel=row)
    manifest = found.manifest(row.platform)
    form = SecretsForm(request.POST, manifest=manifest, has_some=bool(connection.secrets_at))

    def done() -> str:
        operations.enter_secrets(
            channel_id=row.pk, body=request.body_of_page, manifest=manifest, given=form.cleaned_data, by=request.user,
            at=clock.now(),
        )  # fmt: skip
        waits = Connection.objects.filter(channel=row, awaits_grant=True).exists()
        next_ = "Now somebody must sign in." if waits else "They are tried within a minute."
        return f"Sealed. They are never shown again. {next_}"

    return _answered(request, row, form, done, "secrets_form")


@require_POST
@needs(Permission.CONNECT)
def disconnect(request: OfficerRequest, channel: int) -> HttpResponse:
    """Nothing more is read or done there."""
    row = _of(request, channel)
    get_object_or_404(Connection, channel=row)
    form = WhyForm(request.POST, auto_id="cut-%s")

    def done() -> str:
        why = form.cleaned_data["why"]
        back = operations.disconnect(channel_id=row.pk, body=row.body, why=why, by=request.user, at=clock.now())
        return f"Disconnected. Its credentials are gone; its records stay. {f'{back}.' if back else ''}".strip()

    return _answered(request, row, form, done, "cut_form")


@require_POST
@needs(Permission.SWITCH_SHADOW)
def ask_shadow(request: OfficerRequest, channel: int) -> HttpResponse:
    """Somebody wants shadow mode on, or off."""
    row = _of(request, channel)
    form = WhyForm(request.POST, auto_id="shadow-%s")

    def done() -> str:
        on = not shadow.is_on(row)
        operations.ask(channel=row, on=on, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        return "Asked for. Another officer must agree on this page."

    return _answered(request, row, form, done, "shadow_form")


@require_POST
@needs(Permission.SWITCH_SHADOW)
def answer_shadow(request: OfficerRequest, channel: int, answer: str) -> HttpResponse:
    """Another person agrees, or it is taken back."""
    row = _of(request, channel)
    do = operations.agree if answer == "agree" else operations.take_back
    do(channel_id=row.pk, body=request.body_of_page, by=request.user, at=clock.now())
    return redirect("channel", request.body_of_page.slug, row.pk)


def _of(request: OfficerRequest, channel: int) -> Channel:
    return get_object_or_404(Channel.objects.select_related("body"), pk=channel, body=request.body_of_page)


def _answered(request: OfficerRequest, row: Channel, form: forms.Form, done: Any, name: str) -> HttpResponse:
    if carried_out(request, form, done):
        return redirect("channel", row.body.slug, row.pk)
    return page(request, row, {name: form}, status=422)


def _declare_form(request: OfficerRequest, given: Any = None) -> DeclareForm:
    body = request.body_of_page
    approvers = [each for each in holding(body, Permission.CONFIRM_CHANNELS) if each != request.user]
    return DeclareForm(given, approvers=approvers, keepers=holding(body, Permission.SEE_CHANNELS))


def page(
    request: OfficerRequest,
    row: Channel,
    answered: dict[str, forms.Form] | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A channel's page as whoever asks may see it. `more`: what only this answer shows."""
    connection, manifest, at = queries.connection(row), found.manifest(row.platform), clock.now()
    may = Permission.CONNECT in request.permissions
    context = {
        **_about(row, connection, at),
        **_forms(request, row, connection),
        **_shadow(request, row),
        "sign_in": sign_in(row.body.slug, connection, manifest, may=may),
        "push": push(row, connection, manifest, at, may=may),
        **(answered or {}),
        **(more or {}),
        "form": next(iter((answered or {}).values()), None),  # for the summary of errors
    }
    return render(request, "evenhand/channel.html", context, status=status)


def _about(row: Channel, connection: Connection | None, at: datetime) -> dict[str, Any]:
    manifest = found.manifest(row.platform)
    line = next(line for line in queries.channels(row.body) if line.channel == row)
    reading = connection.reading if connection and connection.approved_at else None
    return {
        "channel": {"title": row.title, "account": row.account, "platform": manifest.title},
        "health": line.health,
        "because": line.because,
        "do": reading.do if reading else "",
        "facts": _facts(row, connection),
        "budgets": [f"{b.units:,} {b.of} in {b.seconds:,} seconds" for b in manifest.budgets],
        "connecting_steps": manifest.connecting_steps,
        "tries": queries.tries(connection) if connection else [],
        "unreadable": queries.unreadable(connection) if connection else [],
        "not_read_again": queries.not_read_again(row)[:20],
        "shadow_acts": queries.shadow_acts(row),
        "channels_url": reverse("channels", args=[row.body.slug]),
    }


def _facts(row: Channel, connection: Connection | None) -> list[dict[str, str]]:
    facts = [("Platform", found.manifest(row.platform).title), ("Account", row.account)]
    if connection:
        reading = connection.reading
        facts += [
            ("Declared", f"by {connection.declared_by.name}, {_day(connection.declared_at)}"),
            ("Shown to be official", connection.shown_at),
            ("Confirmed", f"by {connection.approver.name}, {_day(connection.approved_at)}"
             if connection.approved_at else f"{connection.approver.name} has not confirmed it yet"),
            ("Told when it fails", connection.keeper.name),
            ("Credentials", f"entered by {connection.secrets_by}, {_day(connection.secrets_at)}"
             if connection.secrets_at else "none"),
            ("Access ends", _day(reading.expires_at) if reading.expires_at else "the platform names no day"),
            ("Last read", _day(reading.last_success_at) if reading.last_success_at else "never"),
        ]  # fmt: skip
    return [{"key": key, "value": value} for key, value in facts]


def _day(at: datetime | None) -> str:
    return f"{localtime(at):%-d %B %Y, %H:%M}" if at else ""


def _forms(request: OfficerRequest, row: Channel, connection: Connection | None) -> dict[str, Any]:
    """What this officer may do about it as it stands."""
    held, slug = request.permissions, row.body.slug
    live = connection is not None and connection.cut_at is None
    given: dict[str, Any] = {"declare_form": None, "secrets_form": None, "cut_form": None, "confirm_url": ""}
    given |= {
        name.replace("-", "_") + "_url": reverse(name, args=[slug, row.pk])
        for name in ("declare-channel", "enter-secrets", "disconnect-channel")
    }
    if Permission.CONNECT in held:
        manifest = found.manifest(row.platform)
        if connection is None or not live:
            given["declare_form"] = _declare_form(request)
        else:
            has_some = bool(connection.secrets_at)
            form = SecretsForm(manifest=manifest, has_some=has_some)
            given |= {"secrets_form": form if form.fields else None, "cut_form": WhyForm(auto_id="cut-%s")}
    if connection is not None and live and connection.approved_at is None and connection.approver == request.user:
        given["confirm_url"] = reverse("confirm-channel", args=[slug, row.pk])
    return given


def _shadow(request: OfficerRequest, row: Channel) -> dict[str, Any]:
    waiting, may = shadow.asked(row), Permission.SWITCH_SHADOW in request.permissions
    args = [row.body.slug, row.pk]
    another = waiting is not None and waiting.asked_by != request.user
    return {
        "in_shadow": shadow.is_on(row),
        "shadow_waiting": waiting,
        "shadow_form": WhyForm(auto_id="shadow-%s") if may and waiting is None else None,
        "ask_shadow_url": reverse("ask-shadow", args=args),
        "agree_url": reverse("answer-shadow", args=[*args, "agree"]) if may and another else "",
        "take_back_url": reverse("answer-shadow", args=[*args, "take-back"]) if may and waiting else "",
    }
