"""EVD-01, REC-01: what was captured can be looked at, the look is on record, and what is damaged is not shown."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms.world import carry_out

from evenhand.audit.queries import about
from evenhand.cases import operations as cases
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task


@pytest.fixture
def made(ashby: Council) -> Capture:
    return capture(revision=ashby.case.comment.revisions.get(), by="test", at=NOW)


@pytest.fixture
def officer(ashby: Council) -> Client:
    return signed_in(ashby.officers[Role.OFFICER])


def url_of(made: Capture, part: str = "") -> str:
    return (
        reverse("capture-part", args=["ashby", made.pk, part]) if part else reverse("capture", args=["ashby", made.pk])
    )


def test_the_page_lists_every_part_with_its_hash_and_what_is_missing_with_why(made: Capture, officer: Client) -> None:
    shown = officer.get(url_of(made)).content.decode()
    for part in made.parts:
        assert part["sha256"] in shown
        assert url_of(made, part["name"]) in shown
    assert "<b>Screenshot</b>: pictures are switched off (EVENHAND_CHROMIUM)" in shown
    assert "no authority was set up when this was captured" in shown


def test_the_page_says_which_stamps_came_and_which_are_awaited(
    ashby: Council, officer: Client, settings: Settings
) -> None:
    settings.EVENHAND_TIMESTAMP_AUTHORITIES = "ashmere=https://time.example/|r.pem birch=https://birch.example/|r.pem"
    made = capture(revision=ashby.case.comment.revisions.get(), by="test", at=NOW)
    made.stamps.create(authority="birch", token=b"", roots=b"", at=NOW, received_at=NOW)
    shown = " ".join(officer.get(url_of(made)).content.decode().split())
    assert 'ashmere</dt><dd class="govuk-summary-list__value">Not there yet' in shown
    assert shown.count("by the authority's clock") + shown.count("by the authority&#x27;s clock") == 1


def test_a_part_is_given_as_it_was_kept_can_do_nothing_and_the_look_is_audited(
    made: Capture, officer: Client, ashby: Council
) -> None:
    for name, media, shown in (
        ("rendering", "text/html", "inline"),
        ("record", "application/json", "attachment"),
        ("payload", "application/octet-stream", "attachment"),
    ):
        answer = officer.get(url_of(made, name))
        assert answer.content == storage.read(made.sha256_of(name))
        assert answer["content-type"] == media
        assert answer["content-disposition"].startswith(shown)
        assert answer["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert answer["x-content-type-options"] == "nosniff"
        entry = about("ashby", made.subject_name)[-1]
        assert (entry.action, entry.by) == ("evidence.look_at", ashby.officers[Role.OFFICER].email)
        assert made.sha256_of(name) in entry.detail


def test_a_damaged_part_is_not_shown_and_becomes_one_task(made: Capture, officer: Client, ashby: Council) -> None:
    storage.place().write(made.sha256_of("record"), b"other words")
    for _ in range(2):
        answer = officer.get(url_of(made, "record"))
        assert answer.status_code == 422
        assert "other words" not in answer.content.decode()
        assert "was changed in the folder" in answer.content.decode()
    task = Task.objects.get()
    assert (task.body, task.title) == (ashby.body, f"Captured evidence is damaged: record of capture {made.pk}")


def test_a_finished_task_about_a_damaged_part_is_not_opened_again(
    made: Capture, officer: Client, ashby: Council
) -> None:
    storage.place().write(made.sha256_of("record"), b"other words")
    officer.get(url_of(made, "record"))
    Task.objects.update(done_at=NOW, done_by=ashby.officers[Role.OFFICER], outcome="lost for good, the auditor knows")
    officer.get(url_of(made, "record"))
    assert Task.objects.count() == 1


def test_a_part_that_is_missing_says_why(made: Capture, officer: Client) -> None:
    for part, why in (("screenshot", "pictures are switched off"), ("soundtrack", "it was not captured")):
        answer = officer.get(url_of(made, part))
        assert (answer.status_code, why in answer.content.decode()) == (422, True)


def test_a_storage_out_of_reach_is_said_and_is_no_damage(made: Capture, officer: Client, data_folder: Path) -> None:
    kept = storage.Folder(data_folder / "captures").path_of(made.sha256_of("record"))
    kept.unlink()
    kept.mkdir()
    answer = officer.get(url_of(made, "record"))
    assert answer.status_code == 422
    assert "Is a directory" in answer.content.decode()
    assert not Task.objects.exists()


def test_case_and_decision_say_what_is_missing_of_the_evidence(ashby: Council, data_folder: Path) -> None:
    case = ashby.case
    comment = ("ashby-page", "c1", "p1", "", "Pat", "words", "2024-03-04T11:00:00Z")
    Network(data_folder / "simulator.sqlite3").publish([], [comment])
    cases.decide(
        case_id=case.pk, body=ashby.body, draft=Draft(Outcome.HIDE, "CON-02", statement="Hidden."),
        version=case.version, edition=edition_for(case.comment), supported=MANIFEST.supported,
        by=ashby.officers[Role.OFFICER], at=NOW,
    )  # fmt: skip
    decision = Decision.objects.get()
    carry_out(decision.actions.get(), NOW)
    made = Capture.objects.get()
    client = signed_in(ashby.officers[Role.AUDITOR])
    for place in (reverse("case", args=["ashby", case.pk]), reverse("decision", args=["ashby", decision.pk])):
        shown = client.get(place).content.decode()
        assert url_of(made) in shown
        assert "Missing: screenshot (pictures are switched off (EVENHAND_CHROMIUM))" in shown
