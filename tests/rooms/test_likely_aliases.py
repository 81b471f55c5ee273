"""MCL-03: a program proposes likely aliases of whoever is blocked: with its working, once, and only for a person."""

from collections.abc import Iterator

import pytest
from tests.rooms.people_world import blocked, breach, on, titles
from tests.rooms.world import BY, a_comment, new_body, new_channel, new_officer, receive

from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.people import linking
from evenhand.people.models import AliasLink
from evenhand.signals import accounts_model
from evenhand.work.pipeline import take_in

SAME = "This town hall has never answered a single letter of mine, and never will."
MORE = "Whoever planned that junction has clearly never once had to walk across it."


@pytest.fixture
def gone(channel: Channel, ada: Officer, ben: Officer) -> None:
    """Robin Vale is blocked; two letters of his are known word for word."""
    breach(channel, ada, "c5", "2024-05-05", text=SAME)
    breach(channel, ada, "c6", "2024-05-06", text=MORE)
    blocked(channel, ada, ben)


def comes(channel: Channel, id_: str, text: str = SAME, account: str = "z9", name: str = "Vale Robin") -> None:
    wrote = a_comment(id_, text, author_id=account, author_name=name, created_at=on("2024-06-12"))
    take_in(channel=channel, incoming=[wrote], by=BY, at=on("2024-06-12"))


def refuse(link: AliasLink, by: Officer) -> None:
    linking.refuse(link_id=link.pk, body=link.body, reason="His cousin.", by=by, at=on("2024-06-13"))


@pytest.mark.usefixtures("gone")
def test_what_a_person_refused_comes_back_only_with_something_new(channel: Channel, ada: Officer) -> None:
    comes(channel, "n1", f"{SAME} ")
    [link] = AliasLink.objects.all()
    assert "Perhaps one person: Robin Vale and Vale Robin" in titles(channel)
    refuse(link, ada)
    comes(channel, "n2", "When does the library open?")
    assert AliasLink.objects.count() == 1, "nothing that was not weighed"
    comes(channel, "n3", "Read https://blog.example/mill-lane/7")
    assert AliasLink.objects.count() == 1


@pytest.mark.usefixtures("gone")
def test_a_link_that_a_person_proposed_and_refused_is_never_proposed_by_a_program(
    channel: Channel, ada: Officer
) -> None:
    comes(channel, "n0", "Lovely park", name="Somebody Else")
    both = [comment.author for comment in (channel.comment_set.get(native_id=id_) for id_ in ("c5", "n0"))]
    link = linking.propose(
        body=channel.body, one=both[0], other=both[1], confidence=0.5, by=ada.email, at=on("2024-06-12"),
        evidence=[(linking.EvidenceKind.OWN_WORDS, "He said so on the telephone.")],
    )  # type: ignore[arg-type]  # fmt: skip
    refuse(link, ada)
    comes(channel, "n1")
    assert AliasLink.objects.count() == 1


@pytest.mark.usefixtures("gone")
def test_what_three_accounts_wrote_was_passed_round_and_says_nothing(channel: Channel) -> None:
    neighbour = a_comment("p1", SAME, author_id="q1", author_name="A Neighbour", created_at=on("2024-05-07"))
    receive(channel, neighbour, at=on("2024-05-07"))
    comes(channel, "n1", account="z9", name="Kit Lowe")
    assert not AliasLink.objects.exists()
    comes(channel, "n2", MORE, account="z9", name="Kit Lowe")
    assert AliasLink.objects.count() == 1, "what only two wrote still counts"


@pytest.mark.usefixtures("gone")
def test_another_bodys_commenters_are_compared_with_nobody_here() -> None:
    other = new_channel(new_body("wendlebury"))
    new_officer(other.body, "Eve Stone")
    comes(other, "n1")
    assert not AliasLink.objects.filter(body=other.body).exists()


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    accounts_model.shipped.cache_clear()

    def spoilt(said: object) -> None:
        raise ValueError("opened the alias model: its hash is not the file's")

    monkeypatch.setattr(accounts_model, "read", spoilt)
    yield
    accounts_model.shipped.cache_clear()


@pytest.mark.usefixtures("gone", "damaged")
def test_a_damaged_model_stops_no_comment_and_is_a_task(channel: Channel) -> None:
    comes(channel, "n1")
    assert channel.comment_set.filter(native_id="n1").exists()
    assert "Nobody looks for likely aliases" in titles(channel)
    assert not AliasLink.objects.exists()
