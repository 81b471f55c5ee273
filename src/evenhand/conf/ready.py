"""What a command does first that asks the database: it has to run, and Django has to know our rooms."""

import os


def ready() -> None:
    """Raises: PrivateDatabaseError."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.conf.settings")
    from evenhand.conf.database import ensure_started

    ensure_started()
    django.setup()
