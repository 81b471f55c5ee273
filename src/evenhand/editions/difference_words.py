"""Values of an edition in plain English: what each is called, and its figure with its unit."""

import dataclasses
from collections.abc import Mapping
from datetime import date, time
from enum import Enum

from evenhand.core.values import Contact, Likeness, Opening, Rung, Within

_LIKE = "{}"
FIELDS: Mapping[str, tuple[str, str]] = {
    "ActiveHours.timezone": ("time zone", _LIKE),
    "ActiveHours.hours": ("hours on", _LIKE),
    "PublicHolidays.nation": ("public holidays of", _LIKE),
    "PublicHolidays.also_closed": ("also closed on", _LIKE),
    "Incidents.longest_hours": ("an incident lasts at most", "{} hours"),
    "OutOfHoursAlerts.severities": ("severities that alert out of hours", _LIKE),
    "OutOfHoursAlerts.rules": ("rules that alert out of hours", _LIKE),
    "OutOfHoursAlerts.acknowledge_within_minutes": ("an alert goes to the next person after", "{} minutes"),
    "ReplyTarget.within": ("a reply is due within", _LIKE),
    "ReplyTarget.by_platform": ("a reply is due within, on", _LIKE),
    "Removal.default": ("what is done by default", _LIKE),
    "Removal.delete_needs_reason": ("deleting needs a reason", _LIKE),
    "Removal.hide_until_seen": ("hidden until a person has looked, from which severity", _LIKE),
    "TellAuthor.hide": ("the author is told that a comment was hidden", _LIKE),
    "TellAuthor.delete": ("the author is told that a comment was deleted", _LIKE),
    "TellAuthor.restore": ("the author is told that a comment was brought back", _LIKE),
    "TellAuthor.warning": ("the author is told of a warning", _LIKE),
    "TellAuthor.block": ("the author is told of a block", _LIKE),
    "TellAuthor.unblock": ("the author is told of the end of a block", _LIKE),
    "WarnFirst.before_block": ("a warning comes before a block", _LIKE),
    "WarnFirst.in_private": ("the warning is in private", _LIKE),
    "EvidencePack.wording": ("what every pack says", _LIKE),
    "EvidencePack.never_says": ("what no pack says", _LIKE),
    "KeepEvidence.months": ("evidence is kept for", "{} months"),
    "Repeatedly.strikes": ("how often is repeatedly", "{} strikes"),
    "Repeatedly.within_months": ("within", "{} months"),
    "StrikeLife.months": ("a strike counts for", "{} months"),
    "StrikeLife.spent_by_block": ("a strike that has brought a block still counts", _LIKE),
    "Ladder.rungs": ("steps", _LIKE),
    "Ladder.block_at_once": ("grounds that may bring a block at once", _LIKE),
    "NoStrike.rules": ("rules that give no strike", _LIKE),
    "BlockApproval.second_person": ("a second person approves", _LIKE),
    "BlockApproval.approver": ("who approves", _LIKE),
    "BlockApproval.within_working_days": ("approval is due within", "{} working days"),
    "BlockNotice.compulsory": ("a notice is compulsory", _LIKE),
    "BlockNotice.prior_working_days": ("the notice comes before the block by", "{} working days"),
    "BlockReview.after_months": ("a block is looked at again after", "{} months"),
    "BlockReview.interim_longest_months": ("a block until a matter is settled lasts at most", "{} months"),
    "BlockLapse.working_days_late": ("a block without its review ends after", "{} working days"),
    "BlockExtension.longest_months": ("one extension is at most", "{} months"),
    "BlockExtension.in_all_months": ("a block with all extensions lasts at most", "{} months"),
    "Questions.ask": ("questions before a block", _LIKE),
    "ManagedReview.after_months": ("an entry is looked at again after", "{} months"),
    "ManagedReview.seen_by": ("who sees the list", _LIKE),
    "StatutoryRoutes.routes": ("ways of contact that stay open", _LIKE),
    "Unwatched.gap_hours": ("comments are off over gaps in active hours of at least", "{} hours"),
    "FridayPlan.on": ("day of the plan", _LIKE),
    "FridayPlan.at": ("time of the plan", _LIKE),
    "FridayPlan.removals": ("a post is not left open after", "{} removals"),
    "FridayPlan.in_days": ("removals are counted over", "{} days"),
    "RelatedComments.within_hours": ("related comments are decided within", "{} hours"),
    "Safeguarding.alarm_after_active_minutes": ("alarm without an acknowledgement after", "{} active minutes"),
    "AppealDeadlines.acknowledge": ("an appeal is confirmed within", "{} working days"),
    "AppealDeadlines.answer": ("an appeal is answered within", "{} working days"),
    "AppealDeadlines.second_acknowledge": ("a second look is confirmed within", "{} working days"),
    "AppealDeadlines.second_answer": ("a second look is answered within", "{} working days"),
    "AppealDeadlines.within_months": ("an appeal comes within", "{} months"),
    "AppealDeadlines.second_within_working_days": ("a second look is asked for within", "{} working days"),
    "AppealDeadlines.afterwards": ("who looks at it afterwards", _LIKE),
    "StaffReports.outcome_within_working_days": ("a report has its outcome within", "{} working days"),
    "StaffReports.support": ("who supports staff", _LIKE),
    "StaffReports.otherwise": ("whom staff ask besides", _LIKE),
    "Sparing.blur": ("the worst is blurred", _LIKE),
    "Sparing.grey_scale": ("pictures can be made grey", _LIKE),
    "Sparing.break_after_cases": ("a break is suggested after", "{} cases"),
    "Sparing.break_minutes": ("a break is at least", "{} minutes"),
    "Sparing.counts_as": ("a case counts towards a break as, if its severity is", _LIKE),
    "ReplyTone.longest_sentence_words": ("longest sentence", "{} words"),
    "ReplyTone.discourteous": ("instead of the discourteous", _LIKE),
    "ReplyTone.officialese": ("instead of the stiff", _LIKE),
    "PreElection.weeks_before_poll": ("a pre-election period begins before the poll by", "{} weeks"),
    "EvenHandedness.likenesses": ("who is treated alike", _LIKE),
    "Retention.months": ("kept for", "{} months"),
    "Suppression.counts_under": ("counts are left out under", _LIKE),
    "Suppression.show_nought": ("a count of nought is shown", _LIKE),
    "Sampling.percent": ("decisions judged twice", "{} per cent"),
    "Ground.reason_compulsory": ("a reason in words is compulsory", _LIKE),
    "Ground.evidence_compulsory": ("evidence is compulsory", _LIKE),
    "Ground.second_person": ("a second person is needed", _LIKE),
    "Ground.strike_weight": ("it counts as", "{} strikes"),
    "Ground.statement": ("statement of reasons", _LIKE),
    "Route.outranks": ("it goes before grounds up to", _LIKE),
}
"""By type and field: what the value is called, and the value with its unit. Others are called by their key."""

_UPSIDE_DOWN = {"StrikeLife.spent_by_block"}
_NONE_AT_NOUGHT = {
    "BlockExtension.in_all_months": "without limit",
    "BlockReview.interim_longest_months": "none is made",
    "BlockNotice.prior_working_days": "no prior notice",
}


def called(owner: type, field: str) -> str:
    """What a field of a table of values is called."""
    label, _ = FIELDS.get(f"{owner.__name__}.{field}", (field.replace("_", " "), _LIKE))
    return label


def figure(owner: type, field: str, value: object) -> str:
    """One value of a field with its unit: "1 month", "60 active minutes", "no prior notice"."""
    key = f"{owner.__name__}.{field}"
    if not value and key in _NONE_AT_NOUGHT:
        return _NONE_AT_NOUGHT[key]
    if key in _UPSIDE_DOWN:
        value = not value
    _, form = FIELDS.get(key, ("", _LIKE))
    return _singular(form.format(said(value)))


def said(value: object) -> str:
    """A single value as a person would say it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case time():
            return f"{value:%H:%M}"
        case date():
            return f"{value:%-d %B %Y}"
        case float():
            return f"{value:g}"
        case Opening():
            return f"{said(value.opens)} to {said(value.closes)}"
        case Within():
            return _singular(f"{value.count} {value.unit.value}")
        case Rung():
            return f"a {value.step.value} at {_singular(f'{value.at_strikes} strikes')}"
        case Contact():
            return f"{value.kind}: {value.name}, {value.phone} ({value.hours}; reached: {value.reached.value})"
        case Likeness():
            rows = "; ".join(", ".join(row) for row in value.rows)
            return f"{value.kind.value}, {value.name}: {rows}"
        case _ if dataclasses.is_dataclass(value):
            fields = dataclasses.fields(value)
            return ", ".join(f"{called(type(value), each.name)} {said(getattr(value, each.name))}" for each in fields)
        case _:
            return str(value)


def _singular(words: str) -> str:
    """ "1 months" is "1 month"; every unit here has an s for its plural."""
    return words[:-1] if words.startswith("1 ") and words.endswith("s") else words
