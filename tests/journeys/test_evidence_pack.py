"""From a threat in the queue to a pack that a stranger checks with sha256sum and openssl."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, work

from evenhand.audit.queries import verify
from evenhand.officers.permissions import Role
from evenhand.packs.models import Pack

SHOTS = os.environ.get("SHOTS")  # a folder, to look at the pages oneself
STATEMENT = "I read the comment on the Ashby page at 10 in the morning. Sŵn a thŷ 🧨."


def fits(page) -> bool:  # type: ignore[no-untyped-def]
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("size", "scripts"), [("desktop", True), ("phone", False)])
def test_a_hidden_comment_becomes_a_pack_that_anybody_can_check(
    ashby: Council, sign_in: SignIn, tmp_path: Path, size: str, scripts: bool
) -> None:
    senior = ashby.officers[Role.SENIOR]
    page = sign_in(senior, size, scripts=scripts)
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("label:text-is('Hide')")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work()

    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("button:has-text('Make an evidence pack')")
    page.wait_for_url("**/form")
    page.click("button:text('Keep, and look at it')")
    for objection in ("statement is missing", "it does not say for whom it is"):
        page.wait_for_selector(f"text=/{objection}/i")
    page.fill("#id_statement", STATEMENT)
    page.fill("#id_signed", senior.name)
    page.fill("#id_recipient", "Ashby Constabulary")
    page.click("button:text('Keep, and look at it')")
    page.wait_for_selector("iframe")
    assert STATEMENT in page.frame_locator("iframe").locator("main").inner_text()
    page.click("button:text('Seal the pack')")
    page.wait_for_selector("text=is sealed")

    page.fill("#id_reason", "for the duty sergeant")
    with page.expect_download() as waited:
        page.click("main button:text-is('Download')")
    archive = tmp_path / waited.value.suggested_filename
    waited.value.save_as(archive)
    pack = Pack.objects.get()
    sums = subprocess.run(["sha256sum", archive], capture_output=True, text=True, check=True)
    assert sums.stdout.split()[0] == pack.sha256
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path)
    folder = tmp_path / pack.reference
    commands = [line[2:] for line in (folder / "VERIFY.txt").read_text().splitlines() if line.startswith("$ ")]
    assert len(commands) >= 3
    for command in commands:
        subprocess.run(["bash", "-e", "-c", command], cwd=folder, check=True, capture_output=True)

    page.fill("#id_to", "Sergeant Moss")
    page.fill("#id_how", "by hand, on an encrypted stick")
    page.click("button:text('Record the hand-over')")
    page.wait_for_selector("text=handed it to Sergeant Moss")
    assert "downloaded it: for the duty sergeant" in page.inner_text("main")
    assert verify().breaks == ()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_of_packs(ashby: Council, sign_in: SignIn, size: str) -> None:
    page = sign_in(ashby.officers[Role.SENIOR], size)
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("button:has-text('Make an evidence pack')")
    page.wait_for_url("**/form")
    pack = Pack.objects.get().pk
    page.click("button:text('Capture it now')")
    page.wait_for_selector("text=is captured")
    for place in (
        "/ashby/packs",
        f"/ashby/packs/{pack}/form",
        f"/ashby/packs/{pack}",
        f"/ashby/packs/{pack}/statement",
    ):
        page.goto(place)
        assert fits(page), f"{place} is wider than the screen"
        if not place.endswith("statement"):  # its policy lets no script in, not even axe
            assert faults(page) == [], place
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{size}{place.replace('/', '_')}.png", full_page=True)
