"""What was appealed against, and what was answered, stays as it was written."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial"), ("audit", "0002_append_only")]

    operations = [append_only("appeals_appeal"), append_only("appeals_step")]
