"""The demonstration: invented councils, people and comments on the simulator."""

from dataclasses import dataclass

from evenhand.officers.models import Body

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
