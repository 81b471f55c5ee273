"""A connection knows whether it works."""

from typing import Any

import pytest
from tests.platforms.contract_suite import WITH_A_PROGRAM, possible
from tests.platforms.fakes.serving import REVOKED, FakePlatform

from evenhand.platforms.contract import Health


class TestHealth:
    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_a_connection_that_works_says_so(self, connection: Any) -> None:
        probe = connection.probe()
        assert (probe.health, bool(probe.words)) == (Health.HEALTHY, True)

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_revoked_access_is_broken(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "revoked probe")
        fake.fail_next(REVOKED)
        assert connection.probe().health is Health.BROKEN

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_a_platform_that_cannot_be_reached_is_no_defect_of_ours(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "unreachable")
        fake.stop()
        assert connection.probe().health in (Health.DEGRADED, Health.BROKEN)
