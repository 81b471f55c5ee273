"""Shadow mode: nothing leaves, nothing counts, nothing is said as done, and nothing of it is done later."""

import sqlite3
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection as database
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.rooms import world
from tests.rooms.people_world import author_of, titles
from tests.rooms.referring import CONCERN, TO_SAFEGUARDING, a_place, referred
from tests.rooms.watching import on_call, wrote
from tests.rules.working_time import wall

from evenhand.actions import operations as actions
from evenhand.actions.models import Action
from evenhand.actions.waiting import Later
from evenhand.cases.party_log import _decisions
from evenhand.closures import operations as closures
from evenhand.closures.models import PostClosing
from evenhand.closures.queries import as_shown
from evenhand.connections import operations as connections
from evenhand.connections.models import ShadowAct
from evenhand.core.comments_off import WhyOff
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel, Comment, Post
from evenhand.notices import operations as notices
from evenhand.notices import ports, sending
from evenhand.notices.arriving import look_after
from evenhand.notices.models import Notice, Way
from evenhand.officers.models import Body, Officer
from evenhand.people.history import history
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.public.figures import quarters
from evenhand.referrals import telling
from evenhand.tasks.models import Task
from evenhand.watch.models import ElectionPeriod
from evenhand.work import closures as closing_work
from evenhand.work.carry_out import carry_out

ACCOUNT = "harrowmere-town-page"
ANYBODY = notices.To(email="robin@mail.example", name="Robin Vale")


def switch(channel: Channel, one: Officer, other: Officer, *, on: bool, at: float = 0) -> None:
    connections.ask(channel=channel, on=on, why="A trial week.", by=one, at=world.later(at))
    connections.agree(channel_id=channel.pk, body=channel.body, by=other, at=world.later(at))


@pytest.fixture
def trial(channel: Channel, ada: Officer, ben: Officer) -> Channel:
    """The town page, in shadow mode since noon."""
    switch(channel, ada, ben, on=True)
    return channel


def worked() -> None:
    """Every action that waits is handed to its performer, as a worker does."""
    for action in Action.objects.filter(state__in=["queued", "captured", "sending"]).order_by("pk"):
        with suppress(Later):
            carry_out(action_id=action.pk)


def calls(network: Network) -> int:
    with sqlite3.connect(network.file) as file:
        return int(file.execute("select count(*) from call").fetchone()[0])


def in_shadow_hidden(channel: Channel, by: Officer) -> Decision:
    decision = world.decide(world.open_case(channel), world.HIDE, by)
    worked()
    return decision


class TestNothingIsDone:
    def test_a_comment_stays_visible_and_would_have_been_hidden(
        self, trial: Channel, ada: Officer, network: Network
    ) -> None:
        action = in_shadow_hidden(trial, ada).actions.get()
        comment = Comment.objects.get()
        assert (comment.state, comment.shown_state) == ("visible", "would have been hidden (shadow)")
        assert (action.state, action.shown_state) == ("done", "would have been done (shadow)")
        assert calls(network) == 0

    def test_what_a_platform_leaves_to_people_becomes_no_task(self, trial: Channel, ada: Officer) -> None:
        Channel.objects.update(platform="nextdoor")
        world.decide(world.open_case(trial), world.HIDE, ada)
        worked()
        assert (Action.objects.get().shown_state, Task.objects.count()) == ("would have been done (shadow)", 0)

    def test_comments_that_would_be_off_count_no_minutes(self, trial: Channel, ada: Officer, network: Network) -> None:
        world.receive(trial, world.a_comment())
        closures.close(
            post=Post.objects.get(), why=WhyOff.SENSITIVE, words="A death in the town.", starts_at=world.NOON,
            ends_at=world.later(60), manifest=MANIFEST, by=ada, at=world.NOON,
        )  # fmt: skip
        for minute in (1, 61, 62):
            closing_work.look_after(at=world.later(minute))
            worked()
        closing_work.look_after(at=world.later(63))
        row = PostClosing.objects.get()
        assert (row.off_at, as_shown(row)) == (None, None)
        assert row.on_again_at is not None
        assert calls(network) == 0


class TestLeavingShadowMode:
    def test_what_had_not_been_written_down_yet_is_not_done_afterwards(
        self, trial: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        world.decide(world.open_case(trial), world.HIDE, ada)
        switch(trial, ben, ada, on=False, at=5)
        worked()
        assert (calls(network), Action.objects.get().shown_state) == (0, "would have been done (shadow)")

    def test_a_second_person_who_approves_afterwards_brings_nothing_about(
        self, trial: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        case = world.open_case(trial)
        world.decide(case, world.ANYTHING_ELSE, ada)
        switch(trial, ben, ada, on=False, at=5)
        world.approve(case, ben, world.later(6))
        worked()
        assert calls(network) == 0
        assert not Notice.objects.exclude(state="not told").exists()

    def test_undoing_it_afterwards_asks_nothing_of_the_platform(
        self, trial: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        decision = in_shadow_hidden(trial, ada)
        switch(trial, ben, ada, on=False, at=5)
        world.undo(decision.comment.case, ada, world.later(6))
        worked()
        assert (calls(network), Comment.objects.get().shown_state) == (0, "visible")

    def test_a_new_decision_is_done_and_ends_what_would_have_been(
        self, trial: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        case = in_shadow_hidden(trial, ada).comment.case
        switch(trial, ben, ada, on=False, at=5)
        world.undo(case, ada, world.later(6))
        world.decide(case, world.HIDE, ada, world.later(7))
        worked()
        assert Comment.objects.get().shown_state == "hidden"
        assert calls(network) > 0

    def test_leaving_it_up_then_shows_again_what_was_never_hidden_without_a_call(
        self, trial: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        in_shadow_hidden(trial, ada)
        switch(trial, ben, ada, on=False, at=5)
        assert not actions.supersede(comment=Comment.objects.get(), by="ada", at=world.later(7))
        assert Comment.objects.get().shown_state == "visible"

    def test_a_decision_of_before_that_a_second_person_approved_in_it_counts_as_one_of_it(
        self, channel: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        case = world.open_case(channel)
        world.decide(case, world.ANYTHING_ELSE, ada)
        switch(channel, ada, ben, on=True, at=5)
        world.approve(case, ben, world.later(6))
        worked()
        assert (calls(network), Decision.objects.get().in_shadow) == (0, True)


class TestNobodyOutsideIsTold:
    def test_the_author_is_not_and_what_would_have_been_said_is_kept(self, trial: Channel, ada: Officer) -> None:
        in_shadow_hidden(trial, ada)
        notice = Notice.objects.get(kind="hide")
        assert (notice.state, notice.way) == ("not told", Way.NONE)
        assert notice.why.startswith("shadow mode:")
        assert "CON-02" in notice.words

    def test_nobody_can_send_it_afterwards(self, trial: Channel, ada: Officer, ben: Officer) -> None:
        in_shadow_hidden(trial, ada)
        switch(trial, ben, ada, on=False, at=5)
        notice = Notice.objects.get(kind="hide")
        with pytest.raises(Refused, match="nothing was done that they could be told of"):
            notices.send_again(notice_id=notice.pk, body=trial.body, way=Way.HAND, by=ada, at=world.later(6))

    def test_what_was_decided_before_waits_for_the_end_of_shadow_mode(
        self, channel: Channel, ada: Officer, ben: Officer, network: Network
    ) -> None:
        action = world.decide(world.open_case(channel), world.HIDE, ada).actions.get()
        world.carry_out(action)
        switch(channel, ada, ben, on=True, at=5)
        notice = Notice.objects.get(kind="hide")
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: world.later(6))
        notice.refresh_from_db()
        assert (notice.state, notice.action) == ("queued", None)
        with database.cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")
        assert look_after(now=lambda: world.later(7)) == 0
        switch(channel, ben, ada, on=False, at=8)
        assert look_after(now=lambda: world.later(9)) == 1
        assert ProcrastinateJob.objects.filter(task_name="tell", status="todo").exists()

    def test_whoever_appealed_is_answered_by_letter_and_never_by_the_channel(self, trial: Channel) -> None:
        world.receive(trial, world.a_comment())
        comment = Comment.objects.select_related("channel", "author").get()
        answered = notices.tell(
            body=trial.body, kind="appeal received", about="appeal 1", paragraphs=["We have it."], subject="Appeal",
            to=notices.To(comment=comment, email="robin@mail.example"), by=world.BY, at=world.NOON,
        )  # fmt: skip
        assert (answered.state, answered.why) == ("by hand", "no e-mail is set up here: a person must write")

    def test_a_referral_s_address_is_not_written_to_staff_are_and_a_person_is_asked_to_ring(
        self, db: None, settings: Settings
    ) -> None:
        settings.EMAIL_HOST = "localhost"
        place = a_place()
        switch(place.channel, place.ada, world.new_officer(place.body, "Ben Okafor"), on=True)
        referral = referred(place, CONCERN, TO_SAFEGUARDING, place.olu)
        referral.email, referral.person = "duty@children.example", "Duty team"
        referral.save()
        Notice.objects.all().delete()
        telling.opened(referral, by=place.olu, at=world.NOON)
        to_staff = Notice.objects.get(officer=place.sian)
        assert (to_staff.state, to_staff.way) == ("queued", "e-mail")
        assert "Shadow mode: nothing that Evenhand is told to do on Town page is done there" in to_staff.words
        outside = Notice.objects.get(email="duty@children.example")
        assert (outside.state, outside.way) == ("not told", Way.NONE)
        assert Task.objects.get(title="Ring about a safeguarding concern").done_at is None

    def test_the_person_on_call_is_woken_all_the_same_and_told_that_it_is_shadow_mode(
        self, body: Body, trial: Channel, ada: Officer
    ) -> None:
        on_call(body, ada, "2024-03-04 17:00", "2024-03-05 09:00", by=ada)
        wrote(trial, "n1", "I am going to kill you, Ben Okafor, I know where you live", wall("2024-03-05 02:00"))
        alert = Notice.objects.get(kind="alert")
        assert alert.officer == ada
        assert "Shadow mode: nothing" in alert.words


class TestNothingCounts:
    def test_no_strike_and_no_task_to_warn_anybody(self, trial: Channel, ada: Officer) -> None:
        in_shadow_hidden(trial, ada)
        assert history(author_of(trial), world.later(5)).record.counted == ()
        assert titles(trial) == []

    def test_the_same_decision_in_earnest_is_a_strike(self, channel: Channel, ada: Officer, network: Network) -> None:
        in_shadow_hidden(channel, ada)
        assert len(history(author_of(channel), world.later(5)).record.counted) == 1

    def test_published_figures_have_it_in_a_table_of_its_own(self, trial: Channel, ada: Officer) -> None:
        for number in range(6):
            world.decide(world.open_case(trial, f"c{number}"), world.HIDE, ada)
        [quarter] = quarters(trial.body, date(2024, 4, 2))
        tables = {table.title: table for table in quarter.tables}
        counted = [count.value for row in tables["Decisions by ground and outcome"].rows for count in row.counts]
        assert not any(counted), "a count that is left out, or none"
        [apart] = tables["Decided in shadow mode, a trial in which nothing is done"].rows
        assert [(count.column, count.value) for count in apart.counts] == [("Nothing done", 6)]

    def test_without_shadow_mode_there_is_no_such_table(self, channel: Channel, ada: Officer) -> None:
        world.decide(world.open_case(channel), world.HIDE, ada)
        [quarter] = quarters(channel.body, date(2024, 4, 2))
        assert len(quarter.tables) == 3

    def test_the_log_by_parties_leaves_it_out(self, body: Body, trial: Channel, ada: Officer) -> None:
        in_shadow_hidden(trial, ada)
        period = ElectionPeriod(
            body=body, channels=[trial.name], first_on=date(2024, 3, 1), last_on=date(2024, 3, 31)
        )  # fmt: skip
        assert list(_decisions(period)) == []


def test_another_body_s_channel_of_the_same_name_is_not_in_it(trial: Channel, network: Network) -> None:
    other = world.new_body("birkdale")
    eve = world.new_officer(other, "Eve Thorn")
    decision = world.decide(world.open_case(world.new_channel(other)), world.HIDE, eve)
    assert (decision.shadow, decision.actions.get().shadow) == (False, False)
    assert not ShadowAct.objects.exists()
