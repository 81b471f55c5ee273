"""From the Friday plan to comments that come back on Monday by themselves, as officers and the public see it."""

from datetime import datetime

import pytest
from playwright.sync_api import Page
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, network, work
from tests.rules.working_time import wall

from evenhand.audit.queries import verify
from evenhand.closures.models import PostClosing, RelatedRemoved
from evenhand.console import clock
from evenhand.decisions.models import Decision
from evenhand.intake.models import Post
from evenhand.officers.permissions import Role
from evenhand.platforms.contract import Incoming, NotDone
from evenhand.work import closures
from evenhand.work.pipeline import take_in

# Years ahead: the worker's own minute-by-minute job goes by today's clock, and finds nothing due then.
THURSDAY, PLAN = wall("2030-03-14 10:00"), wall("2030-03-15 15:30")
FRIDAY, SATURDAY, MONDAY = wall("2030-03-15 17:00"), wall("2030-03-16 12:00"), wall("2030-03-18 09:00")
SAD = "Our thoughts are with the family of the boy who died at Mill Lane crossing"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    """Sets what time the console thinks it is."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_to


def writes(council: Council, id_: str, text: str, when: datetime, post: str, post_text: str) -> None:
    """Somebody writes on the network, and what they wrote comes in."""
    account = council.channel.account
    network().publish([(account, post, post_text, THURSDAY.isoformat())], [])
    network().write(account, f"author-{id_}", (id_, post, "", "Kit", text, when.isoformat()))
    incoming = Incoming(
        id=id_, text=text, created_at=when, payload=text.encode(), author_id=f"author-{id_}", author_name="Kit",
        post_id=post, post_text=post_text, post_created_at=THURSDAY,
    )  # fmt: skip
    take_in(channel=council.channel, incoming=[incoming], by="test", at=when)


def minute(at: datetime) -> None:
    """The timetable's job, the worker, and the job again."""
    closures.look_after(at=at)
    work()
    closures.look_after(at=at)


def wall_of(page: Page, post: str) -> str:
    page.goto("/simulator/ashby-page")
    return page.inner_text(f"#post-{post}")


def test_a_weekend_of_a_sad_post(ashby: Council, sign_in: SignIn, at: object) -> None:
    set_to = at  # type: ignore[assignment]
    writes(ashby, "s1", "So sad for the family.", THURSDAY, "sad", SAD)
    writes(ashby, "b1", "When do the bins go?", THURSDAY, "bins", "Bins go out on Tuesday next week")
    sad = Post.objects.get(native_id="sad")
    page = sign_in(ashby.officers[Role.OFFICER])

    set_to(THURSDAY)  # type: ignore[operator]
    page.goto(f"/ashby/closures/posts/{sad.pk}")
    page.fill("#sensitive_why", "A child has died.")
    page.click("button:text('Mark it as sensitive')")
    assert "A child has died." in page.inner_text("main")
    page.goto("/ashby/closures/plan")
    assert "A preview" in page.inner_text("main")
    assert page.locator("button:text('Decide the plan')").count() == 0

    set_to(PLAN)  # type: ignore[operator]
    closures.look_after(at=PLAN)
    page.goto("/ashby/tasks")
    assert "Decide the Friday plan" in page.inner_text("main")
    page.goto("/ashby/closures/plan")
    assert "because it was marked as sensitive" in page.inner_text("main")
    page.click("button:text('Decide the plan')")
    assert "This week's plan is decided" in page.inner_text("main")
    minute(PLAN)
    assert "Comments are off" not in wall_of(page, "sad"), "somebody watches until five"

    minute(FRIDAY)
    assert "Comments are off" in wall_of(page, "sad")
    assert "Comments are off" not in wall_of(page, "bins")
    with pytest.raises(NotDone, match="comments on this post are off"):
        writes(ashby, "s2", "Why are comments off?", SATURDAY, "sad", SAD)
    writes(ashby, "b2", "That poor family, and that crossing!", SATURDAY, "bins", "Bins go out on Tuesday next week")

    set_to(SATURDAY)  # type: ignore[operator]
    closing = PostClosing.objects.get()
    page.goto(f"/ashby/closures/{closing.pk}/related")
    assert "It shares “family”, “crossing”, the topic as the encoder reads it" in page.inner_text("main")
    page.click("button:text('Open a case')")
    page.wait_for_selector("text=CMT-03")
    page.click("label:text-is('Hide')")
    page.select_option("#id_ground", "CON-07")
    page.fill("#id_reason", "It carries the closed conversation on under the bins.")
    page.fill("#id_statement", "Hidden while comments are off on the post about the crossing. You may appeal.")
    page.click("button:text('Record the decision')")
    if "drafted anew" in page.inner_text("main"):
        page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work()
    assert "That poor family" not in wall_of(page, "bins")
    assert RelatedRemoved.objects.get().decision == Decision.objects.get()

    set_to(MONDAY)  # type: ignore[operator]
    minute(MONDAY)
    assert "Comments are off" not in wall_of(page, "sad")
    page.goto("/ashby/closures")
    assert "Comments are on everywhere" in page.inner_text("main")
    assert "3,840" in page.inner_text("main"), "64 hours, counted"
    assert verify().breaks == ()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_of_the_calendar_and_of_closures(
    ashby: Council, sign_in: SignIn, at: object, size: str
) -> None:
    set_to = at  # type: ignore[assignment]
    writes(ashby, "s1", "So sad for the family.", THURSDAY, "sad", SAD)
    writes(ashby, "b1", "When do the bins go?", THURSDAY, "bins", "Bins go out on Tuesday next week")
    set_to(SATURDAY)  # type: ignore[operator]
    page = sign_in(ashby.officers[Role.SENIOR], size)
    places = fill(page)
    for place in places:
        page.goto(place)
        assert faults(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than the screen"


def fill(page: Page) -> list[str]:
    """Everything that these pages show, set by hand in the pages themselves; their addresses."""
    page.goto("/ashby/watch/incidents")
    page.click("summary:has-text('Declare an incident')")
    page.fill("#id_why", "A red warning for wind.")
    page.fill("#id_starts_at", "2030-03-16T11:00")
    page.fill("#id_ends_at", "2030-03-16T22:00")
    page.check("input[name=channels]")
    page.click("button:text-is('Declare')")
    page.wait_for_selector("text=Declared:")
    page.goto("/ashby/watch")
    page.fill("#id_day", "2030-12-27")
    page.fill("#id_why", "Closed between the years.")
    page.click("button:text('Set the day off')")
    page.goto("/ashby/watch/on-call")
    page.fill("#id_starts_at", "2030-03-16T10:00")
    page.fill("#id_ends_at", "2030-03-17T10:00")
    page.fill("#id_phone", "0161 496 0123")
    page.fill("#id_email", "duty@ashby.example")
    page.click("button:text('Put on call')")
    page.goto("/ashby/watch/elections")
    page.fill("#id_area", "Ashby North")
    for field, day in (("poll_on", "2030-05-02"), ("first_on", "2030-03-10"), ("last_on", "2030-05-02")):
        page.fill(f"#id_{field}", day)
    page.check("input[name=channels]")
    page.click("button:text('Set the period')")
    sad = Post.objects.get(native_id="sad")
    page.goto(f"/ashby/closures/posts/{sad.pk}")
    page.check("input[value='a sensitive post']")
    page.fill("#id_words", "A family is grieving.")
    page.click("form button:text('Turn comments off')")
    page.wait_for_selector("text=Comments go off at")
    closing = PostClosing.objects.get().pk
    period = page.goto("/ashby/watch/elections") and page.get_attribute("a:has-text('Removals by party')", "href")
    return [
        "/ashby/watch", "/ashby/watch/incidents", "/ashby/watch/incidents?extends=1", "/ashby/watch/on-call",
        "/ashby/watch/elections", str(period), "/ashby/closures", f"/ashby/closures/{closing}",
        f"/ashby/closures/{closing}/related", f"/ashby/closures/posts/{sad.pk}", "/ashby/closures/plan", "/ashby/cases",
    ]  # fmt: skip
