"""The demonstration: invented councils, people and comments on the simulator."""

import json
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from evenhand import demonstration
from evenhand.audit import operations as audit
from evenhand.core.vocabulary import Verb
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.officers import operations as officers
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.officers.queries import with_role
from evenhand.platforms import found
from evenhand.platforms.import_file.rows import flat, translate
from evenhand.platforms.simulator.network import Network
from evenhand.signals.contract import NamedPerson, Roster
from evenhand.watch import operations as watch
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


def load() -> list[SignIn]:
    """Bodies, officers, rosters, channels and comments, and how to sign in. For an empty database.

    An end half way leaves a part of it; what is there is not made again.
    """
    described = tomllib.loads((_FOLDER / "bodies.toml").read_text())["bodies"]
    comments = [json.loads(line) for line in (_FOLDER / "comments.ndjson").read_text().splitlines()]
    now = datetime.now(UTC)
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    with audit.one_transaction():
        sign_ins = [sign_in for body in described for sign_in in _set_up(body, password, now)]
        for account, group in groupby(comments, key=lambda comment: str(comment["account"])):
            channel = Channel.objects.select_related("body").get(platform="simulator", account=account)
            _post(channel, list(group), now)
    _remember(sign_ins)
    return sign_ins


def sign_ins() -> list[SignIn]:
    """How to sign in to a demonstration that was loaded earlier; nothing where there is none."""
    file = settings.EVENHAND_DATA / "demonstration.json"
    return [SignIn(**given) for given in json.loads(file.read_text())] if file.exists() else []


ON_CALL_DAYS = 14
_FOLDER = Path(demonstration.__file__).parent
_REFUSES = {"bluesky": [Verb.DELETE]}  # a platform of that kind deletes nobody else's words


def _set_up(described: Mapping[str, Any], password: str, now: datetime) -> Iterable[SignIn]:
    body = officers.create_body(
        slug=described["id"], name=described["name"], edition_folder=described["editions"], is_demonstration=True,
        by=BY, at=now,
    )  # fmt: skip
    people = tuple(
        NamedPerson(p["name"], p["role"], tuple(p["also_known_as"]), tuple(p["public_contacts"]))
        for p in described["roster"]
    )
    officers.set_roster(body=body, roster=Roster(people, tuple(described["public_contacts"])), by=BY, at=now)
    for channel in described["channels"]:
        _open_channel(body, channel, now)
    made = [_officer(body, given, password, now) for given in described["officers"]]
    _put_on_call(body, described["on_call"], now)
    return made


def _put_on_call(body: Body, rota: list[Mapping[str, str]], now: datetime) -> None:
    """HRS-05: for a fortnight they take turns, from an evening at five to the next."""
    today = localtime(now).replace(hour=17, minute=0, second=0, microsecond=0)
    first = today if today <= now else today - timedelta(days=1)
    setter = with_role(body, Role.SENIOR)[0]
    for evening in range(ON_CALL_DAYS):
        turn = rota[evening % len(rota)]
        officer = Officer.objects.get(email=turn["email"])
        watch.set_duty(
            body=body, officer=officer, starts_at=first + timedelta(days=evening),
            ends_at=first + timedelta(days=evening + 1), phone=turn["phone"], email=officer.email, by=setter, at=now,
        )  # fmt: skip


def _open_channel(body: Body, described: Mapping[str, Any], now: datetime) -> None:
    intake.create_channel(
        body=body, name=described["id"], title=described["name"], platform=described["platform"],
        account=described["id"], known=found.names(), by=BY, at=now,
    )  # fmt: skip
    _network().refuse(described["id"], _REFUSES.get(described["like"], []))


def _officer(body: Body, described: Mapping[str, Any], password: str, now: datetime) -> SignIn:
    email, role = described["email"], Role(described["role"])
    officer = Officer.objects.filter(email=email).first() or officers.create_officer(
        email=email, name=described["name"], password=password, by=BY, at=now
    )
    officers.give_role(officer=officer, body=body, role=role, by=BY, at=now)
    return SignIn(f"{role.value}, {body.name}", email, password)


def _post(channel: Channel, comments: list[dict[str, Any]], now: datetime) -> None:
    """On the simulator first, then in, as from any platform."""
    dated = [_dated(comment, now) for comment in comments]
    _network().publish(
        [(channel.account, c["post"]["id"], c["post"]["text"], c["post"]["created_at"]) for c in dated],
        [
            (
                channel.account, c["id"], c["post"]["id"], c["parent_id"] or "", c["author"]["name"], c["text"],
                c["created_at"],
            )
            for c in dated
        ],
    )  # fmt: skip
    incoming = [translate(flat(comment), json.dumps(comment).encode(), now, None) for comment in dated]
    take_in(channel=channel, incoming=incoming, by=BY, at=now)


def _dated(comment: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Ages become instants, and links lead to the simulator's own page."""
    wall = f"{settings.EVENHAND_ADDRESS}/simulator/{comment['account']}"
    post = _at(comment["post"], now) | {"url": f"{wall}#post-{comment['post']['id']}"}
    rest = {key: value for key, value in comment.items() if key != "body"}
    return _at(rest, now) | {"post": post, "url": f"{wall}#comment-{comment['id']}"}


def _at(dated: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    at = now - timedelta(minutes=dated["minutes_ago"])
    return {key: value for key, value in dated.items() if key != "minutes_ago"} | {"created_at": at.isoformat()}


def _network() -> Network:
    return Network(settings.EVENHAND_DATA / "simulator.sqlite3")


def _remember(sign_ins: list[SignIn]) -> None:
    file = settings.EVENHAND_DATA / "demonstration.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(sign_in) for sign_in in sign_ins]))
