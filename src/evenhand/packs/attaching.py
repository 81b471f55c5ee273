"""REF-03, EVD-02: the pack that goes with a referral to the police, and a hand-over that both of them show."""

from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.cases import sight
from evenhand.core.lifecycle import ReferralEvent, ReferralState
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.packs import operations
from evenhand.packs.models import Attached, HandOver, Pack
from evenhand.referrals import operations as referrals
from evenhand.referrals.models import Referral
from evenhand.referrals.moving import Said, locked

POLICE = "REF-03"
_TO_BE_HANDED_OVER = (ReferralState.OPENED, ReferralState.ANSWERED)


def attach(*, referral_id: int, body: Body, pack_id: int | None = None, by: Officer, at: datetime) -> Pack:
    """Put a pack with a referral: a new draft about its case, or one that holds it. Again changes nothing.

    Raises: Refused, for a referral that is not to the police and for a pack about something else; NotLetIn.
    """
    require(by, body, Permission.EXPORT_EVIDENCE)
    tried = "to put an evidence pack with a referral"
    with audit.one_transaction():
        referral = locked().get(pk=referral_id, body=body)
        sight.require_sight(referral.case, by)
        if referral.rule != POLICE:
            raise Refused(
                tried=tried, forbids="it does not go to the police", do="pass the case on to the police first",
                rule=POLICE,
            )  # fmt: skip
        pack = _chosen(referral, pack_id, tried) if pack_id else _begun(referral, by, at)
        _, created = Attached.objects.get_or_create(pack=pack, referral=referral, defaults={"by": by, "at": at})
        if created:
            for subject in (f"pack {pack.reference}", f"comment {referral.case.comment_id}"):
                audit.record(
                    body=body.slug, at=at, by=by.email, action="packs.attach", subject=subject,
                    pack=pack.reference, referral=referral.pk,
                )  # fmt: skip
    return pack


def _chosen(referral: Referral, pack_id: int, tried: str) -> Pack:
    pack = Pack.objects.select_related("body").get(pk=pack_id, body=referral.body)
    if not pack.cases.filter(pk=referral.case_id).exists():
        raise Refused(
            tried=tried, forbids=f"pack {pack.reference} does not hold case {referral.case_id}",
            do="make a pack about it, or choose one that does", rule=POLICE,
        )  # fmt: skip
    return pack


def _begun(referral: Referral, by: Officer, at: datetime) -> Pack:
    """A draft, with what the referral says already of whom it is for and under which number."""
    pack = operations.begin(body=referral.body, case_id=referral.case_id, by=by, at=at)
    pack.recipient = referral.person or referral.to
    pack.police_reference = reference_of(referral)
    pack.save(update_fields=["recipient", "police_reference"])
    return pack


def reference_of(referral: Referral) -> str:
    """The newest reference number that the police gave; empty where there is none."""
    given = referral.steps.exclude(reference="").order_by("-at", "-pk")
    return given.values_list("reference", flat=True).first() or ""


def hand_over(
    *, pack: Pack, to: str, how: str, note: str, handed_at: datetime, reference: str = "", by: Officer, at: datetime
) -> HandOver:
    """EVD-02, REF-03: a pack was given to somebody, and each open referral that it goes with says so too.

    `reference`: theirs, such as a crime number. Raises: Refused, as `operations.hand_over`.
    """
    with audit.one_transaction():
        given = operations.hand_over(
            pack=pack, to=to, how=how, note=note, handed_at=handed_at, reference=reference, by=by, at=at
        )
        said = Said(to, how, given.reference, f"Evidence pack {pack.reference}, SHA-256 {pack.sha256}.")
        for attached in pack.attached.select_related("referral").order_by("pk"):
            if attached.referral.state in _TO_BE_HANDED_OVER:
                referrals.take_step(
                    referral_id=attached.referral_id, body=pack.body, event=ReferralEvent.HAND_OVER, said=said, by=by,
                    at=at,
                )  # fmt: skip
            else:
                referrals.add_pack(referral_id=attached.referral_id, body=pack.body, said=said, by=by, at=at)
    return given
