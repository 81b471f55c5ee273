"""A thread as a page of its own: no script, no address is opened, and what is not seen on a platform is marked."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from evenhand.evidence.thread import PostSaid, Said, Thread

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { margin: 0; padding: 24px; font: 16px/1.45 Arial, "Noto Sans", "Noto Color Emoji", sans-serif; color: #0b0c0c; }
h1 { font-size: 19px; margin: 0 0 4px; }
.about { color: #505a5f; font-size: 14px; margin: 0 0 20px; }
.said { border-left: 4px solid #b1b4b6; padding: 8px 0 8px 14px; margin: 0 0 12px; }
.said--captured { border: 3px solid #0b0c0c; padding: 12px 14px; }
.said--own { border-left-color: #1d70b8; }
.who { font-size: 14px; color: #505a5f; margin: 0 0 4px; overflow-wrap: anywhere; }
.who b { color: #0b0c0c; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; overflow: clip; unicode-bidi: isolate; margin: 0; }
.mark { font: 12px/1 monospace; border: 1px solid #d4351c; color: #d4351c; padding: 0 2px; unicode-bidi: isolate; }
h2 { font-size: 16px; margin: 24px 0 8px; }
"""
_FLAG = (
    r"\U0001F3F4[\U000E0030-\U000E007A]+\U000E007F"  # England, Scotland and Wales are written with invisible letters
)
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # letters by class, nothing by shape
_CANDIDATE = re.compile(f"({_FLAG}|\\r\\n)|[^\\S\\n\\t ]|[^\\w\\s!-~]|[{_BLANK_LETTERS}]")
_FRAME = 200  # characters that a comment without words would be as high as
_JOINER = "\u200d"


def page(thread: Thread, *, title: str, about: str) -> str:
    """HTML that is whole in itself. `title` and `about` are plain words."""
    body = [f"<h1>{_words(title)}</h1>", f'<p class="about">{_words(about)}</p>', *_sections(thread)]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{_words(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def shortened(thread: Thread, characters: int) -> Thread:
    """The beginning of the same: no text, and not all of what is around, longer than this. The page says what is not
    on it."""
    around, left = [], characters
    for said in thread.around:
        if left <= 0:
            break
        around.append(replace(said, text=said.text[:left]))
        left -= len(said.text) + _FRAME
    return replace(
        thread,
        post=replace(thread.post, text=thread.post.text[:characters]) if thread.post else None,
        captured=tuple(replace(said, text=said.text[:characters]) for said in thread.captured),
        around=tuple(around),
        more=thread.more + len(thread.around) - len(around),
    )


def _sections(thread: Thread) -> Iterator[str]:
    if thread.post:
        yield _post(thread.post)
    for said in (*thread.above, *thread.captured):
        yield _said(said)
    if thread.around:
        yield f"<h2>{_words(thread.heading)}</h2>"
    for said in thread.around:
        yield _said(said)
    if thread.more:
        yield f'<p class="about">{thread.more:,} more comments are not shown here.</p>'


def _post(post: PostSaid) -> str:
    known = " · ".join(each for each in (post.id, post.created_at) if each)
    return (
        f'<div class="said said--own"><p class="who"><b>Post</b> {_words(known)}</p>'
        f'<p class="words" dir="auto">{_words(post.text)}</p></div>'
    )


def _said(said: Said) -> str:
    kinds = "".join(f" said--{kind}" for kind in ("captured", "own") if getattr(said, kind))
    known = [said.id, said.created_at, f"wording {said.revision}", said.state]
    if said.parent:
        known.insert(1, f"answers {said.parent}")
    rest = said.characters - len(said.text)
    cut = f'<p class="who">{rest:,} more characters are not shown here.</p>' if rest else ""
    return (
        f'<div class="said{kinds}"><p class="who"><b>{_words(said.author or "Unknown author")}</b> '
        f'{_words(" · ".join(known))}</p><p class="words" dir="auto">{_words(said.text)}</p>{cut}</div>'
    )


def _words(text: str) -> str:
    """Escaped; what has no shape of its own, or turns the order of others, is shown by its number."""
    return "".join(_shown(text))


def _shown(text: str) -> Iterator[str]:
    done = 0
    for found in _CANDIDATE.finditer(text):
        if found[1] or not _is_marked(text, found.start()):
            continue
        yield escape(text[done : found.start()])
        yield _mark(found[0])
        done = found.end()
    yield escape(text[done:])


def _is_marked(text: str, at: int) -> bool:
    if text[at] == _JOINER and unicodedata.category(text[at + 1 : at + 2] or "x") == "So":
        return False  # it joins two pictures into one
    kind = unicodedata.category(text[at])
    return (
        text[at] in _BLANK_LETTERS or kind in ("Cf", "Cc", "Cs", "Zl", "Zp") or (kind == "Zs" and text[at] != "\u00a0")
    )


def _mark(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f'<span class="mark">{escape(f"U+{ord(character):04X} {name}".strip())}</span>'
