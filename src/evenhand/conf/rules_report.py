"""docs/reference/rules-as-tested.md: each rule as it is published, and the sentences of the tests that prove it."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from evenhand.core.edition import Edition, Rule
from evenhand.editions.document import CHAPTERS, said

_NAMED_FOR = re.compile(r"test_([a-z]{3})_(\d\d)_")
_RULE = re.compile(rf"\b({'|'.join(CHAPTERS).lower()}) (\d\d)\b")
_CAPITAL = re.compile(r"\b(monday|friday|march|october|february|august|england)\b")
_OWNER = re.compile(r"\b(body|somebody|nobody|else|(?:one|writer)(?=s own)|log(?=s back))s\b")


def report(edition: Edition, tests: Path) -> str:
    """The whole page, in Markdown. `tests` holds `rules/<chapter>/`, with files named for rules, and `properties/`."""
    pages = (*_top(edition), *_chapters(edition, tests / "rules"), *_properties(tests / "properties"))
    return "\n".join((*pages, *_untested(edition, tests / "rules"))).rstrip() + "\n"


def sentence(name: str) -> str:
    """The name of a test as a sentence: ids, days and owners are written as in English, which a name cannot."""
    words = name.removeprefix("test_").replace("_", " ")
    words = _RULE.sub(lambda found: found[0].upper().replace(" ", "-"), words)
    words = _OWNER.sub(r"\1's", _CAPITAL.sub(lambda found: found[0].title(), words))
    return words[:1].upper() + words[1:]


def sentences(file: Path) -> list[str]:
    """The tests of a file, in its order, each with the cases it is run for."""
    functions = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
    return [
        f"{sentence(test.name)}{''.join(map(_cases, test.decorator_list))}."
        for test in functions
        if test.name.startswith("test_")
    ]


def _cases(decorator: ast.expr) -> str:
    """What a test is run for: the words where they are few and plain, else how many, else what they are called."""
    match decorator:
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, ast.List(elts=cases)]):
            words = [_word(case) for case in cases]
            return f" ({', '.join(words)})" if all(words) and len(words) < 7 else f" ({len(cases)} cases)"
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[ast.Constant(value=str(name)), cases]):
            each = "each other" if isinstance(cases, ast.ListComp) and cases.generators[0].ifs else "each"
            return f" (for {each} {name.replace('_', ' ')})"
    return ""


def _word(case: ast.expr) -> str:
    match case:
        case ast.Constant(value=str(word)) if len(word) < 30:
            return word.rpartition(".")[2].replace("_", " ")
        case ast.Attribute(attr=word):
            return word.lower().replace("_", " ")
    return ""


def _top(edition: Edition) -> Iterator[str]:
    yield "# The rules as tested"
    yield ""
    yield (
        f"Each rule of the *{edition.name}*, {edition.body}, in force from {edition.in_force_from.isoformat()}, "
        f"and under it what the software is tested to do. The published policy: <{edition.policy_url}>."
    )
    yield ""
    yield (
        "Each line below “Tested” is the name of one test, which is run on every change; in brackets are the cases it "
        "is run for. Clauses, examples and statements of reasons are on [the page of the rules](rules.md)."
    )
    yield ""
    yield "Generated from `tests/rules` and the edition by `make rules`: change those, not this page."
    yield ""


def _chapters(edition: Edition, tests: Path) -> Iterator[str]:
    for chapter, title in CHAPTERS.items():
        yield from (f"## {chapter}: {title}", "")
        for rule in edition.rules.values():
            if rule.id.startswith(chapter):
                yield from _rule(rule, files_for(rule.id, tests))
        whole = [
            file for file in sorted((tests / chapter.lower()).glob("test_*.py")) if not _NAMED_FOR.match(file.name)
        ]
        if whole:
            yield from (f"### {chapter} as a whole", "", *_tested(whole))


def files_for(rule: str, tests: Path) -> list[Path]:
    """The test files named for a rule."""
    return sorted((tests / rule[:3].lower()).glob(f"test_{rule.lower().replace('-', '_')}_*.py"))


def _rule(rule: Rule, files: list[Path]) -> Iterator[str]:
    yield from (f"### {rule.id} {rule.title}", "", rule.wording, "", f"Source: {rule.source.value}.", "")
    if rule.values is not None:
        yield from ("Values:", "", *_values(rule.values), "")
    if rule.ground:
        yield from ("Ground:", "", *_values(rule.ground, "severity", "strongest_action", "strike_weight"), "")
    yield from _tested(files) if files else ("**No test is named for this rule.**", "")


def _values(values: object, *only: str) -> Iterator[str]:
    for field in dataclasses.fields(values):  # type: ignore[arg-type]
        if field.name in only or not only:
            yield f"- {field.name.replace('_', ' ')}: {said(getattr(values, field.name))}"


def _tested(files: list[Path]) -> Iterator[str]:
    yield from ("Tested:", "", *(f"- {line}" for file in files for line in sentences(file)), "")


def _properties(tests: Path) -> Iterator[str]:
    yield from ("## Whatever happens", "")
    yield from ("Tried on many invented histories that no person wrote down, the awkward ones among them.", "")
    for file in sorted(tests.glob("test_*.py")):
        title = file.stem.removeprefix("test_").replace("_", " ").capitalize()
        yield from (f"### {title}", "", *(f"- {line}" for line in sentences(file)), "")


def _untested(edition: Edition, tests: Path) -> Iterator[str]:
    without = [id_ for id_ in edition.rules if not files_for(id_, tests)]
    counted = sum(len(sentences(file)) for file in tests.glob("*/test_*.py"))
    yield from ("## Rules without a test", "")
    yield f"{', '.join(without)}." if without else f"None: {len(edition.rules)} rules have {counted} tests."
