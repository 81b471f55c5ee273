"""REC-01: what was kept outside, and rows that stay."""

from django.db import migrations, models

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.TextField(choices=[("time-stamp", "time-stamp"), ("file", "file"), ("e-mail", "e-mail")]),
                ),
                ("place", models.TextField()),
                ("after", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("document", models.BinaryField(max_length=32)),
                ("token", models.BinaryField(blank=True)),
                ("roots", models.BinaryField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
            ],
            options={
                "db_table": "audit_anchor",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "place", "number"), name="anchored_once"),
                    models.CheckConstraint(
                        condition=models.Q(("after__lt", models.F("number"))), name="anchor_speaks_for_entries"
                    ),
                ],
            },
        ),
        append_only("audit_anchor"),
    ]
