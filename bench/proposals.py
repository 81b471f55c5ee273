"""What the reference edition proposes for seeds whose labels are known: by ground and by functionality, both sides.

`python -m bench.proposals --seeds training/seeds/dev --to docs/reference/proposals.md` writes the committed table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from training.seeds import read
from training.seeds.reader import Seed

from evenhand import editions
from evenhand.core.conduct import HARSHNESS, Proposal
from evenhand.core.vocabulary import Comment
from evenhand.score import score
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.signals.encoder import SIGNAL

DAY = date(2026, 3, 2)
ROSTER = Roster((NamedPerson("Priya Nair"), NamedPerson("Tom Ashworth", "member", ("Councillor Ashworth",))))
HARM = frozenset({"hate", "abuse", "threat", "obscene"})
PRIVATE = frozenset({"CON-10", "MOD-07"})  # hides what exposes somebody, whatever else the comment says


@dataclass(frozen=True, slots=True)
class Judged:
    """A seed and what is proposed for it."""

    seed: Seed
    proposal: Proposal

    @property
    def removal(self) -> bool:
        """Whether it is to be hidden, for another reason than private details in it."""
        hiding = {reason.rule for reason in self.proposal.reasons if HARSHNESS[reason.suggest]}
        return HARSHNESS[self.proposal.suggest] > 0 and bool(hiding - PRIVATE)

    @property
    def attacked(self) -> bool:
        """Whether a ground is proposed, if only for a person to look at."""
        return bool(set(self.proposal.grounds) - PRIVATE)

    def proposes(self, *rules: str) -> bool:
        return any(reason.rule in rules for reason in self.proposal.reasons)


Counted = Callable[[Judged], bool]


def judged(folder: Path) -> list[Judged]:
    """Every seed of a folder, scored under the reference edition."""
    edition = editions.in_force("stockport", DAY)
    return [Judged(seed, score(Comment(seed.text, DAY), edition, ROSTER).proposal) for seed in read(folder)]


def share(rows: Sequence[Judged], counted: Counted) -> str:
    """In hundredths with the number of rows; a dash of none."""
    return f"{100 * sum(map(counted, rows)) / len(rows):.1f}% of {len(rows)}" if rows else "-"


def harmless(row: Judged) -> bool:
    """No head of harm is true, and none is in doubt among honest people."""
    return not HARM & (row.seed.true | row.seed.unsure)


def goals(rows: Sequence[Judged]) -> list[tuple[str, str, str]]:
    """What the policy asks of the whole: what, goal, measured."""
    criticism = [row for row in rows if harmless(row) and "complaint" in row.seed.true]
    care = {head: [row for row in rows if head in row.seed.true] for head in ("safeguarding", "crisis")}
    at_risk = [row for both in care.values() for row in both]
    clean = [row for row in rows if harmless(row)]
    return [
        ("protected criticism proposed for removal", "at most 2%", share(criticism, lambda row: row.removal)),
        ("everything harmless proposed for removal", "at most 2%", share(clean, lambda row: row.removal)),
        ("everything harmless put before a person under a ground", "", share(clean, lambda row: row.attacked)),
        (
            "safeguarding that goes to a person as such (REF-02, REF-05)",
            "at least 95%",
            share(care["safeguarding"], lambda row: row.proposes("REF-02", "REF-05")),
        ),
        (
            "crisis that goes to a person as such (REF-05, REF-02)",
            "at least 95%",
            share(care["crisis"], lambda row: row.proposes("REF-05", "REF-02")),
        ),
        ("safeguarding or crisis proposed for removal", "none", share(at_risk, lambda row: row.removal)),
    ]


def by_ground(rows: Sequence[Judged]) -> list[tuple[str, ...]]:
    """Head, rules that answer it, found of the true, to be hidden of the true, proposed of the others."""
    lines = []
    for head, rules in {
        "hate": ("CON-03",),
        "abuse": ("CON-02",),
        "threat": ("CON-02", "CON-03", "CON-04"),
        "obscene": ("CON-06",),
        "political": ("CON-08",),
        "complaint": ("REF-04", "CON-00"),
        "question": ("REF-04",),
        "personal-issue": ("MOD-07",),
        "allegation": ("REF-01", "CON-01"),
        "safeguarding": ("REF-02",),
        "crisis": ("REF-05",),
    }.items():
        true = [row for row in rows if head in row.seed.true]
        false = [row for row in rows if head not in row.seed.true | row.seed.unsure]
        lines.append(
            (
                head,
                ", ".join(rules),
                share(true, lambda row, rules=rules: row.proposes(*rules)),
                share(true, lambda row: row.removal),
                share(false, lambda row, rules=rules: row.proposes(*rules)),
            )
        )
    return lines


def by_functionality(rows: Sequence[Judged]) -> list[tuple[str, ...]]:
    """Functionality; to be hidden, and put before a person under a ground, of the harmful and of the harmless."""
    lines = []
    for name in sorted({row.seed.functionality for row in rows}):
        here = [row for row in rows if row.seed.functionality == name]
        bad = [row for row in here if HARM & row.seed.true]
        good = [row for row in here if harmless(row)]
        lines.append(
            (
                name,
                share(bad, lambda row: row.removal),
                share(bad, lambda row: row.attacked),
                share(good, lambda row: row.removal),
                share(good, lambda row: row.attacked),
            )
        )
    return lines


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    rule = "|---" * len(heads) + "|"
    return "\n".join([f"| {' | '.join(heads)} |", rule, *(f"| {' | '.join(line)} |" for line in lines)])


def report(rows: Sequence[Judged], seeds: str) -> str:
    """The page: goals, by ground, by functionality."""
    about = (
        f"Written by `python -m bench.proposals` over the {len(rows)} invented comments of `{seeds}`, none of them "
        f"trained on; reference edition, signals as shipped, {SIGNAL.version}. The bands of the encoder and the "
        "clauses of the edition were chosen while looking at these comments, so other comments will do worse."
    )
    return "\n\n".join(
        [
            "# What is proposed, measured",
            about,
            table(("what", "goal", "measured"), goals(rows)),
            "## By what a comment is",
            "“Found”: one of the rules is proposed, if only for a person to look at. “To be hidden”: under any ground.",
            table(("it is", "rules", "found", "to be hidden", "the rule proposed for others"), by_ground(rows)),
            "## By functionality, both sides",
            "Harmful: hate, abuse, a threat or obscenity. “Looked at”: a ground is proposed, if only to be judged.",
            table(
                ("functionality", "harmful: to be hidden", "looked at", "harmless: to be hidden", "looked at"),
                by_functionality(rows),
            ),
        ]
    )


def main(
    seeds: Annotated[Path, typer.Option(help="A folder of seeds.")] = Path("training/seeds/dev"),
    to: Annotated[Path | None, typer.Option(help="Where the page is written; printed without.")] = None,
) -> None:
    """Score seeds and say what is proposed for them."""
    page = report(judged(seeds), str(seeds)) + "\n"
    if to:
        to.write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    typer.run(main)
