"""A council that has switched second opinions on, and asks a server on loopback."""

from datetime import datetime

from pytest_django import Settings
from tests.rooms import world
from tests.rooms.model_server import Model

from evenhand.cases.models import Case
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.opinions import asking, operations
from evenhand.opinions.models import Opinion

DOUBT = {"encoder.abuse": "likely"}
INSULT = {"rules": ["CON-02"], "reason": "It calls officers muppets.", "quote": "muppets"}


def names(settings: Settings, model: Model, **changed: str) -> None:
    """The deployment names the server: 1,000 tokens sent for 2p, answered for 4p, at most 50p a day."""
    settings.EVENHAND_OPINION_URL, settings.EVENHAND_OPINION_MODEL = model.address, "a-model"
    settings.EVENHAND_OPINION_KEY, settings.EVENHAND_OPINION_SECONDS = "sk-secret-of-ours", "5"
    settings.EVENHAND_OPINION_PENCE_A_DAY, settings.EVENHAND_OPINION_PRICE = "500", "2/4"
    for name, value in changed.items():
        setattr(settings, f"EVENHAND_OPINION_{name}", value)


def administrator(body: Body) -> Officer:
    return world.new_officer(body, "Ivo Lund", Role.ADMINISTRATOR)


def switch_on(body: Body, by: Officer, at: datetime = world.NOON) -> None:
    operations.switch(body=body, on=True, why="A trial of three months.", by=by, at=at)


def doubted(
    channel: Channel, text: str = "What a bunch of muppets", id_: str = "c1", said: object = None, **known: object
) -> Case:
    """A case about a comment that a program is unsure of; an opinion is wanted where the body wants them."""
    received = world.receive(channel, world.a_comment(id_, text, **known))
    world.propose_for(channel, received, said or DOUBT)  # type: ignore[arg-type]
    case = Case.objects.get(comment__channel=channel, comment__native_id=id_)
    operations.want(body=channel.body, comment_ids=[case.comment_id], at=world.NOON)
    return case


def ask(case: Case, at: datetime = world.NOON) -> Opinion:
    """As the job does."""
    opinion = case.opinions.latest("pk")
    asking.ask(opinion_id=opinion.pk, now=lambda: at)
    opinion.refresh_from_db()
    return opinion
