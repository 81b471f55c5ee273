"""What an edition may not say although each line of it is well formed: rules that contradict each other."""

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from evenhand.core.conduct import HARSHNESS
from evenhand.core.edition import REPLY_BLANKS, STATEMENT_BLANKS, Clause, Edition, Ground, Rule
from evenhand.core.values import (
    NEVER_AUTOMATIC,
    RULE_IDS,
    ActiveHours,
    KeepEvidence,
    Ladder,
    LadderStep,
    NoStrike,
    OutOfHoursAlerts,
    RecordClass,
    Removal,
    Repeatedly,
    Retention,
    WarnFirst,
)
from evenhand.core.vocabulary import Severity
from evenhand.editions.fault import Fault, meant
from evenhand.editions.notices import wrong_notices

LEAST_EXAMPLES = 1
Found = tuple[str, str, str, str]  # table, key, what is wrong, the mend


def inconsistencies(path: Path, edition: Edition) -> list[Fault]:
    """Every contradiction in an edition that is otherwise well formed."""
    return [Fault(path, *found) for check in CHECKS for found in check(edition)]


def _zone(edition: Edition) -> Iterator[Found]:
    zone = edition.value("HRS-01", ActiveHours).timezone
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield "HRS-01.values", "timezone", f'"{zone}" is not a time zone', 'write "Europe/London"'


def _rules_named(edition: Edition) -> Iterator[Found]:
    named = {
        ("HRS-05", "rules"): edition.value("HRS-05", OutOfHoursAlerts).rules,
        ("MOD-01", "hide_until_seen"): tuple(edition.value("MOD-01", Removal).hide_until_seen),
        ("STR-04", "block_at_once"): edition.value("STR-04", Ladder).block_at_once,
        ("STR-05", "rules"): edition.value("STR-05", NoStrike).rules,
    }
    for (rule, key), ids in named.items():
        for id_ in ids:
            if id_ not in RULE_IDS:
                yield f"{rule}.values", key, f'"{id_}" is not a rule of the policy', meant(id_, RULE_IDS)


def _strike_weights(edition: Edition) -> Iterator[Found]:
    """STR-01 and STR-05 say the same of every ground."""
    free = edition.value("STR-05", NoStrike).rules
    for id_, ground in edition.grounds.items():
        if id_ in free and ground.strike_weight:
            wrong = f"is {ground.strike_weight}, though STR-05 says that {id_} gives no strike"
            yield f"{id_}.ground", "strike_weight", wrong, "write 0, or take it out of STR-05"
        if id_ not in free and not ground.strike_weight:
            yield f"{id_}.ground", "strike_weight", "is 0, though STR-05 does not say so", "add it to STR-05"


def _never_counted(edition: Edition) -> Iterator[Found]:
    """REF-01, REF-02 and REF-05: what was said in fear, in crisis or in good faith is never a strike."""
    free = edition.value("STR-05", NoStrike).rules
    for id_ in ("REF-01", "REF-02", "REF-05"):
        if id_ not in free:
            yield "STR-05.values", "rules", f"leaves out {id_}, which never gives a strike", f'add "{id_}"'


def _ladder(edition: Edition) -> Iterator[Found]:
    """STR-02, STR-04 and MOD-06: a block at the limit, and a warning before it where there is one."""
    limit = edition.value("STR-02", Repeatedly).strikes
    rungs = edition.value("STR-04", Ladder).rungs
    blocks = [rung.at_strikes for rung in rungs if rung.step is LadderStep.BLOCK]
    warnings = [rung.at_strikes for rung in rungs if rung.step is LadderStep.WARNING]
    if blocks != [limit]:
        wrong = f"proposes a block at {blocks or 'no number of'} strikes, though STR-02 says {limit}"
        yield "STR-04.values", "rungs", wrong, f"give one block, at {limit} strikes"
    if edition.value("MOD-06", WarnFirst).before_block and not any(number < limit for number in warnings):
        wrong = "has no warning before the block, though MOD-06 promises one"
        yield "STR-04.values", "rungs", wrong, "add a warning, or set MOD-06 before_block to false"


def _evidence(edition: Edition) -> Iterator[Found]:
    """EVD-03 and REC-02 say the same of evidence."""
    months = edition.value("EVD-03", KeepEvidence).months
    scheduled = edition.value("REC-02", Retention).months[RecordClass.EVIDENCE]
    if months != scheduled:
        wrong = f"keeps evidence for {scheduled} months, though EVD-03 says {months}"
        yield "REC-02.values.months", "evidence", wrong, f"write {months}, or change EVD-03"


def _blanks(edition: Edition) -> Iterator[Found]:
    for rule in edition.rules.values():
        if rule.ground:
            yield from _blanks_in(f"{rule.id}.ground", "statement", rule.ground.statement, STATEMENT_BLANKS)
        if rule.route:
            yield from _blanks_in(f"{rule.id}.route", "reply", rule.route.reply, REPLY_BLANKS)
            yield from _unfilled(edition, rule)


def _blanks_in(table: str, key: str, text: str, known: tuple[str, ...]) -> Iterator[Found]:
    try:
        blanks = [blank for _, blank, _, _ in Formatter().parse(text) if blank is not None]
    except ValueError as error:
        yield table, key, f"has a brace without its partner ({error})", "write {{ and }} for real braces"
        return
    for blank in blanks:
        if blank not in known:
            yield table, key, f"leaves a blank {{{blank}}} that nothing fills", meant(blank, known)


def _unfilled(edition: Edition, rule: Rule) -> Iterator[Found]:
    """A blank that is known, but not under this rule."""
    try:
        edition.reply(rule.id)
    except KeyError as error:
        if error.args[0] in REPLY_BLANKS:
            wrong = f"leaves a blank {{{error.args[0]}}} that {rule.id} has no value for"
            yield f"{rule.id}.route", "reply", wrong, "take the blank out"
    except (ValueError, IndexError, AttributeError):
        return  # named by _blanks_in


def _clauses(edition: Edition) -> Iterator[Found]:
    for rule in edition.rules.values():
        for number, clause in enumerate(rule.clauses, 1):
            for key, wrong, mend in _clause(rule, clause):
                yield f"{rule.id}.clauses #{number}", key, wrong, mend


def _clause(rule: Rule, clause: Clause) -> Iterator[tuple[str, str, str]]:
    takes_down = HARSHNESS[clause.suggest]
    if not (rule.ground or rule.route):
        yield "when", f"stands under {rule.id}, which is neither a ground nor a route", "move it to one"
    if not clause.because.strip():
        yield "because", "is empty", 'end the sentence "Proposed because ..."'
    if clause.severity is Severity.NONE and rule.id != "CON-00":
        yield "severity", '"none" proposes nothing', 'write at least "low"'
    if rule.ground and takes_down > HARSHNESS[rule.ground.strongest_action]:
        strongest = rule.ground.strongest_action.value
        yield (
            "suggest",
            f'"{clause.suggest}" is stronger than this ground allows',
            f'write at most "{strongest}"',
        )
    if takes_down and rule.id in ("CON-00", "CON-07", "REF-02", "REF-05"):
        yield "suggest", f"{rule.id} never proposes to take a comment down", 'write "leave" or "refer"'
    if takes_down and rule.id == "CON-08" and ("context", "pre_election") not in clause.when.refers:
        wrong = "CON-08 is stricter only in a pre-election period (ELE-01)"
        yield "suggest", wrong, 'write "leave", or ask for context.pre_election'
    if rule.id == "CON-09":
        yield "when", "CON-09 is for people alone: no program proposes it", "take the clause out"


def _grounds(edition: Edition) -> Iterator[Found]:
    for id_, ground in edition.grounds.items():
        for key, wrong, mend in _ground(id_, ground):
            yield f"{id_}.ground", key, wrong, mend


def _ground(id_: str, ground: Ground) -> Iterator[tuple[str, str, str]]:
    if len(ground.examples) < LEAST_EXAMPLES:
        yield "examples", "has none", f"add [[{id_}.ground.examples]]"
    if len(ground.counter_examples) < LEAST_EXAMPLES:
        yield "counter_examples", "has none", f"add [[{id_}.ground.counter_examples]]"
    if id_ in ("CON-07", "CON-08", "CON-09") and not ground.reason_compulsory:
        yield "reason_compulsory", f"{id_} is never used without a reason in words", "write true"
    if id_ == "CON-09" and not ground.second_person:
        yield "second_person", "CON-09 is never used by one officer alone", "write true"
    if id_ == "CON-00" and HARSHNESS[ground.strongest_action]:
        yield "strongest_action", "protected criticism is left up", 'write "leave"'


def _routes(edition: Edition) -> Iterator[Found]:
    for rule in edition.rules.values():
        if rule.route is None:
            continue
        table = f"{rule.id}.route"
        if not rule.route.examples:
            yield table, "examples", "has none", f"add [[{table}.examples]]"
        if not rule.route.counter_examples:
            yield table, "counter_examples", "has none", f"add [[{table}.counter_examples]]"
        if rule.id in ("REF-02", "REF-05") and rule.route.outranks is not Severity.GRAVE:
            yield table, "outranks", f"{rule.id} comes before every ground", 'write "grave"'


def _automatic(edition: Edition) -> Iterator[Found]:
    """The one step a body may switch on, and the grounds for which it never may."""
    for id_ in edition.value("MOD-01", Removal).hide_until_seen:
        if id_ in NEVER_AUTOMATIC:
            yield "MOD-01.values", "hide_until_seen", f"{id_} is never automatic", "take it out"
        elif id_ not in edition.grounds:
            yield "MOD-01.values", "hide_until_seen", f"{id_} is not a ground", "name grounds alone"


CHECKS: tuple[Callable[[Edition], Iterator[Any]], ...] = (
    _zone,
    _rules_named,
    _strike_weights,
    _never_counted,
    _ladder,
    _evidence,
    _blanks,
    _clauses,
    _grounds,
    _routes,
    _automatic,
    wrong_notices,
)
