"""Likeness of texts: kept when a comment is read, gone with its words, of one body and version, proposing nothing."""

from datetime import timedelta

import pytest
from tests.rooms import world
from tests.rooms.closing import FRIDAY, close, new_post, time_passes
from tests.rules.working_time import wall

from evenhand.cases.decided_before import SHOWN, decided_before
from evenhand.cases.models import Case
from evenhand.closures import related
from evenhand.core.vocabulary import Reading
from evenhand.intake.models import Channel, Comment, Post
from evenhand.likeness import operations as likeness
from evenhand.likeness.models import TextVector
from evenhand.likeness.queries import likeness_to_post
from evenhand.officers.models import Officer
from evenhand.platforms.simulator.network import Network
from evenhand.signals.text_likeness import WIDTH, by_letters, kinds, nearest, topics
from evenhand.work.pipeline import take_in

ANSWERS = 13


def numbers(*about: int, yes: int | None = None) -> bytes:
    """A text about these of 384 things, with one answer given."""
    topic = bytes(100 if at in about else 0 for at in range(WIDTH))
    return topic + bytes(255 if at == yes else 0 for at in range(ANSWERS))


def seen(case: Case, vector: bytes, version: str = "encoder-1") -> None:
    likeness.keep({case.proposal.revision_id: [Reading("encoder", version, {}, (), vector)]})


def decided(channel: Channel, id_: str, officer: Officer, vector: bytes, version: str = "encoder-1") -> Case:
    """A case that was hidden; its text is its own."""
    world.propose_for(channel, world.receive(channel, world.a_comment(id_, f"Words of {id_}")), world.THREAT)
    case = Case.objects.get(comment__channel=channel, comment__native_id=id_)
    seen(case, vector, version)
    world.decide(case, world.HIDE, officer)
    case.refresh_from_db()
    return case


@pytest.fixture
def asked(channel: Channel) -> Case:
    """A case to be decided, about the first thing."""
    case = world.open_case(channel, "now")
    seen(case, numbers(1, yes=0))
    return case


def test_the_most_alike_come_first_with_rule_and_outcome(channel: Channel, ada: Officer, asked: Case) -> None:
    near = decided(channel, "near", ada, numbers(1, yes=0))
    half = decided(channel, "half", ada, numbers(1, 2, yes=0))
    decided(channel, "far", ada, numbers(3, yes=4))
    found = decided_before(asked)
    assert [each.case for each in found.found] == [near, half]
    assert (found.found[0].outcome, found.found[0].rule, found.found[0].text) == ("hide", "CON-02", "Words of near")
    assert found.found[0].like == pytest.approx(1.0)
    assert (found.by_vectors, found.compared) == (True, 3)


def test_there_are_five_at_most_and_one_of_each_text(channel: Channel, ada: Officer, asked: Case) -> None:
    cases = [decided(channel, f"c{at}", ada, numbers(1, yes=0)) for at in range(SHOWN + 2)]
    assert len(decided_before(asked).found) == SHOWN
    Comment.objects.filter(case__in=cases).update(fingerprint=7)
    assert len(decided_before(asked).found) == 1


def test_another_version_of_the_encoder_is_never_compared(channel: Channel, ada: Officer, asked: Case) -> None:
    decided(channel, "old", ada, numbers(1, yes=0), version="encoder-0")
    found = decided_before(asked)
    assert (found.found, found.by_vectors, found.compared) == ((), True, 0)


def test_what_is_restricted_or_undone_or_another_bodys_is_not_among_them(
    channel: Channel, ada: Officer, asked: Case
) -> None:
    hidden = decided(channel, "restricted", ada, numbers(1, yes=0))
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    world.undo(decided(channel, "undone", ada, numbers(1, yes=0)), ada)
    other = world.new_body("wendlebury")
    decided(world.new_channel(other), "theirs", world.new_officer(other, "Eve Stone"), numbers(1, yes=0))
    assert decided_before(asked).found == ()
    asked.restricted = True
    assert decided_before(asked).compared == 0


def test_where_the_encoder_read_nothing_runs_of_letters_are_compared_and_it_says_so(
    channel: Channel, ada: Officer
) -> None:
    near = decided(channel, "of the old library", ada, b"")
    for other in ("q", "zz", "x7"):
        decided(channel, f"{other * 6}", ada, b"")
    case = world.open_case(channel, "new")
    world.edit(channel, "new", at=world.later(5), text="Words of the old library again")
    case.refresh_from_db()
    found = decided_before(case)
    assert not found.by_vectors
    assert [each.case for each in found.found][:1] == [near]


def test_a_purge_takes_the_vector_with_the_words(channel: Channel) -> None:
    received = world.receive(channel, world.a_comment("c1"))
    [revision] = received.fresh
    likeness.keep({revision: [Reading("encoder", "encoder-1", {}, (), numbers(1))]})
    assert TextVector.objects.filter(revision=revision).exists()
    world.purge(channel.body, at=world.NOON + timedelta(days=4000))
    assert not TextVector.objects.filter(revision=revision).exists()


def test_reading_again_replaces_the_vector_and_a_failed_reading_leaves_none(asked: Case) -> None:
    seen(asked, numbers(5), "encoder-2")
    row = TextVector.objects.get(revision=asked.proposal.revision_id)
    assert (row.version, bytes(row.numbers)) == ("encoder-2", numbers(5))
    seen(asked, b"")
    assert not TextVector.objects.filter(revision=asked.proposal.revision_id).exists()


def test_what_comes_in_is_kept_with_its_post_and_compared_with_it(channel: Channel) -> None:
    near = world.a_comment("near", "open the library later on Thursdays? brilliant news")
    far = world.a_comment("far", "my bin has been missed for three weeks running")
    take_in(channel=channel, incoming=[near, far], by=world.BY, at=world.NOON)
    post = Post.objects.get(channel=channel)
    like = {
        row.revision.comment.native_id: likeness_to_post(row.revision.pk, post) or 0.0
        for row in TextVector.objects.exclude(revision=None)
    }
    assert like["near"] > 0.25 > like["far"]
    assert likeness_to_post(0, post) is None


def test_related_comments_are_found_by_what_they_are_about_too(
    channel: Channel, network: Network, ada: Officer
) -> None:
    sad = new_post(channel, network, "sad", "We are sorry for the family of the boy who died at Mill Lane crossing")
    new_post(channel, network, "p1")
    row = close(sad, ada)
    time_passes(network, FRIDAY)
    at = wall("2024-03-09 10:00")
    known = {"created_at": at, "post_id": "p1", "post_text": ""}
    for id_, about in (("near", 1), ("far", 2)):
        wrote = world.a_comment(id_, "Something has to be done", author_id=id_, **known)
        [revision] = world.receive(channel, wrote, at=at).fresh
        likeness.keep({revision: [Reading("encoder", "encoder-1", {}, (), numbers(about))]})
    row.refresh_from_db()
    assert related.find(row).found == ()
    assert not related.find(row).by_encoder
    TextVector.objects.update_or_create(post=sad, defaults={"version": "encoder-1", "numbers": numbers(1)})
    found = related.find(row)
    assert [each.revision.comment.native_id for each in found.found] == ["near"]
    assert found.found[0].related.because == "the topic as the encoder reads it (likeness 1.00)"
    assert found.by_encoder
    TextVector.objects.filter(post=sad).update(version="encoder-2")
    assert related.find(row).found == ()


def test_answers_weigh_beside_the_topic_and_never_alone() -> None:
    same, otherwise, elsewhere = kinds([numbers(1, yes=0), numbers(1, yes=3), numbers(2, yes=0)])
    assert 0.5 < same @ otherwise < 1.0
    assert same @ elsewhere < same @ otherwise
    assert topics([numbers(1, yes=0)])[0] @ topics([numbers(1, yes=3)])[0] == pytest.approx(1.0)


def test_nearest_gives_ids_in_order_and_leaves_out_what_is_too_far() -> None:
    rows = by_letters(["the bins were missed again", "the bins were missed", "lovely park"])
    like = nearest(rows[0], rows[1:], [7, 8], least=0.25)
    assert list(like) == [7]
