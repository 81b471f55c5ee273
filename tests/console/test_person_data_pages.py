"""REC-02: a co-ordinator sees what is held about somebody, gives a copy, asks for an erasure; another approves it."""

import io
import zipfile

from django.urls import reverse
from tests.console.conftest import NOW, Council, signed_in

from evenhand.audit.models import Entry
from evenhand.audit.queries import about
from evenhand.intake.models import Author, Revision
from evenhand.officers.permissions import Role
from evenhand.retention import operations
from evenhand.retention.models import ErasureAsked, Purge

REQUEST = {"reference": "DP/25/7", "why": "They wrote from the account."}


def of(council: Council, name: str) -> str:
    return reverse(name, args=[council.body.slug, author(council).pk])


def author(council: Council) -> Author:
    found = council.case.comment.author
    assert found is not None
    return found


def requests(council: Council) -> str:
    return reverse("person-requests", args=[council.body.slug])


def test_somebody_is_found_by_name_and_what_is_held_is_counted(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.CO_ORDINATOR])
    name = str(author(ashby))
    found = client.get(requests(ashby), {"words": name[:3]}).content.decode()
    assert of(ashby, "person-data") in found
    assert "No account found" in client.get(requests(ashby), {"words": "zzz"}).content.decode()
    page = client.get(of(ashby, "person-data")).content.decode()
    assert "It is the account that was asked about." in page
    assert "1 record: its case, referral, block or appeal is open, or its strike counts" in page
    assert ashby.secret not in page, "the page counts; the words are in the copy"
    [look] = about("ashby", f"author {author(ashby).pk}")
    assert (look.action, look.by) == ("retention.look_person", ashby.officers[Role.CO_ORDINATOR].email)


def test_a_copy_is_made_for_a_request_and_is_in_the_log(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.CO_ORDINATOR])
    refused = client.post(of(ashby, "export-person"), {"reference": ""})
    assert refused.status_code == 422
    assert "Your reference of the request: write it." in refused.content.decode()
    answer = client.post(of(ashby, "export-person"), {"reference": "DP/25/7"})
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert ashby.secret in file.read("what-we-hold-about-you/everything.html").decode()
    entry = Entry.objects.get(action="retention.export_person")
    assert '"DP/25/7"' in entry.content


def test_an_erasure_waits_for_another_officer_who_types_what_they_mean(ashby: Council) -> None:
    cora = signed_in(ashby.officers[Role.CO_ORDINATOR])
    assert cora.post(of(ashby, "ask-erasure"), {"reference": "DP/25/7"}).status_code == 422
    assert cora.post(of(ashby, "ask-erasure"), REQUEST, follow=True).status_code == 200
    asked = ErasureAsked.objects.get()
    place = reverse("answer-erasure", args=["ashby", asked.pk])
    assert "Another officer must answer it." in cora.get(requests(ashby)).content.decode()
    assert cora.post(place, {"answer": "approve", "typed": "purge ashby"}).status_code == 403

    eve = signed_in(ashby.officers[Role.ADMINISTRATOR])
    assert eve.post(place, {}).status_code == 422
    assert eve.post(place, {"answer": "approve", "typed": "yes"}).status_code == 422
    assert Purge.objects.count() == 0
    assert "has begun" in eve.post(place, {"answer": "approve", "typed": "purge ashby"}, follow=True).content.decode()
    run = operations.carry_through(purge=Purge.objects.get(), now=lambda: NOW)
    page = eve.get(requests(ashby)).content.decode()
    assert f"Certificate {run.number}: 1 comments left up." in page
    assert Revision.objects.get(comment=ashby.case.comment).text.startswith("you utter muppet"), "its case is open"


def test_an_administrator_does_not_approve_their_own_request(ashby: Council) -> None:
    eve = signed_in(ashby.officers[Role.ADMINISTRATOR])
    eve.post(of(ashby, "ask-erasure"), REQUEST)
    place = reverse("answer-erasure", args=["ashby", ErasureAsked.objects.get().pk])
    assert place not in eve.get(requests(ashby)).content.decode()
    refused = eve.post(place, {"answer": "approve", "typed": "purge ashby"})
    assert refused.status_code == 422
    assert "nobody is the second person on their own request" in refused.content.decode()


def test_a_refusal_says_why_and_stays_on_the_list(ashby: Council) -> None:
    signed_in(ashby.officers[Role.CO_ORDINATOR]).post(of(ashby, "ask-erasure"), REQUEST)
    eve = signed_in(ashby.officers[Role.ADMINISTRATOR])
    place = reverse("answer-erasure", args=["ashby", ErasureAsked.objects.get().pk])
    page = eve.post(place, {"answer": "refuse", "reason": "A claim is before the court."}, follow=True)
    assert "A claim is before the court." in page.content.decode()
    assert Purge.objects.count() == 0


def test_another_bodys_people_are_not_found(ashby: Council, birkdale: Council) -> None:
    client = signed_in(birkdale.officers[Role.CO_ORDINATOR])
    page = client.get(requests(birkdale), {"words": str(author(ashby))[:3]}).content.decode()
    assert f"/of/{author(ashby).pk}" not in page
    assert client.get(reverse("person-data", args=["birkdale", author(ashby).pk])).status_code == 404
