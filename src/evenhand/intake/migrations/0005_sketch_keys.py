"""CON-05: the keys by which copies of a text are found, and a person's comments by time."""

from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_own_names"), ("officers", "0003_co_ordinator")]

    operations = [
        migrations.CreateModel(
            name="SketchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment", "band", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="intake.comment"),
                ),
                ("band", models.SmallIntegerField()),
                ("body", models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="officers.body")),
                ("key", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_sketch_key",
                "indexes": [models.Index(fields=["body", "key", "created_at", "comment"], name="sketch_alike")],
            },
        ),
        migrations.AddIndex(
            model_name="comment", index=models.Index(fields=["author", "created_at"], name="comment_of_author")
        ),
    ]
