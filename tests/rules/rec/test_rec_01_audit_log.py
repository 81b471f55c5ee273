"""REC-01: every write is an entry in an append-only, hash-chained log, with a command that verifies it."""

from evenhand.core.chain import FIRST, Break, Link, breaks, link_hash, words


def chained(*contents: str) -> list[Link]:
    links: list[Link] = []
    for number, content in enumerate(contents, 1):
        previous = links[-1].hash if links else FIRST
        links.append(Link(number, content, previous, link_hash(number, previous, content)))
    return links


THREE = chained("claimed", "decided", "undone")
HEAD = (3, THREE[-1].hash)


def test_an_empty_log_holds() -> None:
    assert list(breaks([], None)) == []


def test_a_log_as_it_was_written_holds() -> None:
    assert list(breaks(THREE, HEAD)) == []


def test_the_same_words_as_another_entry_have_another_hash() -> None:
    first, second = chained("claimed", "claimed")
    assert first.hash != second.hash


def test_a_deleted_entry_is_named() -> None:
    assert list(breaks([THREE[0], THREE[2]], HEAD)) == [Break(3, "entry 2 is gone: deleted before entry 3")]


def test_a_deleted_end_is_named() -> None:
    assert list(breaks(THREE[:2], HEAD)) == [Break(3, "the log says it has 3 entries and has 2: the end was deleted")]


def test_an_entry_added_behind_the_logs_back_is_named() -> None:
    assert list(breaks(THREE, (2, THREE[1].hash))) == [
        Break(3, "the log says it has 2 entries and has 3: some were added behind its back")
    ]


def test_entries_in_a_log_that_says_it_is_empty_are_named() -> None:
    assert [found.number for found in breaks(THREE, None)] == [1]


def test_a_replaced_entry_is_named_where_the_next_does_not_follow() -> None:
    forged = Link(2, "left alone", THREE[0].hash, link_hash(2, THREE[0].hash, "left alone"))
    assert list(breaks([THREE[0], forged, THREE[2]], HEAD)) == [
        Break(3, "entry 3 does not follow entry 2: one of them was replaced")
    ]


def test_an_entry_that_stands_twice_is_named() -> None:
    assert [found.wrong for found in breaks([THREE[0], THREE[0], *THREE[1:]], HEAD)] == [
        "entry 1 stands after entry 1: entries were reordered or inserted"
    ]


def test_an_entry_is_the_same_text_whatever_the_order_of_its_keys() -> None:
    assert words({"by": "ada", "action": "decide"}) == words({"action": "decide", "by": "ada"})
    assert words({"text": "é"}) == '{"text":"é"}'


def test_several_deleted_entries_are_named_from_the_first_to_the_last() -> None:
    five = chained("claimed", "read", "decided", "read again", "undone")
    assert list(breaks([five[0], five[4]], (5, five[4].hash))) == [
        Break(5, "entries 2 to 4 are gone: deleted before entry 5")
    ]


def test_an_entry_whose_number_is_below_nought_is_named_like_any_other() -> None:
    forged = Link(-1, "claimed", FIRST, link_hash(-1, FIRST, "claimed"))
    assert next(breaks([forged, *THREE], HEAD)) == Break(
        -1, "entry -1 stands after entry 0: entries were reordered or inserted"
    )


def test_a_log_written_years_ago_still_verifies() -> None:
    """SHA-256 of the number in eight bytes, the previous hash and the words, worked out by hand."""
    assert bytes(32) == FIRST
    assert link_hash(1, FIRST, "claimed").hex() == "d483b6bd81f88335e184796dbf06a1aa47b8d8ade07fd59349244b0c63aa812a"
