"""What the pages of channels are fed with when their look is tested."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from tests.console.look_material import NOW

from evenhand.console.channel_forms import DeclareForm, SecretsForm, WhyForm
from evenhand.officers.models import Officer
from evenhand.platforms.bluesky.manifest import MANIFEST

_INA = Officer(pk=1, name="Ines Barr", email="ines@wealdham.example")
_BROKEN = "The platform refuses access: 401: the app password was revoked"
_FACTS = [
    {"key": "Platform", "value": "Bluesky"},
    {"key": "Account", "value": "wealdham.example"},
    {"key": "Declared", "value": "by Cass Lund, 4 March 2026, 10:02"},
    {"key": "Shown to be official", "value": "wealdham.example/contact/social-media"},
    {"key": "Credentials", "value": "entered by cass@wealdham.example, 4 March 2026, 10:09"},
]


_ADDRESS = "https://comments.wealdham.example/hooks/facebook/Tq0s7Wb4oXhF2uVd9KpZ1mRc5yLjN8aE"
_PUSH_FACTS = [
    {"key": "Address to enter there", "value": _ADDRESS},
    {"key": "Asked to push", "value": "the app pushes page, feed, from now on; the Page is subscribed to it"
     " (4 March 2026, 10:12)"},
    {"key": "Last message", "value": "5 March 2026, 16:40"},
    {"key": "Taken in 24 hours", "value": "1,204\nfeed: add: 1,130\nfeed: edited: 52\nfeed: remove: 22"},
    {"key": "Refused in 24 hours", "value": "3\nwrong signature: 3"},
]  # fmt: skip


def pushing(*, seen: bool = True, once: bool = False, unreachable: str = "") -> dict[str, object]:
    """The part about push, on, just opened, or off."""
    push = {
        "platform": "Facebook Page", "seen": seen, "facts": _PUSH_FACTS, "unreachable": unreachable,
        "open_url": "/open", "close_url": "/close", "ask_url": "/ask",
    }  # fmt: skip
    made = [{"key": "Verify token for webhooks", "value": "p3Vh0cXw7QyT2nL9sZ5bKd8fRj1mGu4a"}]
    return {**channel(), "push": push} | ({"push_opened": True, "push_once": made} if once else {})


def channels() -> dict[str, object]:
    rows = [
        ("Wealdham page", "healthy", "It is read without trouble.", False),
        ("Libraries", "broken", _BROKEN, False),
        ("Parks and open spaces", "silent", "Nobody has commented since 2 March.", True),
        ("Leisure", "degraded", "3 reads in a row failed: 503", False),
        ("Tips and recycling", "not connected", "Comments come from files alone.", False),
    ]
    return {
        "channels": [
            {
                "title": title, "platform": "Bluesky", "account": "did:plc:7iza6de2dwap2sbkpav7c6c6", "health": health,
                "because": because, "shadow": shadow, "url": "/channels/1",
            }
            for title, health, because, shadow in rows
        ]
    }  # fmt: skip


def channel(*, refused: bool = False) -> dict[str, object]:
    tries = [
        SimpleNamespace(what="read", ok=False, words=_BROKEN, first_at=NOW - timedelta(hours=2), last_at=NOW, times=9),
        SimpleNamespace(what="probe", ok=True, words="signed in as wealdham", first_at=NOW, last_at=NOW, times=1),
    ]
    secrets = SecretsForm({} if refused else None, manifest=MANIFEST)
    return {
        "channel": {"title": "Wealdham page", "account": "wealdham.example", "platform": "Bluesky"},
        "health": "broken",
        "because": _BROKEN,
        "do": "Enter new credentials on the channel's page, as its steps say.",
        "facts": _FACTS,
        "budgets": ["3,000 calls in 300 seconds"],
        "connecting_steps": MANIFEST.connecting_steps,
        "tries": tries,
        "unreadable": [SimpleNamespace(native_id="at://did:plc:x/y/z", why="it has no time", at=NOW)],
        "shadow_acts": [SimpleNamespace(verb="hide", subject_id="at://did:plc:x/y/z", at=NOW)],
        "in_shadow": True,
        "shadow_waiting": None,
        "shadow_form": WhyForm(auto_id="shadow-%s"),
        "secrets_form": secrets,
        "form": secrets if refused else None,
        "cut_form": WhyForm(auto_id="cut-%s"),
        "channels_url": "/channels",
    }


def declaring() -> dict[str, object]:
    waiting = SimpleNamespace(asked_by=_INA, on=True, why="A trial week before we begin.")
    return {
        **channel(), "health": "waiting", "because": "Ines Barr must confirm it.", "do": "", "tries": [],
        "unreadable": [], "shadow_acts": [], "in_shadow": False, "shadow_form": None, "shadow_waiting": waiting,
        "agree_url": "/agree", "take_back_url": "/take-back", "confirm_url": "/confirm", "secrets_form": None,
        "cut_form": None, "declare_form": DeclareForm(approvers=[_INA], keepers=[_INA]),
    }  # fmt: skip


SIGN_IN = {
    "title": "X", "lacks": "", "redirect": "https://evenhand.wealdham.example/connections/back", "url": "/sign-in",
    "again": True, "given": "Cass Lund signed in on 4 March 2026, and opened @wealdham.",
    "ends_with": ("access ends when the account takes it away under “Connected apps”",),
}  # fmt: skip


def leaving() -> dict[str, object]:
    return {
        "channel": {"title": "Wealdham page", "account": "2244994945", "platform": "X"},
        "address": "/i/oauth2/authorize?client_id=4711", "host": "x.com", "until": NOW,
        "asks_for": [
            ("tweet.read", "to read posts and the replies under them"), ("tweet.moderate.write", "to hide replies"),
        ],
        "signs_in_as": "the council's account", "channel_url": "/channels/1",
        "ends_with": ("access ends when the account takes it away under “Connected apps”",),
    }  # fmt: skip


LOOKS: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "channels": ("channels.html", channels),
    "channels_bare": ("channels.html", lambda: {"channels": []}),
    "channel": ("channel.html", channel),
    "channel_refused": ("channel.html", lambda: channel(refused=True)),
    "channel_pushing": ("channel.html", pushing),
    "channel_push_opened": ("channel.html", lambda: pushing(once=True)),
    "channel_push_off": ("channel.html", lambda: pushing(seen=False)),
    "channel_push_unreachable": ("channel.html", lambda: pushing(seen=False, unreachable="http://127.0.0.1:8000")),
    "channel_signed_in": ("channel.html", lambda: {**channel(), "sign_in": SIGN_IN}),
    "sign_in_there": ("sign_in_there.html", leaving),
    "channel_declaring": ("channel.html", declaring),
}
