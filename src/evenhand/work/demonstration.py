"""The demonstration: invented councils, people and comments on the simulator."""

import json
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings

from evenhand import demonstration
from evenhand.audit import operations as audit
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.officers import operations as officers
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms import found
from evenhand.platforms.import_file.rows import flat, translate
from evenhand.platforms.simulator.network import Network
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.work.pipeline import take_in

BY = "program: demonstration"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in to the demonstration."""

    role: str
    email: str
    password: str


def is_empty() -> bool:
    """Whether nobody has set anything up yet."""
    return not Body.objects.exists()
