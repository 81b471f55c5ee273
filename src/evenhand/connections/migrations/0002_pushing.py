"""Addresses that platforms call, what they pushed there, and what is still to be read because of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evenhand.audit.append_only import append_only

FORGET_AFTER_30_DAYS = """
create function evenhand_refuse_but_forget() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.raw = ''::bytea and old.received_at < clock_timestamp() - interval '30 days'
        and to_jsonb(new) - 'raw' = to_jsonb(old) - 'raw'
    then
        return new;
    end if;
    raise exception 'rows of % are kept as they were written: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', hint = 'after 30 days raw may become empty, and nothing else';
end $$;
drop trigger append_only on connections_pushed_event;
create trigger append_only before update or delete on connections_pushed_event
    for each row execute function evenhand_refuse_but_forget();
"""
"""REC-02: what was pushed names people, so its bytes go after 30 days; that it came, and its hash, stay."""
AS_BEFORE = """
drop trigger append_only on connections_pushed_event;
create trigger append_only before update or delete on connections_pushed_event
    for each row execute function evenhand_refuse_change();
drop function evenhand_refuse_but_forget();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0001_initial"),
        ("audit", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PushAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.TextField(unique=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("subscribed_at", models.DateTimeField(null=True)),
                ("subscribed_words", models.TextField(blank=True)),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="push_address",
                        to="connections.connection",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "connections_push_address",
            },
        ),
        migrations.CreateModel(
            name="PushCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("what", models.TextField()),
                ("times", models.IntegerField(default=1)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="push_counts",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "db_table": "connections_push_count",
                "constraints": [models.UniqueConstraint(fields=("connection", "hour", "what"), name="push_count_once")],
            },
        ),
        migrations.CreateModel(
            name="PushedEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32)),
                ("raw", models.BinaryField()),
                ("headers", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("signed", models.BooleanField()),
                ("why", models.TextField(blank=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pushed_events",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "db_table": "connections_pushed_event",
                "indexes": [models.Index(fields=["connection", "-received_at"], name="pushed_event_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signed", True)),
                        fields=("connection", "digest"),
                        name="pushed_event_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed", True), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="pushed_event_refused_with_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("native_id", models.TextField(blank=True)),
                ("post_native_id", models.TextField(blank=True)),
                ("parent_native_id", models.TextField(blank=True)),
                ("pushed_at", models.DateTimeField()),
                ("times", models.IntegerField(default=1)),
                ("tries", models.IntegerField(default=0)),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wanted", to="connections.connection"
                    ),
                ),
            ],
            options={
                "db_table": "connections_wanted",
                "constraints": [models.UniqueConstraint(fields=("connection", "native_id"), name="wanted_once")],
            },
        ),
        append_only("connections_pushed_event"),
        migrations.RunSQL(FORGET_AFTER_30_DAYS, AS_BEFORE),
    ]
