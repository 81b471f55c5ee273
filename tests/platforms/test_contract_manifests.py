"""What a platform says of itself is whole, and its connection can do it."""

import ast
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.contract_suite import FOLDER, NAMES, WITH_A_PROGRAM, acts_on
from tests.platforms.fakes.serving import FakePlatform

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import Access, Performer, Permalink, Probes, Reads


class TestManifest:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_person_can_do_every_verb_by_its_steps_and_knows_why_no_program_does(self, name: str) -> None:
        for how in found.manifest(name).verbs.values():
            assert how.steps
            assert how.why or how.support is Support.SUPPORTED

    @pytest.mark.parametrize("name", NAMES)
    def test_it_says_how_a_person_connects_it(self, name: str) -> None:
        manifest = found.manifest(name)
        assert manifest.name == name
        assert manifest.title
        assert manifest.connecting_steps
        for secret in manifest.secrets:
            assert secret.title
            assert secret.help or secret.renewed
        assert len({secret.name for secret in manifest.secrets}) == len(manifest.secrets)

    @pytest.mark.parametrize("name", NAMES)
    def test_its_budgets_leave_something_for_actions(self, name: str) -> None:
        for budget in found.manifest(name).budgets:
            assert budget.units > 0
            assert budget.seconds > 0
            assert not budget.reads or 0 < budget.kept_for_actions < 1

    @pytest.mark.parametrize("name", NAMES)
    def test_what_can_be_pictured_lies_on_hosts_that_it_names(self, name: str) -> None:
        manifest = found.manifest(name)
        assert manifest.permalink is Permalink.NONE or manifest.permalink_hosts

    @pytest.mark.parametrize("name", NAMES)
    def test_what_is_done_can_be_undone_or_is_said_to_be_for_good(self, name: str) -> None:
        verbs = found.manifest(name).verbs
        for verb, back in ((Verb.HIDE, Verb.UNHIDE), (Verb.BLOCK, Verb.UNBLOCK), (Verb.CLOSE, Verb.REOPEN)):
            assert verb not in verbs or back in verbs or not verbs[verb].reversible
        assert Verb.DELETE not in verbs or not verbs[Verb.DELETE].reversible or Verb.UNHIDE in verbs

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_the_connection_can_do_what_the_manifest_says(self, name: str, connection: Any) -> None:
        assert isinstance(connection, Reads) == found.manifest(name).reads
        assert isinstance(connection, Performer) or not acts_on(name)
        assert isinstance(connection, Probes)

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_no_secret_is_in_what_a_log_would_show(self, name: str, fake: FakePlatform, tmp_path: Path) -> None:
        access = Access("a", {"token": "sesame-7"}, data=tmp_path)
        assert "sesame-7" not in repr(access)
        shown = repr(found.connect(name, fake.access(tmp_path)))
        assert not [secret for secret in fake.secrets.values() if secret in shown]

    @pytest.mark.parametrize(
        "folder", sorted(path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists())
    )
    def test_no_platform_knows_another(self, folder: str) -> None:
        others = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()} - {folder}
        for file in (FOLDER / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                module = node.module if isinstance(node, ast.ImportFrom) else ""
                known = {other for other in others if f"evenhand.platforms.{other}" in f"{module}."}
                assert not {name for name in known if f"platforms.{name}." in f"{module}."}, f"{file} knows {known}"
