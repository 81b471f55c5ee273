"""REC-01, MOD-03: a house that was lost is set up again from its backup, and nothing on a platform is done twice."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.rooms import world
from tests.rooms.drill import House, Log, fresh, lose, typed
from tests.rooms.test_worker import work
from tests.rooms.world import decide, open_case

from evenhand.actions.models import Action
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Act, Answer
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network

pytestmark = pytest.mark.django_db(transaction=True)

HIDE = replace(world.HIDE, unsafe="nobody is told")  # so that the jobs are those of the hiding alone
REPLY = Draft(Outcome.REPLY, reply="Please write to us.", statement="Answered.")


@pytest.fixture
def house(data_folder: Path) -> House:
    """The one that will be lost, as other processes reach it."""
    known = connection.settings_dict
    url = f"postgresql:///{known['NAME']}?host={known['HOST']}&port={known['PORT']}&user={known['USER']}"
    return House(url, data_folder)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[House]:
    """Where it is set up again."""
    with fresh(tmp_path / "new") as house:
        yield house


def decided(channel: Channel, ada: Officer, id_: str, draft: Draft = HIDE) -> Action:
    return decide(open_case(channel, id_), draft, ada).actions.get()


class Dying(Network):
    """The platform acts, and the worker does not live to hear of it."""

    def perform(self, act: Act) -> Answer:
        super().perform(act)
        raise MemoryError("the machine is gone")


def send_and_die(action: Action) -> None:
    from evenhand.actions import carrying_out as actions

    dying = Dying(settings.EVENHAND_DATA / "simulator.sqlite3")
    with pytest.raises(MemoryError):
        actions.carry_out(action_id=action.pk, performer=dying, manifest=MANIFEST, now=lambda: world.NOON)


def test_the_drill(channel: Channel, ada: Officer, house: House, new: House, tmp_path: Path) -> None:
    log = Log(names={str(tmp_path / "new"): "/srv/new", str(tmp_path): "/mnt"})
    network = world.published(house.data, "c1", "c2", "c3", "c4", "c5")
    done = decided(channel, ada, "c1")
    work()
    taken = decided(channel, ada, "c2")  # a worker has its job when the backup is made
    ProcrastinateJob.objects.filter(status="todo").update(status="doing")
    sending = decided(channel, ada, "c3")
    since = decided(channel, ada, "c4", REPLY)
    queued = decided(channel, ada, "c5")
    send_and_die(sending)
    assert [a.state for a in Action.objects.order_by("pk")] == ["done", "queued", "sending", "queued", "queued"]

    assert typed(log, house, "backup", "--to", str(tmp_path / "backups")).returncode == 0
    world.carry_out(since)  # work goes on after the backup
    assert network.counted("effect", str(since.key)) == 1
    lose(house)
    [backup] = (tmp_path / "backups").glob("20*")
    assert typed(log, new, "check-backup", str(backup)).returncode == 0
    restored = typed(log, new, "restore", str(backup), "--into", str(new.data))
    assert restored.returncode == 0, restored.stderr
    assert "4 that may have been done since are in doubt" in restored.stdout
    shutil.copy(house.data / "simulator.sqlite3", new.data)  # the platform, as it is now

    assert typed(log, new, "audit", "verify").returncode == 0
    make_due(new)
    for _ in range(3):
        assert new.work().returncode == 0
        make_due(new)
    states = dict(new.asked("select id, state from actions_action"))
    platform = Network(new.data / "simulator.sqlite3")
    all_of_them = {"done": done, "with a worker": taken, "sending": sending, "done since": since, "queued": queued}
    for name, action in all_of_them.items():
        calls, effects = (platform.counted(what, str(action.key)) for what in ("call", "effect"))
        log.say(f"{name:14} now {states[action.pk]}: called {calls}, took effect {effects}")
        assert (states[action.pk], calls, effects) == ("done", 1, 1), name
    kinds = new.asked("select action_id, kind from actions_receipt order by action_id, id")
    assert kinds == [(done.pk, "performed"), (taken.pk, "performed"), (sending.pk, "found done"),
                     (since.pk, "found done"), (queued.pk, "performed")]  # fmt: skip
    log.say("")
    assert typed(log, new, "audit", "verify", "--since-last").returncode == 0
    assert new.asked("select count(*) from actions_action where in_doubt") == [(0,)]


def make_due(house: House) -> None:
    """Let the minute pass after which a silent worker's jobs are another's, and the waiting time of retries."""
    import psycopg

    with psycopg.connect(house.url) as connection:
        connection.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
        connection.execute("delete from procrastinate_workers where last_heartbeat < now() - interval '1 minute'")
