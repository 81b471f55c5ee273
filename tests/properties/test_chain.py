"""REC-01, of every log: it holds as it was written, and no tampering with what lies before its head goes unseen."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.core.chain import FIRST, Link, breaks, link_hash, words

CONTENTS = st.lists(st.text(max_size=20), min_size=1, max_size=12)
JSON = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.booleans() | st.none(), max_size=6)


def chained(contents: Sequence[str]) -> list[Link]:
    links: list[Link] = []
    for number, content in enumerate(contents, 1):
        previous = links[-1].hash if links else FIRST
        links.append(Link(number, content, previous, link_hash(number, previous, content)))
    return links


def head_of(links: Sequence[Link]) -> tuple[int, bytes]:
    return links[-1].number, links[-1].hash


@given(CONTENTS)
def test_a_log_as_it_was_written_holds(contents: list[str]) -> None:
    links = chained(contents)
    assert list(breaks(links, head_of(links))) == []


@given(CONTENTS, st.data())
def test_a_changed_word_is_found_at_its_entry(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    place = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(st.text(max_size=20))
    assume(other != links[place].content)
    changed = [*links[:place], replace(links[place], content=other), *links[place + 1 :]]
    assert [found.number for found in breaks(changed, head_of(links))] == [place + 1]


@given(CONTENTS, st.data())
def test_deleting_any_entries_is_found(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    gone = data.draw(st.sets(st.integers(1, len(links)), min_size=1))
    left = [link for link in links if link.number not in gone]
    assert list(breaks(left, head_of(links)))


@given(CONTENTS, st.data())
def test_reordering_the_contents_of_entries_is_found(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    shuffled = data.draw(st.permutations(contents))
    assume(shuffled != contents)
    moved = [replace(link, content=content) for link, content in zip(links, shuffled, strict=True)]
    assert list(breaks(moved, head_of(links)))


@given(CONTENTS, st.text(max_size=20), st.integers(-3, 14))
def test_an_inserted_entry_is_found_whatever_its_number(contents: list[str], content: str, number: int) -> None:
    links = chained(contents)
    intruder = Link(number, content, FIRST, link_hash(number, FIRST, content))
    held = sorted([*links, intruder], key=lambda link: link.number)
    assert list(breaks(held, head_of(links)))


@given(CONTENTS, st.data())
def test_a_tail_that_was_hashed_anew_does_not_meet_the_head(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    place = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(st.text(max_size=20))
    assume(other != contents[place])
    forged = chained([*contents[:place], other, *contents[place + 1 :]])
    assert [found.number for found in breaks(forged, head_of(links))] == [len(links)]


@given(JSON)
def test_the_order_of_keys_does_not_change_the_words(entry: dict[str, object]) -> None:
    assert words(entry) == words(dict(reversed(entry.items())))
