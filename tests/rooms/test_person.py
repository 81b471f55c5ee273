"""REC-02: what one person is given to see, others covered; and what is erased and what the law keeps."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from tests.rooms import world
from tests.rooms.world import HIDE, NOON, later

from evenhand.audit.queries import about
from evenhand.cases.models import Case
from evenhand.core.personal_records import Erasure
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.evidence.models import Capture
from evenhand.intake.models import Author, Channel, Revision
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator.network import Network
from evenhand.retention import operations, person
from evenhand.retention.export import export

A_YEAR_LATER = datetime(2025, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def hidden(channel: Channel, ada: Officer, network: Network) -> Case:
    """Robin's comment, hidden and in a pack; Robin's other, left up; and one of somebody else."""
    case = world.open_case(channel)
    world.carry_out(world.decide(case, HIDE, ada).actions.get())
    world.receive(channel, world.a_comment("c2", "A lovely park"), world.a_comment("c3", "Not Robin's", author_id="a2"))
    return case


def opened(content: bytes) -> dict[str, bytes]:
    """The files of an archive, without its folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name.partition("/")[2]: file.read(name) for name in file.namelist()}


def robin(body: Body) -> Author:
    return person.author(body, "simulator:a1")


def test_everything_about_a_person_is_in_the_archive_for_people_and_for_programs(
    hidden: Case, body: Body, ada: Officer
) -> None:
    files = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))
    told = json.loads(files["everything.json"])
    decision = Decision.objects.get()
    assert [record["title"] for record in told["records"]] == [
        f"Case {hidden.pk}, about what you wrote on Town page",
        "What you wrote on Town page",
        f"Decision {decision.pk}: hide",
        "A copy of what you wrote on Town page, kept as evidence",
    ]
    page = files["everything.html"].decode()
    for words in ("Words that somebody wrote", "A lovely park", "Hidden under CON-02.", "Robin Vale"):
        assert words in page
    captured = Capture.objects.get()
    assert files[f"captures/capture-{captured.pk}-payload.json"] == b'{"id": "c1"}'


def test_officers_and_other_people_are_covered(hidden: Case, body: Body, ada: Officer) -> None:
    files = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))
    everything = b"".join(files.values()).decode()
    for covered in ("Ada Marsh", ada.email, "Not Robin's"):
        assert covered not in everything
    assert "an officer of the council" in everything


def test_that_the_police_have_a_pack_is_for_a_person_to_tell(hidden: Case, body: Body, ada: Officer) -> None:
    pack = world.a_sealed_pack(hidden, ada, at=later(5))
    files = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))
    assert pack.reference not in b"".join(files.values()).decode()
    shown = [r for r in json.loads(files["everything.json"])["records"] if r["how"] == "a person decides"]
    assert [(record["record"], record["facts"]) for record in shown] == [(f"pack {pack.pk}", {})]


def test_aliases_are_included_where_they_are_given(hidden: Case, body: Body, ada: Officer) -> None:
    both = [robin(body), person.author(body, "simulator:a2")]
    everything = opened(export(body=body, authors=both, by=ada.email, at=later(60)))["everything.html"].decode()
    assert "Not Robin&#x27;s" in everything


def test_an_export_is_in_the_log_and_twice_the_same_is_the_same(hidden: Case, body: Body, ada: Officer) -> None:
    first = export(body=body, authors=[robin(body)], by=ada.email, at=later(60))
    assert export(body=body, authors=[robin(body)], by=ada.email, at=later(60)) == first
    entry = about(body.slug, f"author {robin(body).pk}")[-1]
    assert (entry.action, entry.by) == ("retention.export_person", ada.email)


def test_another_bodys_account_is_neither_found_nor_exported(hidden: Case, body: Body, ada: Officer) -> None:
    other = world.new_body("birkdale")
    with pytest.raises(Refused, match="Birkdale Council has never seen it"):
        person.author(other, "simulator:a1")
    with pytest.raises(Refused, match="Each body answers for its own"):
        export(body=other, authors=[robin(body)], by=ada.email, at=later(60))


def fates(body: Body, on: date) -> dict[str, tuple[str, str]]:
    """Source -> fate and law, of Robin's records."""
    return {each.item.id.split()[0]: (each.fate.value, each.law) for each in person.to_erase(body, [robin(body)], on)}


def test_while_the_strike_counts_what_it_rests_on_is_kept_and_the_rest_is_erased(hidden: Case, body: Body) -> None:
    kept = ("keep", "UK GDPR, article 17(3)(b)")
    assert fates(body, date(2025, 3, 3)) == {
        "comment": ("erase", ""), "case": kept, "decision": kept, "capture": kept,
    }  # fmt: skip
    assert set(fates(body, date(2025, 3, 4)).values()) == {(Erasure.ERASE.value, "")}


def test_a_legal_hold_keeps_what_is_asked_to_be_erased(hidden: Case, body: Body, ada: Officer) -> None:
    operations.put_hold(body=body, author=robin(body), reason="A claim.", by=ada, at=NOON)
    assert set(fates(body, date(2026, 3, 4)).values()) == {("keep", "UK GDPR, article 17(3)(e)")}


def test_an_erasure_takes_this_persons_words_leaves_the_others_and_is_certified(hidden: Case, body: Body) -> None:
    admin = world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)
    run = operations.begin_erasure(
        body=body, authors=[robin(body)], request="DP/25/7", typed="purge harrowmere", by=admin, at=A_YEAR_LATER
    )
    ended = operations.carry_through(purge=run, now=lambda: A_YEAR_LATER)
    assert ended.counts == {"comments_left_up": 1, "cases": 1, "decisions": 1, "evidence": 1}
    marker = f"Removed on 4 March 2025 under certificate {ended.number}."
    texts = dict(Revision.objects.values_list("comment__native_id", "text"))
    assert texts == {"c1": marker, "c2": marker, "c3": "Not Robin's"}
    assert set(Author.objects.values_list("name", flat=True)) == {"", "Robin Vale"}, "the other account's name stays"
    with pytest.raises(Refused, match="has never seen it"):
        robin(body)


def test_an_erasure_names_the_request_it_answers(hidden: Case, body: Body) -> None:
    admin = world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="The reference of the request: nothing is said"):
        operations.begin_erasure(
            body=body, authors=[robin(body)], request=" ", typed="purge harrowmere", by=admin, at=NOON
        )
