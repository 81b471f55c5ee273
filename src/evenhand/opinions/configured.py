"""Whom a deployment asks for second opinions, and what it may cost: EVENHAND_OPINION_*. Without an address, nobody."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from evenhand.core.opinions import MICROPENCE, Tariff
from evenhand.core.refusals import Refused

MOST_SECONDS = 55  # a job that says nothing for longer counts as lost; see EVENHAND_STALLED_SECONDS


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible interface. `cap`: micropence a day; `seconds`: for the whole of one answer."""

    address: str
    model: str
    key: str = field(repr=False)
    seconds: float
    cap: int
    tariff: Tariff

    @property
    def host(self) -> str:
        """Who is asked, for people."""
        return urlsplit(self.address).netloc.rpartition("@")[2]


def is_named() -> bool:
    """Whether the deployment names anybody at all."""
    return bool(settings.EVENHAND_OPINION_URL)


def endpoint() -> Endpoint | None:
    """Whom to ask. Raises: Refused, for what is not as it should be."""
    if not is_named():
        return None
    address = str(settings.EVENHAND_OPINION_URL).rstrip("/")
    _check_address(address)
    if not settings.EVENHAND_OPINION_MODEL:
        raise _wrong("EVENHAND_OPINION_MODEL is empty", "name the model that is to be asked")
    return Endpoint(
        address=address, model=str(settings.EVENHAND_OPINION_MODEL), key=str(settings.EVENHAND_OPINION_KEY),
        seconds=_seconds(), cap=_pence("EVENHAND_OPINION_PENCE_A_DAY", str(settings.EVENHAND_OPINION_PENCE_A_DAY)),
        tariff=_tariff(str(settings.EVENHAND_OPINION_PRICE)),
    )  # fmt: skip


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.username:
        raise _wrong("EVENHAND_OPINION_URL is no address", "write it as https://llm.example/v1")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise _wrong("EVENHAND_OPINION_URL goes over the network unencrypted", "use https; http is for this machine")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds() -> float:
    try:
        given = float(settings.EVENHAND_OPINION_SECONDS)
    except ValueError:
        given = 0
    if not 0 < given <= MOST_SECONDS:
        raise _wrong("EVENHAND_OPINION_SECONDS is no time that we wait", f"write 1 to {MOST_SECONDS}")
    return given


def _tariff(given: str) -> Tariff:
    """Pence for 1,000 tokens sent and answered: "0.02/0.06", or "0/0" for a model of one's own."""
    sent, is_pair, answered = given.partition("/")
    if not is_pair:
        raise _wrong("EVENHAND_OPINION_PRICE is not said", "write pence for 1,000 tokens sent and answered: 0.02/0.06")
    return Tariff(*(_pence("EVENHAND_OPINION_PRICE", each) for each in (sent, answered)))


def _pence(name: str, given: str) -> int:
    try:
        pence = Decimal(given.strip())
    except InvalidOperation:
        pence = Decimal(-1)
    if not pence.is_finite() or not 0 <= pence <= 1_000_000:
        raise _wrong(f"{name} holds “{given}”, which is no sum in pence", "write it in figures, as 0.02")
    return int(pence * MICROPENCE)


def _wrong(why: str, do: str) -> Refused:
    return Refused(tried="to ask for a second opinion", forbids=why, do=do)
