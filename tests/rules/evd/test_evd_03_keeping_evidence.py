"""EVD-03: evidence is kept for actioned items alone, longer under a hold; purging leaves a certificate."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.refusals import Refused
from evenhand.core.retention import Certificate, Fate, Record, certificate, hold, kept
from evenhand.core.values import RecordClass

NEEDED = date(2024, 3, 4)
EVIDENCE = Record("capture 3", RecordClass.EVIDENCE, NEEDED, actioned=True)
GONE = date(2026, 3, 5)


def test_evidence_of_an_actioned_comment_is_kept_for_24_months_to_the_day() -> None:
    assert kept(STOCKPORT, EVIDENCE, date(2026, 3, 4)).fate is Fate.KEEP
    last = kept(STOCKPORT, EVIDENCE, GONE)
    assert (last.fate, last.rule) == (Fate.PURGE, "EVD-03")


def test_evidence_of_a_comment_that_was_left_up_goes_when_its_case_is_closed() -> None:
    left_up = replace(EVIDENCE, actioned=False)
    assert kept(STOCKPORT, left_up, NEEDED).fate is Fate.PURGE
    assert kept(STOCKPORT, replace(left_up, needed_on=None), NEEDED).fate is Fate.KEEP
    held = hold("a claim", by="the solicitor", since=NEEDED, until=None)
    assert kept(STOCKPORT, replace(left_up, holds=(held,)), NEEDED).fate is Fate.KEEP


def test_the_certificate_counts_by_class_and_seals_the_ids_and_names_nobody() -> None:
    case = Record("case 7", RecordClass.CASES, date(2024, 1, 8), actioned=False)
    got = certificate(STOCKPORT, [EVIDENCE, case, EVIDENCE], by="T. Ashworth", on=GONE)
    assert got == Certificate(
        body="Stockport Council",
        edition=STOCKPORT.sha256,
        by="T. Ashworth",
        on=GONE,
        counts=((RecordClass.CASES, 1), (RecordClass.EVIDENCE, 1)),
        earliest_needed_on=date(2024, 1, 8),
        latest_needed_on=NEEDED,
        sha256=hashlib.sha256(b"capture 3\ncase 7").hexdigest(),
    )


def test_nothing_that_is_to_be_kept_is_certified_as_purged() -> None:
    with pytest.raises(Refused, match=r"that capture 3 was purged\. Evidence are kept until 4 March 2026 \(EVD-03\)"):
        certificate(STOCKPORT, [EVIDENCE], by="x", on=date(2026, 3, 4))
    with pytest.raises(Refused, match="still needed"):
        certificate(STOCKPORT, [replace(EVIDENCE, needed_on=None)], by="x", on=GONE)


def test_a_certificate_of_nothing_or_by_nobody_is_refused() -> None:
    with pytest.raises(Refused, match="The records: nothing is said"):
        certificate(STOCKPORT, [], by="x", on=GONE)
    with pytest.raises(Refused, match=r"The name: nothing is said \(EVD-03\)"):
        certificate(STOCKPORT, [EVIDENCE], by=" ", on=GONE)
