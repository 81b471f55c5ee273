"""May this person? What each role may do, in one table."""

from enum import StrEnum


class Permission(StrEnum):
    """What a page or an operation asks for."""

    SEE_CASES = "see cases"
    DECIDE = "decide cases"
    APPROVE = "approve as second person"
    SEE_REFERRALS = "see referrals"
    SEE_RESTRICTED = "see restricted cases"
    CONCLUDE = "conclude allegations"
    REPORT_ABUSE = "report abuse"
    SEE_REPORTS = "see reports of abuse"
    APPROVE_BLOCKS = "approve blocks"
    HANDLE_APPEALS = "handle appeals"
    SEE_MANAGED_CONTACTS = "see the managed contacts list"
    SEE_TASKS = "see tasks"
    DO_TASKS = "do tasks"
    SEE_WATCH = "see the calendar"
    ACKNOWLEDGE = "acknowledge alerts"
    DECLARE = "declare incidents"
    SET_CALENDAR = "set days off, on-call and pre-election periods"
    SEE_IMPORTS = "see imports"
    SEE_CHANNELS = "see channels and their health"
    CONNECT = "connect channels"
    CONFIRM_CHANNELS = "confirm that a channel is official"
    SWITCH_SHADOW = "switch shadow mode"
    SEE_AUDIT = "see the audit log"
    SEE_OPINIONS = "see second opinions and what they cost"
    SEE_EVIDENCE = "see evidence packs"
    EXPORT_EVIDENCE = "make and hand out evidence packs"
    HOLD = "put records on legal hold"
    SEE_RETENTION = "see what is kept and held"
    PURGE = "purge what is no longer kept"
    ANSWER_PEOPLE = "answer people about their own data"
    ADMINISTER = "administer"


class Role(StrEnum):
    """Given to an officer for one body."""

    OFFICER = "officer"
    SENIOR = "senior officer"
    CO_ORDINATOR = "co-ordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SAFEGUARDING = "safeguarding officer"
    NAMED_OFFICER = "named officer"  # REF-01: looks into allegations; not of the communications team
    SAFETY = "health and safety officer"
    STAFF = "member of staff"  # councillors too


_OFFICER = frozenset(
    {
        Permission.SEE_CASES,
        Permission.DECIDE,
        Permission.SEE_REFERRALS,
        Permission.REPORT_ABUSE,
        Permission.SEE_TASKS,
        Permission.DO_TASKS,
        Permission.SEE_WATCH,
        Permission.ACKNOWLEDGE,
        Permission.DECLARE,
        Permission.SEE_IMPORTS,
        Permission.SEE_CHANNELS,
    }
)
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.SENIOR: _OFFICER
    | {
        Permission.APPROVE,
        Permission.CONFIRM_CHANNELS,
        Permission.SWITCH_SHADOW,
        Permission.APPROVE_BLOCKS,
        Permission.HANDLE_APPEALS,
        Permission.SEE_MANAGED_CONTACTS,
        Permission.SEE_REPORTS,
        Permission.SET_CALENDAR,
        Permission.SEE_AUDIT,
        Permission.SEE_OPINIONS,
        Permission.SEE_EVIDENCE,
        Permission.EXPORT_EVIDENCE,
        Permission.HOLD,
        Permission.SEE_RETENTION,
    },
    Role.CO_ORDINATOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.SEE_CHANNELS,
            Permission.SEE_TASKS,
            Permission.SEE_WATCH,
            Permission.ACKNOWLEDGE,
            Permission.APPROVE_BLOCKS,
            Permission.ANSWER_PEOPLE,
            Permission.REPORT_ABUSE,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.SEE_REFERRALS,
            Permission.SEE_TASKS,
            Permission.SEE_WATCH,
            Permission.SEE_CHANNELS,
            Permission.SEE_IMPORTS,
            Permission.SEE_MANAGED_CONTACTS,
            Permission.SEE_AUDIT,
            Permission.SEE_OPINIONS,
            Permission.SEE_EVIDENCE,
            Permission.SEE_RETENTION,
            Permission.REPORT_ABUSE,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_CHANNELS,
            Permission.CONNECT,
            Permission.SWITCH_SHADOW,
            Permission.SEE_OPINIONS,
            Permission.SEE_IMPORTS,
            Permission.SEE_TASKS,
            Permission.SEE_WATCH,
            Permission.SET_CALENDAR,
            Permission.SEE_RETENTION,
            Permission.PURGE,
            Permission.ANSWER_PEOPLE,
            Permission.ADMINISTER,
            Permission.REPORT_ABUSE,
        }
    ),
    Role.SAFEGUARDING: _OFFICER | {Permission.SEE_RESTRICTED},
    Role.NAMED_OFFICER: frozenset({Permission.SEE_REFERRALS, Permission.CONCLUDE, Permission.REPORT_ABUSE}),
    Role.SAFETY: frozenset({Permission.SEE_REPORTS, Permission.REPORT_ABUSE}),
    Role.STAFF: frozenset({Permission.REPORT_ABUSE}),
}
