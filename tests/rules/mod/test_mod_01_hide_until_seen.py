"""MOD-01: hiding until a person has looked is off; switched on, it is by ground and from a threshold up."""

from dataclasses import replace

from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.conduct import hide_until_seen
from evenhand.core.edition import Edition
from evenhand.core.values import Removal
from evenhand.core.vocabulary import Severity, Suggestion


def switched_on(**thresholds: Severity) -> Edition:
    by_ground = {ground.replace("_", "-"): severity for ground, severity in thresholds.items()}
    rule = replace(STOCKPORT.rules["MOD-01"], values=Removal(Suggestion.HIDE, True, by_ground))
    return replace(STOCKPORT, rules={**STOCKPORT.rules, "MOD-01": rule})


def test_it_is_off_unless_a_body_switches_it_on() -> None:
    assert STOCKPORT.value("MOD-01", Removal).hide_until_seen == {}
    assert hide_until_seen(STOCKPORT, heard({"lexicon.threat": 1, "named_people.officers": 1})) is None


def test_it_hides_from_the_threshold_up_and_not_below() -> None:
    edition = switched_on(CON_02=Severity.HIGH)
    threat, insult = heard({"lexicon.threat": 1}), heard({"lexicon.insult": 1})
    reason = hide_until_seen(edition, threat)
    assert reason is not None
    assert reason.rule == "CON-02"
    assert hide_until_seen(edition, insult) is None


def test_it_is_for_the_grounds_named_alone() -> None:
    assert hide_until_seen(switched_on(CON_03=Severity.LOW), heard({"lexicon.threat": 1})) is None


def test_it_never_hides_what_a_route_preserves() -> None:
    proposal = heard({"lexicon.threat": 1, "lexicon.safeguarding": 1})
    assert hide_until_seen(switched_on(CON_02=Severity.LOW), proposal) is None


def test_a_ground_that_only_asks_for_a_look_hides_nothing_though_another_ground_would() -> None:
    proposal = heard({"lexicon.threat": 1}, repeats=2)
    assert set(proposal.grounds) == {"CON-02", "CON-05"}
    assert hide_until_seen(switched_on(CON_05=Severity.LOW), proposal) is None


def test_it_never_hides_what_is_only_to_be_looked_at() -> None:
    proposal = heard({"lexicon.threat": 1, "lexicon.quoted": True})
    assert hide_until_seen(switched_on(CON_02=Severity.LOW), proposal) is None
