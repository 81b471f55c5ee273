"""How long an evidence pack takes: gathering, archive, PDF alone, checking it again; at few and at many captures."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import typer

from bench.database import channel, own_database
from bench.measured import show


def main(captures: int = 50, runs: int = 7) -> None:
    """A pack of one capture, and one of many, each with two parts."""
    from evenhand.platforms.contract import Incoming

    with own_database() as folder:
        place, now = channel(), datetime.now(UTC)
        from evenhand.intake.operations import receive

        words = [
            Incoming(id=f"c{n}", text=f"Words {n}", created_at=now, payload=b"{}", author_id="a")
            for n in range(captures)
        ]
        receive(channel=place, incoming=words, by="bench", at=now)
        one, many = _pack(place.body, 1, now), _pack(place.body, captures, now)
        show(
            f"An evidence pack (`bench/make_pack.py`, medians of {runs})",
            _figures(one, 1, runs, folder) | _figures(many, captures, runs, folder),
        )


def _pack(body: object, count: int, now: datetime):  # type: ignore[no-untyped-def]
    from evenhand.cases.models import Case, ProposalMade
    from evenhand.decisions.operations import pin
    from evenhand.decisions.queries import edition_on
    from evenhand.evidence.operations import capture
    from evenhand.intake.models import Revision
    from evenhand.officers.models import Officer
    from evenhand.packs.models import Pack

    edition = edition_on(body, now.date())  # type: ignore[arg-type]
    pin(edition=edition, body=body, at=now)  # type: ignore[arg-type]
    by, _ = Officer.objects.get_or_create(email="b@bench.example", defaults={"name": "Bench", "created_at": now})
    pack = Pack.objects.create(
        body=body, reference=f"EP-BENCH-{count}", edition_id=edition.sha256, by=by, begun_at=now, statement="I saw it.",
        signed="Bench", recipient="Bench Constabulary",
    )  # fmt: skip
    for revision in Revision.objects.select_related("comment__channel__body").order_by("pk")[:count]:
        made = ProposalMade.objects.create(
            revision=revision, edition_id=edition.sha256, made_at=now, severity="high", suggest="hide", reasons=[],
            missing=[], signals={},
        )  # fmt: skip
        Case.objects.get_or_create(
            comment=revision.comment,
            defaults={
                "body": body, "proposal": made, "state": "open", "band": 1, "severity": "high", "opened_at": now,
                "changed_at": now, "changed_by": "bench", "changed_how": "opened the case",
            },
        )  # fmt: skip
        pack.captures.add(capture(revision=revision, by="bench", at=now))
    return pack


def _figures(pack: object, captures: int, runs: int, folder: Path) -> dict[str, object]:
    from evenhand.packs.archive import archive
    from evenhand.packs.checking import check
    from evenhand.packs.gather import contents
    from evenhand.packs.paper import statement_pdf

    now = datetime.now(UTC)
    gathered = contents(pack, now)  # type: ignore[arg-type]
    file = folder / "pack.zip"
    file.write_bytes(archive(gathered))
    assert all(line.right for line in check(file))
    exhibits = len(gathered.exhibits)
    return {
        f"{exhibits} exhibits: gathering, ms": _ms(lambda: contents(pack, now), runs),  # type: ignore[arg-type]
        f"{exhibits} exhibits: making the archive, ms": _ms(lambda: archive(gathered), runs),
        f"{exhibits} exhibits: of that the PDF, ms": _ms(lambda: statement_pdf(gathered), runs),
        f"{exhibits} exhibits: checking it, ms": _ms(lambda: check(file), runs),
        f"{exhibits} exhibits: bytes of the archive": f"{file.stat().st_size:,}",
    }


def _ms(what: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        what()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    typer.run(main)
