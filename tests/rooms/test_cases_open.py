"""From what was received and proposed to a case, or to none."""

import pytest
from tests.rooms.world import LEAVE, NOON, THREAT, a_comment, decide, edit, later, open_case, propose_for, receive

from evenhand.audit.models import Entry
from evenhand.cases.models import Case, ProposalMade
from evenhand.core.lifecycle import CaseState
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.work.pipeline import take_in


def test_a_proposal_under_a_ground_opens_a_case(channel: Channel) -> None:
    assert propose_for(channel, receive(channel, a_comment()), THREAT) == 1
    case = Case.objects.get()
    assert (case.state, case.proposal.grounds, case.severity, case.version) == ("open", ["CON-02"], "high", 1)


def test_a_route_alone_opens_a_case(channel: Channel) -> None:
    propose_for(channel, receive(channel, a_comment()), {"lexicon.service_request": 1})
    assert (Case.objects.get().proposal.route, Case.objects.get().proposal.grounds) == ("REF-04", [])


def test_a_signal_that_could_not_be_read_opens_a_case(channel: Channel) -> None:
    assert propose_for(channel, receive(channel, a_comment()), {}, failed=["lexicon"]) == 1
    assert {lost["signal"] for lost in Case.objects.get().proposal.missing} == {"lexicon"}


def test_an_ordinary_comment_opens_none_and_its_proposal_is_kept(channel: Channel) -> None:
    assert propose_for(channel, receive(channel, a_comment()), {"lexicon.thanks": 1}) == 0
    assert not Case.objects.exists()
    assert ProposalMade.objects.get().grounds == []


def test_criticism_alone_opens_none(channel: Channel) -> None:
    assert propose_for(channel, receive(channel, a_comment()), {"lexicon.criticism": 1}) == 0


@pytest.mark.usefixtures("ada")
def test_the_bodys_own_words_are_never_flagged(channel: Channel) -> None:
    theirs = a_comment("c1", attachments=("a picture",))
    own = a_comment("c2", attachments=("a picture",), author_id=channel.account)
    taken = take_in(channel=channel, incoming=[theirs, own], by="program: tests", at=NOON)
    assert taken.cases == 1
    assert [case.comment.native_id for case in Case.objects.all()] == ["c1"]


def test_a_picture_that_nobody_looked_at_opens_a_case(channel: Channel) -> None:
    picture = a_comment(text="", attachments=("https://pictures.example/1.png",))
    assert take_in(channel=channel, incoming=[picture], by="program: tests", at=NOON).cases == 1


def test_history_is_kept_without_cases_until_its_author_changes_it(channel: Channel) -> None:
    old = a_comment(attachments=("a picture",))
    kept = take_in(channel=channel, incoming=[old], by="program: tests", at=NOON, signals=False)
    assert (kept.received.new, kept.cases, ProposalMade.objects.count()) == (1, 0, 0)
    changed = a_comment(text="Other words", attachments=("a picture",))
    assert take_in(channel=channel, incoming=[changed], by="program: tests", at=later(1), signals=False).cases == 1


def test_opening_is_audited_once_a_batch_and_names_the_comments(channel: Channel) -> None:
    propose_for(channel, receive(channel, a_comment("c1"), a_comment("c2")), THREAT)
    entry = Entry.objects.get(action="cases.open")
    ids = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    assert f'"opened":{ids}'.replace(" ", "") in entry.content


def test_the_gravest_come_first_then_those_that_have_waited_longest(channel: Channel) -> None:
    for id_, minutes, said in (
        ("low", 0, {"lexicon.profanity_strong": 1}),
        ("late", 20, THREAT),
        ("early", 10, THREAT),
        ("crisis", 30, {"lexicon.crisis": 1}),
    ):
        received = receive(channel, a_comment(id_), at=later(minutes))
        propose_for(channel, received, said, at=later(minutes))
    ordered = Case.objects.order_by("band", "opened_at").values_list("comment__native_id", flat=True)
    assert list(ordered) == ["crisis", "early", "late", "low"]


def test_an_edit_reopens_a_decided_case_with_what_is_proposed_now(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    decide(case, LEAVE, ada)
    edit(channel, at=later(5))
    case.refresh_from_db()
    assert (case.state, case.changed_by, case.opened_at) == (CaseState.OPEN, "The author", later(5))
    assert (case.proposal.revision.number, case.version) == (2, 3)


def test_an_edit_into_harmless_words_reopens_the_case_all_the_same(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    decide(case, LEAVE, ada)
    propose_for(channel, receive(channel, a_comment(text="Lovely"), at=later(5)), {}, at=later(5))
    case.refresh_from_db()
    assert (case.state, case.severity) == ("open", "none")


def test_an_older_wording_reopens_nothing(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    edit(channel, at=later(5))
    decide(case, LEAVE, ada, later(6))
    received = receive(channel, a_comment(text="Earlier words", edited_at=later(2)), at=later(7))
    assert (received.revised, received.unchanged) == (0, 1)
    case.refresh_from_db()
    assert case.state == "closed"
