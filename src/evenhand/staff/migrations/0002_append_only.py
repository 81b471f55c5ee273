"""Reports of abuse stay as they were written."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        append_only("staff_report"),
        append_only("staff_conclusion"),
    ]
