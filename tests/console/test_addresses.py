"""Every address demands a permission, and nothing of one body is visible to another."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse
from tests.console.conftest import NOW, Council, officer, signed_in
from tests.console.people_rows import people_ids

from evenhand.appeals import operations as appeals
from evenhand.appeals.models import Came
from evenhand.appeals.operations import Asked
from evenhand.cases import operations as cases
from evenhand.closures import operations as closures
from evenhand.closures.models import Plan
from evenhand.connections import operations as connections
from evenhand.core.comments_off import WhyOff
from evenhand.core.incidents import IncidentKind
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.operations import record_batch
from evenhand.decisions.queries import edition_for
from evenhand.evidence.operations import capture
from evenhand.intake import operations as intake
from evenhand.intake.models import Post
from evenhand.notices.models import Notice
from evenhand.notices.returned import take_in
from evenhand.officers.permissions import ALLOWED, Permission, Role
from evenhand.packs import operations as packs
from evenhand.packs.models import Pack
from evenhand.platforms.simulator import MANIFEST
from evenhand.referrals import operations as referrals
from evenhand.retention import asking
from evenhand.retention import operations as retention
from evenhand.staff import operations as staff
from evenhand.tasks import operations as tasks
from evenhand.watch import operations as watch
from evenhand.watch.queries import edition_of

PUBLIC = {
    "public", "public-appeal", "public-appeal-cy", "public-closed", "public-contact", "public-figures",
    "public-figures-csv", "public-policy", "public-policy-of", "public-status", "public-status-cy",
}  # fmt: skip
NOBODY_SIGNS_IN = {"health", "notify-receipt", "push", "sign-in", "wall"} | PUBLIC
NO_BODY = {"home", "bodies", "keyboard", "sign-out", "signed-in-there"}


def patterns() -> list[URLPattern]:
    return [pattern for resolver in get_resolver().url_patterns for pattern in resolver.url_patterns]


def of_a_body() -> list[URLPattern]:
    return [pattern for pattern in patterns() if pattern.name not in NOBODY_SIGNS_IN | NO_BODY]


def address(pattern: URLPattern, council: Council, ids: dict[str, Any]) -> str:
    names = [name for name in pattern.pattern.converters if name != "body"]
    return reverse(pattern.name, args=[council.body.slug, *(ids[name] for name in names)])


def everything(council: Council) -> dict[str, Any]:
    """One of each thing a council has, by the names that addresses use."""
    case = council.case
    decision = cases.decide(
        case_id=case.pk, body=council.body,
        draft=Draft(Outcome.HIDE, "CON-02", reason=council.secret, statement=f"Hidden, {council.secret}"),
        version=case.version, edition=edition_for(case.comment), supported=MANIFEST.supported,
        by=council.officers[Role.OFFICER], at=NOW, batch=(number := uuid4()),
    )  # fmt: skip
    record_batch(
        batch=number, body=council.body, cases=[case.pk], left_out=[], by=council.officers[Role.OFFICER], at=NOW
    )
    task = tasks.open_task(
        body=council.body, about="case 1" + council.body.slug, title=f"Task {council.secret}", why=council.secret,
        steps=["look"], url="", by="test", at=NOW,
    )  # fmt: skip
    run = intake.start_import(channel=council.channel, file=f"{council.secret}.csv", by="test", at=NOW)
    intake.reject(run=run, rows=[(3, f"not JSON: {council.secret}", council.secret)])
    notice = Notice.objects.get(about=f"decision {decision.pk}")
    made = capture(revision=case.comment.revisions.get(), by="test", at=NOW)
    pack = a_pack(council)
    held = retention.put_hold(
        body=council.body, comment=case.comment, reason=f"A claim, {council.secret}.", by=council.officers[Role.SENIOR],
        at=NOW,
    )  # fmt: skip
    return {
        "case": case.pk,
        "decision": decision.pk,
        "task": task.pk,
        "run": run.pk,
        "batch": number,
        "capture": made.pk,
        "part": "record",
        "pack": pack.pk,
        "hold": held.pk,
        "notice": notice.pk,
        "appeal": an_appeal(council, decision.pk),
        "returned": a_returned_letter(council),
        "erasure": an_erasure(council),
        "channel": connected(council),
        "answer": "agree",
        **passed_on(council),
        **of_watching(council),
        **people_ids(council),
    }


def connected(council: Council) -> int:
    """The channel, declared and waiting for its second person, and for shadow mode."""
    senior = council.officers[Role.SENIOR]
    connections.declare(
        channel=council.channel, whose=connections.Whose.BODY, shown_at=f"The site, {council.secret}", approver=senior,
        keeper=senior, by=council.officers[Role.ADMINISTRATOR], at=NOW,
    )  # fmt: skip
    connections.ask(channel=council.channel, on=True, why=f"A trial, {council.secret}", by=senior, at=NOW)
    return council.channel.pk


def a_returned_letter(council: Council) -> int:
    kept = take_in(raw=f"Subject: {council.secret}\r\n\r\nGone away.".encode(), body=council.body, at=NOW).kept
    assert kept is not None
    return kept.pk


def an_appeal(council: Council, decision: int) -> int:
    taken = appeals.enter(
        body=council.body, what=f"decision {decision}", came=Came.LETTER, asked=Asked(f"Look again, {council.secret}."),
        theirs=True, by=council.officers[Role.SENIOR], at=NOW,
    )  # fmt: skip
    assert taken.appeal is not None
    return taken.appeal.pk


def an_erasure(council: Council) -> int:
    """That waits for a second person."""
    author = council.case.comment.author
    assert author is not None
    return asking.ask_erasure(
        body=council.body, authors=[author], reference=f"DP {council.secret}", why=f"Seen, {council.secret}.",
        by=council.officers[Role.CO_ORDINATOR], at=NOW,
    ).pk  # fmt: skip


def passed_on(council: Council) -> dict[str, int]:
    """A referral and a report of abuse."""
    referral = referrals.pass_on(
        case_id=council.case.pk, body=council.body, rule="REF-03", because=council.secret,
        by=council.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip
    staff_member = council.officers[Role.STAFF]
    report = staff.report(body=council.body, target=staff_member, words=council.secret, by=staff_member, at=NOW)
    return {"referral": referral.pk, "report": report.pk}


def a_pack(council: Council) -> Pack:
    """A draft of an evidence pack that holds the secret."""
    senior = council.officers[Role.SENIOR]
    pack = packs.begin(body=council.body, case_id=council.case.pk, by=senior, at=NOW)
    packs.capture_now(pack=pack, case_id=council.case.pk, by=senior, at=NOW)
    written = packs.Written(f"I saw it, {council.secret}.", senior.name, f"Constabulary {council.secret}")
    return packs.write(pack=pack, written=written, captures=[c.pk for c in pack.captures.all()], by=senior, at=NOW)


def of_watching(council: Council) -> dict[str, int]:
    """What the pages of the calendar and of closed posts name."""
    body, senior = council.body, council.officers[Role.SENIOR]
    incident = watch.declare_incident(
        body=body, edition=edition_of(body, NOW), kind=IncidentKind.MAJOR_EVENT, why=f"A fair, {council.secret}",
        channels=["page"], starts_at=NOW, ends_at=NOW + timedelta(hours=2), by=senior, at=NOW,
    )  # fmt: skip
    duty = watch.set_duty(
        body=body, officer=senior, starts_at=NOW, ends_at=NOW + timedelta(days=1), phone=council.secret,
        email=senior.email, by=senior, at=NOW,
    )  # fmt: skip
    today = NOW.date()
    period = watch.set_election_period(
        body=body, area=f"Ward {council.secret}", channels=["page"], poll_on=today, first_on=today - timedelta(days=9),
        last_on=today, by=senior, at=NOW,
    )  # fmt: skip
    day_off = watch.set_day_off(body=body, day=today + timedelta(days=9), why=council.secret, by=senior, at=NOW)
    alert = watch.alert(body=body, about=f"case {council.case.pk}", because=[council.secret], by="test", at=NOW)
    assert alert is not None
    post = Post.objects.get(channel__body=body)
    closing = closures.close(
        post=post, why=WhyOff.SENSITIVE, words=council.secret, starts_at=NOW, ends_at=NOW + timedelta(hours=1),
        manifest=MANIFEST, by=senior, at=NOW,
    )  # fmt: skip
    plan = Plan.objects.create(body=body, drawn_at=NOW, decided_by=senior, decided_at=NOW)
    return {
        "incident": incident.pk, "duty": duty.pk, "period": period.pk, "day_off": day_off.pk, "alert": alert.pk,
        "post": post.pk, "closing": closing.pk, "plan": plan.pk, "comment": council.case.comment_id,
    }  # fmt: skip


def test_every_address_of_a_body_names_its_permission() -> None:
    assert len(of_a_body()) > 10
    assert [p.name for p in of_a_body() if not isinstance(getattr(p.callback, "permission", None), Permission)] == []


@pytest.mark.parametrize("name", [pattern.name for pattern in of_a_body()])
def test_nobody_gets_in_without_signing_in(name: str, ashby: Council, client: object) -> None:
    ids = everything(ashby)
    [pattern] = [p for p in of_a_body() if p.name == name]
    answer = client.get(address(pattern, ashby, ids))  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_its_permissions_say_and_nothing_else(role: Role, ashby: Council) -> None:
    ids = everything(ashby)
    client = signed_in(ashby.officers[role])
    for pattern in of_a_body():
        place = address(pattern, ashby, ids)
        for answer in (client.get(place), client.post(place)):
            if pattern.callback.permission in ALLOWED[role]:  # type: ignore[attr-defined]
                assert answer.status_code != 403, (role, pattern.name)
            elif answer.status_code != 405:
                assert answer.status_code == 403, (role, pattern.name)


@pytest.mark.parametrize("role", list(Role))
def test_to_officers_of_another_body_nothing_of_this_one_exists(role: Role, ashby: Council, birkdale: Council) -> None:
    ids = everything(ashby)
    client = signed_in(birkdale.officers[role])
    for pattern in of_a_body():
        place = address(pattern, ashby, ids)
        for answer in (client.get(place), client.post(place)):
            assert answer.status_code in (404, 405), pattern.name
            assert ashby.secret not in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_ids_of_another_body_open_nothing_under_ones_own(role: Role, ashby: Council, birkdale: Council) -> None:
    everything(birkdale)
    foreign = everything(ashby)
    client = signed_in(birkdale.officers[role])
    for pattern in of_a_body():
        place = address(pattern, birkdale, foreign)
        for answer in (client.get(place), client.post(place, {"version": 2, "outcome": "leave"})):
            assert ashby.secret not in answer.content.decode(), pattern.name
            if set(pattern.pattern.converters) - {"body", "part"}:
                assert answer.status_code in (403, 404, 405), pattern.name


def test_lists_and_searches_show_ones_own_body_alone(ashby: Council, birkdale: Council) -> None:
    everything(ashby)
    everything(birkdale)
    client = signed_in(birkdale.officers[Role.SENIOR])
    pages = [
        "queue", "comments", "decisions", "referrals", "reports", "notices", "tasks", "packs", "retention", "imports",
        "audit", "watch", "incidents", "on-call", "elections", "closures", "plan", "blocks", "links", "contacts",
        "channels", "opinions",
    ]  # fmt: skip
    for page in pages:
        place = reverse(page, args=["birkdale"])
        for query in ("", "?words=kumquat", "?state=closed", "?channel=page&words=muppet"):
            answer = client.get(place + query).content.decode()
            assert "ashby" not in answer.lower(), page
            assert "muppet, kumquat" not in answer, page


def test_an_officer_of_two_bodies_chooses_one(ashby: Council, birkdale: Council) -> None:
    both = officer(ashby.body, Role.AUDITOR, name="both")
    from evenhand.officers.operations import give_role

    give_role(officer=both, body=birkdale.body, role=Role.OFFICER, by="test", at=NOW)
    page = signed_in(both).get(reverse("bodies")).content.decode()
    assert "Ashby Council" in page
    assert "Birkdale Council" in page


def test_an_officer_who_was_switched_off_sees_nothing(ashby: Council) -> None:
    who = ashby.officers[Role.OFFICER]
    client = signed_in(who)
    who.is_active = False
    who.save()
    assert client.get(reverse("queue", args=["ashby"])).status_code in (302, 404)


def test_a_look_at_pages_writes_nothing(ashby: Council) -> None:
    from evenhand.audit.models import Entry

    before = Entry.objects.count()
    client = signed_in(ashby.officers[Role.SENIOR])
    pages = ("queue", "comments", "decisions", "notices", "notice-wordings", "tasks", "packs", "retention", "imports")
    for name in (*pages, "audit", "watch", "channels", "opinions", "incidents", "closures", "plan"):
        assert client.get(reverse(name, args=["ashby"])).status_code == 200
    assert Entry.objects.count() == before
