"""How a public page is answered: nobody signs in, no cookie is set, and a cache may keep it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from evenhand.appeals.wording import Language, words
from evenhand.officers.models import Body

FRESH_SECONDS = 600
View = Callable[..., HttpResponse]


def public_page(*, cached: bool = True) -> Callable[[View], View]:
    """A page of a body for everybody. `cached`: whether others than the reader may keep it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, body: str, **rest: object) -> HttpResponse:
            found = Body.objects.filter(slug=body).first()
            if found is None:
                raise Http404
            answer = view(request, found, **rest)
            if cached and answer.status_code == 200:
                patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
            else:
                patch_cache_control(answer, no_store=True)
            return answer

        return login_not_required(shown)

    return decorate


def page(
    template: str, body: Body, context: dict[str, Any], status: int = 200, *, language: Language = Language.ENGLISH
) -> HttpResponse:
    """Rendered without the request, so that neither session nor cookie is touched."""
    given = {"body": body, "lang": language.value, "other_lang": language.other.value, "t": words(language), **context}
    answer = HttpResponse(render_to_string(f"evenhand_public/{template}", given), status=status)
    answer["Content-Language"] = language.value
    return answer
