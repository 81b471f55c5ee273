"""A database of a bench's own, migrated and thrown away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def own_database() -> Iterator[Path]:
    """A throwaway PostgreSQL with our tables; gives the data folder. DATABASE_URL is left alone."""
    import django

    from evenhand.conf.database import throwaway

    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.conf.settings")
    with TemporaryDirectory() as folder:
        os.environ["EVENHAND_DATA"] = folder
        django.setup()
        with throwaway():
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            yield Path(folder)


def channel():  # type: ignore[no-untyped-def]
    """A body with one channel on the simulator."""
    from evenhand.intake.operations import create_channel
    from evenhand.officers.operations import create_body

    now = datetime.now(UTC)
    body = create_body(slug="bench", name="Bench Council", edition_folder="stockport", by="bench", at=now)
    return create_channel(
        body=body,
        name="page",
        title="Page",
        platform="simulator",
        account="bench",
        known=["simulator"],
        by="bench",
        at=now,
    )
