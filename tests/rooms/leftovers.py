"""Where in the database words still stand, table by table: what a purge is measured against."""

from django.apps import apps
from django.db import connection

STAYS = {"audit_entry"}
"""REC-01: the log keeps what was written to it as long as it is kept itself; the how-to says so."""


def tables_with(words: str) -> set[str]:
    """Tables that have these words anywhere in any row, whatever the column."""
    tables = {model._meta.db_table for model in apps.get_models()} - STAYS
    return {table for table in tables if _has(table, words)}


def _has(table: str, words: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select exists (select 1 from {table} as held where strpos(held::text, %s) > 0)", [words])
        return bool(cursor.fetchone()[0])
