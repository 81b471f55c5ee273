"""MCL-03: how a program came to its confidence that two accounts are one person's."""

import django.db.models.deletion
from django.db import migrations, models

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0003_to_entries")]

    operations = [
        migrations.CreateModel(
            name="LikenessWorking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="working", to="people.aliaslink"
                    ),
                ),
                ("model", models.TextField()),
                ("lines", models.JSONField()),
                ("not_compared", models.JSONField()),
            ],
            options={"db_table": "people_likeness_working"},
        ),
        append_only("people_likeness_working"),
    ]
