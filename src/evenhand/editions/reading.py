"""An edition file becomes an Edition, or a list of faults: what is unknown, missing or does not parse."""

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evenhand.core.edition import Clause, Edition, Ground, KeywordList, NoticeText, Route, Rule, Source
from evenhand.core.stated import Stated
from evenhand.core.values import GROUND_IDS, ROUTE_IDS, RULE_IDS, VALUES
from evenhand.core.vocabulary import Severity, Suggestion
from evenhand.editions.condition import compiled, hand_over
from evenhand.editions.consistency import inconsistencies
from evenhand.editions.fault import Fault, FaultyEditionError, from_error, meant
from evenhand.editions.keywords import KEY, faults_of_lists, unknown_lists
from evenhand.editions.notices import NOTICES

Tables = dict[str, dict[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Head(Stated):
    """The lines of the file above the first rule."""

    body: str
    name: str
    in_force_from: date
    policy_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class ClauseTable(Stated):
    """A clause before its condition is compiled."""

    when: str
    severity: Severity
    suggest: Suggestion
    because: str
    doubt: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RuleTable(Stated):
    """A rule as the file has it, less its values, which differ by rule."""

    title: str
    source: Source
    wording: str
    ground: Ground | None = None
    route: Route | None = None
    clauses: tuple[ClauseTable, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Parsed:
    """What a file held: an edition, or the faults for which there is none."""

    edition: Edition | None
    faults: tuple[Fault, ...]


def read(path: Path | str) -> Edition:
    """The edition in a file, pinned by the SHA-256 of its bytes; a file that has not changed is parsed once.

    Raises: FaultyEditionError, naming every fault; OSError when the file cannot be read.
    """
    parsed = parse(Path(path))
    if parsed.edition is None or parsed.faults:
        raise FaultyEditionError(parsed.faults)
    return parsed.edition


def parse(path: Path) -> Parsed:
    """As `read`, with faults as values. Conditions are compiled, not yet compared with what signals state."""
    return _parsed(path, path.read_bytes())


@lru_cache(maxsize=64)
def _parsed(path: Path, content: bytes) -> Parsed:
    try:
        tables: dict[str, Any] = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Parsed(None, (Fault(path, "", "", f"is not TOML: {error}", "mend the line that is named"),))
    keywords, wrong = _keywords(path, tables.pop(KEY, []))
    notices, odd = _notices(path, tables.pop(NOTICES, {}))
    headings = {field.name for field in dataclasses.fields(Head)}
    head = {key: value for key, value in tables.items() if key in headings}
    rules = {key: value for key, value in tables.items() if key not in headings}
    faults = wrong + odd + _odd_rules(path, rules)
    known = {id_: dict(rules[id_]) for id_ in RULE_IDS if isinstance(rules.get(id_), dict)}
    stated = {id_: table.pop("values") for id_, table in known.items() if id_ in VALUES and "values" in table}
    heading, wrong = _head(path, head)
    faults += wrong
    values, wrong = _values(path, stated, set(known))
    faults += wrong
    built, wrong = _rules(path, known, values)
    faults += wrong + unknown_lists(path, built.values(), keywords)
    if faults or heading is None:
        return Parsed(None, tuple(faults))
    sha256 = hashlib.sha256(content).hexdigest()
    edition = Edition(
        **_fields(heading), rules=built, sha256=sha256, hand_over=hand_over, keywords=keywords, notices=notices
    )
    return Parsed(edition, tuple(inconsistencies(path, edition)))


def _odd_rules(path: Path, rules: Mapping[str, Any]) -> list[Fault]:
    unknown = [
        Fault(path, key, "", "is not a rule of the policy", meant(key, RULE_IDS))
        if isinstance(rules[key], dict)
        else Fault(path, "", key, "is not a key of an edition", meant(key, _headings()))
        for key in rules
        if key not in RULE_IDS or not isinstance(rules[key], dict)
    ]
    absent = [
        Fault(path, id_, "", "is missing: an edition says something under every rule", f"add a table [{id_}]")
        for id_ in RULE_IDS
        if id_ not in rules
    ]
    return unknown + absent


def _headings() -> list[str]:
    return [*(field.name for field in dataclasses.fields(Head)), KEY, NOTICES]


def _keywords(path: Path, tables: object) -> tuple[tuple[KeywordList, ...], list[Fault]]:
    if not isinstance(tables, list):
        return (), [Fault(path, KEY, "", "is not a list of tables", f"head each with [[{KEY}]], twice bracketed")]
    try:
        lists = _adapter(tuple[KeywordList, ...]).validate_json(json.dumps(tables, default=str), strict=True)
    except ValidationError as error:
        return (), [from_error(path, each, tuple[KeywordList, ...], (KEY,)) for each in error.errors()]
    return lists, faults_of_lists(path, lists)


def _notices(path: Path, tables: object) -> tuple[dict[str, NoticeText], list[Fault]]:
    if not isinstance(tables, dict):
        return {}, [Fault(path, "", NOTICES, "is not a table", f"write [{NOTICES}.hide] and under it en and cy")]
    try:
        return _adapter(dict[str, NoticeText]).validate_json(json.dumps(tables, default=str), strict=True), []
    except ValidationError as error:
        wrong = ({**each, "loc": each["loc"][1:]} for each in error.errors())
        kinds = (str(each["loc"][0]) for each in error.errors())
        return {}, [
            from_error(path, each, NoticeText, (NOTICES, kind)) for each, kind in zip(wrong, kinds, strict=True)
        ]


def _head(path: Path, head: dict[str, Any]) -> tuple[Head | None, list[Fault]]:
    try:
        return _adapter(Head).validate_json(_json(head), strict=True), []
    except ValidationError as error:
        return None, [from_error(path, each, Head, ()) for each in error.errors()]


def _values(path: Path, stated: Tables, rules: set[str]) -> tuple[dict[str, object], list[Fault]]:
    given = {id_.replace("-", "_"): table for id_, table in stated.items()}
    try:
        return dict(_by_id(_adapter(_all_values()).validate_json(_json(given), strict=True))), []
    except ValidationError as error:
        faults = [_value_fault(path, each) for each in error.errors()]
        return {}, [fault for fault in faults if fault.table.partition(".")[0] in rules]


def _value_fault(path: Path, error: Any) -> Fault:
    rule = str(error["loc"][0]).replace("_", "-")
    if len(error["loc"]) == 1 and error["type"] == "missing":
        keys = ", ".join(field.name for field in dataclasses.fields(VALUES[rule]))
        return Fault(path, rule, "values", "is missing", f"add [{rule}.values] with {keys}")
    return from_error(path, {**error, "loc": error["loc"][1:]}, VALUES[rule], (rule, "values"))


def _rules(path: Path, known: Tables, values: Mapping[str, object]) -> tuple[dict[str, Rule], list[Fault]]:
    faults = [fault for id_, table in known.items() for fault in _misplaced(path, id_, table)]
    try:
        tables = _adapter(dict[str, RuleTable]).validate_json(_json(known), strict=True)
    except ValidationError as error:
        wrong = [
            from_error(path, {**each, "loc": each["loc"][1:]}, RuleTable, (each["loc"][0],)) for each in error.errors()
        ]
        return {}, faults + [fault for fault in wrong if fault not in faults]
    rules = {}
    for id_, table in tables.items():
        clauses, wrong = _clauses(path, id_, table.clauses)
        rules[id_] = Rule(id_, **{**_fields(table), "clauses": clauses, "values": values.get(id_)})
        faults += wrong
    return rules, faults


def _misplaced(path: Path, id_: str, table: Mapping[str, Any]) -> list[Fault]:
    """A ground that is missing where the policy has one, or stands where it has none; routes alike."""
    faults = []
    for part, ids in (("ground", GROUND_IDS), ("route", ROUTE_IDS)):
        if id_ in ids and part not in table:
            faults.append(Fault(path, id_, part, "is missing", f"add [{id_}.{part}]"))
        if id_ not in ids and part in table:
            faults.append(Fault(path, id_, part, f"stands under a rule that is no {part}", "take it out"))
    return faults


def _clauses(path: Path, id_: str, tables: tuple[ClauseTable, ...]) -> tuple[tuple[Clause, ...], list[Fault]]:
    clauses, faults = [], []
    for number, table in enumerate(tables, 1):
        try:
            clauses.append(Clause(compiled(table.when), table.severity, table.suggest, table.because, table.doubt))
        except ValueError as error:
            mend = "write an expression over facts, as in lexicon.threat > 0"
            faults.append(Fault(path, f"{id_}.clauses #{number}", "when", str(error), mend))
    return tuple(clauses), faults


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _by_id(values: object) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in _fields(values).items()}


def _json(table: Mapping[str, Any]) -> str:
    """JSON, because only there does pydantic's strict mode take a name for an enum and a list for a tuple."""
    return json.dumps(table, default=str)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _all_values() -> type:
    """One dataclass over all rules: an adapter for each would take twice as long to build."""
    return dataclasses.make_dataclass("AllValues", [(i.replace("-", "_"), kind) for i, kind in VALUES.items()])
