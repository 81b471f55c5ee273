"""May this person? What each role may do, in one table."""

from enum import StrEnum


class Permission(StrEnum):
    """What a page or an operation asks for."""

    SEE_CASES = "see cases"
    DECIDE = "decide cases"
    APPROVE = "approve as second person"
    SEE_TASKS = "see tasks"
    DO_TASKS = "do tasks"
    SEE_WATCH = "see the calendar"
    DECLARE = "declare incidents"
    SET_CALENDAR = "set days off, on-call and pre-election periods"
    SEE_IMPORTS = "see imports"
    SEE_AUDIT = "see the audit log"
    SEE_EVIDENCE = "see evidence packs"
    EXPORT_EVIDENCE = "make and hand out evidence packs"
    HOLD = "put records on legal hold"
    SEE_RETENTION = "see what is kept and held"
    PURGE = "purge what is no longer kept"
    ADMINISTER = "administer"


class Role(StrEnum):
    """Given to an officer for one body."""

    OFFICER = "officer"
    SENIOR = "senior officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_OFFICER = frozenset(
    {
        Permission.SEE_CASES,
        Permission.DECIDE,
        Permission.SEE_TASKS,
        Permission.DO_TASKS,
        Permission.SEE_WATCH,
        Permission.DECLARE,
        Permission.SEE_IMPORTS,
    }
)
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.SENIOR: _OFFICER
    | {
        Permission.APPROVE,
        Permission.SET_CALENDAR,
        Permission.SEE_AUDIT,
        Permission.SEE_EVIDENCE,
        Permission.EXPORT_EVIDENCE,
        Permission.HOLD,
        Permission.SEE_RETENTION,
    },
    Role.AUDITOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.SEE_TASKS,
            Permission.SEE_WATCH,
            Permission.SEE_IMPORTS,
            Permission.SEE_AUDIT,
            Permission.SEE_EVIDENCE,
            Permission.SEE_RETENTION,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_IMPORTS,
            Permission.SEE_TASKS,
            Permission.SEE_WATCH,
            Permission.SET_CALENDAR,
            Permission.SEE_RETENTION,
            Permission.PURGE,
            Permission.ADMINISTER,
        }
    ),
}
