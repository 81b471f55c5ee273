"""An act has one effect, is seen, and no fault is taken for success or for a refusal."""

from dataclasses import replace
from typing import Any

import pytest
from tests.platforms.contract_suite import ADDS, ON_EACH_DEED, observable, possible, prepared
from tests.platforms.fakes.serving import ACTS_AND_BREAKS_OFF, BREAKS_OFF, BUSY, FAULTS, REVOKED, FakePlatform

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import AccessRefused, NotDone, TryAgain, Unknown


class TestActing:
    @ON_EACH_DEED
    def test_what_is_done_is_seen(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        act = prepared(connection, fake.act(verb))
        if observable(fake, verb):
            assert not connection.observe(act).in_effect
        assert connection.perform(act).words
        assert fake.effects(act) == 1
        if observable(fake, verb):
            seen = connection.observe(act)
            assert (seen.in_effect, bool(seen.words)) == (True, True)

    @ON_EACH_DEED
    def test_twice_has_one_effect(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        act = prepared(connection, fake.act(verb))
        connection.perform(act)
        if verb not in ADDS:
            connection.perform(act)
        elif observable(fake, verb):
            assert connection.observe(act).in_effect  # so that `carry_out` does not call again
        assert fake.effects(act) == 1

    @ON_EACH_DEED
    def test_done_and_broken_off_is_found_done(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        possible(fake, ACTS_AND_BREAKS_OFF)
        act = prepared(connection, fake.act(verb))
        fake.fail_next(ACTS_AND_BREAKS_OFF, change=True)
        with pytest.raises(Unknown):
            connection.perform(act)
        assert fake.effects(act) == 1
        assert connection.observe(act).in_effect or not observable(fake, verb)

    @ON_EACH_DEED
    def test_broken_off_before_is_found_not_done_and_done_then(
        self, fake: FakePlatform, connection: Any, verb: Verb
    ) -> None:
        act = prepared(connection, fake.act(verb))
        fake.fail_next(BREAKS_OFF, change=True)
        with pytest.raises(Unknown):
            connection.perform(act)
        if observable(fake, verb):
            assert not connection.observe(act).in_effect
        connection.perform(act)
        assert fake.effects(act) == 1

    @ON_EACH_DEED
    @pytest.mark.parametrize("fault", FAULTS)
    def test_no_fault_is_taken_for_success_or_for_a_refusal(
        self, fake: FakePlatform, connection: Any, verb: Verb, fault: str
    ) -> None:
        possible(fake, fault)
        act = prepared(connection, fake.act(verb))
        fake.fail_next(fault, change=True)
        with pytest.raises((TryAgain, Unknown)) as end:
            connection.perform(act)
        if fault == BUSY:
            assert isinstance(end.value, TryAgain)
            assert end.value.after_seconds >= fake.retry_after_seconds
        assert (fault == REVOKED) == isinstance(end.value, AccessRefused)

    @ON_EACH_DEED
    def test_what_is_not_there_is_left_to_a_person(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        possible(fake, f"absent: {verb}")
        act = replace(fake.act(verb), subject_id=fake.absent, parent_id="")
        if verb.subject.value == "author":
            pytest.skip("an account may be blocked before anybody has seen it")
        if verb is Verb.DELETE and "absent: delete" not in fake.cannot:
            connection.perform(act)  # what is gone already is as asked
            return
        with pytest.raises(NotDone, match=r"."):
            connection.perform(prepared(connection, act))
