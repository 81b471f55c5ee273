"""REC-02: what one person is given to see, others covered; and what is erased and what the law keeps."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from tests.rooms import people_world, world
from tests.rooms.world import HIDE, NOON, later

from evenhand.audit.queries import about, verify
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
from evenhand.retention.asking import approve_erasure, ask_erasure
from evenhand.retention.export import export
from evenhand.retention.models import Purge
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task

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
    titles = [record["title"] for record in told["records"]]
    assert [title for title in titles if not title.startswith("Task")] == [
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
    assert "pack" not in b"".join(files.values()).decode(), "not even that there is something to weigh"
    weighed = person.to_weigh(body, [robin(body)])
    assert [(each.item.id, each.because) for each in weighed] == [
        (f"pack {pack.pk}", "it may hinder an investigation, or name who spoke up")
    ]


def test_aliases_are_included_where_somebody_has_decided_a_link_and_the_answer_says_so(
    hidden: Case, channel: Channel, body: Body, ada: Officer
) -> None:
    world.receive(channel, world.a_comment("c4", "Nothing to do with it", author_id="a9", author_name="Sam Hollis"))
    link = people_world.linked(channel, ada, "a1", "a2", "2024-06-11")
    files = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))
    everything = files["everything.html"].decode()
    assert "Not Robin&#x27;s" in everything
    assert "it is the account that was asked about" in everything
    assert f"link {link.pk}, decided on 11 June 2024" in everything
    assert "Nothing to do with it" not in everything


def test_an_account_that_nobody_decided_is_theirs_is_neither_added_nor_taken_on_somebodys_word(
    hidden: Case, body: Body, ada: Officer
) -> None:
    other = person.author(body, "simulator:a2")
    with pytest.raises(Refused, match=r"simulator:a2 .* Nobody has decided that they are \(MCL-03\)"):
        export(body=body, authors=[robin(body), other], by=ada.email, at=later(60))
    everything = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))["everything.html"]
    assert "Not Robin" not in everything.decode()


def test_what_is_withheld_is_said_with_its_reason_in_words_and_in_a_table(
    hidden: Case, body: Body, ada: Officer
) -> None:
    files = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))
    captured = Capture.objects.get()
    table = files["withheld.csv"].decode("utf-8-sig").splitlines()
    assert table[0] == "record,what,why"
    assert [line for line in table if line.startswith(f"capture {captured.pk},")] == [
        f'capture {captured.pk},"Parts: record, thread, rendering, manifest",other people may be in them'
    ]
    page = files["everything.html"].decode()
    assert "What is withheld, and why" in page
    assert f"Capture {captured.pk}: Parts: " in page
    assert "this line is in every answer" in page


def test_the_table_runs_no_formula_that_somebody_wrote(channel: Channel, body: Body, ada: Officer) -> None:
    world.receive(channel, world.a_comment("c1", '=HYPERLINK("https://evil.example")'))
    table = opened(export(body=body, authors=[robin(body)], by=ada.email, at=later(60)))["everything.csv"].decode()
    assert "\"'=HYPERLINK(" in table


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
        "comment": ("erase", ""), "case": kept, "decision": kept, "capture": kept, "task": kept,
    }  # fmt: skip
    after = fates(body, date(2025, 3, 4))
    assert after.pop("task") == kept, "nobody has done it yet"
    assert set(after.values()) == {(Erasure.ERASE.value, "")}


def test_a_legal_hold_keeps_what_is_asked_to_be_erased(hidden: Case, body: Body, ada: Officer) -> None:
    operations.put_hold(body=body, author=robin(body), reason="A claim.", by=ada, at=NOON)
    assert set(fates(body, date(2026, 3, 4)).values()) == {("keep", "UK GDPR, article 17(3)(e)")}


def erase(body: Body, ada: Officer) -> Purge:
    """Asked for by a co-ordinator, approved by an administrator, carried through."""
    cora = world.new_officer(body, "Cora Lind", Role.CO_ORDINATOR)
    eve = world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)
    asked = ask_erasure(
        body=body, authors=[robin(body)], reference="DP/25/7", why="Seen in person.", by=cora, at=A_YEAR_LATER
    )
    run = approve_erasure(asked_id=asked.pk, body=body, typed="purge harrowmere", by=eve, at=A_YEAR_LATER)
    return operations.carry_through(purge=run, now=lambda: A_YEAR_LATER)


def test_an_erasure_takes_this_persons_words_leaves_the_others_and_is_certified(
    hidden: Case, body: Body, ada: Officer
) -> None:
    for task in Task.objects.filter(body=body):
        tasks.finish(task_id=task.pk, body=body, outcome="Done.", by=ada, at=A_YEAR_LATER)
    ended = erase(body, ada)
    assert ended.counts == {"comments_left_up": 1, "cases": 2, "decisions": 1, "evidence": 1}, "a case and a task"
    marker = f"Removed on 4 March 2025 under certificate {ended.number}."
    texts = dict(Revision.objects.values_list("comment__native_id", "text"))
    assert texts == {"c1": marker, "c2": marker, "c3": "Not Robin's"}
    assert set(Author.objects.values_list("name", flat=True)) == {"", "Robin Vale"}, "the other account's name stays"
    assert verify().breaks == ()
    with pytest.raises(Refused, match="has never seen it"):
        robin(body)
