"""Meta asked to push: the app's one address for a kind of object, and whether it is still ours.

An app has one callback for all its Pages, and one for all its Instagram accounts. One that leads elsewhere serves
somebody, so it is never taken away.
"""

from collections.abc import Mapping

from evenhand.platforms import fields
from evenhand.platforms.contract import Access, NotDone
from evenhand.platforms.graph import Graph, node
from evenhand.platforms.graph_probe import app_token


def push_to_us(access: Access, address: str, kind: str, field: str) -> str:
    """Have one field of one kind of object pushed to an address of ours; which, in words.

    Meta calls the address while it is asked, to see whether the verify token is known there.
    Raises: TryAgain, AccessRefused, NotDone, Unknown.
    """
    if not access.push_addresses or not access.secrets.get("verify_token"):
        raise NotDone("no address is open for push, or there is no verify token")
    app, id_ = Graph(access, address, token=app_token(access)), access.secrets.get("app_id", "")
    there = subscribed(app, id_, kind)
    callback, names = fields.text(there, "callback_url"), _names(there)
    if callback and callback not in access.push_addresses:
        raise NotDone(
            f"the app pushes {kind} to {callback} already; give Evenhand an app of its own, or change it there"
        )
    if callback and field in names and fields.at(there, "active") is not False:
        return f"the app pushes {kind}, {field}, to this house already"
    wanted = {"object": kind, "fields": sorted({*names, field}), "include_values": True}
    told = {"callback_url": callback or access.push_addresses[0], "verify_token": access.secrets["verify_token"]}
    app.post(node(id_, "subscriptions"), wanted | told)
    return f"the app pushes {kind}, {field}, from now on"


def subscribed(app: Graph, app_id: str, kind: str) -> Mapping[str, object]:
    """What the app has for one kind of object; empty for nothing. Raises: TryAgain, AccessRefused, NotDone."""
    for found in fields.listed(app.get(node(app_id, "subscriptions")), "data"):
        if isinstance(found, dict) and found.get("object") == kind:
            return found
    return {}


def complaint(access: Access, address: str, kind: str, field: str) -> str:
    """What is wrong with the app's subscription; "" where nothing is, or where no push is wanted.

    Raises: TryAgain, AccessRefused, NotDone.
    """
    if not access.push_addresses:
        return ""
    there = subscribed(Graph(access, address, token=app_token(access)), access.secrets.get("app_id", ""), kind)
    if field not in _names(there) or fields.at(there, "active") is False:
        return f"the app has no webhook for {kind}, {field}: what is new comes with the next poll only"
    callback = fields.text(there, "callback_url")
    if callback not in access.push_addresses:
        return f"the app pushes {kind} to {callback or 'nowhere'}, not here: what is new comes with the next poll only"
    return ""


def _names(there: Mapping[str, object]) -> set[str]:
    return {str(fields.at(one, "name") or one) for one in fields.listed(there, "fields")}
