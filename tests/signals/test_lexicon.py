"""What words and phrases state, on both sides of each line, and alike for every group."""

from pathlib import Path

import pytest
from tests.signals.cases import Case, cases, found, reading, stated

from evenhand.signals.lexicon import SIGNAL
from evenhand.signals.phrases import compiled, lines

GROUPS = [
    "muslims",
    "christians",
    "jews",
    "gays",
    "lesbians",
    "trans people",
    "women",
    "men",
    "disabled people",
    "immigrants",
    "gypsies",
    "black people",
    "white people",
    "asian people",
    "old people",
    "romanians",
    "catholics",
]
HOSTILE = [
    "{} are vermin",
    "I hate {}",
    "deport all {}",
    "kill all {}",
    "get the {} out of our town",
    "filthy {}",
    "{} should not be allowed here",
    "no {} here please",
    "{} are ruining our town",
]
FRIENDLY = [
    "I love {}",
    "{} are welcome here",
    "I met some {} at the library",
    "how many {} use the pool?",
    "{} are not vermin",
    "I don't hate {}",
    "don't call {} scroungers",
]
PARTIES = ["Labour", "Conservative", "Lib Dem", "Green", "Reform", "UKIP", "SNP", "Plaid Cymru"]


@pytest.mark.parametrize("case", cases("lexicon"), ids=lambda case: case.name)
def test_a_comment_reads_as_written_in_the_cases(case: Case) -> None:
    assert case.faults(stated("lexicon", case.text)) == []


def test_there_are_at_least_two_hundred_cases() -> None:
    assert len(cases("lexicon")) >= 200


@pytest.mark.parametrize("group", GROUPS)
def test_hostility_to_any_group_is_stated_alike(group: str) -> None:
    for sentence in HOSTILE:
        assert stated("lexicon", sentence.format(group))["group_hostility"] == 1, sentence.format(group)


@pytest.mark.parametrize("group", GROUPS)
def test_friendliness_to_any_group_is_no_hostility(group: str) -> None:
    for sentence in FRIENDLY:
        facts = stated("lexicon", sentence.format(group))
        assert facts["group_hostility"] == 0, sentence.format(group)
        assert facts["group"] == 1, sentence.format(group)


@pytest.mark.parametrize("party", PARTIES)
def test_every_party_reads_alike(party: str) -> None:
    assert stated("lexicon", f"Vote {party} on Thursday")["political_support"] == 1
    assert stated("lexicon", f"never vote {party} again")["political_oppose"] == 1
    assert stated("lexicon", f"anyone but {party}")["political_oppose"] == 1


def test_they_means_a_group_only_once_one_has_been_named() -> None:
    assert stated("lexicon", "They are vermin")["group_hostility"] == 0
    assert stated("lexicon", "Immigrants again. They are vermin")["group_hostility"] == 1
    assert stated("lexicon", "They are vermin", post="Support for refugees in Millbeck")["group_hostility"] == 1
    assert stated("lexicon", "They are vermin", post="Rats in the park")["group_hostility"] == 0


def test_own_words_beside_a_quotation_are_not_quoted() -> None:
    assert stated("lexicon", 'He said "gypsies are thieves"')["quoted"] is True
    both = stated("lexicon", 'He said "gypsies are thieves" and I say kill all gypsies')
    assert both["quoted"] is False
    assert both["group_hostility"] == 1


def test_what_follows_a_saying_and_a_colon_is_anothers_word_until_the_sentence_ends() -> None:
    assert stated("lexicon", "the whole landing heard: one word more and I'll bury you")["quoted"] is True
    assert stated("lexicon", "Note: one word more and I'll bury you")["quoted"] is False
    assert stated("lexicon", "she shouted this: go home. I'll bury you")["quoted"] is False


def test_a_finding_has_the_authors_words_and_a_note_for_people() -> None:
    (finding,) = found("lexicon", "You absolute m0ron!", "insult")
    assert finding.words == "You absolute m0ron"
    assert (finding.start, finding.end) == (0, 18)
    assert finding.note == "insult: aimed at the reader"


def test_a_slur_names_the_characteristic() -> None:
    (finding,) = found("lexicon", "dirty wogs", "slur")
    assert finding.note == "slur: race"


def test_an_insult_is_counted_once() -> None:
    facts = stated("lexicon", "you moron")
    assert (facts["insult"], facts["insult_word"]) == (1, 0)


def test_every_count_is_the_number_of_its_findings() -> None:
    for case in cases("lexicon"):
        stated_facts = reading("lexicon", case.text)
        for fact, value in stated_facts.facts.items():
            if not isinstance(value, bool):
                assert value == sum(finding.fact == fact for finding in stated_facts.findings)


def test_every_line_of_the_files_states_a_declared_fact() -> None:
    files = ("hostility", "abuse", "profanity", "politics", "wrongdoing", "care", "service")
    known = {*SIGNAL.facts, "group_hostility?"}
    assert {line.fact for name in files for line in lines(f"{name}.tsv")} <= known
    assert {line.fact for line in lines("groups.tsv")} == {"group", "kind"}
    assert {line.fact for line in lines("slurs.tsv")} == {"slur", "slur_contested"}
    assert {line.fact for line in lines("allow.tsv")} <= {*known, "all"}


def test_every_counted_fact_has_a_case() -> None:
    tried = {fact for case in cases("lexicon") for fact in case.facts}
    assert set(SIGNAL.facts) <= tried


def test_a_line_that_cannot_be_read_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("insult\tnote\t.*endless+\n")
    monkeypatch.setattr("evenhand.signals.phrases._FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"bad\.tsv line 1: read as a phrase"):
        compiled("bad.tsv")
