"""The simulator's public page: what anybody sees of a simulated channel; and whether all is well, in a word."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.health.lines import well_in_brief
from evenhand.intake.models import Channel
from evenhand.platforms.simulator.network import Network, WallComment, WallPost


@login_not_required
@never_cache
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For monitoring from outside: one word, and no reason."""
    well = well_in_brief()
    return HttpResponse("ok\n" if well else "not ok\n", content_type="text/plain", status=200 if well else 503)


@login_not_required
@require_GET
def wall(request: HttpRequest, account: str) -> HttpResponse:
    """A simulated channel as the public sees it."""
    channel = Channel.objects.select_related("body").filter(platform="simulator", account=account).first()
    if channel is None:
        raise Http404
    others = Channel.objects.filter(platform="simulator").order_by("title")
    network = Network(settings.EVENHAND_DATA / "simulator.sqlite3")
    context = {
        "account": {"name": channel.title, "handle": f"@{channel.account}", "about": channel.body.name},
        "accounts": [
            {"name": other.title, "url": reverse("wall", args=[other.account]), "current": other.pk == channel.pk}
            for other in others
        ],
        "posts": [_post(post, channel.account) for post in network.wall(account)],
    }
    return render(request, "evenhand/simulator/wall.html", context)


def _post(post: WallPost, account: str) -> dict[str, Any]:
    return {
        "id": post.id,
        "text": post.text,
        "posted_at": datetime.fromisoformat(post.created_at),
        "comments_off": not post.open,
        "comments": [shown for comment in post.comments for shown in _comment(comment, account)],
    }


def _comment(comment: WallComment, account: str) -> list[dict[str, Any]]:
    depth = 1 if comment.parent_id else 0
    at = datetime.fromisoformat(comment.created_at)
    said = {"author": comment.author, "text": comment.text, "posted_at": at, "depth": depth, "id": comment.id}
    replies = [
        {"author": account, "text": text, "posted_at": at, "depth": 1, "is_council": True} for text in comment.replies
    ]
    return [said | {"is_council": comment.author == account}, *replies]
