"""More tables may lose words, and words alone, in the transaction of a batch of a purge. As in 0002."""

from importlib import import_module

from django.db import migrations

from evenhand.audit.append_only import append_only

_may_lose = import_module("evenhand.retention.migrations.0002_purging")._may_lose

MAY_LOSE = {
    "people_warning": ("because", "working", "words"),
    "people_block": ("reason", "notice", "answers", "because", "working", "extreme"),
    "people_block_step": ("reason",),
    "people_block_end": ("because",),
    "people_link_evidence": ("words",),
    "people_link_step": ("reason", "names"),
    "people_managed_entry": ("reason", "notice", "why_no_notice"),
    "people_entry_step": ("reason",),
    "appeals_appeal": ("words", "email"),
    "appeals_step": ("words", "undone"),
    "referrals_step": ("words", "reference"),
    "referrals_outcome": ("said", "reference"),
    "staff_report": ("words",),
    "staff_conclusion": ("said",),
    "cases_let_in": ("why",),
    "notices_receipt": ("answer",),
    "decisions_decision": ("reason", "statement", "reply", "facts", "unsafe"),
}
"""Table -> the columns that a purge may overwrite. The last one was told of why an author is not told after 0002."""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0003_person_requests"),
        ("people", "0002_append_only"),
        ("appeals", "0002_append_only"),
        ("referrals", "0002_append_only"),
        ("staff", "0002_append_only"),
        ("cases", "0003_let_in_stays"),
        ("notices", "0002_append_only"),
        ("decisions", "0004_unsafe_to_tell"),
    ]

    operations = [
        *(_may_lose(table, columns) for table, columns in MAY_LOSE.items()),
        append_only("retention_erasure_asked"),
        append_only("retention_erasure_answered"),
    ]
