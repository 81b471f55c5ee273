"""Renders a page of the console without its views."""

from pathlib import Path

from django.conf import settings
from django.template import Engine, RequestContext
from django.test import RequestFactory, override_settings
from tests.console.look_material import FRAME
from tests.console.look_samples import LOOKS

import evenhand

CONSOLE = Path(evenhand.__file__).parent / "console"
TEMPLATES = CONSOLE / "templates"
STATIC = CONSOLE / "static" / "evenhand"
ENGINE = Engine(dirs=[TEMPLATES], libraries={"static": "django.templatetags.static"})
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def fill(template: str, fed: dict[str, object]) -> str:
    """The page as HTML, for a reader on page 4 of the open cases; static files keep their plain names."""
    context = RequestContext(RequestFactory().get("/cases", {"state": "open", "page": "4"}))
    context.push({**FRAME, "csrf_token": "token-of-this-test", **fed})
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN_FILES}, STATIC_URL="/static/"):
        return ENGINE.get_template(f"evenhand/{template}").render(context)


def render(look: str) -> str:
    template, feed = LOOKS[look]
    return fill(template, feed())
