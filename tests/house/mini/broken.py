"""Settings whose web cannot start."""

from tests.house.mini.settings import *  # noqa: F403

WSGI_APPLICATION = "tests.house.mini.absent.application"
