"""What the pages of packs say when something is missing, gone or tried by somebody who may only look."""

from datetime import timedelta

from django.urls import reverse
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms.world import on_disk

from evenhand.cases import operations as cases
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.queries import edition_for
from evenhand.evidence.models import Capture
from evenhand.officers.permissions import Role
from evenhand.packs import operations as packs
from evenhand.packs import queries
from evenhand.packs.models import Pack
from evenhand.retention import operations as retention


def sealed(council: Council) -> Pack:
    """A sealed pack about the council's case."""
    senior = council.officers[Role.SENIOR]
    pack = packs.begin(body=council.body, case_id=council.case.pk, by=senior, at=NOW)
    packs.capture_now(pack=pack, case_id=council.case.pk, by=senior, at=NOW)
    chosen = list(pack.captures.values_list("pk", flat=True))
    written = packs.Written("I saw it.", senior.name, "Ashby Constabulary")
    packs.write(pack=pack, written=written, captures=chosen, by=senior, at=NOW)
    return packs.seal(pack=pack, by=senior, at=NOW + timedelta(seconds=1))


def test_an_auditor_reads_a_pack_and_is_logged_and_may_not_copy_it(ashby: Council) -> None:
    pack = sealed(ashby)
    auditor = ashby.officers[Role.AUDITOR]
    client = signed_in(auditor)
    page = client.get(reverse("pack", args=["ashby", pack.pk])).content.decode()
    assert pack.sha256 in page
    assert "Download a copy" not in page
    assert [entry.what for entry in queries.custody(pack)][-1] == "opened it"
    assert client.post(reverse("pack-download", args=["ashby", pack.pk]), {"reason": "x"}).status_code == 403


def test_the_page_of_a_sealed_pack_is_the_one_inside_the_archive(ashby: Council) -> None:
    pack = sealed(ashby)
    answer = signed_in(ashby.officers[Role.SENIOR]).get(reverse("pack-statement", args=["ashby", pack.pk]))
    assert answer.content == queries.sealed_page(pack)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_without_a_reason_nothing_is_downloaded(ashby: Council) -> None:
    pack = sealed(ashby)
    client = signed_in(ashby.officers[Role.SENIOR])
    place = reverse("pack-download", args=["ashby", pack.pk])
    refused = client.post(place, {"reason": ""})
    assert (refused.status_code, "Write what the copy is for." in refused.content.decode()) == (422, True)
    given = client.post(place, {"reason": "for the duty sergeant"})
    assert given.headers["Content-Disposition"] == f'attachment; filename="{pack.reference}.zip"'
    assert given.content[:2] == b"PK"


def test_sealing_what_is_incomplete_shows_every_objection_on_the_form(ashby: Council) -> None:
    senior = ashby.officers[Role.SENIOR]
    pack = packs.begin(body=ashby.body, case_id=ashby.case.pk, by=senior, at=NOW)
    page = signed_in(senior).post(reverse("pack-seal", args=["ashby", pack.pk]))
    said = page.content.decode()
    assert page.status_code == 422
    for objection in ("There is no exhibit", "statement is missing", "does not say for whom it is"):
        assert objection in said


def test_a_capture_whose_bytes_are_gone_is_not_offered(ashby: Council) -> None:
    senior = ashby.officers[Role.SENIOR]
    pack = packs.begin(body=ashby.body, case_id=ashby.case.pk, by=senior, at=NOW)
    packs.capture_now(pack=pack, case_id=ashby.case.pk, by=senior, at=NOW)
    assert len(queries.to_choose_from(pack)) == 1
    on_disk(Capture.objects.get().parts[0]["sha256"]).unlink()
    assert queries.to_choose_from(pack) == []


def test_the_page_of_a_pack_that_retention_took_says_when_and_under_which_certificate(ashby: Council) -> None:
    pack = sealed(ashby)
    senior, admin = ashby.officers[Role.SENIOR], ashby.officers[Role.ADMINISTRATOR]
    case, later = ashby.case, NOW + timedelta(days=365 * 3)
    cases.decide(
        case_id=case.pk, body=ashby.body, draft=Draft(Outcome.LEAVE), version=case.version,
        edition=edition_for(case.comment), supported={}, by=senior, at=NOW,
    )  # fmt: skip
    run = retention.begin(body=ashby.body, typed="purge ashby", by=admin, at=later)
    retention.carry_through(purge=run, now=lambda: later)
    page = signed_in(senior).get(reverse("pack", args=["ashby", pack.pk])).content.decode()
    assert f"Removed on {later:%-d %B %Y} under certificate {run.number} (EVD-03)." in page
    assert "<iframe" not in page
    assert signed_in(senior).get(reverse("pack-statement", args=["ashby", pack.pk])).status_code == 422
