"""REF, STF: what the pages of referrals and reports let people do, and what they keep from them."""

import pytest
from django.urls import reverse
from tests.console.conftest import NOW, Council, officer, signed_in
from tests.console.test_addresses import everything
from tests.rooms.world import a_comment, propose_for, receive

from evenhand.audit.models import Entry
from evenhand.audit.queries import about
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.evidence.models import Capture
from evenhand.officers.models import Body
from evenhand.officers.permissions import Role
from evenhand.referrals.models import Referral
from evenhand.staff import operations as staff
from evenhand.staff.models import Report

WORDS = "locks her out at night"
AUTHOR = "Robin Quince"


@pytest.fixture
def concern(ashby: Council) -> Case:
    """A restricted case of the council, beside its ordinary one, under the same post."""
    received = receive(ashby.channel, a_comment("r1", f"persimmon, he {WORDS}", author_name=AUTHOR, author_id="q1"))
    propose_for(ashby.channel, received, {"lexicon.safeguarding": 1})
    return Case.objects.get(comment__native_id="r1")


def case_of(council: Council, case: Case) -> str:
    return reverse("case", args=[council.body.slug, case.pk])


def take(council: Council, case: Case, role: Role = Role.OFFICER) -> None:
    cases.claim(case_id=case.pk, body=council.body, by=council.officers[role], at=NOW)


def refer(council: Council, case: Case, role: Role = Role.OFFICER) -> Referral:
    """By the form of the case, as an officer does."""
    take(council, case, role)
    case.refresh_from_db()
    client = signed_in(council.officers[role])
    sent = {"outcome": "refer", "route": "REF-02", "concern": "child", "version": case.version, "reply": ""}
    answer = client.post(case_of(council, case), sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Referral.objects.get(case=case)


PAGES = ["queue", "comments", "decisions", "referrals", "reports", "notices", "tasks", "imports", "audit"]
QUERIES = ["", "?words=persimmon", "?words=Quince", "?state=closed", "?rule=REF-02", "?state=ended", "?channel=page"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.STAFF])
def test_no_list_and_no_search_shows_a_word_of_a_restricted_case(role: Role, ashby: Council, concern: Case) -> None:
    other = officer(ashby.body, Role.OFFICER, name="opener")
    cases.claim(case_id=concern.pk, body=ashby.body, by=other, at=NOW)
    concern.refresh_from_db()
    signed_in(other).post(
        case_of(ashby, concern), {"outcome": "refer", "route": "REF-02", "version": concern.version, "reply": ""}
    )
    referral = Referral.objects.get()
    ids = {**everything(ashby), "case": concern.pk, "decision": referral.decision_id, "referral": referral.pk}
    client = signed_in(ashby.officers[role])
    places = [reverse(page, args=["ashby"]) + query for page in PAGES for query in QUERIES]
    places += [
        reverse(name, args=["ashby", ids[what]])
        for name, what in [
            ("case", "case"), ("decision", "decision"), ("referral", "referral"), ("drafted", "case"),
        ]
    ]  # fmt: skip
    places.append(case_of(ashby, ashby.case))  # the thread of another case under the same post
    places.append(f"{reverse('together', args=['ashby'])}?case={concern.pk}")
    kept = Capture.objects.filter(comment=concern.comment_id).first()
    assert kept is not None, "it was captured when it was passed on"
    places.append(reverse("capture", args=["ashby", kept.pk]))
    places += [
        reverse("capture-part", args=["ashby", capture, part])
        for capture in (kept.pk, ids["capture"])
        for part in ("record", "payload", "thread", "rendering")
    ]
    for place in places:
        for answer in (client.get(place), client.post(place, {"outcome": "leave", "version": 3})):
            page = answer.content.decode()
            assert WORDS not in page, place
            assert AUTHOR not in page, place
            assert f"comment {concern.comment_id}<" not in page, place
    concern.refresh_from_db()
    assert concern.state == "closed"


def test_the_queue_offers_to_take_it_and_whoever_takes_it_sees_it_on_record(ashby: Council, concern: Case) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    queue = client.get(reverse("queue", args=["ashby"])).content.decode()
    assert "Restricted, as somebody may be at risk" in queue
    veiled = client.get(case_of(ashby, concern)).content.decode()
    assert "In danger now: ring 999" in veiled
    assert "Take this case" in veiled
    client.post(reverse("claim", args=["ashby", concern.pk]))
    page = client.get(case_of(ashby, concern)).content.decode()
    assert WORDS in page
    assert "Your look at this case is on record" in page
    seen = [entry for entry in about("ashby", f"comment {concern.comment_id}") if entry.action == "cases.look"]
    assert [entry.by for entry in seen] == ["officer@ashby.example"]


def test_passed_on_its_page_is_next_with_whom_to_ring_and_the_step_to_take(ashby: Council, concern: Case) -> None:
    referral = refer(ashby, concern)
    assert referral.concern == "child"
    client = signed_in(ashby.officers[Role.OFFICER])
    place = reverse("referral", args=["ashby", referral.pk])
    page = client.get(place).content.decode()
    for words in ("In danger now: ring 999", "NSPCC Helpline", "0808 800 5000", "Next: hand it over", WORDS):
        assert words in page
    assert "Police, not an emergency" not in page, "that is whom to ring for an adult"
    refused = client.post(place, {"step": "hand over", "how": "telephone", "words": "told them all"})
    assert refused.status_code == 422
    assert "told them all" in refused.content.decode(), "nothing that was written is lost"
    assert client.post(place, {"step": "hand over", "to": "Duty team", "how": "telephone"}).status_code == 302
    assert client.post(place, {"step": "acknowledge", "to": "Duty team"}).status_code == 302
    referral.refresh_from_db()
    assert referral.state == "acknowledged"


def test_a_senior_officer_who_hears_the_alarm_takes_it_on_with_a_reason(ashby: Council, concern: Case) -> None:
    referral = refer(ashby, concern)
    client = signed_in(ashby.officers[Role.SENIOR])
    place = reverse("referral", args=["ashby", referral.pk])
    assert "You were not let in" in client.get(place).content.decode()
    me = {"officer": ashby.officers[Role.SENIOR].pk}
    client.post(reverse("let-in", args=["ashby", referral.pk]), me | {"why": ""})
    assert "You were not let in" in client.get(place).content.decode()
    client.post(reverse("let-in", args=["ashby", referral.pk]), me | {"why": "nobody answers"})
    assert WORDS in client.get(place).content.decode()


def test_the_alarm_stands_above_every_page_of_who_sees_referrals(ashby: Council, concern: Case) -> None:
    Referral.objects.filter(pk=refer(ashby, concern).pk).update(alarmed_at=NOW)
    for role, there in ((Role.SENIOR, True), (Role.AUDITOR, True), (Role.STAFF, False)):
        page = signed_in(ashby.officers[role]).get(reverse("reports", args=["ashby"])).content.decode()
        assert ("Nobody has acknowledged 1 safeguarding concern" in page) is there


def test_a_case_is_passed_on_to_the_police_beside_its_decision(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    place = reverse("pass-on", args=["ashby", ashby.case.pk])
    client.post(place, {"rule": "REF-03", "because": ""})
    assert Referral.objects.count() == 0
    answer = client.post(place, {"rule": "REF-03", "because": "he names her street"})
    referral = Referral.objects.get()
    assert answer.url == reverse("referral", args=["ashby", referral.pk])  # type: ignore[attr-defined]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "he names her street" in page
    assert "101" in page


def test_the_named_officer_sees_the_words_and_records_the_outcome_and_others_are_not_offered_it(ashby: Council) -> None:
    place = reverse("pass-on", args=["ashby", ashby.case.pk])
    comms, named = signed_in(ashby.officers[Role.OFFICER]), signed_in(ashby.officers[Role.NAMED_OFFICER])
    comms.post(place, {"rule": "REF-01", "because": "it says that he took money"})
    page = reverse("referral", args=["ashby", Referral.objects.get().pk])
    comms.post(page, {"step": "hand over", "to": "Nia", "how": "e-mail"})
    assert "you utter muppet" in named.get(page).content.decode()
    named.post(page, {"step": "acknowledge", "to": "Nia"})
    assert 'value="conclude"' not in comms.get(page).content.decode()
    outcome = {"step": "conclude", "to": "Nia", "found": "false", "reference": "MO/1", "on": NOW.date().isoformat()}
    assert comms.post(page, outcome).status_code == 422
    assert named.post(page, outcome).status_code == 302
    assert "<b>False</b>" in comms.get(page).content.decode()


def test_who_takes_what_is_named_by_an_administrator(ashby: Council) -> None:
    place = reverse("responsible", args=["ashby"])
    client = signed_in(ashby.officers[Role.ADMINISTRATOR])
    client.post(place, {"rule": "REF-01", "name": "Nia Prys", "email": "nia@ashby.example"})
    assert "Nia Prys" in client.get(place).content.decode()
    wrong = client.post(place, {"rule": "REF-01", "name": "Nia Prys", "email": "nia at ashby"})
    assert wrong.status_code == 422
    client.post(place, {"rule": "REF-01", "name": ""})
    assert "Nobody is named yet" in client.get(place).content.decode()


def test_a_member_of_staff_begins_at_the_form_and_finds_nothing_else(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.STAFF])
    assert client.get(reverse("bodies")).url == reverse("reports", args=["ashby"])  # type: ignore[attr-defined]
    page = client.get(reverse("reports", args=["ashby"])).content.decode()
    assert "Ask your manager or occupational health." in page, "as its edition says, which names no line for staff"
    assert "Samaritans" not in page, "that line is for residents (REF-05)"
    assert reverse("queue", args=["ashby"]) not in page
    me = ashby.officers[Role.STAFF].pk
    refused = client.post(reverse("reports", args=["ashby"]), {"target": me, "words": " "})
    assert refused.status_code == 422
    client.post(reverse("reports", args=["ashby"]), {"target": me, "words": "Spat at in the market."})
    assert Report.objects.get().words == "Spat at in the market."
    assert client.post(reverse("report-case", args=["ashby", ashby.case.pk]), {"target": me}).status_code == 404


def test_from_a_case_one_click_reports_it_and_the_case_leaves_the_targets_queue(ashby: Council) -> None:
    who = ashby.officers[Role.OFFICER]
    client = signed_in(who)
    assert "Report abuse of a colleague" in client.get(case_of(ashby, ashby.case)).content.decode()
    client.post(reverse("report-case", args=["ashby", ashby.case.pk]), {"target": who.pk, "words": ""})
    assert Report.objects.get().case == ashby.case
    assert f"Case {ashby.case.pk}" not in client.get(reverse("queue", args=["ashby"])).content.decode()
    page = client.get(case_of(ashby, ashby.case)).content.decode()
    assert "This comment is aimed at you" in page
    assert "Record the decision" not in page


def test_whom_a_comment_is_aimed_at_is_said_on_the_case(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.SENIOR])
    whom = ashby.officers[Role.OFFICER]
    client.post(reverse("target", args=["ashby", ashby.case.pk]), {"target": whom.pk})
    ashby.case.refresh_from_db()
    assert ashby.case.target == whom
    assert f"Aimed at {whom.name}" in client.get(case_of(ashby, ashby.case)).content.decode()


def test_a_report_gets_its_outcome_and_the_log_is_handed_out_on_record(ashby: Council) -> None:
    reporter = ashby.officers[Role.STAFF]
    made = staff.report(body=ashby.body, target=reporter, words="Shouted at.", by=reporter, at=NOW)
    client = signed_in(ashby.officers[Role.SAFETY])
    place = reverse("report", args=["ashby", made.pk])
    assert client.post(place, {"outcome": "support given"}).status_code == 422
    client.post(place, {"outcome": "support given", "said": "We moved your surgery."})
    assert "We moved your surgery." in signed_in(reporter).get(place).content.decode()
    log = client.get(reverse("export-reports", args=["ashby"]))
    assert "support given" in log.content.decode()
    assert Entry.objects.order_by("-number").values_list("action", flat=True).first() == "staff.export"
    assert signed_in(ashby.officers[Role.OFFICER]).get(place).status_code == 404


def test_the_editions_own_lines_for_staff_stand_beside_the_form(ashby: Council) -> None:
    Body.objects.filter(pk=ashby.body.pk).update(edition_folder="wealdham")
    page = signed_in(ashby.officers[Role.STAFF]).get(reverse("reports", args=["ashby"])).content.decode()
    assert "Wealdham employee assistance" in page
    assert 'href="tel:08081570186"' in page
    assert "Ask your manager too." in page


def test_a_break_is_suggested_and_put_away(ashby: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    who = ashby.officers[Role.OFFICER]
    for number in range(10):
        received = receive(ashby.channel, a_comment(f"u{number}", f"words {number}"))
        propose_for(ashby.channel, received, {"lexicon.threat": 1})
    client = signed_in(who)
    for case in Case.objects.filter(comment__native_id__startswith="u"):
        client.get(case_of(ashby, case))
    queue = reverse("queue", args=["ashby"])
    assert "10 cases since the last break, which count as 20" in client.get(queue).content.decode()
    answer = client.post(reverse("put-break-away", args=["ashby"]), {"back": queue})
    assert answer.url == queue  # type: ignore[attr-defined]
    assert "since the last break" not in client.get(queue).content.decode()
    away = client.post(reverse("put-break-away", args=["ashby"]), {"back": "https://elsewhere.example/"})
    assert away.url == queue, "nobody is led away"  # type: ignore[attr-defined]


def test_con_01_asks_for_its_source_on_the_form_and_loses_nothing(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    sent = {
        "outcome": "hide", "ground": "CON-01", "reason": "my own careful words", "statement": "Hidden under CON-01.",
        "drafted_for": "hide:CON-01", "version": ashby.case.version,
    }  # fmt: skip
    refused = client.post(case_of(ashby, ashby.case), sent)
    assert refused.status_code == 422
    assert "what is true is not for a moderator to say" in refused.content.decode().lower()
    assert "my own careful words" in refused.content.decode()
    assert client.post(case_of(ashby, ashby.case), sent | {"source": "Minutes of 3 March"}).status_code == 302
