"""MOD-05: letters that came back and that a person must read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_append_only"),
        ("officers", "0003_co_ordinator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnedMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.TextField()),
                ("content", models.BinaryField(null=True)),
                ("size_bytes", models.IntegerField()),
                ("said", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("subject", models.TextField(blank=True)),
                ("sender", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("body", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="officers.body")),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returned",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "db_table": "notices_returned_mail",
                "constraints": [
                    models.UniqueConstraint(fields=("body", "sha256"), name="returned_mail_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="returned_mail_answered_by_somebody",
                    ),
                ],
            },
        ),
    ]
