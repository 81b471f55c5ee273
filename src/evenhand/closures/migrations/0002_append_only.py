from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("closures", "0001_initial"), ("audit", "0002_append_only")]

    operations = [append_only("closures_related_removed")]
