"""CON-05: copies across posts, channels and aliases, how fast somebody writes, and that one body sees its own alone."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection
from tests.rooms.people_world import linked
from tests.rooms.world import BY, NOON, a_comment, later, new_body, new_channel, purge

from evenhand.cases.models import Case, ProposalMade
from evenhand.core.vocabulary import Repetition
from evenhand.intake import sql_of_likeness as sql
from evenhand.intake.models import Author, Channel, Comment, SketchKey
from evenhand.intake.queries import to_read
from evenhand.intake.resembling import copies_of, repetitions
from evenhand.intake.sketching import remember
from evenhand.officers.models import Body, Officer
from evenhand.people.persons import together
from evenhand.platforms.contract import Incoming
from evenhand.signals.sketch import LEAST_WORDS, sketch
from evenhand.work.pipeline import take_in

TEXT = "Come and see the wonderful garden furniture that my cousin makes behind the old mill"
PETITION = "Please keep the library on Mill Lane open because two hundred children use it every single week"
LURE = "Message me on WhatsApp +44 7700 900123 to double your savings with our trading platform by Friday"


def take(channel: Channel, *comments: Incoming) -> None:
    take_in(channel=channel, incoming=comments, by=BY, at=NOON)


def counted(body: Body, id_: str) -> Repetition:
    """As it was when the comment was read."""
    comment = Comment.objects.get(channel__body=body, native_id=id_)
    (item,) = to_read([comment.revisions.get(number=comment.revision).pk])
    return repetitions(body, {comment.pk: sketch(item.comment.text)}, together(body))[comment.pk]


def said(id_: str) -> Mapping[str, object]:
    """What the signal stated, as it was kept with the proposal."""
    made = ProposalMade.objects.get(revision__comment__native_id=id_)
    return {fact: value for fact, value in made.signals["repetition"].items() if fact != "version"}


def at(minutes: float) -> dict[str, object]:
    return {"created_at": NOON - timedelta(hours=1) + timedelta(minutes=minutes)}


def test_a_copy_under_another_post_of_another_channel_is_counted(body: Body, channel: Channel) -> None:
    take(channel, a_comment("c1", TEXT, **at(0)))
    take(new_channel(body, "parks-page"), a_comment("c2", f"{TEXT} www.example.com/2", post_id="p9", **at(5)))
    assert said("c2") == {
        "own": 1, "own_posts": 1, "in_10_minutes": 2, "posts_in_10_minutes": 2, "in_a_day": 2, "posts_in_a_day": 2,
    }  # fmt: skip


def test_only_what_came_before_is_counted_whatever_the_order_of_a_page(body: Body, channel: Channel) -> None:
    take(channel, a_comment("new", TEXT, **at(30)), a_comment("old", TEXT, **at(0)))
    assert (counted(body, "new").own, counted(body, "old").own) == (1, 0)


def test_a_decided_alias_is_the_same_person(body: Body, channel: Channel, ada: Officer) -> None:
    for number, who in enumerate(("a1", "a2", "a3")):
        take(channel, a_comment(f"c{number}", TEXT, author_id=who, author_name=who, **at(number)))
    assert counted(body, "c2") == Repetition(0, 0, 2, 1, 1, 1, 1)
    join(body, ada, "a1", "a3")
    assert counted(body, "c2") == Repetition(1, 0, 1, 2, 1, 2, 1)


def test_the_same_text_of_many_people_is_looked_at_and_never_hidden_for_that(channel: Channel) -> None:
    take(channel, *(a_comment(f"c{n}", PETITION, author_id=f"a{n}", author_name="", **at(n)) for n in range(12)))
    made = ProposalMade.objects.all()
    assert {each.suggest for each in made} <= {"leave", "reply", "refer"}
    assert "CON-05" in made.get(revision__comment__native_id="c11").grounds
    assert made.get(revision__comment__native_id="c4").grounds == []


def test_the_same_lure_of_several_accounts_is_to_be_hidden(channel: Channel) -> None:
    take(channel, *(a_comment(f"c{n}", f"{LURE} {n}", author_id=f"a{n}", author_name="", **at(n)) for n in range(4)))
    assert ProposalMade.objects.get(revision__comment__native_id="c3").suggest == "hide"


def test_thanks_and_questions_of_a_few_words_are_never_copies(body: Body, channel: Channel) -> None:
    take(channel, *(a_comment(f"c{n}", "Thank you so much!", author_id=f"a{n}", **at(n)) for n in range(8)))
    assert counted(body, "c7").others == 0
    assert not SketchKey.objects.exists()
    assert LEAST_WORDS == 8


def test_the_councils_own_replies_have_no_keys_and_are_nobodys_copy(body: Body, channel: Channel) -> None:
    own = {"author_id": channel.account, "author_name": "Harrowmere Council"}
    take(channel, *(a_comment(f"own{n}", PETITION, **own, **at(n)) for n in range(6)))
    take(channel, a_comment("c1", PETITION, **at(10)))
    assert counted(body, "c1") == Repetition(0, 0, 0, 1, 1, 1, 1)
    assert ProposalMade.objects.count() == 1


@pytest.mark.parametrize(("days", "own"), [(29, 1), (31, 0)])
def test_copies_are_looked_for_over_thirty_days(body: Body, channel: Channel, days: int, own: int) -> None:
    take(channel, a_comment("c1", TEXT, created_at=NOON - timedelta(days=days)))
    take(channel, a_comment("c2", TEXT, created_at=NOON))
    assert counted(body, "c2").own == own


@pytest.mark.parametrize(("minutes", "in_ten"), [(9.9, 2), (10, 1)])
def test_ten_minutes_are_ten_minutes(body: Body, channel: Channel, minutes: float, in_ten: int) -> None:
    take(channel, a_comment("c1", "One", **at(0)), a_comment("c2", "Two", **at(minutes)))
    assert (counted(body, "c2").in_10_minutes, counted(body, "c2").in_a_day) == (in_ten, 2)


def test_other_words_have_other_keys_and_no_old_ones(body: Body, channel: Channel) -> None:
    take(channel, a_comment("c1", TEXT))
    take(channel, a_comment("c1", PETITION, edited_at=later(1)))
    keys = set(SketchKey.objects.values_list("key", flat=True))
    assert keys == set(sketch(PETITION).keys)


def test_another_body_sees_nothing_of_it(body: Body, channel: Channel) -> None:
    other = new_body("fernbridge")
    take(channel, *(a_comment(f"c{n}", TEXT, author_id=f"a{n}", **at(n)) for n in range(3)))
    take(new_channel(other), a_comment("f1", TEXT, **at(9)))
    mine = Comment.objects.get(native_id="c2")
    assert counted(other, "f1") == Repetition(0, 0, 0, 1, 1, 1, 1)
    assert copies_of(other, mine.pk, {}) == []
    assert [copy.author_id for copy in copies_of(body, mine.pk, {})] == [
        Author.objects.get(body=body, native_id=id_).pk for id_ in ("a1", "a0")
    ]


def test_the_most_alike_come_first_and_no_more_than_asked_for(body: Body, channel: Channel) -> None:
    edited = TEXT.replace("cousin makes", "brother builds")
    take(channel, a_comment("c1", TEXT, **at(0)), a_comment("c2", edited, author_id="a2", **at(1)))
    take(channel, a_comment("c3", TEXT, author_id="a3", **at(2)))
    found = copies_of(body, Comment.objects.get(native_id="c3").pk, {})
    assert [copy.text for copy in found] == [TEXT, edited]
    assert found[0].likeness == 1
    assert 0.6 <= found[1].likeness < 1
    assert len(copies_of(body, Comment.objects.get(native_id="c3").pk, {}, count=1)) == 1


def test_a_purge_takes_the_keys_with_the_words(body: Body, channel: Channel) -> None:
    take(channel, a_comment("c1", "The weather on the green was lovely and we all went home", **at(0)))
    assert SketchKey.objects.count() == 16
    purge(body, at=NOON + timedelta(days=4000))
    assert SketchKey.objects.count() == 0


def test_copies_are_found_by_the_index(body: Body, channel: Channel) -> None:
    take(channel, *(a_comment(f"c{n}", TEXT, author_id=f"a{n}", **at(n)) for n in range(3)))
    given = {"comments": [Comment.objects.get(native_id="c2").pk], "body": body.pk, "authors": [1], "accounts": [1]}
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        for statement, index in ((sql.ALIKE, "sketch_alike"), (sql.PACE, "comment_of_author")):
            cursor.execute(f"explain {statement}", given)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert index in plan
            assert "Seq Scan on intake" not in plan


def test_reading_again_counts_the_same(body: Body, channel: Channel) -> None:
    take(channel, a_comment("c1", TEXT, **at(0)), a_comment("c2", TEXT, **at(1)))
    comment = Comment.objects.get(native_id="c2")
    remember(body_id=body.pk, read=to_read([comment.revisions.get().pk]))
    assert counted(body, "c2").own == 1
    assert Case.objects.count() == 0


def join(body: Body, officer: Officer, one: str, other: str) -> None:
    """A person decided that two accounts are one person's."""
    channel = Channel.objects.filter(body=body).order_by("pk")[0]
    linked(channel, officer, one, other, "2024-03-04")
