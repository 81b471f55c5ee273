"""A real worker reads what is due, page after page, and opens the cases."""

import pytest
from procrastinate.contrib.django import app
from tests.rooms.connecting import connected
from tests.rooms.test_worker import work

from evenhand.cases.models import Case
from evenhand.connections.models import Reading
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.connection import PAGE
from evenhand.platforms.simulator.network import Network

ACCOUNT = "harrowmere-town-page"
pytestmark = pytest.mark.django_db(transaction=True)


def test_it_reads_every_page_of_what_is_new(channel: Channel, ada: Officer, network: Network) -> None:
    connected(channel, ada)
    network.publish(
        [],
        [(ACCOUNT, f"n{n}", "p1", "", "Robin Vale", f"Bus {n} was late", "2024-03-04T11:30:00Z") for n in range(PAGE)],
    )
    network.write(ACCOUNT, "u-robin", ("new", "p1", "", "Robin Vale", "You pathetic moron", "2024-03-04T12:30:00Z"))
    app.configure_task("look_for_channels_due").defer()
    work()
    assert Comment.objects.count() == PAGE + 2
    assert Case.objects.get().comment.native_id == "new"
    assert (Reading.objects.get().rounds, Reading.objects.get().health) == (1, "healthy")
