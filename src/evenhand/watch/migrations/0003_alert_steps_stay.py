"""Who heard of an alert, and when, stays as it was written."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("watch", "0002_alert_steps"), ("audit", "0002_append_only")]

    operations = [append_only("watch_alert_step")]
