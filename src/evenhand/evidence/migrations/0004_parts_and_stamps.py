"""Captures say whose they are, what they lack and whose stamps they should have; time-stamps have a table."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from evenhand.audit.append_only import append_only

# Rows are kept as they were written; a column that did not exist then is filled while their guard is off.
FILL_BODY = """
alter table evidence_capture disable trigger append_only;
update evidence_capture capture set body_id = coalesce(
    (select channel.body_id from intake_comment comment join intake_channel channel on channel.id = comment.channel_id
     where comment.id = capture.comment_id),
    (select channel.body_id from intake_post post join intake_channel channel on channel.id = post.channel_id
     where post.id = capture.post_id),
    (select author.body_id from intake_author author where author.id = capture.author_id));
alter table evidence_capture enable trigger append_only;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_subjects"),
        ("intake", "0002_append_only"),
        ("officers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="capture",
            name="body",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="officers.body"),
        ),
        migrations.RunSQL(FILL_BODY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="capture",
            name="body",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="officers.body"),
        ),
        migrations.AddField(
            model_name="capture",
            name="authorities",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="capture",
            name="missing",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="capture",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["parts"], name="capture_by_part", opclasses=["jsonb_path_ops"]
            ),
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("authority", models.TextField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("tries", models.IntegerField()),
                ("why", models.TextField()),
                ("next_try_at", models.DateTimeField()),
            ],
            options={"db_table": "evidence_silence"},
        ),
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.TextField()),
                ("token", models.BinaryField()),
                ("roots", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stamps", to="evidence.capture"
                    ),
                ),
            ],
            options={"db_table": "evidence_time_stamp"},
        ),
        migrations.AddConstraint(
            model_name="timestamp",
            constraint=models.UniqueConstraint(fields=("capture", "authority"), name="stamp_once_an_authority"),
        ),
        append_only("evidence_time_stamp"),
    ]
