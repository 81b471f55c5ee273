"""Two councils with everything a console shows, and officers of each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.conduct import Proposal, Reason
from evenhand.core.vocabulary import Finding, Reading, Severity, Suggestion
from evenhand.decisions.operations import pin
from evenhand.decisions.queries import edition_on
from evenhand.intake import operations as intake
from evenhand.intake.models import Channel
from evenhand.intake.queries import to_read
from evenhand.officers import operations as officers
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.contract import Incoming
from evenhand.score import Scored

NOW = datetime.now(UTC)
POSTED = NOW - timedelta(hours=3)


@dataclass(frozen=True)
class Council:
    """A body with one channel, two comments, one case."""

    body: Body
    channel: Channel
    case: Case
    officers: dict[Role, Officer]
    secret: str  # words that nobody of another body may see


def council(slug: str, secret: str) -> Council:
    body = officers.create_body(
        slug=slug, name=f"{slug.title()} Council", edition_folder="stockport", by="test", at=NOW
    )
    channel = intake.create_channel(
        body=body, name="page", title=f"{slug.title()} page", platform="simulator", account=f"{slug}-page",
        known=["simulator"], by="test", at=NOW,
    )  # fmt: skip
    given = {role: officer(body, role) for role in Role}
    received = intake.receive(
        channel=channel, incoming=[_comment("c1", f"you utter muppet, {secret}"), _comment("c2", "lovely park")],
        by="test", at=NOW,
    )  # fmt: skip
    propose_insult(body, received.fresh[0])
    return Council(body, channel, Case.objects.get(body=body), given, secret)


def officer(body: Body, role: Role, name: str = "") -> Officer:
    made = officers.create_officer(
        email=f"{name or role.name.lower()}@{body.slug}.example", name=f"{name or role.value} of {body.slug}",
        password="correct horse battery", by="test", at=NOW,
    )  # fmt: skip
    officers.give_role(officer=made, body=body, role=role, by="test", at=NOW)
    return made


def propose_insult(body: Body, revision: int) -> None:
    """Open a case as if a signal had found an insult in the first twelve characters."""
    edition = edition_on(body, POSTED.date())
    pin(edition=edition, body=body, at=NOW)
    [item] = to_read([revision])
    finding = Finding("insult", item.comment.text[:16], 0, 16, note="insult aimed at a person")
    reason = Reason("CON-02", Severity.MEDIUM, Suggestion.HIDE, "it insults a person", (("lexicon", finding),))
    proposal = Proposal(("CON-02",), None, Severity.MEDIUM, Suggestion.HIDE, (reason,), (), edition.sha256)
    scored = Scored((Reading("lexicon", "test", {"insult": 1}, (finding,)),), proposal)
    cases.record_proposals(
        body=body, edition=edition, read=[cases.Read(revision, item.comment_id, scored)], by="test", at=NOW
    )


def _comment(id_: str, text: str) -> Incoming:
    return Incoming(
        id=id_, text=text, created_at=POSTED, payload=text.encode(), author_id="u1", author_name=f"Pat {text[-5:]}",
        post_id="p1", post_text=f"Our new park, {text[-8:]}", url=f"https://social.example/{id_}",
    )  # fmt: skip


@pytest.fixture
def ashby(db: None) -> Council:
    return council("ashby", "kumquat")


@pytest.fixture
def birkdale(db: None) -> Council:
    return council("birkdale", "persimmon")


def signed_in(who: Officer) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client
