"""What the page of second opinions is fed with when its look is tested."""

from collections.abc import Callable
from types import SimpleNamespace

from tests.console.look_material import NOW

from evenhand.console.views.opinions import SwitchForm

OPINION = {
    "title": "Second opinion",
    "given": True,
    "rules": [{"id": "CON-02", "title": "Abusive, threatening or intimidating"}],
    "reason": "It wishes harm on a named officer, beyond criticism of the decision.",
    "quote": "somebody should sort [council officer] out",
    "why": "",
    "model": "mistral-small-3.2",
    "host": "llm.wealdham.example",
    "at": NOW,
    "version": "question-1, edition 9f21c04be77a, mistral-small-3.2",
}
NO_OPINION = OPINION | {
    "title": "No second opinion", "given": False, "rules": [], "reason": "", "quote": "",
    "why": "No whole answer came within 20 seconds.",
}  # fmt: skip


def opinions(*, refused: bool = False) -> dict[str, object]:
    ends = ("Given", "Answered, but the answer did not count", "Not given", "Being asked", "Waiting")
    officer = SimpleNamespace(name="Cass Lund")
    return {
        "is_on": not refused,
        "wrong": "",
        "facts": [
            {"key": "Whom it asks", "value": "llm.wealdham.example"},
            {"key": "Model", "value": "mistral-small-3.2"},
            {"key": "Waits for an answer", "value": "20 seconds"},
            {"key": "At most", "value": "200p a day, all bodies of this deployment together"},
            {"key": "Price of 1,000 tokens", "value": "0.02p sent, 0.06p answered"},
        ],
        "used": [{"text": text, "count": count} for text, count in zip(ends, (1204, 31, 17, 0, 2), strict=True)],
        "named_a_rule": 388,
        "pence": 212.4,
        "days": 30,
        "switches": [
            SimpleNamespace(on=True, why="A trial of three months; see the assessment DP/26/14.", by=officer, at=NOW)
        ],
        "form": SwitchForm({} if refused else None),
        "switch_url": "/second-opinion/switch?to=off",
    }


def _nobody() -> dict[str, object]:
    return opinions() | {"is_on": False, "facts": [], "switches": [], "form": None}


LOOKS: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "opinions": ("opinions.html", opinions),
    "opinions_refused": ("opinions.html", lambda: opinions(refused=True)),
    "opinions_nobody": ("opinions.html", _nobody),
    "opinions_wrong": (
        "opinions.html",
        lambda: _nobody() | {"wrong": "EVENHAND_OPINION_PRICE is not said. Next: write it."},
    ),
}
