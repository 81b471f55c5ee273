"""Signing in, and choosing the body one works for."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Permission
from evenhand.officers.queries import bodies_of, permissions, roles


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "evenhand/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """A form that signs out."""


def bodies(request: HttpRequest) -> HttpResponse:
    """Choose a body; with one only, it is chosen."""
    officer = request.user
    assert isinstance(officer, Officer), "LoginRequiredMiddleware lets nobody else through"
    found = bodies_of(officer)
    if len(found) == 1:
        return redirect(first_page(officer, found[0]))
    choices = [
        {"name": body.name, "url": first_page(officer, body), "roles": sorted(roles(officer, body))} for body in found
    ]
    return render(request, "evenhand/choose_body.html", {"bodies": choices})


def first_page(officer: Officer, body: Body) -> str:
    """Where an officer begins: the queue, or what their role may see."""
    held = permissions(officer, body)
    page = next((page for permission, page in _FIRST if permission in held), "reports")
    return reverse(page, args=[body.slug])


_FIRST = (
    (Permission.SEE_CASES, "queue"),
    (Permission.SEE_REFERRALS, "referrals"),
    (Permission.SEE_IMPORTS, "imports"),
    (Permission.SEE_TASKS, "tasks"),
)


def keyboard(request: HttpRequest) -> HttpResponse:
    """Every key and what it does."""
    return render(request, "evenhand/keyboard.html")
