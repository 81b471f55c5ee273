"""A pre-election period as officers live it: set, stricter within, even-handed afterwards, and shown to be."""

import pytest
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults
from tests.rules.working_time import wall

from evenhand.cases.models import Case
from evenhand.console import clock
from evenhand.officers.permissions import Role
from evenhand.platforms.contract import Incoming
from evenhand.work.pipeline import take_in

WORDS = {"labour": "Vote Labour on Thursday!", "tory": "Vote Conservative on Thursday!"}


def writes(council: Council, id_: str, text: str, when: str) -> None:
    incoming = Incoming(
        id=id_, text=text, created_at=wall(when), payload=text.encode(), author_id=f"author-{id_}", author_name="Kit",
        post_id="p1", post_text="Our new park",
    )  # fmt: skip
    take_in(channel=council.channel, incoming=[incoming], by="test", at=wall(when))


def test_a_party_political_comment_before_in_and_after_the_period(
    ashby: Council, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: wall("2030-03-26 10:00"))
    page = sign_in(ashby.officers[Role.SENIOR])
    page.goto("/ashby/watch/elections")
    page.fill("#id_area", "Ashby North")
    for field, day in (("poll_on", "2030-05-02"), ("first_on", "2030-03-26"), ("last_on", "2030-03-01")):
        page.fill(f"#id_{field}", day)
    page.check("input[name=channels]")
    page.click("button:text('Set the period')")
    assert "It ends before it begins (ELE-01)" in page.inner_text("main")
    assert page.input_value("#id_area") == "Ashby North", "nothing is lost"
    page.fill("#id_last_on", "2030-05-02")
    page.click("button:text('Set the period')")
    assert "The pre-election period of Ashby North is set." in page.inner_text("main")
    assert "Pre-election period. Ashby North, until 2 May 2030" in page.inner_text(".eh-banners")

    writes(ashby, "before", WORDS["labour"], "2030-03-25 12:00")
    for party, text in WORDS.items():
        writes(ashby, party, text, "2030-04-10 12:00")
    writes(ashby, "after", WORDS["labour"], "2030-05-03 12:00")
    cases = {case.comment.native_id: case for case in Case.objects.all()}
    assert {id_: cases[id_].proposal.suggest for id_ in ("before", "labour", "tory", "after")} == {
        "before": "leave", "labour": "hide", "tory": "hide", "after": "leave"
    }  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: wall("2030-04-10 13:00"))
    for party in WORDS:
        page.goto(f"/ashby/cases/{cases[party].pk}")
        assert "in a pre-election period it urges people" in page.inner_text("main")
        page.click("label:text-is('Hide')")
        page.select_option("#id_ground", "CON-08")
        page.fill("#id_reason", "It asks people to vote for a party.")
        page.click("button:text('Record the decision')")
        page.wait_for_selector("text=is recorded")
    page.goto("/ashby/watch/elections")
    page.click("text=Removals by party")
    rows = page.locator("table").first.locator("tbody tr").all_inner_texts()
    assert [row.split() for row in rows] == [["Conservative", "1", "1", "1"], ["Labour", "1", "1", "1"]]
    assert faults(page) == []
    with page.expect_download() as download:
        page.click("text=Download the log as CSV")
    lines = download.value.path().read_text().splitlines()
    assert lines[0] == "decision,day,area,ground,outcome,party"
    assert sorted(line.rsplit(",", 1)[1] for line in lines[1:]) == ["Conservative", "Labour"]
