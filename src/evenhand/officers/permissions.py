"""May this person? What each role may do, in one table."""

from enum import StrEnum


class Permission(StrEnum):
    """What a page or an operation asks for."""

    SEE_CASES = "see cases"
    DECIDE = "decide cases"
    APPROVE = "approve as second person"
    APPROVE_BLOCKS = "approve blocks"
    HANDLE_APPEALS = "handle appeals"
    SEE_MANAGED_CONTACTS = "see the managed contacts list"
    SEE_TASKS = "see tasks"
    DO_TASKS = "do tasks"
    SEE_IMPORTS = "see imports"
    SEE_AUDIT = "see the audit log"
    ADMINISTER = "administer"


class Role(StrEnum):
    """Given to an officer for one body."""

    OFFICER = "officer"
    SENIOR = "senior officer"
    CO_ORDINATOR = "co-ordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_OFFICER = frozenset(
    {
        Permission.SEE_CASES,
        Permission.DECIDE,
        Permission.SEE_TASKS,
        Permission.DO_TASKS,
        Permission.SEE_IMPORTS,
    }
)
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.SENIOR: _OFFICER
    | {
        Permission.APPROVE,
        Permission.APPROVE_BLOCKS,
        Permission.HANDLE_APPEALS,
        Permission.SEE_MANAGED_CONTACTS,
        Permission.SEE_AUDIT,
    },
    Role.CO_ORDINATOR: frozenset({Permission.SEE_CASES, Permission.SEE_TASKS, Permission.APPROVE_BLOCKS}),
    Role.AUDITOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.SEE_TASKS,
            Permission.SEE_IMPORTS,
            Permission.SEE_MANAGED_CONTACTS,
            Permission.SEE_AUDIT,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.SEE_IMPORTS, Permission.SEE_TASKS, Permission.ADMINISTER}),
}
