"""Every address demands a permission, and nothing of one body is visible to another."""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from tests.console.conftest import NOW, Council, officer, signed_in
from tests.console.people_rows import people_ids

from evenhand.cases import operations as cases
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.queries import edition_for
from evenhand.intake import operations as intake
from evenhand.notices.models import Notice
from evenhand.officers.permissions import ALLOWED, Permission, Role
from evenhand.platforms.simulator import MANIFEST
from evenhand.tasks import operations as tasks

NOBODY_SIGNS_IN = {"sign-in", "wall", "notify-receipt"}
NO_BODY = {"home", "bodies", "keyboard", "sign-out"}


def patterns() -> list[URLPattern]:
    return [pattern for resolver in get_resolver().url_patterns for pattern in resolver.url_patterns]


def of_a_body() -> list[URLPattern]:
    return [pattern for pattern in patterns() if pattern.name not in NOBODY_SIGNS_IN | NO_BODY]


def address(pattern: URLPattern, council: Council, ids: dict[str, int]) -> str:
    names = [name for name in pattern.pattern.converters if name != "body"]
    return reverse(pattern.name, args=[council.body.slug, *(ids[name] for name in names)])


def everything(council: Council) -> dict[str, int]:
    """A decision with its notice, a task and an import of a council, by the names that addresses use."""
    case = council.case
    decision = cases.decide(
        case_id=case.pk, body=council.body,
        draft=Draft(Outcome.HIDE, "CON-02", reason=council.secret, statement=f"Hidden, {council.secret}"),
        version=case.version, edition=edition_for(case.comment), supported=MANIFEST.supported,
        by=council.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip
    task = tasks.open_task(
        body=council.body, about="case 1" + council.body.slug, title=f"Task {council.secret}", why=council.secret,
        steps=["look"], url="", by="test", at=NOW,
    )  # fmt: skip
    run = intake.start_import(channel=council.channel, file=f"{council.secret}.csv", by="test", at=NOW)
    intake.reject(run=run, rows=[(3, f"not JSON: {council.secret}", council.secret)])
    notice = Notice.objects.get(about=f"decision {decision.pk}")
    ids = {"case": case.pk, "decision": decision.pk, "task": task.pk, "run": run.pk, "notice": notice.pk}
    return ids | people_ids(council)


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
    everything_named = everything(birkdale)
    foreign = everything(ashby)
    client = signed_in(birkdale.officers[role])
    for pattern in of_a_body():
        place = address(pattern, birkdale, foreign)
        for answer in (client.get(place), client.post(place, {"version": 2, "outcome": "leave"})):
            assert ashby.secret not in answer.content.decode(), pattern.name
            if any(name in pattern.pattern.converters for name in everything_named):
                assert answer.status_code in (403, 404, 405), pattern.name


def test_lists_and_searches_show_ones_own_body_alone(ashby: Council, birkdale: Council) -> None:
    everything(ashby)
    everything(birkdale)
    client = signed_in(birkdale.officers[Role.SENIOR])
    pages = [
        "queue", "comments", "decisions", "notices", "blocks", "links", "contacts", "tasks", "imports", "audit",
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
    for name in ("queue", "comments", "decisions", "notices", "notice-wordings", "tasks", "imports", "audit"):
        assert client.get(reverse(name, args=["ashby"])).status_code == 200
    assert Entry.objects.count() == before
