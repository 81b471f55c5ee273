"""What was written stays as it was written."""

from django.db import migrations

from evenhand.audit.append_only import CREATE_FUNCTION, append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "drop function evenhand_refuse_change()"),
        append_only("audit_entry"),
    ]
