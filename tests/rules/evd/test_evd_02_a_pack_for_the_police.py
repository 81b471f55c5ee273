"""EVD-02: a pack holds exhibits, hashes, timeline, custody, statement, command and PDF; it does not judge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.evidence_pack import Entry, Exhibit, Pack, lacking
from evenhand.core.refusals import Refused
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import EvidencePack

VALUES = STOCKPORT.value("EVD-02", EvidencePack)
CAPTURED = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
LATER = CAPTURED + timedelta(hours=2)
MINUTE = timedelta(minutes=1)
PACK = Pack(
    exhibits=(Exhibit("1 payload.json", "0" * 64, CAPTURED), Exhibit("2 screenshot.png", "a1" * 32, LATER)),
    timeline=(Entry(CAPTURED, "the author", "wrote the comment"), Entry(LATER, "P. Nair", "hid the comment")),
    custody=(Entry(CAPTURED, "Evenhand", "captured it"), Entry(LATER, "P. Nair", "sealed the pack")),
    statement="I saw a comment that says where a colleague lives and what will happen to her.",
    statement_by="P. Nair",
    cover="Possible offence;  the police decide.",
    verify="sha256sum -c manifest-sha256.txt",
    has_pdf=True,
)


def wrong_with(pack: Pack) -> list[str]:
    found = lacking(pack, VALUES)
    assert all(objection.rule == "EVD-02" and objection.do for objection in found)
    return [objection.wrong for objection in found]


def test_a_whole_pack_lacks_nothing() -> None:
    assert lacking(PACK, VALUES) == ()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"exhibits": ()}, "there is no exhibit"),
        ({"timeline": ()}, "the timeline is empty"),
        ({"custody": ()}, "the custody is empty"),
        ({"timeline": (Entry(CAPTURED, " ", "x"),)}, "a line of the timeline does not say who or what"),
        ({"custody": (Entry(CAPTURED, "x", ""),)}, "a line of the custody does not say who or what"),
        ({"timeline": PACK.timeline[::-1]}, "the timeline goes back in time"),
        ({"statement": " "}, "the officer's statement is missing, or nobody has signed it"),
        ({"statement_by": ""}, "the officer's statement is missing, or nobody has signed it"),
        ({"verify": ""}, "no command is given by which a stranger can check it"),
        ({"has_pdf": False}, "there is no PDF to read"),
        ({"cover": "A crime report"}, "it does not say “possible offence; the police decide”"),
    ],
)
def test_each_part_is_compulsory(change: dict[str, object], wrong: str) -> None:
    assert wrong_with(replace(PACK, **change)) == [wrong]  # type: ignore[arg-type]


@pytest.mark.parametrize("digest", ["", "0" * 63, "0" * 65, "A1" * 32, "g" * 64])
def test_every_exhibit_has_its_whole_hash(digest: str) -> None:
    assert wrong_with(replace(PACK, exhibits=(Exhibit("1", digest, CAPTURED),))) == ["1 has no SHA-256 of its bytes"]


def test_exhibits_have_names_of_their_own() -> None:
    twice = (PACK.exhibits[0], PACK.exhibits[0])
    assert wrong_with(replace(PACK, exhibits=twice)) == ["two exhibits are called 1 payload.json"]


def test_the_custody_begins_with_the_first_capture_and_not_a_minute_later() -> None:
    late = (replace(PACK.custody[0], at=CAPTURED + MINUTE), PACK.custody[1])
    assert wrong_with(replace(PACK, custody=late)) == ["nobody is named who held the first exhibit from its capture on"]
    early = (replace(PACK.custody[0], at=CAPTURED - MINUTE), PACK.custody[1])
    assert wrong_with(replace(PACK, custody=early)) == []


def test_two_entries_of_one_instant_are_in_order() -> None:
    assert wrong_with(replace(PACK, timeline=(PACK.timeline[0], replace(PACK.timeline[1], at=CAPTURED)))) == []


@pytest.mark.parametrize("field", ["statement", "cover"])
def test_a_pack_that_judges_is_not_handed_over(field: str) -> None:
    words = f"Possible offence; the police decide. The author  Committed\nan Offence ({field})."
    assert wrong_with(replace(PACK, **{field: words})) == [  # type: ignore[arg-type]
        "it says “committed an offence”, which is for the police"
    ]


def test_the_timeline_does_not_judge_either() -> None:
    judging = replace(PACK, timeline=(Entry(CAPTURED, "x", "this is a crime"),))
    assert wrong_with(judging) == ["it says “is a crime”, which is for the police"]


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2024, 3, 4, 9, 30)  # noqa: DTZ001
    with pytest.raises(Refused, match=r"The capture .* has no time zone \(EVD-02\)"):
        lacking(replace(PACK, exhibits=(Exhibit("1", "0" * 64, naive),)), VALUES)
    with pytest.raises(Refused, match=r"The entry .* has no time zone"):
        lacking(replace(PACK, custody=(Entry(naive, "x", "y"),)), VALUES)


def test_an_edition_without_the_wording_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="say that the police decide"):
        EvidencePack(" ", ())
