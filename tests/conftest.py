"""What every test may use."""

from collections.abc import Iterator

import pytest

from evenhand.conf import database


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """A throwaway PostgreSQL, started by the first test that needs one and by no other."""
    with database.throwaway():
        yield
