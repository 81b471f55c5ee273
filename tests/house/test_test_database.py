"""Tests have a PostgreSQL of their own, and so have the programs that they start."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_on_a_postgresql() -> None:
    assert connection.vendor == "postgresql"
    assert str(connection.settings_dict["NAME"]).startswith("test_evenhand")  # _gw1 for the second side by side


@pytest.mark.django_db
def test_a_program_that_a_test_starts_finds_the_same_server() -> None:
    code = "from evenhand.conf.database import databases; print(databases()['default']['HOST'])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == connection.settings_dict["HOST"]
    with psycopg.connect(os.environ["DATABASE_URL"]) as beside:
        assert beside.execute("select 1").fetchone() == (1,)
