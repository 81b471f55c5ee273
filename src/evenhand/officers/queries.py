"""Who an officer is to a body, and whom the body names."""

from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, NamedPerson, Officer, PublicContact, RoleGiven
from evenhand.officers.permissions import ALLOWED, Permission, Role
from evenhand.signals.contract import NamedPerson as RosterLine
from evenhand.signals.contract import Roster


def roles(officer: Officer, body: Body) -> frozenset[Role]:
    """The roles of an officer at a body; none for an officer who was switched off."""
    if not officer.is_active:
        return frozenset()
    given = RoleGiven.objects.filter(officer=officer, body=body).values_list("role", flat=True)
    return frozenset(Role(role) for role in given)


def permissions(officer: Officer, body: Body) -> frozenset[Permission]:
    """Everything the officer's roles at this body allow."""
    return frozenset(permission for role in roles(officer, body) for permission in ALLOWED[role])


def may(officer: Officer, body: Body, permission: Permission) -> bool:
    """May this person do this, for this body?"""
    return permission in permissions(officer, body)


def who_may(body: Body, permission: Permission) -> list[Officer]:
    """The officers of a body whose roles allow something, by name."""
    allowed = [role.value for role, held in ALLOWED.items() if permission in held]
    found = Officer.objects.filter(is_active=True, roles__body=body, roles__role__in=allowed)
    return list(found.distinct().order_by("name"))


def body(slug: str) -> Body:
    """A body by its slug. Raises: Refused, saying which there are."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        there_are = ", ".join(Body.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(tried=f"to find the body {slug}", forbids="there is none", do=f"use one of: {there_are}")
    return found


def officer(email: str) -> Officer | None:
    """Who signs in with this address."""
    return Officer.objects.filter(email__iexact=email).first()


def bodies_of(officer: Officer) -> list[Body]:
    """The bodies at which an officer has a role, by name."""
    return list(Body.objects.filter(rolegiven__officer=officer).distinct().order_by("name"))


def holding(body: Body, permission: Permission) -> list[Officer]:
    """Who may do this for a body, by name."""
    roles = [role.value for role, held in ALLOWED.items() if permission in held]
    found = Officer.objects.filter(is_active=True, roles__body=body, roles__role__in=roles)
    return list(found.distinct().order_by("name", "pk"))


def with_role(body: Body, *wanted: Role) -> list[Officer]:
    """Who has one of these roles at a body, by name."""
    found = Officer.objects.filter(is_active=True, roles__body=body, roles__role__in=[role.value for role in wanted])
    return list(found.distinct().order_by("name", "pk"))


def roster(body: Body) -> Roster:
    """The people and contacts that are public, as the signals take them."""
    people = NamedPerson.objects.filter(body=body).order_by("name")
    contacts = PublicContact.objects.filter(body=body).order_by("contact")
    return Roster(
        people=tuple(RosterLine(p.name, p.role, tuple(p.also_known_as), tuple(p.public_contacts)) for p in people),
        public_contacts=tuple(contact.contact for contact in contacts),
    )
