"""What the page of what is kept is fed with when its look is tested."""

from datetime import date
from types import SimpleNamespace

from tests.console.look_material import NOW
from tests.console.look_packs import SHA256

from evenhand.console.views.retention import LiftForm, PurgeForm

_BODY = SimpleNamespace(slug="wealdham")


def kept(typed: dict[str, str] | None = None) -> dict[str, object]:
    hold = {"reason": "A claim for defamation was announced.", "by": "Ines Barr", "since": date(2025, 3, 4)}
    lifted = {"by": "Tomasz Bright", "until": date(2025, 9, 1), "reason": "The claim was settled."}
    return {
        "preview": SimpleNamespace(total=1_213),
        "due": [
            {"kind": "evidence", "count": 13, "because": "nothing was done about the comment (EVD-03)",
             "examples": "capture 3, capture 4 and others"},
            {"kind": "comments left up", "count": 1_200, "because": "last needed more than 3 months ago (REC-02)",
             "examples": "comment 12, comment 13 and others"},
        ],
        "kept": [{"kind": "comments left up", "months": 3}, {"kind": "evidence", "months": 24}],
        "holds": [
            hold | {"about": "case 1038", "url": "/cases/1038", "lifted": None, "lift_url": "/lift",
                    "form": LiftForm(auto_id="lift-1-%s")},
            hold | {"about": "author 7", "lifted": lifted},
        ],
        "purges": [
            {"number": "PC-2", "why": "erasure", "by": "Eve Thorn", "ended_at": NOW, "counts": "12 comments left up",
             "earliest": date(2025, 3, 4), "latest": date(2025, 6, 4), "sha256": SHA256},
        ],
        "running": [{"number": "PC-3", "gone": 400}],
        "form": PurgeForm(typed, body=_BODY), "purge_url": "/purge",  # type: ignore[arg-type]
    }  # fmt: skip
