"""Ticked in the queue, read on one page, decided and undone with one button."""

from django.urls import reverse
from tests.console.conftest import Council, signed_in

from evenhand.actions.models import Action
from evenhand.cases.models import Case
from evenhand.decisions.models import Batch
from evenhand.officers.permissions import Role


def page_of(council: Council) -> str:
    return reverse("together", args=[council.body.slug])


def answer(council: Council, **given: str) -> dict[str, str]:
    return {"seen": f"{council.case.pk}:{council.case.version}", "outcome": "hide", "ground": "CON-02"} | given


def test_the_queue_offers_ticks_to_who_may_decide(ashby: Council) -> None:
    queue = reverse("queue", args=[ashby.body.slug])
    may = signed_in(ashby.officers[Role.OFFICER]).get(queue).content.decode()
    may_not = signed_in(ashby.officers[Role.AUDITOR]).get(queue).content.decode()
    assert f'name="case" value="{ashby.case.pk}" form="together"' in may
    assert 'form="together"' not in may_not


def test_the_chosen_comments_are_read_before_they_are_decided(ashby: Council) -> None:
    shown = signed_in(ashby.officers[Role.OFFICER]).get(page_of(ashby), {"case": ashby.case.pk})
    assert ashby.secret in shown.content.decode()
    assert f"Record for all {1}" in shown.content.decode()


def test_a_case_of_another_body_is_not_there(ashby: Council, birkdale: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    assert birkdale.secret not in client.get(page_of(ashby), {"case": birkdale.case.pk}).content.decode()
    refused = client.post(page_of(ashby), answer(birkdale))
    assert (refused.status_code, Batch.objects.count()) == (404, 0)


def test_it_is_decided_and_undone(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    made = client.post(page_of(ashby), answer(ashby), follow=True)
    batch = Batch.objects.get()
    assert "1 decided together." in made.content.decode()
    assert Action.objects.get().decision.batch_id == batch.pk  # type: ignore[union-attr]
    assert reverse("undo-batch", args=[ashby.body.slug, batch.pk]) in made.content.decode()
    undone = client.post(reverse("undo-batch", args=[ashby.body.slug, batch.pk]), follow=True).content.decode()
    assert "None of these decisions stands any more." in undone
    assert Case.objects.get(pk=ashby.case.pk).state == "open"


def test_a_ground_that_needs_a_reason_says_so_and_nothing_is_decided(ashby: Council) -> None:
    refused = signed_in(ashby.officers[Role.OFFICER]).post(page_of(ashby), answer(ashby, ground="CON-07"))
    assert refused.status_code == 422
    assert "CON-07 needs a reason in words" in refused.content.decode()
    assert Batch.objects.count() == 0


def test_fields_that_no_page_of_ours_sends_are_not_found(ashby: Council) -> None:
    client = signed_in(ashby.officers[Role.OFFICER])
    assert client.post(page_of(ashby), answer(ashby, seen="nonsense")).status_code == 404
