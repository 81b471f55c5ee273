"""Channels in the console: connected by two people, credentials that never come back, and what every page says."""

from pathlib import Path

from django.test import Client
from django.urls import reverse
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms.world import HIDE, decide

from evenhand.connections import operations as connections
from evenhand.connections import shadow
from evenhand.connections.models import Connection, Reading, Revisit
from evenhand.officers.permissions import Role
from evenhand.work.carry_out import carry_out

TOKEN = "xyzzy-4711-abcd"


def post(client: Client, name: str, council: Council, *more: str, **given: object) -> str:
    place = reverse(name, args=[council.body.slug, council.channel.pk, *more])
    return client.post(place, given, follow=True).content.decode()


def declared(council: Council, **given: object) -> str:
    senior = council.officers[Role.SENIOR]
    form = {
        "whose": connections.Whose.BODY.value, "shown_at": "ashby.example/social", "approver": senior.pk,
        "keeper": senior.pk,
    }  # fmt: skip
    return post(signed_in(council.officers[Role.ADMINISTRATOR]), "declare-channel", council, **{**form, **given})


def page(council: Council, role: Role, name: str = "channel") -> str:
    args = [council.body.slug, council.channel.pk] if name == "channel" else [council.body.slug]
    return signed_in(council.officers[role]).get(reverse(name, args=args)).content.decode()


def test_two_people_connect_a_channel(ashby: Council) -> None:
    assert "must confirm it on this page" in declared(ashby)
    assert "You are asked to confirm this channel" in page(ashby, Role.SENIOR)
    assert "You are asked to confirm" not in page(ashby, Role.ADMINISTRATOR)
    post(signed_in(ashby.officers[Role.SENIOR]), "confirm-channel", ashby)
    assert Connection.objects.get().approved_at is not None


def test_a_councillors_own_account_is_refused_and_nothing_written_is_lost(ashby: Council) -> None:
    said = declared(ashby, whose=connections.Whose.COUNCILLOR.value)
    assert "nly a council&#x27;s official channels are moderated here" in said
    assert 'value="ashby.example/social"' in said
    assert not Connection.objects.exists()


def test_credentials_are_never_shown_again(ashby: Council, data_folder: Path) -> None:
    ashby.channel.platform = "bluesky"
    ashby.channel.save()
    declared(ashby)
    client = signed_in(ashby.officers[Role.ADMINISTRATOR])
    assert "Sealed." in post(client, "enter-secrets", ashby, app_password=TOKEN)
    for role in Role:
        assert TOKEN not in page(ashby, role)
    assert "entered by administrator@ashby.example" in page(ashby, Role.ADMINISTRATOR)
    refused = post(client, "enter-secrets", ashby, app_password=TOKEN * 2_000)
    assert TOKEN not in refused


def test_what_is_broken_stands_at_the_head_of_every_page(ashby: Council, birkdale: Council) -> None:
    declared(ashby)
    post(signed_in(ashby.officers[Role.SENIOR]), "confirm-channel", ashby)
    Reading.objects.update(health="broken", because="The platform refuses access: 401", do="Renew it.")
    assert "Ashby page is broken" in page(ashby, Role.OFFICER, "queue")
    assert "is broken" not in page(birkdale, Role.OFFICER, "queue")


def test_shadow_mode_is_switched_by_two_and_said_on_every_page(ashby: Council) -> None:
    admin, senior = (signed_in(ashby.officers[role]) for role in (Role.ADMINISTRATOR, Role.SENIOR))
    post(admin, "ask-shadow", ashby, why="A trial week.")
    post(admin, "answer-shadow", ashby, "agree")
    assert not shadow.is_on(ashby.channel)
    post(senior, "answer-shadow", ashby, "agree")
    assert shadow.is_on(ashby.channel)
    for role, name in ((Role.OFFICER, "queue"), (Role.STAFF, "reports")):
        assert "Nothing that is decided about Ashby page is done on the platform" in page(ashby, role, name)


def test_a_case_says_that_its_author_deleted_the_comment(ashby: Council) -> None:
    Revisit.objects.create(comment=ashby.case.comment, gone_at=NOW)
    place = reverse("case", args=["ashby", ashby.case.pk])
    said = signed_in(ashby.officers[Role.OFFICER]).get(place).content.decode()
    assert "This comment is no longer on the platform" in said
    assert "muppet" in said


def test_in_shadow_mode_no_page_says_that_something_was_done(ashby: Council, data_folder: Path) -> None:
    admin, senior = (signed_in(ashby.officers[role]) for role in (Role.ADMINISTRATOR, Role.SENIOR))
    post(admin, "ask-shadow", ashby, why="A trial week.")
    post(senior, "answer-shadow", ashby, "agree")
    decision = decide(ashby.case, HIDE, ashby.officers[Role.OFFICER], NOW)
    carry_out(action_id=decision.actions.get().pk)
    officer = signed_in(ashby.officers[Role.OFFICER])
    case = officer.get(reverse("case", args=["ashby", ashby.case.pk])).content.decode()
    assert "Would have been hidden (shadow)" in case
    assert "Would have been done (shadow)" in case
    assert "Would have been done on the platform (shadow)" in case
    assert ">Done on the platform<" not in case
    decided = officer.get(reverse("decision", args=["ashby", decision.pk])).content.decode()
    assert "Decided in shadow mode: nothing was done on the platform" in decided
    for name in ("decisions", "comments"):
        assert "(shadow)" in officer.get(reverse(name, args=["ashby"])).content.decode(), name
