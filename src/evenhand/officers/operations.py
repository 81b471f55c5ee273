"""Setting up bodies and officers."""

from collections.abc import Iterable
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, NamedPerson, Officer, PublicContact, RoleGiven
from evenhand.officers.permissions import Permission, Role
from evenhand.officers.queries import may
from evenhand.signals.contract import Roster


def require(officer: Officer, body: Body, permission: Permission) -> None:
    """Raises: Refused when no role of the officer at this body allows it."""
    if not may(officer, body, permission):
        raise Refused(
            tried=f"to {permission.value} for {body.name}",
            forbids=f"{officer.name} has no role there that allows it",
            do="ask an administrator of that body for the role",
        )


def create_body(
    *, slug: str, name: str, edition_folder: str, by: str, at: datetime, is_demonstration: bool = False
) -> Body:
    """A new body, with the folder that holds its editions."""
    with audit.one_transaction():
        body = Body.objects.create(
            slug=slug, name=name, edition_folder=edition_folder, is_demonstration=is_demonstration, created_at=at
        )
        audit.record(body=slug, at=at, by=by, action="officers.create_body", subject=f"body {slug}", name=name)
    return body


def create_officer(*, email: str, name: str, password: str, by: str, at: datetime) -> Officer:
    """Somebody who can sign in, without any role yet."""
    with audit.one_transaction():
        officer = Officer(email=email.lower(), name=name, created_at=at)
        officer.set_password(password)
        officer.save()
        audit.record(
            body="",
            at=at,
            by=by,
            action="officers.create_officer",
            subject=f"officer {officer.email}",
            name=name,
        )
    return officer


def give_role(*, officer: Officer, body: Body, role: Role, by: str, at: datetime) -> None:
    """A role at one body; giving it twice changes nothing."""
    with audit.one_transaction():
        _, created = RoleGiven.objects.get_or_create(officer=officer, body=body, role=role.value)
        if created:
            audit.record(
                body=body.slug, at=at, by=by, action="officers.give_role",
                subject=f"officer {officer.email}", role=role.value,
            )  # fmt: skip


def set_roster(*, body: Body, roster: Roster, by: str, at: datetime) -> None:
    """Replace the roster of people and contacts that are public."""
    with audit.one_transaction():
        NamedPerson.objects.filter(body=body).delete()
        PublicContact.objects.filter(body=body).delete()
        NamedPerson.objects.bulk_create(_people(body, roster))
        PublicContact.objects.bulk_create(
            PublicContact(body=body, contact=contact) for contact in sorted(set(roster.public_contacts))
        )
        audit.record(
            body=body.slug, at=at, by=by, action="officers.set_roster", subject=f"body {body.slug}",
            people=[person.name for person in roster.people],
        )  # fmt: skip


def _people(body: Body, roster: Roster) -> Iterable[NamedPerson]:
    return [
        NamedPerson(
            body=body, name=person.name, role=person.role,
            also_known_as=list(person.also_known_as), public_contacts=list(person.public_contacts),
        )
        for person in roster.people
    ]  # fmt: skip
