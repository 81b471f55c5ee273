"""REC-02: how words leave the tables about people and about the body's own work. Rows, days and events stay."""

from collections.abc import Callable, Mapping

from django.db.models import Q, QuerySet

from evenhand.actions.models import Action
from evenhand.appeals.models import Appeal, AppealStep
from evenhand.closures.models import PostClosing, SensitivePost, Timetabled
from evenhand.intake.models import Reject
from evenhand.notices.models import Notice
from evenhand.people.models import (
    AliasLink,
    Block,
    BlockEnd,
    BlockStep,
    EntryStep,
    LinkEvidence,
    LinkStep,
    ManagedEntry,
    WarningGiven,
)
from evenhand.referrals.models import Outcome, Referral, Step
from evenhand.retention.wordless import notices, over, over_lists, receipts
from evenhand.staff.models import Conclusion, Report
from evenhand.tasks.models import Task

NAMELESS = [["", ""], ["", ""]]  # of a link: how both accounts were called


def _warnings(pks: list[int], marker: str) -> None:
    given = WarningGiven.objects.filter(pk__in=pks)
    over(given, marker, "because", "words")
    over_lists(given, marker, "working")
    notices(Notice.objects.filter(pk__in=given.values("notice")), marker)


def _blocks(pks: list[int], marker: str) -> None:
    blocks = Block.objects.filter(pk__in=pks)
    over(blocks, marker, "reason", "notice", "because", "extreme")
    over_lists(blocks, marker, "working")
    for block in blocks:
        Block.objects.filter(pk=block.pk).update(answers=dict.fromkeys(block.answers, marker))
    over(BlockStep.objects.filter(block__in=pks), marker, "reason")
    over_lists(BlockEnd.objects.filter(block__in=pks), marker, "because")
    receipts(_asked_by("block", pks), marker)
    notices(_about("block", pks), marker)


def _entries(pks: list[int], marker: str) -> None:
    over(ManagedEntry.objects.filter(pk__in=pks), marker, "reason", "notice", "why_no_notice")
    over(EntryStep.objects.filter(entry__in=pks), marker, "reason")
    receipts(_asked_by("entry", pks), marker)
    notices(_about("entry", pks), marker)


def _links(pks: list[int], marker: str) -> None:
    over(LinkEvidence.objects.filter(link__in=AliasLink.objects.filter(pk__in=pks)), marker, "words")
    steps = LinkStep.objects.filter(link__in=pks)
    over(steps, marker, "reason")
    steps.update(names=NAMELESS)


def _appeals(pks: list[int], marker: str) -> None:
    appeals = Appeal.objects.filter(pk__in=pks)
    over(appeals, marker, "words")
    appeals.update(email="")
    steps = AppealStep.objects.filter(appeal__in=pks)
    over(steps, marker, "words")
    for step in steps.exclude(undone=[]):
        undone = [each | {"because": marker} for each in step.undone]
        AppealStep.objects.filter(pk=step.pk).update(undone=undone)
    notices(_about("appeal", pks), marker)


def _referrals(pks: list[int], marker: str) -> None:
    over(Referral.objects.filter(pk__in=pks), marker, "because")
    over(Step.objects.filter(referral__in=pks), marker, "words", "reference")
    over(Outcome.objects.filter(referral__in=pks), marker, "said", "reference")
    notices(_about("referral", pks), marker)


def _reports(pks: list[int], marker: str) -> None:
    over(Report.objects.filter(pk__in=pks), marker, "words")
    over(Conclusion.objects.filter(report__in=pks), marker, "said")
    notices(_about("report", pks), marker)


def _closings(pks: list[int], marker: str) -> None:
    over(PostClosing.objects.filter(pk__in=pks), marker, "words", "ended_why")


def _sensitive(pks: list[int], marker: str) -> None:
    over(SensitivePost.objects.filter(pk__in=pks), marker, "why")


def _timetables(pks: list[int], marker: str) -> None:
    over(Timetabled.objects.filter(pk__in=pks), marker, "words")


def _tasks(pks: list[int], marker: str) -> None:
    done = Task.objects.filter(pk__in=pks)
    over(done, marker, "title", "why", "outcome")
    done.update(steps=[], url="")


def _rejects(pks: list[int], marker: str) -> None:
    over(Reject.objects.filter(pk__in=pks), marker, "excerpt")


def _about(source: str, pks: list[int]) -> QuerySet[Notice]:
    return Notice.objects.filter(about__in=[f"{source} {pk}" for pk in pks])


def _asked_by(source: str, pks: list[int]) -> QuerySet[Action]:
    """What blocks or entries asked of platforms: “block 3: account 5, channel 1”."""
    asked = Q(pk__in=[])
    for pk in pks:
        asked |= Q(about__startswith=f"{source} {pk}:")
    return Action.objects.filter(asked)


PEOPLE: Mapping[str, Callable[[list[int], str], None]] = {
    "warning": _warnings,
    "block": _blocks,
    "entry": _entries,
    "link": _links,
    "appeal": _appeals,
    "referral": _referrals,
    "report": _reports,
    "closing": _closings,
    "sensitive post": _sensitive,
    "timetable": _timetables,
    "task": _tasks,
    "reject": _rejects,
}
