"""REC-03, REC-04, CMT-04: what a body publishes about its own moderation."""

import csv
import hashlib
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from html import escape

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from evenhand import editions
from evenhand.closures.queries import register
from evenhand.core.edition import Edition
from evenhand.core.values import StatutoryRoutes
from evenhand.decisions.queries import edition_on
from evenhand.editions import render
from evenhand.officers.models import Body, PublicContact
from evenhand.platforms.found import manifest, names
from evenhand.public import figures
from evenhand.public.showing import page, public_page

REGISTER_REACHES_BACK = timedelta(days=365)
_STYLE = b64encode(hashlib.sha256(f"\n{render.STYLE}".encode()).digest()).decode()


@require_GET
@public_page()
def index(request: HttpRequest, body: Body) -> HttpResponse:
    """What there is."""
    return page("index.html", body, {"editions": [_line(each, body) for each in begun(body)]})


@csp_update({"style-src": [SELF, f"'sha256-{_STYLE}'"]})
@require_GET
@public_page()
def policy(request: HttpRequest, body: Body, day: date | None = None) -> HttpResponse:
    """REC-04: the edition in force, or that of an earlier day, rendered; drafts and days to come are not shown."""
    known = begun(body)
    wanted = known[0] if day is None else next((each for each in known if each.in_force_from == day), None)
    if wanted is None:
        raise Http404
    html = render.page(wanted, {name: manifest(name).title for name in names()})
    return HttpResponse(html.replace("<footer>", f"{_others(known, wanted, body)}\n<footer>", 1))


def begun(body: Body) -> list[Edition]:
    """The editions that are or were in force, newest first."""
    today = localdate()
    found = [each for each in editions.all_of(body.edition_folder) if each.in_force_from <= today]
    return found[::-1] or [edition_on(body, today)]


def _others(known: list[Edition], shown: Edition, body: Body) -> str:
    home = f'<li><a href="{reverse("public", args=[body.slug])}">{escape(body.name)}: comments on social media</a></li>'
    rest = "".join(
        f'<li><a href="{_line(each, body)["url"]}">In force from {each.in_force_from:%-d %B %Y}</a></li>'
        for each in known
        if each is not shown
    )
    return f'<nav aria-label="Other pages and editions"><ul>{home}{rest}</ul></nav>'


def _line(edition: Edition, body: Body) -> dict[str, object]:
    day = edition.in_force_from
    return {"name": edition.name, "from": day, "url": reverse("public-policy-of", args=[body.slug, day])}


@require_GET
@public_page()
def closed(request: HttpRequest, body: Body) -> HttpResponse:
    """CMT-04: posts on which comments were off in the last twelve months, why, and how long."""
    now = datetime.now(UTC)
    lines = register(body, now - REGISTER_REACHES_BACK, now=now)
    return page("closed.html", body, {"lines": lines, "minutes": sum(line.minutes for line in lines)})


@require_GET
@public_page()
def contact(request: HttpRequest, body: Body) -> HttpResponse:
    """MCL-04: the ways of contact that are open to everybody, blocked or not."""
    edition = edition_on(body, localdate())
    known = PublicContact.objects.filter(body=body).order_by("contact").values_list("contact", flat=True)
    routes = edition.value("MCL-04", StatutoryRoutes).routes
    return page("contact.html", body, {"routes": routes, "contacts": list(known), "policy_url": edition.policy_url})


@require_GET
@public_page()
def figures_page(request: HttpRequest, body: Body) -> HttpResponse:
    """REC-03: counts by quarter, small numbers left out."""
    return page("figures.html", body, {"quarters": figures.quarters(body, localdate())})


@require_GET
@public_page()
def figures_csv(request: HttpRequest, body: Body) -> HttpResponse:
    """REC-03: the same as a table for machines; a count that is left out is empty."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{body.slug}-figures.csv"'
    write = csv.writer(answer)
    write.writerow(["from", "until", "table", "row", "column", "count"])
    for quarter in figures.quarters(body, localdate()):
        for table in quarter.tables:
            for row in table.rows:
                for count in row.counts:
                    write.writerow([quarter.first, quarter.last, table.title, row.title, count.column, count.figure])
    return answer
