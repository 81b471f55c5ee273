"""An invented council with officers, a channel and comments, for tests of the rooms."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db.models import QuerySet
from tests.rules.hearing import STOCKPORT, heard, readings

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.actions.waiting import Later
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import FactValue, Outcome
from evenhand.decisions import operations as decisions
from evenhand.decisions.models import Decision
from evenhand.evidence.folder import Folder
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel, Revision
from evenhand.notices import ports, sending
from evenhand.notices.models import Notice
from evenhand.officers import operations as officers
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.packs import operations as packs
from evenhand.packs.models import Pack
from evenhand.platforms.contract import Incoming
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.retention import operations as retention
from evenhand.retention.models import Purge
from evenhand.score import Scored
from evenhand.tasks.models import Task

NOON = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
BY = "program: tests"
THREAT: Mapping[str, FactValue] = {"lexicon.threat": 1}
HIDE = Draft(Outcome.HIDE, ground="CON-02", statement="Hidden under CON-02.")
ANYTHING_ELSE = Draft(Outcome.HIDE, ground="CON-09", reason="It mocks the dead.", statement="Hidden under CON-09.")
LEAVE = Draft(Outcome.LEAVE)


def later(minutes: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(minutes=minutes)


def new_body(slug: str = "harrowmere") -> Body:
    return officers.create_body(
        slug=slug, name=f"{slug.capitalize()} Council", edition_folder="stockport", by=BY, at=NOON
    )


def new_officer(body: Body, name: str, role: Role = Role.SENIOR) -> Officer:
    email = f"{name.split()[0].lower()}@{body.slug}.example"
    officer = officers.create_officer(email=email, name=name, password=uuid4().hex, by=BY, at=NOON)
    officers.give_role(officer=officer, body=body, role=role, by=BY, at=NOON)
    return officer


def new_channel(body: Body, name: str = "town-page") -> Channel:
    return intake.create_channel(
        body=body, name=name, title="Town page", platform="simulator", account=f"{body.slug}-{name}",
        known=["simulator"], by=BY, at=NOON,
    )  # fmt: skip


def a_comment(id_: str = "c1", text: str = "Words that somebody wrote", **known: object) -> Incoming:
    given: dict[str, object] = {
        "created_at": NOON - timedelta(hours=1), "payload": f'{{"id": "{id_}"}}'.encode(), "author_id": "a1",
        "author_name": "Robin Vale", "post_id": "p1", "post_text": "The library opens late on Thursday",
    }  # fmt: skip
    return Incoming(id=id_, text=text, **{**given, **known})  # type: ignore[arg-type]


def published(data: Path, *ids: str) -> Network:
    """The simulator as `carry_out` finds it, with these comments (c1 by default) on Harrowmere's town page."""
    network = Network(data / "simulator.sqlite3")
    account = "harrowmere-town-page"
    network.publish(
        [(account, "p1", "The library opens late on Thursday", "2024-03-04T09:00:00Z")],
        [(account, id_, "p1", "", "Robin Vale", "Words", "2024-03-04T11:00:00Z") for id_ in ids or ("c1",)],
    )
    return network


def on_disk(sha256: str) -> Path:
    """Where captured bytes lie."""
    return Folder(settings.EVENHAND_DATA / "captures").path_of(sha256)


def receive(channel: Channel, *comments: Incoming, at: datetime = NOON) -> intake.Received:
    return intake.receive(channel=channel, incoming=comments, by=BY, at=at)


def propose_for(
    channel: Channel, received: intake.Received, said: Mapping[str, FactValue], *, at: datetime = NOON, **how: object
) -> int:
    """Record what the reference edition says of these facts, for every fresh revision. How many cases were opened."""
    decisions.pin(edition=STOCKPORT, body=channel.body, by=BY, at=at)
    scored = Scored(tuple(readings(said)), heard(said, **how))  # type: ignore[arg-type]
    revisions = Revision.objects.filter(pk__in=received.fresh).order_by("pk")
    read = [cases.Read(revision.pk, revision.comment_id, scored) for revision in revisions]
    return cases.record_proposals(body=channel.body, edition=STOCKPORT, read=read, by=BY, at=at)


def open_case(channel: Channel, id_: str = "c1", said: Mapping[str, FactValue] = THREAT) -> Case:
    """A case about a comment that reads as a threat."""
    propose_for(channel, receive(channel, a_comment(id_)), said)
    return Case.objects.get(comment__channel=channel, comment__native_id=id_)


def edit(channel: Channel, id_: str = "c1", *, at: datetime, text: str = "Other words") -> None:
    """The author changes a comment; it is read again."""
    propose_for(channel, receive(channel, a_comment(id_, text, edited_at=at), at=at), THREAT, at=at)


def decide(case: Case, draft: Draft, by: Officer, at: datetime = NOON) -> Decision:
    """Decide a case as it is now."""
    case.refresh_from_db()
    return cases.decide(
        case_id=case.pk, body=case.body, draft=draft, version=case.version, edition=STOCKPORT,
        supported=MANIFEST.supported, by=by, at=at,
    )  # fmt: skip


def approve(case: Case, by: Officer, at: datetime = NOON, *, approved: bool = True) -> Case:
    """Answer as the second person."""
    case.refresh_from_db()
    return cases.give_second(
        case_id=case.pk, body=case.body, approved=approved, reason="", version=case.version, by=by, at=at
    )


def carry_out(action: Action, at: datetime = NOON) -> Action:
    """Try an action once, as a worker does. Raises: carrying_out.Later."""
    carrying_out.carry_out(
        action_id=action.pk,
        performer=Network(settings.EVENHAND_DATA / "simulator.sqlite3"),
        manifest=MANIFEST,
        now=lambda: at,
    )
    action.refresh_from_db()
    return action


def pass_on(notice: Notice, at: datetime = NOON) -> Notice:
    """Send a notice, and carry out what it asks of a platform, as workers do."""
    for _ in range(2):
        with suppress(Later):
            sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: at)
        notice.refresh_from_db()
        if notice.action:
            carry_out(notice.action, at)
    with suppress(Later):
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: at)
    notice.refresh_from_db()
    return notice


def action_tasks() -> QuerySet[Task]:
    """The tasks that actions gave to people; a first breach brings one to warn as well."""
    return Task.objects.filter(about__startswith="action ")


def everything_once(channel: Channel, ada: Officer, ben: Officer) -> None:
    """A decision with a second person, carried out, in a pack, held and undone, and a purge: a row in every table."""
    published(settings.EVENHAND_DATA)
    case = open_case(channel)
    decision = decide(case, ANYTHING_ELSE, ada)
    approve(case, ben)
    carry_out(decision.actions.get())
    pack = a_sealed_pack(case, ada)
    packs.hand_over(pack=pack, to="DC Ward", how="by hand", note="", handed_at=NOON, by=ada, at=NOON)
    held = retention.put_hold(body=case.body, comment=case.comment, reason="A claim.", by=ada, at=NOON)
    retention.lift_hold(hold_id=held.pk, body=case.body, reason="Settled.", by=ada, at=NOON)
    receive(channel, a_comment("c2"))
    purge(case.body, at=NOON + timedelta(days=100))
    pass_on(Notice.objects.get(about=f"decision {decision.pk}"))
    undo(case, ada)


def a_sealed_pack(case: Case, by: Officer, at: datetime = NOON) -> Pack:
    """An evidence pack of every capture there is of a case."""
    pack = packs.begin(body=case.body, case_id=case.pk, by=by, at=at)
    written = packs.Written("I saw the comment.", by.name, "Harrowmere Constabulary")
    chosen = list(pack.captures.values_list("pk", flat=True))
    return packs.seal(pack=packs.write(pack=pack, written=written, captures=chosen, by=by, at=at), by=by, at=at)


def purge(body: Body, at: datetime) -> Purge:
    """Remove what is over at an instant, and certify it."""
    admin = new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)
    run = retention.begin(body=body, typed=f"purge {body.slug}", by=admin, at=at)
    return retention.carry_through(purge=run, now=lambda: at)


def undo(case: Case, by: Officer, at: datetime = NOON) -> Case:
    """Undo the decision that stands."""
    case.refresh_from_db()
    return cases.undo(case_id=case.pk, body=case.body, reason="a mistake", version=case.version, by=by, at=at)
