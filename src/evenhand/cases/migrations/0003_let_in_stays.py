"""Who was let in stays on record, and cases that spoke of somebody at risk before are restricted now (REF-02)."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_restricted"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "update cases_case set restricted = true from cases_proposal made"
            """ where made.id = cases_case.proposal_id and made.reasons @> '[{"rule": "REF-02"}]'""",
            migrations.RunSQL.noop,
        ),
        append_only("cases_let_in"),
    ]
