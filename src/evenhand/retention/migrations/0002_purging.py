"""The one lawful way past `append_only`: words leave named columns, in the transaction of a batch of a purge."""

from django.db import migrations

from evenhand.audit.append_only import CREATE_FUNCTION, append_only

MAY_LOSE = {
    "intake_revision": ("text", "attachments", "payload"),
    "decisions_decision": ("reason", "statement", "reply", "facts"),
    "decisions_second_opinion": ("reason",),
    "decisions_reversal": ("reason",),
    "actions_receipt": ("answer",),
}
"""Table -> the columns that a purge may overwrite. DELETE and TRUNCATE stay refused everywhere, and so does every
other column: ids, hashes, days, outcomes, grounds, editions, who and when."""

REFUSE_OR_PURGE = """
create or replace function evenhand_refuse_change() returns trigger language plpgsql as $$
declare
    batch bigint := nullif(current_setting('evenhand.purge_batch', true), '')::bigint;
begin
    if tg_op = 'UPDATE' and tg_nargs > 0 and batch is not null
        and exists (select 1 from retention_batch where id = batch and txid = txid_current())
        and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv
    then
        return new;
    end if;
    raise exception 'rows of % are kept as they were written: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', hint = 'record what is different now as a new row';
end $$
"""


def _may_lose(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    given = ", ".join(f"'{column}'" for column in columns)
    again = f"create trigger append_only before update or delete on {table} for each row execute function"
    return migrations.RunSQL(
        f"drop trigger append_only on {table}; {again} evenhand_refuse_change({given});",
        f"drop trigger append_only on {table}; {again} evenhand_refuse_change();",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("audit", "0002_append_only"),
        ("intake", "0002_append_only"),
        ("decisions", "0002_append_only"),
        ("actions", "0002_append_only"),
        ("packs", "0002_sealed"),
    ]

    operations = [
        migrations.RunSQL(REFUSE_OR_PURGE, CREATE_FUNCTION.replace("create function", "create or replace function")),
        *(_may_lose(table, columns) for table, columns in MAY_LOSE.items()),
        *(append_only(table) for table in ("retention_legal_hold", "retention_hold_lifted", "retention_purged")),
        migrations.RunSQL(
            "create index evidence_capture_parts on evidence_capture using gin (parts jsonb_path_ops)",
            "drop index evidence_capture_parts",
        ),
    ]
