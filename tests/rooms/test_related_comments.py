"""CMT-03: while comments are off on a post, comments about the same elsewhere are found, and each is decided alone."""

import pytest
from tests.rooms import world
from tests.rooms.closing import FRIDAY, MONDAY, SATURDAY, close, new_post, time_passes
from tests.rules.hearing import STOCKPORT
from tests.rules.refusal import refused
from tests.rules.working_time import wall

from evenhand.cases.models import Case
from evenhand.closures import related
from evenhand.closures.likeness import shared, topic
from evenhand.closures.models import PostClosing, RelatedRemoved
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Body, Officer
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network

TRAGEDY = "We are sorry for the family of the boy who died at Mill Lane crossing"
IRRELEVANT = Draft(Outcome.HIDE, ground="CON-07", reason="It carries on there.", statement="Hidden under CON-07.")


@pytest.fixture
def closed(channel: Channel, network: Network, ada: Officer) -> PostClosing:
    """The sad post is off from Friday evening; under the library's, people write on."""
    post = new_post(channel, network, "sad", TRAGEDY)
    new_post(channel, network, "p1")
    row = close(post, ada)
    time_passes(network, FRIDAY)
    wrote(channel, "near", "The family at the crossing deserve better")
    wrote(channel, "far", "When does the library open?")
    wrote(channel, "early", "That crossing on Mill Lane again", at="2024-03-08 16:00")
    row.refresh_from_db()
    return row


def wrote(channel: Channel, id_: str, text: str, at: str = "2024-03-09 10:00", post: str = "p1") -> None:
    comment = world.a_comment(id_, text, created_at=wall(at), post_id=post, post_text="", author_id=id_)
    world.receive(channel, comment, at=wall(at))


def comment(id_: str) -> int:
    return Comment.objects.get(native_id=id_).pk


def open_related(row: PostClosing, id_: str, by: Officer, at: object = SATURDAY) -> Case:
    return related.open_related(
        closing_id=row.pk, comment_id=comment(id_), body=row.post.channel.body, by=by, at=at,
    )  # type: ignore[arg-type]  # fmt: skip


def decide(case: Case, draft: Draft, by: Officer, at: object = SATURDAY) -> Decision:
    return related.decide(
        case_id=case.pk, body=case.body, draft=draft, version=case.version, edition=STOCKPORT,
        supported=MANIFEST.supported, by=by, at=at,
    )  # type: ignore[arg-type]  # fmt: skip


def test_comments_about_the_same_are_found_with_the_words_that_make_them_so(closed: PostClosing) -> None:
    found = related.find(closed)
    assert [each.revision.comment.native_id for each in found.found] == ["near"]
    assert found.found[0].related.because == "“family”, “crossing”"
    assert found.until == MONDAY, "with the closing, which is shorter than 72 hours"


def test_what_was_written_before_or_under_the_post_itself_or_by_the_body_is_not_among_them(
    closed: PostClosing, channel: Channel
) -> None:
    wrote(channel, "same", "The family at the crossing", post="sad")
    wrote(channel, "own", "The family at the crossing")
    Comment.objects.filter(native_id="own").update(author=None)
    author = Comment.objects.get(native_id="near").author
    assert author is not None
    author.native_id = channel.account
    author.save()
    assert [each.revision.comment.native_id for each in related.find(closed).found] == ["own"]


def test_what_is_in_a_restricted_case_is_shown_to_nobody_here(closed: PostClosing, ada: Officer) -> None:
    case = open_related(closed, "near", ada)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert related.find(closed).found == ()


def test_a_case_names_the_rule_and_suggests_nothing(closed: PostClosing, ada: Officer) -> None:
    case = open_related(closed, "near", ada)
    made = case.proposal
    assert (case.state, made.grounds, made.suggest) == ("open", [], "leave")
    [reason] = made.reasons
    assert (reason["rule"], [word["words"] for word in reason["words"]]) == ("CMT-03", ["family", "crossing"])
    assert open_related(closed, "near", ada).pk == case.pk, "asking twice gives the same case"
    assert not Decision.objects.exists()


def test_a_person_decides_each_one_within_the_time(closed: PostClosing, ada: Officer) -> None:
    case = open_related(closed, "near", ada)
    decision = decide(case, IRRELEVANT, ada)
    assert RelatedRemoved.objects.get().decision == decision
    assert decision.facts["reasons"][0]["rule"] == "CMT-03"


def test_after_the_time_nothing_is_removed_for_being_related(closed: PostClosing, ada: Officer) -> None:
    case = open_related(closed, "near", ada)
    with refused("CMT-03", "while comments are off"):
        decide(case, IRRELEVANT, ada, MONDAY)
    with refused("CMT-03", "while comments are off"):
        open_related(closed, "near", ada, MONDAY)
    decide(case, Draft(Outcome.HIDE, ground="CON-02", statement="Hidden."), ada, MONDAY)
    assert not RelatedRemoved.objects.exists(), "a breach of its own is removed at any time"


def test_leaving_it_up_is_always_possible(closed: PostClosing, ada: Officer) -> None:
    decide(open_related(closed, "near", ada), world.LEAVE, ada, MONDAY)
    assert not RelatedRemoved.objects.exists()


def test_a_comment_that_is_not_related_gets_no_case(closed: PostClosing, ada: Officer, body: Body) -> None:
    for id_ in ("far", "early"):
        with refused("CMT-03", "not among those that were found"):
            open_related(closed, id_, ada)
    stranger = world.new_officer(world.new_body("elsewhere"), "Dee Stranger")
    with pytest.raises(PostClosing.DoesNotExist):
        related.open_related(
            closing_id=closed.pk, comment_id=comment("near"), body=stranger.roles.get().body, by=stranger, at=SATURDAY
        )


def test_a_comment_that_was_decided_about_is_not_opened_again(
    closed: PostClosing, ada: Officer, channel: Channel
) -> None:
    decide(open_related(closed, "near", ada), world.LEAVE, ada)
    with refused("MOD-02", "is closed"):
        open_related(closed, "near", ada)


def test_a_case_that_is_open_keeps_its_reasons_and_gets_one_more(
    closed: PostClosing, ada: Officer, channel: Channel
) -> None:
    near = Comment.objects.get(native_id="near")
    received = world.intake.Received(1, 0, 0, (near.revisions.get().pk,))
    world.propose_for(channel, received, world.THREAT)
    case = open_related(closed, "near", ada)
    assert [reason["rule"] for reason in case.proposal.reasons] == ["CON-02", "CMT-03"]
    assert case.proposal.grounds == ["CON-02"]
    assert case.version == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the FAMILIES at that Crossing", ["FAMILIES", "Crossing"]),
        ("a family matter", []),
        ("sorry, sorry, sorry", []),
        ("", []),
    ],
)
def test_two_words_of_the_topic_make_a_comment_likely_and_one_does_not(text: str, words: list[str]) -> None:
    of = topic(TRAGEDY, ["shameful driving", "what driving", "nothing else"])
    assert "driving" in of
    assert "shameful" not in of
    assert [word.words for word in shared(text, of)] == words
