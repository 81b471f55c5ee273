"""Cases that are passed on, and the people who take them, for tests of referrals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tests.rooms.world import NOON, new_body, new_channel, new_officer, open_case
from tests.rules.hearing import STOCKPORT

from evenhand.cases.models import Case
from evenhand.core.allegations import Found
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.moderation import Draft
from evenhand.core.staff import ReportOutcome
from evenhand.core.vocabulary import FactValue, Outcome
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator import MANIFEST
from evenhand.referrals import operations as referrals
from evenhand.referrals.models import Referral
from evenhand.referrals.moving import Said
from evenhand.referrals.operations import Ending
from evenhand.staff import operations as staff

CONCERN: Mapping[str, FactValue] = {"lexicon.safeguarding": 1}
ALLEGATION: Mapping[str, FactValue] = {"lexicon.allegation": 1, "lexicon.council": 1}
CRISIS: Mapping[str, FactValue] = {"lexicon.crisis": 1}
COMPLAINT: Mapping[str, FactValue] = {"lexicon.complaint": 1}
PRIVATE: Mapping[str, FactValue] = {"lexicon.personal_issue": 1, "personal_data.own": 1}

TO_SAFEGUARDING = Draft(Outcome.REFER, route="REF-02")
TO_NAMED_OFFICER = Draft(Outcome.REFER, route="REF-01", reply=STOCKPORT.reply("REF-01"))
FALSE = Draft(Outcome.HIDE, ground="CON-01", reason="Found false.", statement="Hidden under CON-01.")
RUNG = Said(to="Duty team", how="telephone", words="Told them all of it.")


@dataclass(frozen=True)
class Place:
    """A council with everybody who has to do with referrals."""

    body: Body
    channel: Channel
    olu: Officer  # officer
    ada: Officer  # senior officer
    sian: Officer  # safeguarding officer
    mo: Officer  # named officer
    hal: Officer  # health and safety
    cal: Officer  # a councillor, as a member of staff


def a_place(slug: str = "harrowmere") -> Place:
    body = new_body(slug)
    who = {
        "olu": ("Olu Hart", Role.OFFICER), "ada": ("Ada Marsh", Role.SENIOR), "sian": ("Sian Pugh", Role.SAFEGUARDING),
        "mo": ("Mo Castle", Role.NAMED_OFFICER), "hal": ("Hal Reed", Role.SAFETY), "cal": ("Cal Dunn", Role.STAFF),
    }  # fmt: skip
    return Place(body, new_channel(body), **{name: new_officer(body, *given) for name, given in who.items()})


def decide(case: Case, draft: Draft, by: Officer, at: datetime = NOON, *, concern: str = "") -> Decision:
    """Decide a case as it is now, with the referral that follows."""
    case.refresh_from_db()
    return referrals.decide(
        case_id=case.pk, body=case.body, draft=draft, version=case.version, edition=STOCKPORT,
        supported=MANIFEST.supported, by=by, at=at, concern=concern,
    )  # fmt: skip


def referred(
    place: Place, said: Mapping[str, FactValue], draft: Draft, by: Officer, at: datetime = NOON, *, id_: str = "c1"
) -> Referral:
    """The referral that a decision opened."""
    from evenhand.cases import operations as cases

    case = open_case(place.channel, id_, said)
    if case.restricted:
        cases.claim(case_id=case.pk, body=place.body, by=by, at=at)
    decide(case, draft, by, at)
    return Referral.objects.get(case=case, rule=draft.route)


def step(referral: Referral, event: ReferralEvent, by: Officer, at: datetime, said: Said = RUNG) -> Referral:
    """Take a step, and the referral as it is after it."""
    referrals.take_step(referral_id=referral.pk, body=referral.body, event=event, said=said, by=by, at=at)
    referral.refresh_from_db()
    return referral


def looked_into(referral: Referral, found: Found, olu: Officer, mo: Officer, at: datetime) -> Referral:
    """Handed over, acknowledged and ended by the named officer."""
    step(referral, ReferralEvent.HAND_OVER, olu, at)
    step(referral, ReferralEvent.ACKNOWLEDGE, mo, at)
    ending = Ending(finder="Mo Castle", on=date(2024, 3, 4), reference="MO/24/011", found=found)
    referrals.record_outcome(referral_id=referral.pk, body=referral.body, outcome=ending, by=mo, at=at)
    referral.refresh_from_db()
    return referral


def everything_once(place: Place) -> None:
    """Somebody let in, a referral with an outcome, a report of abuse with one: a row in every table."""
    concern = referred(place, CONCERN, TO_SAFEGUARDING, place.olu)
    looked_into(
        referred(place, ALLEGATION, TO_NAMED_OFFICER, place.olu, id_="c2"), Found.FALSE, place.olu, place.mo, NOON
    )
    assert concern.case.restricted
    report = staff.report(body=place.body, target=place.cal, words="Shouted at in the street.", by=place.cal, at=NOON)
    staff.conclude(
        report_id=report.pk, body=place.body, outcome=ReportOutcome.SUPPORTED, said="We talked.", by=place.hal, at=NOON
    )
