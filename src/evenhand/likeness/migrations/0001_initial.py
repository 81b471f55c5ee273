import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TextVector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vector",
                        to="intake.revision",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vector",
                        to="intake.post",
                    ),
                ),
                ("version", models.TextField()),
                ("numbers", models.BinaryField()),
            ],
            options={
                "db_table": "likeness_vector",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("post", None), ("revision__isnull", False))
                        | models.Q(("post__isnull", False), ("revision", None)),
                        name="vector_of_a_wording_or_a_post",
                    )
                ],
            },
        )
    ]
