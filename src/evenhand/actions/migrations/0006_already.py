"""What stood on a platform before the first call. A call that was under way before we asked counts as asked."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_in_doubt")]

    operations = [
        migrations.AddField(
            model_name="action",
            name="already",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
        ),
        migrations.RunSQL(
            "update actions_action set already = '{}' where state = 'sending' and verb in ('reply', 'reply privately')",
            migrations.RunSQL.noop,
        ),
    ]
