"""`python -m training.first_stage`: could a cheap first stage answer what is plain, so that the encoder is asked less?

It measures the most that any such stage could answer, by what the encoder itself says of ordinary traffic, beside the
share that 1,000 comments a second would take. Where the first is below the second, there is nothing to fit. Run it
again when the weights change. The page goes to docs/reference/first-stage.md.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from statistics import median

from evenhand.core.vocabulary import Comment, FactValue
from evenhand.signals.contract import Roster
from evenhand.signals.encoder import LIKELY, NO, YES, EncoderSignal
from evenhand.signals.encoder_model import Encoder
from evenhand.signals.normalise import normalise
from evenhand.signals.read import programs, read
from training import seed_rows
from training.evaluate import SHIPPED

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "first-stage.md"
WANTED_A_SECOND = 1_000
RUNS = 3
GRAVE = ("hate", "abuse", "threat", "obscene", "safeguarding", "crisis", "allegation")
"""Heads whose loss would hurt somebody."""
_DAY = date(2026, 3, 2)

Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The share of some comments that a perfect first stage could answer, in three meanings of "plain"."""

    name: str
    count: int
    nothing_at_all: float  # every band is "no": what a stage that says "no" to everything may answer
    nothing_grave: float  # every band of GRAVE is "no"; the other heads would have to be answered by somebody
    nothing_grave_likely: float  # no band of GRAVE is "likely" or "yes": doubts would be lost


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of the processor for one comment."""

    encoder: float
    others: float

    @property
    def needed(self) -> float:
        """The share that must not reach the encoder, were the first stage free, for WANTED_A_SECOND; over 1: never."""
        return max(0.0, 1 - (1_000_000 / WANTED_A_SECOND - self.others) / self.encoder)


def ceiling(name: str, answers: Sequence[Facts]) -> Ceiling:
    """Of the encoder's facts for each comment."""

    def share(plain: Callable[[Facts], bool]) -> float:
        return sum(map(plain, answers)) / max(1, len(answers))

    return Ceiling(
        name,
        len(answers),
        share(lambda facts: all(said == NO for said in facts.values())),
        share(lambda facts: all(facts[head] == NO for head in GRAVE)),
        share(lambda facts: not any(facts[head] in (LIKELY, YES) for head in GRAVE)),
    )


def ordinary() -> Iterator[tuple[str, list[str]]]:
    """What stands in for ordinary traffic, which nobody has given us: all of it invented."""
    lines = resources.files("evenhand.demonstration").joinpath("comments.ndjson").read_text("utf-8").splitlines()
    yield "the demonstration's comments", [json.loads(line)["text"] for line in lines]
    rows = [row for row in seed_rows.read() if row.split == "dev" and not _harmful(row.labels)]
    yield "harmless development seeds", [row.text for row in rows]
    yield "harmless development seeds about a council", [row.text for row in rows if row.labels.get("complaint")]


def _harmful(labels: Mapping[str, int]) -> bool:
    """True, or in doubt among honest people."""
    return any(labels.get(head, 1) for head in GRAVE)


def asked(signal: EncoderSignal, texts: Sequence[str]) -> list[Facts]:
    """What the encoder says of each."""
    return [signal.read(_comment(text), normalise(text), Roster()).facts for text in texts]


def cost(signal: EncoderSignal, texts: Sequence[str]) -> Cost:
    """In one thread, of these comments, medians; read once before, since much is built when it is first needed."""
    others = tuple(program for program in programs() if program.name != signal.name)
    plain = [normalise(text) for text in texts]
    comments = [_comment(text) for text in texts]
    asked(signal, texts)
    [read(one, Roster(), others) for one in comments]
    encoder = _microseconds(
        lambda: [signal.read(one, text, Roster()) for one, text in zip(comments, plain, strict=True)]
    )
    rest = _microseconds(lambda: [read(one, Roster(), others) for one in comments])
    return Cost(encoder / len(texts), rest / len(texts))


def _comment(text: str) -> Comment:
    return Comment(text, _DAY)


def _microseconds(what: Callable[[], object]) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        what()
        taken.append((time.process_time() - begun) * 1_000_000)
    return median(taken)


_PAGE = """\
# Could a cheap first stage spare the encoder?

Written by `python -m training.first_stage`, encoder {version}, {on}. Everything here is invented text that stands for
ordinary traffic: no council has given us any.

A first stage in front of the encoder would say of a plain comment that no band of the encoder is other than “no”. The
most that even a perfect one could answer is the share of which the encoder itself says so.

| stands for ordinary traffic | comments | every band “no” | every grave band “no” | no grave band “likely” or “yes” |
|---|---|---|---|---|
{lines}

Grave are {grave}.

One after the other on the demonstration, a comment takes the encoder {encoder:,.0f} microseconds of the processor and
the other signals {others:,.0f}. For {wanted:,} comments a second in one thread, a first stage that cost nothing at
all would have to answer {needed:.0%} of them.

{conclusion}
"""
_NONE = """\
**There is none.** At most {best:.1%} could be answered, and {needed:.0%} would be needed. What people write to a
council is a complaint, a question, thanks or a case of their own, and the encoder is asked for those facts too:
nothing is plain that has to be read for them. Of the grave bands alone a doubt is a band too, and a stage that
answered “no” there would lose what an edition may ask for. Ordinary traffic goes at the speed of the encoder."""
_WORTH = (
    "**One is worth fitting:** up to {best:.1%} could be answered, and {needed:.0%} would be needed. None has been."
)


def page(version: str, ceilings: Sequence[Ceiling], taken: Cost, on: date) -> str:
    """The page, with its conclusion."""
    best = max(each.nothing_at_all for each in ceilings)
    conclusion = (_NONE if best < taken.needed else _WORTH).format(best=best, needed=taken.needed)
    return _PAGE.format(
        version=version, on=on.isoformat(), lines="\n".join(map(_line, ceilings)), grave=", ".join(GRAVE),
        encoder=taken.encoder, others=taken.others, wanted=WANTED_A_SECOND, needed=taken.needed, conclusion=conclusion,
    )  # fmt: skip


def _line(each: Ceiling) -> str:
    shares = (each.nothing_at_all, each.nothing_grave, each.nothing_grave_likely)
    return f"| {each.name} | {each.count:,} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m training.first_stage", description=__doc__)
    given.add_argument("--files", type=Path, default=SHIPPED, help="the folder of the encoder's files")
    given.add_argument("--to", type=Path, default=PAGE)
    said = given.parse_args()
    model = Encoder(said.files)
    signal = EncoderSignal(lambda: model)
    sets = list(ordinary())
    taken = cost(signal, sets[0][1])
    ceilings = [ceiling(name, asked(signal, texts)) for name, texts in sets]
    said.to.write_text(page(model.card.version, ceilings, taken, datetime.now(UTC).date()), "utf-8")


if __name__ == "__main__":
    main()
