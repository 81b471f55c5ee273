"""Keyword lists in an edition file: read with every fault named, refused where they are unfair, tried over comments."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rooms import world
from typer.testing import CliRunner

from evenhand.core.conduct import Proposal
from evenhand.core.vocabulary import Comment
from evenhand.edition_cli import app, asking
from evenhand.editions import Fault, FaultyEditionError, faults, read
from evenhand.editions.keywords_dry_run import MOST_EXCERPTS, dry_run
from evenhand.editions.keywords_fairness import unfair_entries
from evenhand.intake.models import Channel
from evenhand.score import score
from evenhand.signals.contract import Roster

STOCKPORT = Path(__file__).parents[2] / "editions/stockport/2024-01-01.toml"
FAIR = 'words = ["payday loan*", "quick cash"]'
ASKS = """
[[CON-05.clauses]]
when = "keywords.loan_scams > 0"
severity = "low"
suggest = "hide"
because = "it offers a loan"

[CON-06]
"""
WithList = Callable[..., Path]


@pytest.fixture
def with_list(tmp_path: Path) -> WithList:
    """The reference edition with one list, and a clause under CON-05 that asks for it."""

    def write(body: str = FAIR, *, name: str = "loan_scams", more: str = "", asks: str = ASKS) -> Path:
        text = STOCKPORT.read_text(encoding="utf-8")
        table = f'[[keywords]]\nname = "{name}"\n{body}\nbecause = "they post under every post"\n{more}\n'
        assert "\n[CON-06]\n" in text
        path = tmp_path / "2024-01-01.toml"
        text = text.replace("[HRS-01]\n", f"{table}\n[HRS-01]\n", 1).replace("\n[CON-06]\n", asks, 1)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def only(found: list[Fault]) -> Fault:
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def proposed(path: Path, text: str) -> Proposal:
    edition = read(path)
    return score(Comment(text, edition.in_force_from), edition, Roster()).proposal


def unfair(path: Path) -> list[str]:
    return [f"{fault.key}: {fault.wrong}" for fault in unfair_entries(path, read(path))]


def test_the_lists_of_the_how_to_are_fair_and_find_what_it_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/keyword-lists.md").read_text(encoding="utf-8")
    lists, clause = (block.partition("```")[0] for block in page.split("```toml\n")[1:])
    text = STOCKPORT.read_text(encoding="utf-8").replace("[HRS-01]\n", f"{lists}\n[HRS-01]\n", 1)
    path = tmp_path / "2024-01-01.toml"
    path.write_text(text.replace("\n[CON-06]\n", f"\n{clause}\n[CON-06]\n", 1), encoding="utf-8")
    assert [str(fault) for fault in faults(path, asking())] == []
    for said in ("P4YDAY l o a n s for all", "£500 in 10 minutes", "Quick cash offer"):
        assert "CON-05" in proposed(path, said).grounds, said


def test_an_edition_without_lists_has_none() -> None:
    edition = read(STOCKPORT)
    assert edition.keywords == ()
    assert unfair_entries(STOCKPORT, edition) == []


def test_a_fair_list_has_no_fault_and_its_clause_proposes_with_the_authors_words(with_list: WithList) -> None:
    path = with_list()
    assert [str(fault) for fault in faults(path, asking())] == []
    proposal = proposed(path, "Sorted by PAYDAY LOANS")
    assert proposal.grounds == ("CON-05",)
    (reason,) = (reason for reason in proposal.reasons if reason.rule == "CON-05")
    words = [(signal, finding.words) for signal, finding in reason.findings]
    assert words == [("keywords", "PAYDAY LOANS")]
    assert proposed(path, "Pay day is when I repay a loan").grounds == ()


def test_a_clause_that_names_a_list_that_is_not_there_is_refused_with_the_nearest(with_list: WithList) -> None:
    fault = only(faults(with_list(name="loan_scam"), asking()))
    assert (fault.table.partition(" #")[0], fault.key) == ("CON-05.clauses", "when")
    assert fault.wrong == "asks for keywords.loan_scams, a list that is not here"
    assert fault.mend == 'write "keywords.loan_scam"'
    far = only(faults(with_list(name="bats"), asking()))
    assert far.mend == 'add a table [[keywords]] with name = "loan_scams" above the rules'


def test_an_edition_that_asks_for_a_list_which_is_not_there_is_not_used(with_list: WithList) -> None:
    with pytest.raises(FaultyEditionError, match=r"keywords\.loan_scams, a list that is not here"):
        read(with_list(name="bats"))


@pytest.mark.parametrize(
    ("body", "key", "wrong", "mend"),
    [
        ('words = ["*lie*"]', "words #1", "has a * that would be looked for inside other words", 'write "lie"'),
        ('words = ["li*e"]', "words #1", "has a * that is not at the end of a word", 'or "lie*"'),
        ('words = ["ab*"]', "words #1", "has fewer than 3 letters before its *", "in full"),
        ('words = ["c++"]', "words #1", "has the sign +", "make it a pattern"),
        ('words = ["fine words", " "]', "words #2", "has no letters", "take it out"),
        ('words = ["Payday loan", "payday LOAN"]', "words #2", "stands here twice", "take one out"),
        ('words = ["f r e e"]', "words #1", 'is never found: in a comment it is read as "free"', "write that"),
        ("words = []", "words", "is empty, and there is no pattern", "add a word"),
        (
            "words = []\npatterns = ['(a+)+b']",
            "patterns #1",
            "repeats + at character 3 within the repeat +",
            "write one of the two out",
        ),
        ('words = ["x"]\nreason = "none"', "reason", "is not a key of this table", ""),
        ("words = [5]", "words #1", "5 does not fit", "string"),
    ],
)
def test_a_list_that_cannot_be_searched_for_is_refused_with_the_mend(
    with_list: WithList, body: str, key: str, wrong: str, mend: str
) -> None:
    fault = only([fault for fault in faults(with_list(body)) if fault.table.startswith("keywords")])
    assert (fault.table, fault.key) == ("keywords #1", key)
    assert wrong in fault.wrong
    assert mend in fault.mend


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("loan-scams", "is not made of letters and underscores"), ("in", "is a word of conditions themselves")],
)
def test_a_list_has_a_name_that_a_condition_can_say(with_list: WithList, name: str, wrong: str) -> None:
    fault = only([fault for fault in faults(with_list(name=name)) if fault.key == "name"])
    assert wrong in fault.wrong


def test_two_lists_have_two_names(with_list: WithList) -> None:
    again = '[[keywords]]\nname = "loan_scams"\nwords = ["x"]\nbecause = "again"\n'
    assert [fault.table for fault in faults(with_list(more=again))] == ["keywords #1", "keywords #2"]


def test_a_list_that_is_one_table_is_told_of_the_brackets(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-01.toml"
    path.write_text(STOCKPORT.read_text(encoding="utf-8") + "\n[keywords]\nname = 'x'\n", encoding="utf-8")
    assert only(faults(path)).mend == "head each with [[keywords]], twice bracketed"


def test_a_word_that_would_catch_places_is_refused_with_their_names(with_list: WithList) -> None:
    assert unfair(with_list('words = ["bell end", "cockermo*"]')) == [
        "words #1: “bell end” would catch places: Bell End",
        "words #2: “cockermo*” would catch places: Cockermouth",
    ]
    assert unfair(with_list('words = ["bell ends meet", "scunty"]')) == []


def test_a_word_that_would_catch_ordinary_english_is_refused_with_the_words(with_list: WithList) -> None:
    assists = "assist, assistance, assistant, assisted, assisting, assists"
    assist = unfair(with_list('words = ["assis*"]'))[0]
    assert assist == f"words #1: “assis*” would catch ordinary words: {assists}"
    assert unfair(with_list('words = ["loan"]')) == ["words #1: “loan” would catch ordinary words: loan"]
    assert unfair(with_list('words = ["assisst", "loan shark"]')) == []


def test_a_pattern_that_would_catch_ordinary_english_is_refused_with_the_words(with_list: WithList) -> None:
    hits = unfair(with_list(r"words = []" + "\n" + r"patterns = ['\w{0,9}eliev\w{0,9}', 'lie']"))
    assert any("patterns #1" in hit and "believe, believed, believer" in hit for hit in hits)
    assert any("patterns #2: “lie” would catch ordinary words: lie" in hit for hit in hits)
    assert unfair(with_list("words = []\npatterns = ['loans? (?:now|today)']")) == []


def test_a_word_that_would_catch_protected_criticism_is_refused_with_the_comment(with_list: WithList) -> None:
    shambolic, raffle, word = unfair(with_list('words = ["shambolic", "organise a raffle", "a word of this"]'))
    assert shambolic == "words #1: “shambolic” would catch protected criticism: shambolic"
    assert "“organise a raffle” in “This bloody council couldn't organise a raffle. Useless.”" in raffle
    assert "“a word of this” in “I don't believe a word of this press release.”" in word


def test_what_criticism_is_not_may_be_listed(with_list: WithList) -> None:
    """CON-00's own counter-examples are threats and hostility: nobody protects those."""
    assert unfair(with_list('words = ["smash your face in"]')) == []


def test_the_check_of_an_edition_refuses_an_unfair_word(with_list: WithList) -> None:
    result = CliRunner().invoke(app, ["check", str(with_list('words = ["assess*"]'))], env={"COLUMNS": "220"})
    assert result.exit_code == 1
    assert "assessment" in result.output
    assert "write in full, without *" in result.output


def test_a_dry_run_counts_each_comment_once_an_entry_and_keeps_five_excerpts(with_list: WithList) -> None:
    texts = [f"{n}: payday loans, payday loan!" for n in range(MOST_EXCERPTS + 2)] + ["quick  CASH\nhere", "Thanks"]
    run = dry_run(read(with_list()).keywords, texts)
    assert (run.comments, run.caught) == (len(texts), len(texts) - 1)
    assert [(catch.entry.written, catch.comments) for catch in run.catches] == [("payday loan*", 7), ("quick cash", 1)]
    assert run.catches[0].excerpts[0] == "0: «payday loans», payday loan!"
    assert len(run.catches[0].excerpts) == MOST_EXCERPTS
    assert run.catches[1].excerpts == ["«quick CASH» here"]


def test_the_command_tries_the_lists_over_a_file_and_says_what_it_left_out(with_list: WithList, tmp_path: Path) -> None:
    file = tmp_path / "comments.ndjson"
    lines = [json.dumps({"id": "1", "text": "A quick cash offer"}), "not json", json.dumps({"id": "2"}), ""]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["keywords", str(with_list()), "--over", str(file)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "1 of 1 comments are caught" in result.output
    assert "A «quick cash» offer" in result.output
    assert "2 lines of" in result.output
    assert result.output.endswith("1 lists: no word or pattern is unfair\n")


def test_the_command_shows_the_unfair_words_and_the_dry_run_and_fails(with_list: WithList, tmp_path: Path) -> None:
    file = tmp_path / "comments.ndjson"
    file.write_text(json.dumps({"text": "An assessment is due"}), encoding="utf-8")
    path = with_list('words = ["assess*"]')
    result = CliRunner().invoke(app, ["keywords", str(path), "--over", str(file)], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert "would catch ordinary words" in result.output
    assert "An «assessment» is due" in result.output


def test_the_command_says_so_when_there_are_no_lists() -> None:
    result = CliRunner().invoke(app, ["keywords", str(STOCKPORT)])
    assert result.exit_code == 0
    assert "has no keyword lists" in result.output


def test_the_command_shows_why_a_list_cannot_be_used(with_list: WithList) -> None:
    result = CliRunner().invoke(app, ["keywords", str(with_list('words = ["*lie*"]'))], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert "inside other words" in result.output


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["keywords", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "cannot be read" in result.output


def test_the_command_tries_the_lists_over_what_a_channel_holds_now(with_list: WithList, channel: Channel) -> None:
    world.receive(channel, world.a_comment("c1", "Payday loans here"), world.a_comment("c2", "A quick cash offer"))
    world.receive(channel, world.a_comment("c2", "Nothing here", edited_at=world.later(5)), at=world.later(5))
    command = ["keywords", str(with_list()), "--channel", channel.name]
    result = CliRunner().invoke(app, command, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "1 of 2 comments are caught" in result.output
    assert "«Payday loans» here" in result.output
