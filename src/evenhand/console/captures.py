"""What pages say of a capture."""

from typing import Any

from django.urls import reverse

from evenhand.evidence.models import Capture
from evenhand.evidence.parts import MANIFEST

WHAT = {
    "payload": "What the platform sent, byte for byte",
    "record": "What was known of it",
    "thread": "The comments above and around it",
    "rendering": "The thread as a page, drawn by Evenhand",
    "screenshot": "A picture of that page",
    "permalink": "A picture of the platform's own page",
    MANIFEST: "The hashes of all the others, which is what is time-stamped",
}


def in_short(capture: Capture | None, slug: str) -> dict[str, Any] | None:
    """For the list of actions: when, what is missing, and where to see it."""
    if capture is None:
        return None
    return {
        "at": capture.captured_at,
        "missing": capture.missing,
        "url": reverse("capture", args=[slug, capture.pk]),
    }


def whole(capture: Capture, slug: str) -> dict[str, Any]:
    """For its own page."""
    return {
        "id": capture.pk,
        "subject": capture.subject_name,
        "native_id": capture.subject.native_id,
        "at": capture.captured_at,
        "revision": capture.revision.number if capture.revision else None,
        "permalink": capture.subject.url,
        "parts": [_part(part, capture, slug) for part in capture.parts],
        "missing": capture.missing,
        "stamps": _stamps(capture),
    }


def _part(part: dict[str, Any], capture: Capture, slug: str) -> dict[str, Any]:
    url = reverse("capture-part", args=[slug, capture.pk, part["name"]])
    return {**part, "what": WHAT.get(part["name"], ""), "url": url}


def _stamps(capture: Capture) -> list[dict[str, Any]]:
    """Those that came, and those that are still asked for (`at` is None)."""
    came = {stamp.authority: stamp.at for stamp in capture.stamps.all()}
    return [{"authority": name, "at": came.get(name)} for name in sorted({*came, *capture.authorities})]
