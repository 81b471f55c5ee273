"""The page of platforms: what each can do, what stands in the way, and what was proved against what."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evenhand.core.vocabulary import Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Manifest, Scope, VerbSupport

_ROOT = Path(__file__).resolve().parents[3]
PROVED = _ROOT / "docs" / "reference" / "platforms-proved"
"""A folder of JSON files, one a platform, written by those tests that prove something; see `proof`."""
FAKES = _ROOT / "tests" / "platforms" / "fakes"
"""A file here is a local server of a platform, on which the contract suite tests every verb that it supports."""
KINDS = ("real server", "recording", "contract", "vector")
"""What something was proved against, strongest first."""
NOT_YET = "not yet"
ASPECTS = ("poll", "fetch", *(verb.value for verb in Verb), "push")


def page() -> str:
    """What each platform can do for us, as its manifest says, and how we know."""
    manifests = [found.manifest(name) for name in found.names()]
    about = (
        "Generated from the manifests and from what tests have written down. A verb that says “no” cannot be done "
        "there, not even by hand. “By hand” becomes a task with the permalink and the steps below."
    )
    parts = ["# Platforms", about, "## What they can do", _verbs(manifests), "## What they tell us", _tells(manifests)]
    parts += ["## What was proved, and against what", _ABOUT_PROOF, _proof(manifests)]
    for manifest in manifests:
        parts += [f"## {manifest.title}", *_details(manifest)]
    return "\n\n".join(parts)


_ABOUT_PROOF = (
    "*Real server*: the platform's own software, or, where one is named, another that speaks the same interface, run "
    "here, with the date of the last run. *Recording*: real traffic, recorded by others and replayed. *Contract*: a "
    "local server that answers as the platform's documents say, or the platform's own machine-readable description. "
    "*Vector*: a published example of a signature. *Not yet*: nothing stronger than reading the documents. No "
    "platform's live service was called, since nobody here holds credentials for one."
)


def _verbs(manifests: Sequence[Manifest]) -> str:
    rows = [[manifest.title, *(_support(manifest.verbs.get(verb)) for verb in Verb)] for manifest in manifests]
    return _table(["platform", *(verb.value for verb in Verb)], rows)


def _support(how: VerbSupport | None) -> str:
    if how is None:
        return "no"
    words = "by hand" if how.support.value == "manual" else how.support.value
    return f"{words}{'' if how.reversible else ', for good'}"


def _tells(manifests: Sequence[Manifest]) -> str:
    rows = [
        [
            manifest.title,
            "yes" if manifest.reads else "no, by import",
            manifest.push.value,
            manifest.identity.value,
            manifest.permalink.value,
            "; ".join(f"{b.units:,} {b.of} in {_span(b.seconds)}" for b in manifest.budgets) or "none stated",
        ]
        for manifest in manifests
    ]
    return _table(["platform", "polled", "push", "who wrote it", "permalink to", "budget"], rows)


def _proof(manifests: Sequence[Manifest]) -> str:
    rows = [[manifest.title, *(_proved(manifest, aspect) for aspect in ASPECTS)] for manifest in manifests]
    return _table(["platform", *ASPECTS], rows)


def _proved(manifest: Manifest, aspect: str) -> str:
    """The strongest that was written down; all of them where it is said whose software it was. A dash where the
    platform has no such thing, or leaves it to people."""
    if not _has(manifest, aspect):
        return "–"
    kinds = {entry["kind"]: entry for entry in proof(manifest.name) if entry["aspect"] == aspect}
    if aspect != "push" and (FAKES / f"{manifest.name}.py").exists():
        kinds.setdefault("contract", {"kind": "contract"})
    found = [kinds[kind] for kind in KINDS if kind in kinds]
    return "; ".join(_proved_by(one) for one in found[:1] + [more for more in found[1:] if more.get("of")]) or NOT_YET


def _proved_by(entry: Mapping[str, str]) -> str:
    """Of whose software in brackets, and on what day, as far as it is written down."""
    of, on = entry.get("of", ""), entry.get("on", "")
    return f"{entry['kind']}{f' ({of})' if of else ''}{f', {on}' if on else ''}"


def _has(manifest: Manifest, aspect: str) -> bool:
    if aspect in ("poll", "fetch"):
        return manifest.reads
    if aspect == "push":
        return manifest.push.value != "none"
    how = manifest.verbs.get(Verb(aspect))
    return how is not None and how.support.value != "manual" and not how.only_at_creation


def proof(name: str) -> list[dict[str, str]]:
    """What was written down of a platform: aspect, kind, against what, `of` whose software where that needs saying,
    and on what day where it is a real server."""
    file = PROVED / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else []


def _details(manifest: Manifest) -> Iterator[str]:
    if manifest.connecting_steps:
        yield _numbered("To connect", manifest.connecting_steps)
    if manifest.not_polled:
        yield f"Not polled: {'; '.join(manifest.not_polled)}."
    if against := sorted({entry["against"] for entry in proof(manifest.name)}):
        yield f"Proved against: {'; '.join(against)}."
    rows = [[verb.value, _support(how), _flags(how), how.why] for verb, how in manifest.verbs.items()]
    yield _table(["verb", "how far", "what to know", "why"], rows)
    steps = [f"- *{verb.value}*: {'; '.join(how.steps)}." for verb, how in manifest.verbs.items() if how.steps]
    yield "By hand:\n\n" + "\n".join(steps)


def _flags(how: VerbSupport) -> str:
    said = {
        f"only {how.scope.value} comments": how.scope is not Scope.ANY,
        "only while a post is written": how.only_at_creation,
        "destroys what others wrote": how.destroys,
        "takes the replies along": how.affects_descendants,
        "needs the author's id": how.needs_author_id,
        f"within {how.window_days} days": how.window_days > 0,
        f"at most {how.max_items} in one thread": how.max_items > 0,
        f"at most {how.longest_text:,} characters": how.longest_text > 0,
        f"costs {how.cost}": how.cost != 1,
        "cannot be read back": not how.observable,
    }
    return "; ".join(words for words, holds in said.items() if holds)


def _span(seconds: int) -> str:
    for words, size in (("a day", 86_400), ("an hour", 3_600), ("a minute", 60)):
        if seconds % size == 0:
            return words if seconds == size else f"{seconds // size} {words.partition(' ')[2]}s"
    return f"{seconds} seconds"


def _numbered(title: str, steps: Sequence[str]) -> str:
    return f"{title}:\n\n" + "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
