"""What a command does first that knows our rooms, and, unless it reads files alone, needs the database to run."""

import os


def ready(*, database: bool = True) -> None:
    """Raises: PrivateDatabaseError."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.conf.settings")
    if database:
        from evenhand.conf.database import ensure_started

        ensure_started()
    django.setup()
