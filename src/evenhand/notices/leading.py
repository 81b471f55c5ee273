"""APL-01: where a notice leads to: the public form with its reference filled in, or how an appeal stands."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from evenhand.core.notices import Leads
from evenhand.officers.models import Body

PAGES = {"en": ("public-appeal", "public-status"), "cy": ("public-appeal-cy", "public-status-cy")}


def leads(body: Body, kind: str, reference: str) -> Leads:
    """In each language that the public pages speak. `kind`: "appeal received" and the like lead to how it stands."""
    base = settings.EVENHAND_PUBLIC_ADDRESS.rstrip("/")
    return Leads(reference, {language: base + _path(body, kind, reference, language) for language in PAGES})


def _path(body: Body, kind: str, reference: str, language: str) -> str:
    form, status = PAGES[language]
    if kind.startswith("appeal "):
        return reverse(status, args=[body.slug, reference])
    return f"{reverse(form, args=[body.slug])}?{urlencode({'about': reference})}"
