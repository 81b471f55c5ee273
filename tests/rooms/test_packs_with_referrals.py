"""REF-03, EVD-02: what went to the police is one story: the referral shows the pack, the pack shows the hand-over."""

import pytest
from tests.rooms import world
from tests.rooms.world import HIDE, NOON, later
from tests.rules.refusal import refused

from evenhand.audit.models import Entry
from evenhand.cases.models import Case
from evenhand.core.lifecycle import ReferralEvent
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.packs import attaching, operations, queries
from evenhand.packs.models import Attached, Pack
from evenhand.packs.operations import Written
from evenhand.platforms.simulator.network import Network
from evenhand.referrals import operations as referrals
from evenhand.referrals.models import Referral
from evenhand.referrals.moving import Said


@pytest.fixture
def case(channel: Channel, ada: Officer, network: Network) -> Case:
    case = world.open_case(channel)
    world.carry_out(world.decide(case, HIDE, ada, at=later(1)).actions.get(), at=later(2))
    return case


@pytest.fixture
def referral(case: Case, body: Body, ada: Officer) -> Referral:
    return referrals.pass_on(case_id=case.pk, body=body, rule="REF-03", because="It threatens.", by=ada, at=later(3))


def sealed(pack: Pack, by: Officer) -> Pack:
    chosen = list(pack.captures.values_list("pk", flat=True))
    written = Written("I read it at noon.", by.name, "Harrowmere Constabulary", pack.police_reference)
    operations.write(pack=pack, written=written, captures=chosen, by=by, at=later(5))
    return operations.seal(pack=pack, by=by, at=later(6))


def given(pack: Pack, by: Officer, reference: str = "CR/24/118") -> None:
    attaching.hand_over(
        pack=pack, to="PC 418 Lunt", how="by hand", note="", handed_at=later(7), reference=reference, by=by,
        at=later(8),
    )  # fmt: skip


def test_a_pack_is_begun_from_a_referral_with_what_that_knows(referral: Referral, body: Body, ada: Officer) -> None:
    said = Said("Control room", "telephone", "LOG-7", "Told them.")
    referrals.take_step(
        referral_id=referral.pk, body=body, event=ReferralEvent.HAND_OVER, said=said, by=ada, at=later(4)
    )
    pack = attaching.attach(referral_id=referral.pk, body=body, by=ada, at=later(5))
    assert (pack.recipient, pack.police_reference) == ("the police", "LOG-7")
    assert list(pack.cases.all()) == [referral.case]
    assert queries.with_referral(referral) == [pack]
    assert queries.referrals_of(pack) == [referral]


def test_handing_the_pack_over_hands_the_referral_over_with_their_number(
    referral: Referral, body: Body, ada: Officer
) -> None:
    pack = sealed(attaching.attach(referral_id=referral.pk, body=body, by=ada, at=later(4)), ada)
    given(pack, ada)
    referral.refresh_from_db()
    assert referral.state == "handed over"
    step = referral.steps.get(event="hand over")
    assert (step.to, step.how, step.reference) == ("PC 418 Lunt", "by hand", "CR/24/118")
    assert pack.reference in step.words
    assert pack.sha256 in step.words
    assert pack.hand_overs.get().reference == "CR/24/118"
    assert "under their reference CR/24/118" in queries.custody(pack)[-1].what
    assert queries.custody(pack)[0].what == f"put it with referral {referral.pk} to the police"


def test_a_referral_that_went_before_gets_the_pack_as_a_step_of_its_own(
    referral: Referral, body: Body, ada: Officer
) -> None:
    referrals.take_step(
        referral_id=referral.pk, body=body, event=ReferralEvent.HAND_OVER, said=Said("101", "telephone"), by=ada,
        at=later(4),
    )  # fmt: skip
    pack = sealed(attaching.attach(referral_id=referral.pk, body=body, by=ada, at=later(4)), ada)
    given(pack, ada)
    referral.refresh_from_db()
    assert referral.state == "handed over"
    assert [step.event for step in referral.steps.order_by("pk")] == ["open", "hand over", "evidence pack"]


def test_a_pack_that_goes_with_nothing_is_handed_over_as_before(case: Case, body: Body, ada: Officer) -> None:
    pack = sealed(operations.begin(body=body, case_id=case.pk, by=ada, at=later(4)), ada)
    given(pack, ada, reference="")
    assert "reference" not in queries.custody(pack)[-1].what


def test_both_stories_are_in_the_audit_log(referral: Referral, body: Body, ada: Officer) -> None:
    pack = attaching.attach(referral_id=referral.pk, body=body, by=ada, at=later(4))
    attaching.attach(referral_id=referral.pk, body=body, pack_id=pack.pk, by=ada, at=later(5))
    assert Attached.objects.count() == 1
    subjects = Entry.objects.filter(action="packs.attach").order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == [f"pack {pack.reference}", f"comment {referral.case.comment_id}"]


def test_a_pack_about_something_else_is_refused_and_so_is_another_rule(
    referral: Referral, channel: Channel, body: Body, ada: Officer
) -> None:
    other = world.open_case(channel, "c2")
    pack = operations.begin(body=body, case_id=other.pk, by=ada, at=later(4))
    with refused("REF-03", f"does not hold case {referral.case_id}"):
        attaching.attach(referral_id=referral.pk, body=body, pack_id=pack.pk, by=ada, at=later(5))
    inside = referrals.pass_on(case_id=other.pk, body=body, rule="CON-11", because="Ours.", by=ada, at=later(5))
    with refused("REF-03", "does not go to the police"):
        attaching.attach(referral_id=inside.pk, body=body, by=ada, at=later(6))


def test_a_draft_that_is_thrown_away_leaves_the_referral_without_it(
    referral: Referral, body: Body, ada: Officer
) -> None:
    pack = attaching.attach(referral_id=referral.pk, body=body, by=ada, at=later(4))
    operations.discard(pack=pack, by=ada, at=later(5))
    assert queries.with_referral(referral) == []


def test_only_who_may_hand_evidence_out_makes_one_and_only_of_their_body(
    referral: Referral, body: Body, ada: Officer
) -> None:
    junior = world.new_officer(body, "Olu Hart", Role.OFFICER)
    with refused("", "evidence packs"):
        attaching.attach(referral_id=referral.pk, body=body, by=junior, at=later(4))
    elsewhere = world.new_body("elsewhere")
    stranger = world.new_officer(elsewhere, "Sue Senior")
    with pytest.raises(Referral.DoesNotExist):
        attaching.attach(referral_id=referral.pk, body=elsewhere, by=stranger, at=NOON)
