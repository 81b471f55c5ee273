"""A sealed pack and a hand-over stay as they were written; of a pack, a purge may take the officer's words."""

from django.db import migrations

from evenhand.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        append_only("packs_hand_over"),
        migrations.RunSQL(
            "create trigger sealed before update or delete on packs_pack for each row"
            " when (old.sealed_at is not null) execute function evenhand_refuse_change('statement')",
            "drop trigger sealed on packs_pack",
        ),
    ]
