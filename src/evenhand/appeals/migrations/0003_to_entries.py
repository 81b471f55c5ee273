"""APL-01: an entry on the managed contacts list can be appealed against too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0002_append_only"),
        ("decisions", "0004_unsafe_to_tell"),
        ("officers", "0003_co_ordinator"),
        ("people", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appeal",
            name="appeal_is_about_one_thing",
        ),
        migrations.AddField(
            model_name="appeal",
            name="entry",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="people.managedentry"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("block", None), ("decision__isnull", False), ("entry", None)),
                    models.Q(("block__isnull", False), ("decision", None), ("entry", None)),
                    models.Q(("block", None), ("decision", None), ("entry__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_is_about_one_thing",
            ),
        ),
    ]
