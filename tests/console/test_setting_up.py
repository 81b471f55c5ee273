"""The command line sets up what the demonstration brings with it."""

import pytest
from typer.testing import CliRunner

from evenhand import setup_cli
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.officers.queries import roles

RUN = CliRunner()


def run(app: object, *words: str) -> str:
    answer = RUN.invoke(app, ["create", *words], catch_exceptions=False)  # type: ignore[arg-type]
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.fixture
def ashby(db: None) -> Body:
    # A single command stands alone in a group of one; "create" is then not said.
    for app in (setup_cli.body_app, setup_cli.channel_app, setup_cli.officer_app):
        app.callback()(lambda: None)
    run(setup_cli.body_app, "ashby", "--name", "Ashby Council", "--editions", "stockport")
    return Body.objects.get(slug="ashby")


def test_a_body_a_channel_and_an_officer_can_be_set_up(ashby: Body) -> None:
    said = run(
        setup_cli.channel_app,
        "page",
        "--body",
        "ashby",
        "--title",
        "Our page",
        "--platform",
        "simulator",
        "--account",
        "ashby",
    )
    assert "evenhand import FILE --channel page --body ashby" in said
    assert Channel.objects.get().body == ashby
    said = run(
        setup_cli.officer_app, "Ann@ashby.example", "--name", "Ann Marsh", "--body", "ashby", "--role", "senior officer"
    )
    password = said.rpartition(": ")[2].strip()
    officer = Officer.objects.get()
    assert officer.check_password(password)
    assert roles(officer, ashby) == {Role.SENIOR}


def test_who_is_known_is_given_another_role_and_keeps_the_password(ashby: Body) -> None:
    words = ("ann@ashby.example", "--name", "Ann Marsh", "--body", "ashby", "--role")
    run(setup_cli.officer_app, *words, "officer")
    assert "password" not in run(setup_cli.officer_app, *words, "auditor")
    assert roles(Officer.objects.get(), ashby) == {Role.OFFICER, Role.AUDITOR}


def test_what_does_not_exist_is_named_with_what_does(ashby: Body) -> None:
    with pytest.raises(Refused, match="use one of: ashby"):
        run(setup_cli.officer_app, "a@b.example", "--name", "A", "--body", "ashbi", "--role", "officer")
    with pytest.raises(Refused, match="use one of officer, senior officer, co-ordinator"):
        run(setup_cli.officer_app, "a@b.example", "--name", "A", "--body", "ashby", "--role", "boss")
    with pytest.raises(Refused, match="edition check"):
        run(setup_cli.body_app, "other", "--name", "Other", "--editions", "nowhere")
    with pytest.raises(Refused, match="A slug is part of addresses"):
        run(setup_cli.body_app, "Not A Slug", "--name", "Other", "--editions", "stockport")
