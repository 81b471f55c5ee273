"""Rows for testing are never read, and a label is taken only where its set means what we mean."""

import csv
import gzip
from pathlib import Path

import pytest
from training import public_sets

COLUMNS = {
    "dynahate": "text,split,hate",
    "hatemojibuild": "text,split,label_gold,type,target",
    "cad": "text,split,labels",
    "edos": "text,split,label_sexist,label_category",
    "ghc": "text,hd,cv,vo",
}


def folder_of(place: Path, **rows: list[tuple[str, ...]]) -> Path:
    for name, columns in COLUMNS.items():
        with gzip.open(place / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns.split(","), *rows.get(name, [])])
    return place


def test_a_row_of_the_test_split_is_never_read(tmp_path: Path):
    data = folder_of(
        tmp_path,
        dynahate=[("seen", "train", "1.0"), ("held out", "test", "1.0"), ("tuned on", "dev", "0.0")],
        hatemojibuild=[("held out too", "test", "1", "derogation", "['mus']")],
        cad=[("and this", "test", "PersonDirectedAbuse")],
        edos=[("and that", "test", "sexist", "1. threats, plans to harm and incitement")],
    )
    assert [(row.text, row.split) for row in public_sets.read(data)] == [("seen", "train"), ("tuned on", "dev")]


def test_hate_with_a_named_group_says_which_characteristics_it_is_about_and_which_not(tmp_path: Path):
    data = folder_of(tmp_path, hatemojibuild=[("x", "train", "1", "threateninglanguage", "['muswom']")])
    (row,) = public_sets.read(data)
    assert row.targets == ("religion", "sex")
    assert row.labels["hate"] == row.labels["threat"] == row.labels["religion"] == 1
    assert row.labels["age"] == 0
    assert "complaint" not in row.labels


def test_harmless_text_leaves_open_which_group_it_mentions(tmp_path: Path):
    (row,) = public_sets.read(folder_of(tmp_path, hatemojibuild=[("x", "train", "0", "none", "['none']")]))
    assert row.labels == {"hate": 0}


def test_abuse_of_an_identity_is_not_taken_for_abuse_of_a_person(tmp_path: Path):
    rows = [
        ("a", "train", "IdentityDirectedAbuse"),
        ("b", "train", "PersonDirectedAbuse"),
        ("c", "train", "CounterSpeech"),
    ]
    read = public_sets.read(folder_of(tmp_path, cad=rows))
    assert [(row.text, dict(row.labels)) for row in read] == [("b", {"abuse": 1}), ("c", {"counter-speech": 1})]


def test_sets_with_another_meaning_of_hate_teach_nothing_about_it(tmp_path: Path):
    data = folder_of(
        tmp_path,
        edos=[("a", "train", "sexist", "1. threats, plans to harm and incitement")],
        ghc=[("b", "1", "1", "0")],
    )
    assert [dict(row.labels) for row in public_sets.read(data)] == [{"threat": 1, "sex": 1}, {"threat": 1}]


@pytest.mark.parametrize(
    ("groups", "meant"),
    [
        ("['trav']", ("race", "travellers")),
        ("['immig', 'bla']", ("migrants", "race")),
        ("['gaywom']", ("orientation", "sex")),
        ("['wc']", ()),
    ],
)
def test_a_group_s_short_name_stands_for_its_characteristics(groups: str, meant: tuple[str, ...]):
    assert public_sets.characteristics(groups) == meant
