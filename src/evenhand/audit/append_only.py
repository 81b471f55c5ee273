"""Tables whose rows the database itself refuses to change or delete."""

from django.db.migrations import RunSQL

CREATE_FUNCTION = """
create function evenhand_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are kept as they were written: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', hint = 'record what is different now as a new row';
end $$
"""


def append_only(table: str) -> RunSQL:
    """A migration step: UPDATE, DELETE and TRUNCATE of this table fail from now on."""
    return RunSQL(
        f"create trigger append_only before update or delete on {table}"
        " for each row execute function evenhand_refuse_change();"
        f"create trigger append_only_truncate before truncate on {table}"
        " for each statement execute function evenhand_refuse_change();",
        f"drop trigger append_only on {table}; drop trigger append_only_truncate on {table};",
    )
