"""What happened to a referral stays as it was written."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        append_only("referrals_step"),
        append_only("referrals_outcome"),
    ]
