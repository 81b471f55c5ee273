"""Of any links: joining is mutual, order is nothing, proposals join nobody, and undoing all of them restores all."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.listing import LIKENESS, OWN_WORDS, link

from evenhand.core.aliases import AliasLink, person_of, undo_link

ACCOUNTS = [f"account {n}" for n in range(6)]
PAIRS = st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=2, unique=True)
LINKS = st.lists(st.tuples(PAIRS, st.sampled_from(["decided", "proposed", "undone"])), max_size=10).map(
    lambda drawn: [made(f"l{n}", *pair, how) for n, (pair, how) in enumerate(drawn)]
)
AUTHORS = st.sampled_from(ACCOUNTS)


def made(id_: str, one: str, other: str, how: str) -> AliasLink:
    if how == "proposed":
        return link(id_, one, other, LIKENESS, decided=False)
    decided = link(id_, one, other, OWN_WORDS)
    return undo_link(decided) if how == "undone" else decided


@given(LINKS, AUTHORS)
def test_everybody_of_a_person_is_the_same_person(links: list[AliasLink], author: str) -> None:
    person = person_of(author, links)
    assert author in person.authors
    assert all(person_of(other, links) == person for other in person.authors)


@given(LINKS, AUTHORS, st.randoms())
def test_the_order_of_links_does_not_matter(links: list[AliasLink], author: str, random: Random) -> None:
    assert person_of(author, random.sample(links, len(links))) == person_of(author, links)


@given(LINKS, AUTHORS)
def test_only_links_that_hold_join(links: list[AliasLink], author: str) -> None:
    assert person_of(author, [each for each in links if each.holds]) == person_of(author, links)


@given(LINKS, AUTHORS)
def test_undoing_one_link_never_joins_more_and_undoing_all_joins_nobody(links: list[AliasLink], author: str) -> None:
    before = set(person_of(author, links).authors)
    undone = [undo_link(each) if each.holds else each for each in links]
    for number in range(len(links)):
        one_undone = [*links[:number], undone[number], *links[number + 1 :]]
        assert set(person_of(author, one_undone).authors) <= before
    assert person_of(author, undone).authors == (author,)
