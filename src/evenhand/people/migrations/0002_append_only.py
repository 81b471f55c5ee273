"""What was decided about people stays as it was decided; what is different now is a row of its own."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        append_only(table)
        for table in (
            "people_warning",
            "people_block",
            "people_block_channel",
            "people_block_strike",
            "people_block_evidence",
            "people_block_step",
            "people_block_end",
            "people_block_notice",
            "people_alias_link",
            "people_link_evidence",
            "people_link_step",
            "people_managed_entry",
            "people_entry_step",
        )
    ]
