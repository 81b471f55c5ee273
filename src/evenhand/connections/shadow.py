"""Shadow mode: another performer, which writes down what would have been done. Two people switch it on and off.

What is decided while it is on never takes effect, not even after it is off: decisions and actions keep that they
were made in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from evenhand.audit import operations as audit
from evenhand.connections.models import ShadowAct, ShadowChange
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Support, Verb
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.platforms.contract import Act, Answer, Manifest, Observed, Performer, VerbSupport

MARK = "Shadow mode: nothing was done."


class ShadowPerformer:
    """Touches no platform. What an earlier, real call may have done is looked up with the real one, if there is one."""

    def __init__(self, channel: Channel, real: Callable[[], Performer] | None, now: Callable[[], datetime]) -> None:
        self._channel, self._real, self._now = channel, real, now

    def perform(self, act: Act) -> Answer:
        """Write down what would have been done, once for its key."""
        ShadowAct.objects.get_or_create(
            key=act.key,
            defaults={
                "channel": self._channel,
                "verb": act.verb.value,
                "subject_id": act.subject_id,
                "at": self._now(),
            },
        )
        return Answer(f"{MARK} It would have been: {act.verb} {act.verb.subject} {act.subject_id}")

    def observe(self, act: Act) -> Observed:
        """In effect is what was written down. Raises: TryAgain, where only the platform can tell and does not."""
        if written_down(act.key):
            return Observed(True, f"{MARK} It is written down")
        return self._real().observe(act) if self._real else Observed(False, f"{MARK} It is not written down yet")


def performer(channel: Channel, real: Callable[[], Performer], *, never: bool = False) -> Performer:
    """What carries an act out on a channel now. `never`: it was asked for in shadow mode, and stays in it."""
    if never or is_on(channel):
        return ShadowPerformer(channel, None if never else real, lambda: datetime.now(UTC))
    return real()


def manifest(channel: Channel, real: Manifest, *, never: bool = False) -> Manifest:
    """What the shadow performer can do, which is everything: no person is asked to do by hand what nobody shall do."""
    if not (never or is_on(channel)):
        return real
    verbs = {verb: VerbSupport(Support.SUPPORTED) for verb in Verb}
    return replace(real, verbs=verbs, seconds_between_calls=0.0, settles_seconds=0.0)


def written_down(key: UUID | str) -> bool:
    """Whether an act with this key was not done but written down."""
    return ShadowAct.objects.filter(key=str(key)).exists()


def is_on(channel: Channel) -> bool:
    """As the last change that two people made has it."""
    last = ShadowChange.objects.filter(channel=channel, agreed_at__isnull=False).order_by("-agreed_at", "-pk").first()
    return last is not None and last.on


def said_to_staff(channels: Iterable[Channel]) -> tuple[str, ...]:
    """The line that a notice to staff has about channels in shadow mode; none where no channel is."""
    titles = sorted({channel.title for channel in channels if is_on(channel)})
    if not titles:
        return ()
    words = f"Shadow mode: nothing that Evenhand is told to do on {' and '.join(titles)} is done there"
    return (f"{words}, and nobody outside is written to. What protects somebody now is for you to do.",)


def asked(channel: Channel) -> ShadowChange | None:
    """The change that waits for a second person."""
    return ShadowChange.objects.select_related("asked_by").filter(channel=channel, agreed_at=None).first()


def ask(*, channel: Channel, on: bool, why: str, by: Officer, at: datetime) -> ShadowChange:
    """Somebody wants shadow mode on or off; a second person must agree. Raises: Refused."""
    require(by, channel.body, Permission.SWITCH_SHADOW)
    with audit.one_transaction():
        Channel.objects.select_for_update().get(pk=channel.pk)
        wrong = _why_not(channel, on, why)
        if wrong:
            raise Refused(tried=f"to switch shadow mode {_said(on)} for {channel.title}", forbids=wrong[0], do=wrong[1])
        made = ShadowChange.objects.create(channel=channel, on=on, why=why.strip(), asked_by=by, asked_at=at)
        _record(made, "shadow_asked", by, at, why=made.why)
    return made


def _why_not(channel: Channel, on: bool, why: str) -> tuple[str, str] | None:
    if is_on(channel) == on:
        return f"it is {_said(on)} already", "look at the channel's page again"
    if asked(channel):
        return "a change is waiting for its second person", "agree to that one, or take it back"
    return None if why.strip() else ("no reason is given", "say why")


def agree(*, channel_id: int, body: Body, by: Officer, at: datetime) -> ShadowChange:
    """Another person agrees, and it is so from now on. Raises: Refused."""
    require(by, body, Permission.SWITCH_SHADOW)
    with audit.one_transaction():
        found = _waiting(channel_id, body)
        if found.asked_by == by:
            raise Refused(
                tried=f"to agree to your own change of {found.channel.title}", forbids="shadow mode takes two people",
                do="ask another officer who may, or take it back",
            )  # fmt: skip
        found.agreed_by, found.agreed_at = by, at
        found.save(update_fields=["agreed_by", "agreed_at"])
        _record(found, f"shadow_{_said(found.on)}", by, at, asked_by=found.asked_by.email, why=found.why)
    return found


def take_back(*, channel_id: int, body: Body, by: Officer, at: datetime) -> None:
    """The change is not wanted any more. The log keeps that it was asked for. Raises: Refused."""
    require(by, body, Permission.SWITCH_SHADOW)
    with audit.one_transaction():
        found = _waiting(channel_id, body)
        _record(found, "shadow_taken_back", by, at, asked_by=found.asked_by.email, on=found.on)
        found.delete()


def _waiting(channel_id: int, body: Body) -> ShadowChange:
    waiting = ShadowChange.objects.select_for_update(of=("self",)).select_related("channel__body", "asked_by")
    found = waiting.filter(channel_id=channel_id, channel__body=body, agreed_at=None).first()
    if found is None:
        raise Refused(
            tried="to agree to a change of shadow mode", forbids="none is waiting", do="look at the channel's page"
        )
    return found


def _said(on: bool) -> str:
    return "on" if on else "off"


def _record(change: ShadowChange, what: str, by: Officer, at: datetime, **detail: object) -> None:
    audit.record(
        body=change.channel.body.slug, at=at, by=by.email, action=f"connections.{what}",
        subject=f"channel {change.channel.name}", **detail,
    )  # fmt: skip
