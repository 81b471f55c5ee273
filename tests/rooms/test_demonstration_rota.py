"""HRS-05: in the demonstration somebody is on call every night of a fortnight, and each body has a next person."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from evenhand.officers.models import Body
from evenhand.watch import queries
from evenhand.work import demonstration


@pytest.fixture
def loaded(data_folder: object, db: None, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Everything but its comments, which take long to read."""
    monkeypatch.setattr(demonstration, "_post", lambda *_: None)
    demonstration.load()
    return datetime.now(UTC)


def test_nobody_is_left_uncovered_and_neighbours_in_the_rota_differ(loaded: datetime) -> None:
    for body in Body.objects.all():
        duties = queries.duties(body, loaded)
        assert len(duties) == 14
        assert queries.duty_on(body, loaded) == duties[0]
        assert queries.nobody_on_call(body, loaded) == []
        assert all(one.officer != other.officer for one, other in pairwise(duties))
        assert all(duty.phone.startswith("07700 900") for duty in duties), "numbers that Ofcom keeps for drama"
