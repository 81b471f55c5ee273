"""What the reference edition proposes for facts stated by hand; every other fact is nought or no."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from evenhand.core.conduct import Proposal, propose
from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Comment, FactValue, Finding, Missing, Reading
from evenhand.editions import read

STOCKPORT = read(Path(__file__).parents[2] / "editions/stockport/2024-01-01.toml")
EXCUSES = {"lexicon.quoted", "lexicon.negated", "lexicon.counter_speech"}
DOUBTED = {
    "lexicon.threat": "threat",
    "lexicon.incitement": "threat",
    "lexicon.wish_harm": "threat",
    "lexicon.harassment": "abuse",
    "lexicon.insult": "abuse",
    "lexicon.slur": "hate",
    "lexicon.slur_contested": "hate",
    "lexicon.group_hostility": "hate",
    "lexicon.sexual": "obscene",
}
"""Words of the lexicon, and the question of which the encoder is then unsure at least, unless a test says otherwise."""
YES_OR_NO = {
    "negated",
    "quoted",
    "counter_speech",
    "identity_positive",
    "danger_now",
    "roster_known",
    "truncated",
}


def _quiet(signal: str, fact: str) -> FactValue:
    if signal == "encoder":
        return "no"
    return False if fact in YES_OR_NO else 0


def quiet(edition: Edition = STOCKPORT) -> dict[str, dict[str, FactValue]]:
    """Every fact that the edition asks a signal for, as a comment without any of them would have it."""
    facts: dict[str, dict[str, FactValue]] = {}
    for rule in edition.rules.values():
        for clause in rule.clauses:
            for signal, fact in clause.when.refers:
                facts.setdefault(signal, {})[fact] = _quiet(signal, fact)
    facts.pop("context", None)
    return facts


def readings(said: Mapping[str, FactValue], edition: Edition = STOCKPORT) -> list[Reading]:
    """`said`: "signal.fact" with its value. A fact that is counted brings a finding."""
    facts = quiet(edition)
    if "encoder" in facts and not any(said.get(excuse) for excuse in EXCUSES):
        facts["encoder"] |= {head: "unsure" for name, head in DOUBTED.items() if said.get(name)}
    for name, value in {"form.words": 12, **said}.items():
        signal, _, fact = name.partition(".")
        facts.setdefault(signal, {})[fact] = value
    return [
        Reading(signal, "1", stated, tuple(Finding(f, f, 0, len(f)) for f, v in stated.items() if v and v != "no"))
        for signal, stated in facts.items()
    ]


def heard(
    said: Mapping[str, FactValue],
    *,
    edition: Edition = STOCKPORT,
    failed: Iterable[str] = (),
    attachments: int = 0,
    repeats: int = 0,
    pre_election: bool = False,
) -> Proposal:
    """The proposal for those facts. `failed`: signals that could not be read."""
    comment = Comment("words", date(2024, 3, 4), attachments=attachments, repeats=repeats, pre_election=pre_election)
    gone = set(failed)
    read_ones = [reading for reading in readings(said, edition) if reading.signal not in gone]
    return propose(edition, comment, read_ones, [Missing(signal, "it broke") for signal in sorted(gone)])
