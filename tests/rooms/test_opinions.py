"""MOD-02: second opinions are off until switched on, asked by jobs of their own, kept, audited, and change nothing."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.rooms import asked_opinions, world
from tests.rooms.asked_opinions import INSULT, ask, doubted
from tests.rooms.model_server import Model, serving
from tests.rules.hearing import STOCKPORT, heard, readings

from evenhand.audit.models import Entry
from evenhand.cases.models import Case, ProposalMade
from evenhand.cases.sight import restrict
from evenhand.core.refusals import Refused
from evenhand.decisions import operations as decisions
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.opinions import asking, operations, queries
from evenhand.opinions.models import DaySpent, Opinion, OpinionState
from evenhand.opinions.question import question
from evenhand.retention.showing import shown
from evenhand.score import Scored
from evenhand.work import pipeline
from evenhand.work.second_opinion import ask_second_opinion


@pytest.fixture
def admin(body: Body) -> Officer:
    return asked_opinions.administrator(body)


@pytest.fixture
def model(settings: Settings) -> Iterator[Model]:
    with serving() as server:
        asked_opinions.names(settings, server)
        yield server


@pytest.fixture
def on(body: Body, admin: Officer, model: Model) -> Model:
    asked_opinions.switch_on(body, admin)
    return model


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=operations.JOB).count()


def test_nothing_is_wanted_until_a_body_switches_it_on(channel: Channel, model: Model) -> None:
    doubted(channel)
    assert (Opinion.objects.count(), jobs(), model.asked) == (0, 0, [])


def test_nothing_is_wanted_where_the_deployment_names_nobody(channel: Channel, on: Model, settings: Settings) -> None:
    settings.EVENHAND_OPINION_URL = ""
    doubted(channel)
    assert (Opinion.objects.count(), jobs()) == (0, 0)


def test_a_doubt_is_asked_about_and_the_answer_kept_with_its_version(channel: Channel, on: Model) -> None:
    on.said = INSULT
    opinion = ask(doubted(channel))
    assert (opinion.state, opinion.rules, opinion.reason, opinion.quote) == (
        OpinionState.GIVEN, ["CON-02"], "It calls officers muppets.", "muppets",
    )  # fmt: skip
    assert opinion.version == f"question-1, edition {STOCKPORT.sha256[:12]}, a-model"
    assert opinion.host.startswith("127.0.0.1:")
    assert opinion.sent == "What a bunch of muppets"
    assert len(opinion.sent_sha256) == 64
    assert (opinion.asked_at, opinion.ended_at) == (world.NOON, world.NOON)


def test_the_question_is_the_edition_in_force_and_the_comment_as_data(channel: Channel, on: Model) -> None:
    ask(doubted(channel))
    [asked] = on.asked
    rules, data = asked["messages"][0]["content"], on.data()
    assert data == {"post": "The library opens late on Thursday", "comment": "What a bunch of muppets"}
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("a-model", 0, 300)
    for id_, rule in STOCKPORT.rules.items():
        assert (f"\n{id_} {rule.title}." in rules) == bool(rule.ground or rule.route), id_
    assert STOCKPORT.grounds["CON-02"].counter_examples[0].text in rules
    assert on.headers[0]["authorization"] == "Bearer sk-secret-of-ours"


def test_the_opinion_changes_nothing_of_the_case(channel: Channel, on: Model) -> None:
    on.said = {"rules": [], "reason": "There is nothing in it.", "quote": ""}
    case = doubted(channel)
    before = (Case.objects.values().get(), ProposalMade.objects.values().get())
    assert ask(case).state == OpinionState.GIVEN
    assert (Case.objects.values().get(), ProposalMade.objects.values().get()) == before


def test_the_job_is_last_in_the_queue_and_asks(channel: Channel, on: Model) -> None:
    case = doubted(channel)
    [job] = ProcrastinateJob.objects.filter(task_name=operations.JOB)
    assert (job.priority, job.lock, job.status) == (-20, operations.JOB, "todo")
    ask_second_opinion(**job.args)
    assert case.opinions.get().state == OpinionState.GIVEN


def test_it_is_asked_once_however_often_the_job_comes(channel: Channel, on: Model) -> None:
    case = doubted(channel)
    assert ask(case).pk == ask(case).pk
    assert operations.want(body=case.body, comment_ids=[case.comment_id], at=world.NOON) == 0
    assert len(on.asked) == 1


@pytest.mark.parametrize(
    "said", [{"lexicon.threat": 1}, {"encoder.safeguarding": "likely"}, {"encoder.crisis": "likely"}]
)
def test_what_is_proposed_in_earnest_or_may_concern_danger_is_not_asked_about(
    said: dict[str, object], channel: Channel, on: Model
) -> None:
    case = doubted(channel, said=said)
    assert case.proposal.reasons
    assert case.opinions.count() == 0


def test_what_comes_between_ends_it_without_a_call(channel: Channel, on: Model, ada: Officer, admin: Officer) -> None:
    decided, restricted, edited, last = (doubted(channel, id_=f"c{number}") for number in range(4))
    world.decide(decided, world.LEAVE, ada)
    restrict(case=restricted, by="test", at=world.NOON)
    world.edit(channel, "c2", at=world.later(5))
    old = edited.opinions.get()
    asking.ask(opinion_id=old.pk, now=lambda: world.NOON)
    old.refresh_from_db()
    assert ask(decided).why == "the case was decided before it was asked"
    assert ask(restricted).why == "it may concern REF-02, and such words are never sent"
    assert old.why == "the author changed the words before it was asked"
    operations.switch(body=channel.body, on=False, why="The trial is over.", by=admin, at=world.NOON)
    assert ask(last).why == "second opinions were switched off"
    assert on.asked == []
    assert set(Opinion.objects.values_list("state", flat=True)) == {"missing"}


def test_an_old_opinion_is_not_shown_beside_new_words(channel: Channel, on: Model) -> None:
    case = doubted(channel)
    given = ask(case)
    assert queries.of_case(case) == given
    world.edit(channel, at=world.later(5))
    case.refresh_from_db()
    assert queries.of_case(case) is None


def test_a_comment_longer_than_is_sent_costs_nothing(channel: Channel, on: Model) -> None:
    opinion = ask(doubted(channel, "muppets " * 12_500))
    assert (opinion.state, opinion.why) == ("missing", "the comment is longer than the 4,000 characters that are sent")
    assert (on.asked, DaySpent.objects.count()) == ([], 0)


def test_a_worker_that_died_is_followed_by_one_more_try(channel: Channel, on: Model) -> None:
    case = doubted(channel)
    row = case.opinions.get()
    ready = asking._begin(row.pk, world.NOON)
    assert ready is not None
    again = ask(case)
    assert (again.state, again.tries) == ("given", 2)
    assert again.micropence == ready.price + 2_200_000
    dies_twice = doubted(channel, id_="c2")
    for _ in range(2):
        assert asking._begin(dies_twice.opinions.get().pk, world.NOON)
    assert ask(dies_twice).why == "the program that asked was ended twice"


def test_every_use_is_an_audit_entry_without_a_word_of_the_comment(channel: Channel, on: Model) -> None:
    on.said = INSULT
    case = ask(doubted(channel)).case
    entries = [entry for entry in Entry.objects.order_by("number") if entry.action.startswith("opinions.")]
    assert [(entry.action, entry.by) for entry in entries] == [
        ("opinions.switch_on", "ivo@harrowmere.example"),
        ("opinions.want", operations.PROGRAM),
        ("opinions.ask", operations.PROGRAM),
        ("opinions.end", operations.PROGRAM),
    ]
    assert entries[2].subject == f"comment {case.comment_id}"
    assert not [entry for entry in entries if "muppet" in str(entry.content)]


def test_only_an_administrator_switches_it_and_says_why(body: Body, admin: Officer, ada: Officer, model: Model) -> None:
    with pytest.raises(Refused, match="no role there that allows it"):
        operations.switch(body=body, on=True, why="I like it.", by=ada, at=world.NOON)
    with pytest.raises(Refused, match="No reason is given"):
        operations.switch(body=body, on=True, why=" ", by=admin, at=world.NOON)
    asked_opinions.switch_on(body, admin)
    with pytest.raises(Refused, match="They are so already"):
        asked_opinions.switch_on(body, admin)
    assert queries.is_on(body)


def test_it_cannot_be_switched_on_where_nobody_is_named(body: Body, admin: Officer) -> None:
    with pytest.raises(Refused, match="This deployment names nobody to ask"):
        asked_opinions.switch_on(body, admin)


def test_one_body_switches_for_itself_alone(channel: Channel, on: Model) -> None:
    other = world.new_channel(world.new_body("ashmere"))
    assert doubted(other).opinions.count() == 0
    doubted(channel)
    until = world.NOON + timedelta(days=1)
    assert queries.use(other.body, world.NOON, until).by_state["waiting"] == 0
    assert queries.use(channel.body, world.NOON, until).by_state["waiting"] == 1


def test_what_it_came_to_is_counted_for_whoever_asks(channel: Channel, on: Model) -> None:
    on.said = INSULT
    ask(doubted(channel))
    on.said = "no JSON"
    ask(doubted(channel, id_="c2"))
    found = queries.use(channel.body, world.NOON, world.NOON + timedelta(days=1))
    assert found.by_state == {"waiting": 0, "asking": 0, "given": 1, "refused": 1, "missing": 0}
    assert (found.named_a_rule, found.pence) == (1, 4.4)
    assert queries.use(channel.body, world.NOON - timedelta(days=1), world.NOON).pence == 0


def test_the_words_go_when_the_case_is_purged(channel: Channel, on: Model, ada: Officer) -> None:
    on.said = INSULT
    case = doubted(channel)
    ask(case)
    world.decide(case, world.LEAVE, ada)
    Case.objects.update(changed_at=world.NOON)
    world.purge(channel.body, at=world.NOON + timedelta(days=4000))
    opinion = case.opinions.get()
    assert "muppet" not in f"{opinion.sent}{opinion.answer}{opinion.reason}{opinion.quote}"
    assert opinion.sent.startswith("Removed on")
    assert (opinion.rules, opinion.state) == (["CON-02"], "given")


def test_whom_it_is_about_is_told_what_was_sent_and_to_whom(channel: Channel, on: Model) -> None:
    on.said = INSULT
    case = doubted(channel)
    opinion = ask(case)
    texts = shown(SimpleNamespace(source="case", pk=case.pk), {})["texts"]  # type: ignore[arg-type]
    [told] = [words for head, words in texts.items() if head.startswith(f"Sent to {opinion.host}")]
    assert told == "What a bunch of muppets\n\nAnswered: CON-02 It calls officers muppets."


def test_no_model_can_count_more_tokens_than_are_paid_for() -> None:
    asked = question(STOCKPORT, "Ffyrdd ofnadwy 😡", "Gwaith ar y ffordd", "m")
    assert asked.most_tokens >= sum(len(message["content"].encode()) for message in asked.messages)


def test_the_reference_edition_is_asked_about_for_a_known_size(channel: Channel, on: Model) -> None:
    decisions.pin(edition=STOCKPORT, body=channel.body, by="test", at=world.NOON)
    asked = question(STOCKPORT, "x", "y", "m")
    assert 5_000 < asked.most_tokens < 40_000


def test_what_comes_in_and_is_doubted_is_asked_about_once_it_is_kept(
    channel: Channel, on: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubts = Scored(tuple(readings(asked_opinions.DOUBT)), heard(asked_opinions.DOUBT))
    monkeypatch.setattr(pipeline, "score", lambda comment, edition, names: doubts)
    taken = pipeline.take_in(channel=channel, incoming=[world.a_comment()], by="test", at=world.NOON)
    assert (taken.cases, jobs(), on.asked) == (1, 1, [])
    assert ask(Case.objects.get()).state == "given"
