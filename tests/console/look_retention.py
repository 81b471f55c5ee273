"""What the page of what is kept is fed with when its look is tested."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from tests.console.look_material import NOW
from tests.console.look_packs import SHA256

from evenhand.console.views.person_data import AnswerForm, ErasureForm, ExportForm, FindForm
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


@dataclass(frozen=True)
class _Account:
    """An account as pages name it."""

    name: str
    platform: str
    native_id: str
    handle: str

    def __str__(self) -> str:
        return self.name


ROBIN = _Account("Robin Vale", "facebook", "1015", "@robin.vale")
TWIN = _Account("R. Vale", "x", "2044", "@rvale")


def requests(typed: dict[str, str] | None = None) -> dict[str, object]:
    """Somebody was found; one erasure waits for this officer, one is done, one was refused, one is one's own."""
    asked = {
        "why": "They wrote from the account itself.", "by": "Cora Lind", "at": NOW, "own": False, "reason": "",
        "answered_by": "", "answered_at": None, "certificate": "", "counts": "", "person_url": "/of/1",
    }  # fmt: skip
    done = asked | {"answered_by": "Eve Thorn", "answered_at": NOW, "person_url": ""}
    form = AnswerForm(typed, body=_BODY, auto_id="answer-1-%s")  # type: ignore[arg-type]
    return {
        "find": FindForm({"words": "vale"}), "searched": True, "most": 20,
        "found": [{"author": ROBIN, "url": "/of/1"}, {"author": TWIN, "url": "/of/2"}],
        "erasures": [
            asked | {"reference": "DP/25/9", "state": "waiting", "answer_url": "/answer", "form": form},
            asked | {"reference": "DP/25/8", "state": "waiting", "own": True},
            done | {"reference": "DP/25/7", "state": "erased", "certificate": "PC-2", "counts": "12 comments left up"},
            done | {"reference": "DP/25/6", "state": "refused", "reason": "A claim has been announced."},
        ],
    }  # fmt: skip


def held(typed: dict[str, str] | None = None) -> dict[str, object]:
    """A person with two accounts, a claim against them, and a referral that somebody must weigh."""
    lines = [("block", 1, 0), ("capture", 6, 2), ("case", 3, 1), ("comment", 14, 14), ("decision", 3, 1)]
    return {
        "name": "Robin Vale",
        "held": SimpleNamespace(
            total=27,
            accounts=[
                SimpleNamespace(author=ROBIN, because="it is the account that was asked about"),
                SimpleNamespace(author=TWIN, because="link 4, decided on 11 June 2024, says so"),
            ],
            lines=[SimpleNamespace(source=source, count=count, erased=erased) for source, count, erased in lines],
            kept=[
                SimpleNamespace(count=7, law="UK GDPR, article 17(3)(b)",
                                because="its case, referral, block or appeal is open, or its strike counts"),
                SimpleNamespace(count=2, law="UK GDPR, article 17(3)(e)", because="a legal hold is on it"),
            ],
            holds=[SimpleNamespace(reason="A claim was announced.", by=SimpleNamespace(name="Ines Barr"),
                                   since=date(2025, 3, 4))],
        ),
        "weighed": [{"record": "pack 3", "because": "it may hinder an investigation, or name who spoke up"}],
        "export_form": ExportForm(auto_id="export-%s"), "export_url": "/copy",
        "erasure_form": ErasureForm(typed, auto_id="erasure-%s"), "erasure_url": "/erase", "requests_url": "/all",
    }  # fmt: skip
