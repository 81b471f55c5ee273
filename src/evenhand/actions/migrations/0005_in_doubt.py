"""After a restore, what waited may have been done since the backup."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_subjects_are_whole")]

    operations = [migrations.AddField("action", "in_doubt", models.BooleanField(default=False))]
