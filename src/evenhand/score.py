"""From one comment to its proposal: the signals are read, the edition is asked. The console shows what this says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.core.conduct import Proposal, Reason, propose
from evenhand.core.edition import Edition
from evenhand.core.vocabulary import Comment, FactValue, Missing, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.keywords import programs_with
from evenhand.signals.read import read


@dataclass(frozen=True, slots=True)
class Scored:
    """What was read in a comment and what an edition points to."""

    readings: tuple[Reading, ...]
    proposal: Proposal


def score(comment: Comment, edition: Edition, roster: Roster) -> Scored:
    """Read every signal, the edition's keyword lists among them, and ask every clause."""
    readings, missing = read(comment, roster, programs_with(edition.keywords))
    return Scored(readings, propose(edition, comment, readings, missing))


def as_line(scored: Scored) -> dict[str, object]:
    """A scored comment as `evenhand score` prints it. Source: docs/reference/score-format.md."""
    proposal = scored.proposal
    return {
        "signals": signals_line(scored.readings),
        "grounds": list(proposal.grounds),
        "route": proposal.route,
        "severity": proposal.severity.value,
        "suggest": proposal.suggest.value,
        "reasons": [reason_line(reason) for reason in proposal.reasons],
        "missing": missing_line(proposal.missing),
        "edition": proposal.edition,
    }


def signals_line(readings: Iterable[Reading]) -> dict[str, Mapping[str, FactValue]]:
    """Each signal with its version and the facts that are neither false, nor nought, nor "no"."""
    return {
        reading.signal: {
            "version": reading.version,
            **{name: value for name, value in reading.facts.items() if value and value != "no"},
        }
        for reading in readings
    }


def reason_line(reason: Reason) -> dict[str, object]:
    """Why a rule is proposed, with the author's words: offsets are code points in the original text, end exclusive."""
    return {
        "rule": reason.rule,
        "because": reason.because,
        "severity": reason.severity.value,
        "suggest": reason.suggest.value,
        "doubt": reason.doubt,
        "words": [
            {
                "signal": signal,
                "fact": finding.fact,
                "words": finding.words,
                "start": finding.start,
                "end": finding.end,
                "confidence": finding.confidence,
                "note": finding.note,
            }
            for signal, finding in reason.findings
        ],
    }


def missing_line(missing: Iterable[Missing]) -> list[dict[str, str]]:
    """The signals that could not be read, and why."""
    return [{"signal": lost.signal, "why": lost.why} for lost in missing]
