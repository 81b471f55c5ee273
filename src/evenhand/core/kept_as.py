"""REC-02: which class each kind of record is kept as, and the rule that says so.

An edition gives months for each class. What has no class of its own is kept as what it serves, so that no edition
has to be changed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.core.values import RecordClass


@dataclass(frozen=True, slots=True)
class KeptAs:
    """The class, and the rule that the record serves."""

    kind: RecordClass
    rule: str


KEPT_AS: Mapping[str, KeptAs] = {
    "reject": KeptAs(RecordClass.COMMENTS_LEFT_UP, "REC-02"),
    "pack": KeptAs(RecordClass.EVIDENCE, "EVD-02"),
    "report": KeptAs(RecordClass.STAFF_REPORTS, "STF-01"),
    "appeal": KeptAs(RecordClass.APPEALS, "APL-01"),
    "block": KeptAs(RecordClass.BLOCKS, "BLK-02"),
    "entry": KeptAs(RecordClass.MANAGED_CONTACTS, "MCL-02"),
    "link": KeptAs(RecordClass.MANAGED_CONTACTS, "MCL-03"),
    "warning": KeptAs(RecordClass.DECISIONS, "MOD-06"),
    "referral": KeptAs(RecordClass.REFERRALS, "REF-01"),
    "concern": KeptAs(RecordClass.SAFEGUARDING, "REF-02"),
    "closing": KeptAs(RecordClass.CASES, "CMT-01"),
    "sensitive post": KeptAs(RecordClass.CASES, "CMT-02"),
    "timetable": KeptAs(RecordClass.CASES, "CMT-01"),
    "task": KeptAs(RecordClass.CASES, "MOD-03"),
    "capture": KeptAs(RecordClass.EVIDENCE, "EVD-03"),
    "decision": KeptAs(RecordClass.DECISIONS, "MOD-02"),
    "case": KeptAs(RecordClass.CASES, "MOD-02"),
    "comment": KeptAs(RecordClass.COMMENTS_LEFT_UP, "CON-00"),
}
"""What is purged, in this order: what rests on another first, and a rejected row while its author still has a name to
find it by. A referral under REF-02 is a concern."""
