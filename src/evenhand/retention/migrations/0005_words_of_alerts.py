"""An alert's steps may lose why they were taken, as in 0002."""

from importlib import import_module

from django.db import migrations

_may_lose = import_module("evenhand.retention.migrations.0002_purging")._may_lose


class Migration(migrations.Migration):
    dependencies = [("retention", "0004_words_about_people"), ("watch", "0003_alert_steps_stay")]

    operations = [_may_lose("watch_alert_step", ("because",))]
