"""REC-04: the public page of the policy, made from an edition: one HTML file that needs nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path

from evenhand.core.edition import Edition, Example, Ground, Rule
from evenhand.editions.render_words import facts, ground_facts

STYLE = Path(__file__).with_name("render.css").read_text(encoding="utf-8")
CHAPTERS = {
    "HRS": "When we are here, and how soon we answer",
    "CON": "What you can post, and what you cannot",
    "MOD": "What we do about a comment",
    "EVD": "Evidence and the police",
    "STR": "When comments count against you",
    "BLK": "Blocking",
    "MCL": "People whom we have asked to contact us another way",
    "CMT": "Turning comments off",
    "REF": "Passing things on, and where to find help",
    "APL": "How to appeal",
    "STF": "The people who read your comments",
    "ELE": "Before elections",
    "EQU": "Treating everybody alike",
    "REC": "What we keep, and what we publish",
}
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")


def page(edition: Edition, platforms: Mapping[str, str] | None = None) -> str:
    """The whole page. `platforms`: titles of platforms by the names that editions use."""
    chapters = [(key, list(rules)) for key, rules in groupby(edition.rules.values(), key=lambda rule: rule.id[:3])]
    lines = (
        *_top(edition),
        *_contents([key for key, _ in chapters]),
        *(line for key, rules in chapters for line in _chapter(edition, key, rules, platforms or {})),
        "</main>",
        *_foot(edition),
        "</body>",
        "</html>",
    )
    return "\n".join(lines) + "\n"


def _top(edition: Edition) -> Iterator[str]:
    body = escape(edition.body)
    yield "<!doctype html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Rules for comments on our social media: {body}</title>"
    yield f"<style>\n{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#content">Skip to the rules</a>'
    yield f"<header><p>{body}</p></header>"
    yield '<main id="content" tabindex="-1">'
    yield "<h1>Rules for comments on our social media</h1>"
    yield f'<p class="lead">{escape(edition.name)}</p>'
    yield f"<p>In force from {edition.in_force_from:%-d %B %Y}.</p>"


def _contents(chapters: Iterable[str]) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">'
    yield '<h2 id="contents">On this page</h2>'
    yield from _list(f'<a href="#{key.lower()}">{CHAPTERS[key]}</a>' for key in chapters)
    yield "</nav>"


def _chapter(edition: Edition, key: str, rules: Iterable[Rule], platforms: Mapping[str, str]) -> Iterator[str]:
    yield f'<section aria-labelledby="{key.lower()}">'
    yield f'<h2 id="{key.lower()}">{CHAPTERS[key]}</h2>'
    for rule in rules:
        yield f'<h3 id="{rule.id.lower()}">{escape(rule.title)} <span class="id">{rule.id}</span></h3>'
        yield f"<p>{_linked(rule.wording)}</p>"
        if said := facts(edition, rule.id, platforms):
            yield from _list((_linked(line) for line in said), "facts")
        if rule.ground:
            yield from _ground(rule, rule.ground)
    yield "</section>"


def _ground(rule: Rule, ground: Ground) -> Iterator[str]:
    yield f"<p>{_linked(ground.definition)}</p>"
    yield from _list(escape(line) for line in ground_facts(ground))
    yield "<details>"
    yield f"<summary>Examples for “{escape(rule.title)}” (some are offensive)</summary>"
    yield from _examples("What we mean", ground.examples)
    yield from _examples("What we do not mean", ground.counter_examples)
    yield "</details>"


def _examples(heading: str, examples: Iterable[Example]) -> Iterator[str]:
    yield f"<h4>{heading}</h4>"
    yield from _list(_example(example) for example in examples)


def _example(example: Example) -> str:
    """`because` is set off from the words, which are never marked up as links."""
    when = " (before an election)" if example.pre_election else ""
    because = f"<br>{escape(example.because[:1].upper() + example.because[1:])}{when}." if example.because else ""
    return f"<q>{escape(example.text)}</q>{because}"


def _list(items: Iterable[str], kind: str = "") -> Iterator[str]:
    """`items`: HTML already."""
    yield f'<ul class="{kind}">' if kind else "<ul>"
    yield from (f"<li>{item}</li>" for item in items)
    yield "</ul>"


def _foot(edition: Edition) -> Iterator[str]:
    yield "<footer>"
    yield f"<p>The policy of {escape(edition.body)}: {_linked(edition.policy_url)}</p>"
    yield (
        f"<p>This page is made from the edition “{escape(edition.name)}”, in force from "
        f"{edition.in_force_from:%-d %B %Y}. The small codes beside the headings name each rule in every decision.</p>"
    )
    yield f'<p>Fingerprint of the edition (SHA-256): <span class="hash">{escape(edition.sha256)}</span></p>'
    yield "</footer>"


def _linked(text: str) -> str:
    """Text as HTML, with web addresses as links; no other scheme becomes one."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0])
        parts += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join((*parts, escape(text[end:])))
