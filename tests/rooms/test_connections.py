"""Official channels alone, confirmed by a second person; credentials that nobody can read back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection as database
from pytest_django import Settings
from tests.rooms import world
from tests.rooms.connecting import NEEDS, administrator, connected, declare, enter
from typer.testing import CliRunner

from evenhand.audit.models import Entry
from evenhand.connections import opening, sealing
from evenhand.connections import operations as connections
from evenhand.connections.models import Connection
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.contract import Access, AccessRefused
from evenhand.setup_cli import channel_app

TOKEN = "xyzzy-4711"


def access(channel: Channel) -> Access:
    return opening.access_to(channel, manifest=NEEDS, data=Path("/nowhere"))


@pytest.fixture
def cass(channel: Channel) -> Officer:
    return administrator(channel)


@pytest.fixture
def furnished(channel: Channel, ada: Officer, cass: Officer, data_folder: Path) -> Channel:
    """Connected, with a token."""
    declare(channel, ada, cass)
    connections.confirm(channel_id=channel.pk, body=channel.body, by=ada, at=world.NOON)
    enter(channel, cass, {"token": TOKEN})
    return channel


class TestDeclaring:
    @pytest.mark.parametrize("whose", [connections.Whose.COUNCILLOR, connections.Whose.PERSON])
    def test_the_account_of_a_person_is_refused(
        self, channel: Channel, ada: Officer, cass: Officer, whose: connections.Whose
    ) -> None:
        with pytest.raises(Refused, match="nly a council's official channels are moderated here"):
            declare(channel, ada, cass, whose=whose)
        assert not Connection.objects.exists()

    def test_it_must_say_where_anybody_can_see_that_it_is_official(
        self, channel: Channel, ada: Officer, cass: Officer
    ) -> None:
        with pytest.raises(Refused, match="Nobody could see"):
            declare(channel, ada, cass, shown_at="  ")

    def test_where_no_program_can_read_nothing_is_connected(
        self, channel: Channel, ada: Officer, cass: Officer
    ) -> None:
        channel.platform = "nextdoor"
        with pytest.raises(Refused, match="No program can read Nextdoor"):
            declare(channel, ada, cass)

    def test_a_second_person_who_may_must_be_named(self, channel: Channel, cass: Officer) -> None:
        clerk = world.new_officer(channel.body, "Dee Holt", Role.OFFICER)
        for approver in (cass, clerk):
            with pytest.raises(Refused, match="A second person who may must confirm"):
                declare(channel, approver, cass, keeper=cass)

    def test_nobody_but_the_person_named_confirms_it(
        self, channel: Channel, ada: Officer, ben: Officer, cass: Officer
    ) -> None:
        declare(channel, ada, cass)
        with pytest.raises(Refused, match="Ada Marsh was named"):
            connections.confirm(channel_id=channel.pk, body=channel.body, by=ben, at=world.NOON)

    def test_an_officer_of_another_body_confirms_nothing(self, channel: Channel, ada: Officer, cass: Officer) -> None:
        declare(channel, ada, cass)
        other = world.new_body("fernbridge")
        eve = world.new_officer(other, "Eve Stone")
        with pytest.raises(Connection.DoesNotExist):
            connections.confirm(channel_id=channel.pk, body=other, by=eve, at=world.NOON)
        with pytest.raises(Refused, match="has no role there"):
            connections.confirm(channel_id=channel.pk, body=channel.body, by=eve, at=world.NOON)


class TestAccess:
    def test_it_opens_with_what_was_entered(self, furnished: Channel) -> None:
        assert (access(furnished).account, access(furnished).secrets) == (furnished.account, {"token": TOKEN})

    def test_before_the_second_person_has_confirmed_nothing_opens(
        self, channel: Channel, ada: Officer, cass: Officer, data_folder: Path
    ) -> None:
        declare(channel, ada, cass)
        enter(channel, cass, {"token": TOKEN})
        with pytest.raises(AccessRefused, match="nobody has confirmed it"):
            access(channel)

    def test_a_field_left_empty_keeps_what_it_was(self, furnished: Channel, cass: Officer) -> None:
        enter(furnished, cass, {"token": "", "nest": "oak"})
        assert access(furnished).secrets == {"token": TOKEN, "nest": "oak"}

    def test_what_is_missing_is_named(self, channel: Channel, ada: Officer, cass: Officer, data_folder: Path) -> None:
        declare(channel, ada, cass)
        with pytest.raises(Refused, match="There is no Token"):
            enter(channel, cass, {"nest": "oak"})

    def test_what_the_platforms_client_renews_is_kept(self, furnished: Channel) -> None:
        access(furnished).keep({"session": "s2"})
        assert access(furnished).secrets == {"token": TOKEN, "session": "s2"}

    def test_disconnecting_throws_credentials_away_and_nothing_opens(self, furnished: Channel, cass: Officer) -> None:
        connections.disconnect(
            channel_id=furnished.pk, body=furnished.body, why="It is closed down.", by=cass, at=world.later(5)
        )
        assert bytes(Connection.objects.get().sealed) == b""
        with pytest.raises(AccessRefused):
            access(furnished)


class TestSealing:
    def test_no_table_and_no_log_holds_them_in_clear(self, furnished: Channel) -> None:
        with database.cursor() as cursor:
            cursor.execute("select row_to_json(c)::text from connections_connection c")
            row = cursor.fetchone()[0]
        log = " ".join(Entry.objects.values_list("content", flat=True))
        sealed = bytes(Connection.objects.get().sealed)
        assert TOKEN not in row
        assert TOKEN not in log
        assert TOKEN.encode() not in sealed
        assert '"names": ["token"]' in log or '"names":["token"]' in log

    def test_an_access_does_not_show_them(self, furnished: Channel) -> None:
        assert TOKEN not in repr(access(furnished))

    def test_a_row_that_is_moved_to_another_channel_stays_shut(self, furnished: Channel, ada: Officer) -> None:
        other = world.new_channel(furnished.body, "other-page")
        Connection.objects.update(channel=other)
        with pytest.raises(AccessRefused, match="do not belong to this channel"):
            access(other)

    def test_without_the_key_nothing_opens(self, furnished: Channel, data_folder: Path) -> None:
        (data_folder / "channel_keys").unlink()
        with pytest.raises(AccessRefused, match="is not here"):
            access(furnished)

    def test_our_own_key_is_for_its_owner_alone(self, furnished: Channel, data_folder: Path) -> None:
        assert (data_folder / "channel_keys").stat().st_mode & 0o777 == 0o600

    def test_what_is_no_key_is_refused_in_words(self, settings: Settings, db: None) -> None:
        settings.EVENHAND_SECRET_KEYS = f"{sealing.new_key()},short"
        with pytest.raises(Refused, match="Key 2 is not 32 bytes"):
            sealing.keys()

    def test_keys_may_come_from_a_file_elsewhere(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "keys").write_text(f"{sealing.new_key()}\n{sealing.new_key()}\n")
        settings.EVENHAND_SECRET_KEYS = str(tmp_path / "keys")
        assert len(sealing.keys()) == 2


class TestRotating:
    def test_all_is_sealed_with_a_new_key_and_the_old_one_is_gone(self, furnished: Channel, data_folder: Path) -> None:
        before, key = (data_folder / "channel_keys").read_text(), Connection.objects.get().key_id
        said = CliRunner().invoke(channel_app, ["rotate-keys"])
        assert (said.exit_code, said.output.splitlines()[0]) == (0, "1 channel sealed again with a new key")
        assert before.strip() not in (data_folder / "channel_keys").read_text()
        assert Connection.objects.get().key_id != key
        assert access(furnished).secrets == {"token": TOKEN}

    def test_broken_off_it_is_run_again(self, furnished: Channel, data_folder: Path) -> None:
        sealing.add_own_key()
        assert access(furnished).secrets == {"token": TOKEN}
        assert opening.seal_again(by="tests", at=world.NOON + timedelta(1)) == 1
        assert len(sealing.keys()) == 1


def test_acting_on_a_platform_without_credentials_needs_no_connection(channel: Channel) -> None:
    from evenhand.work.access import access_to

    assert access_to(channel).account == "harrowmere-town-page"


def test_the_log_says_who_connected_what(channel: Channel, ada: Officer) -> None:
    connected(channel, ada)
    said = Entry.objects.filter(action__startswith="connections.").order_by("number").values_list("action", flat=True)
    assert list(said) == ["connections.declare", "connections.confirm"]
