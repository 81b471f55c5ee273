"""MCL-02, APL-04: which decisions an entry came of, and that an entry can be overturned."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("decisions", "0004_unsafe_to_tell"),
        ("notices", "0002_append_only"),
        ("people", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "db_table": "people_entry_decision",
            },
        ),
        migrations.RemoveConstraint(
            model_name="entrystep",
            name="entry_step_is_known",
        ),
        migrations.AddField(
            model_name="entrystep",
            name="about",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="entrystep",
            name="event",
            field=models.TextField(
                choices=[
                    ("approve", "approve"),
                    ("refuse", "refuse"),
                    ("keep", "keep"),
                    ("remove", "remove"),
                    ("reverse", "reverse"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="entrystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["approve", "refuse", "keep", "remove", "reverse"])),
                name="entry_step_is_known",
            ),
        ),
        migrations.AddField(
            model_name="entrydecision",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.decision"
            ),
        ),
        migrations.AddField(
            model_name="entrydecision",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rests_on", to="people.managedentry"
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydecision",
            constraint=models.UniqueConstraint(fields=("entry", "decision"), name="entry_decision_once"),
        ),
        append_only("people_entry_decision"),
    ]
