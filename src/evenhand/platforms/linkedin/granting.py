"""Which pages a sign-in opens: those that the person administers. Source: "Organization Access Control", LinkedIn."""

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, Opened, Tokens
from evenhand.platforms.linkedin.client import Client


def accounts(access: Access, tokens: Tokens) -> tuple[Opened, ...]:
    """Never the person's own profile. Raises: TryAgain, AccessRefused, NotDone, NotReadable."""
    asked: dict[str, str | int] = {"q": "roleAssignee", "role": "ADMINISTRATOR", "state": "APPROVED", "count": 100}
    found = Client(access).query("/rest/organizationAcls", asked, "FINDER")
    urns = [fields.identity(one, "organization") for one in fields.listed(found, "elements")]
    return tuple(Opened(urn, urn) for urn in urns if urn.startswith("urn:li:organization:"))
