"""Appeals where officers look for them: on the decision, the block and the entry; entered from there; letters back."""

from datetime import timedelta

from django.test import Client
from tests.console.conftest import NOW, Council, officer, signed_in
from tests.console.people_rows import a_block, an_entry, hate

from evenhand.appeals.models import Appeal
from evenhand.cases import operations as cases
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for
from evenhand.notices.models import ReturnedMail
from evenhand.notices.returned import take_in
from evenhand.officers.permissions import Role
from evenhand.people import listing
from evenhand.people.models import EntryDecision
from evenhand.platforms.simulator import MANIFEST


def decided(council: Council, outcome: Outcome = Outcome.HIDE) -> Decision:
    ground = "CON-02" if outcome is Outcome.HIDE else ""
    return cases.decide(
        case_id=council.case.pk, body=council.body, draft=Draft(outcome, ground, statement="Hidden under CON-02."),
        version=council.case.version, edition=edition_for(council.case.comment), supported=MANIFEST.supported,
        by=council.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip


def senior(council: Council) -> Client:
    return signed_in(council.officers[Role.SENIOR])


def entered(client: Client, what: str, **given: str) -> Appeal:
    answer = client.post(
        "/ashby/appeals/new",
        {"what": what, "came": "letter", "words": "Look again.", "theirs": "on", "language": "en", **given},
    )
    assert answer.status_code == 302, answer.content.decode()
    return Appeal.objects.latest("pk")


def test_a_decision_leads_to_its_appeals_and_to_entering_one(ashby: Council) -> None:
    decision, client = decided(ashby), senior(ashby)
    page = client.get(f"/ashby/decisions/{decision.pk}").content.decode()
    assert "Nobody has appealed." in page
    assert f'href="/ashby/appeals/new?what=decision+{decision.pk}"' in page
    form = client.get(f"/ashby/appeals/new?what=decision+{decision.pk}").content.decode()
    assert f'value="decision {decision.pk}"' in form
    appeal = entered(client, f"decision {decision.pk}", language="cy")
    assert appeal.language == "cy"
    page = client.get(f"/ashby/decisions/{decision.pk}").content.decode()
    assert f'href="/ashby/appeals/{appeal.pk}">{appeal.reference}</a>' in page
    assert "First stage, by letter. Acknowledge by" in page


def test_what_was_left_up_offers_no_appeal(ashby: Council) -> None:
    decision = decided(ashby, Outcome.LEAVE)
    assert "appeals/new" not in senior(ashby).get(f"/ashby/decisions/{decision.pk}").content.decode()


def test_who_does_not_handle_appeals_sees_none_of_it(ashby: Council) -> None:
    decision = decided(ashby)
    entered(senior(ashby), f"decision {decision.pk}")
    page = signed_in(ashby.officers[Role.OFFICER]).get(f"/ashby/decisions/{decision.pk}").content.decode()
    assert "appeals-title" not in page


def test_a_block_leads_to_its_appeals(ashby: Council) -> None:
    block, client = a_block(ashby, hate(ashby)), senior(ashby)
    assert f"what=block+{block.pk}" in client.get(f"/ashby/blocks/{block.pk}").content.decode()
    appeal = entered(client, f"block {block.pk}")
    assert appeal.reference in client.get(f"/ashby/blocks/{block.pk}").content.decode()


def test_an_entry_leads_to_its_appeals_once_somebody_approved_it(ashby: Council) -> None:
    row, client = an_entry(ashby, hate(ashby)), senior(ashby)
    place = f"/ashby/managed-contacts/{row.pk}"
    assert "what=entry" not in client.get(place).content.decode()
    listing.answer(
        entry_id=row.pk, body=ashby.body, approved=True, reason="", by=officer(ashby.body, Role.SENIOR, "second"),
        at=NOW,
    )  # fmt: skip
    assert f"what=entry+{row.pk}" in client.get(place).content.decode()
    appeal = entered(client, f"entry {row.pk}")
    assert appeal.entry == row
    assert appeal.reference in client.get(place).content.decode()
    shown = client.get(f"/ashby/appeals/{appeal.pk}").content.decode()
    assert f'href="{place}">Entry {row.pk}</a>' in shown
    assert "It names no decision that it came of." in shown


def test_the_form_of_an_entry_offers_the_decisions_that_it_may_have_come_of(ashby: Council) -> None:
    author, client = hate(ashby), senior(ashby)
    decision = Decision.objects.filter(comment__author=author, outcome="hide").latest("pk")
    place = f"/ashby/people/{author.pk}/list"
    page = client.get(place).content.decode()
    assert f"Decision {decision.pk}: hide" in page
    today = NOW.date()
    given = {
        "reason": "Threats.", "notice": "", "why_no_notice": "The police ask for it.", "starts_on": today.isoformat(),
        "review_on": listing.latest_review(ashby.body, today, NOW).isoformat(), "rests_on": [str(decision.pk)],
    }  # fmt: skip
    answer = client.post(place, given)
    assert answer.status_code == 302, answer.content.decode()
    assert [each.decision for each in EntryDecision.objects.all()] == [decision]
    assert f"Decision {decision.pk}</a>" in client.get(answer["Location"]).content.decode()


def test_a_letter_that_came_back_is_read_and_answered(ashby: Council, birkdale: Council) -> None:
    raw = b"Subject: Robin <script>alert(1)</script>\r\nFrom: robin@mail.example\r\n\r\nNobody of that name here."
    row = take_in(raw=raw, body=ashby.body, at=NOW - timedelta(days=1)).kept
    assert row is not None
    client = senior(ashby)
    assert "Letters that came back" in client.get("/ashby/notices").content.decode()
    listed = client.get("/ashby/notices/returned").content.decode()
    assert f'href="/ashby/notices/returned/{row.pk}"' in listed
    page = client.get(f"/ashby/notices/returned/{row.pk}").content.decode()
    assert "Nobody of that name here." in page
    assert "<script>alert(1)</script>" not in page
    wrong = client.post(f"/ashby/notices/returned/{row.pk}", {"reference": "AP-0000-0000-0", "words": "Moved."})
    assert wrong.status_code == 422
    assert "No notice has the reference" in wrong.content.decode()
    assert 'value="Moved."' in wrong.content.decode(), "nothing is lost"
    assert client.post(f"/ashby/notices/returned/{row.pk}", {"words": "None of ours."}).status_code == 302
    assert ReturnedMail.objects.get().answer == "None of ours."
    assert senior(birkdale).get(f"/birkdale/notices/returned/{row.pk}").status_code == 404
    assert "Robin" not in senior(birkdale).get("/birkdale/notices/returned").content.decode()
