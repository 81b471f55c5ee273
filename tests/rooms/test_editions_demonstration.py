"""The demonstration: two made-up councils, 300 made-up comments, nothing in them that could be real."""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import evenhand.demonstration
from evenhand.editions import in_force
from evenhand.officers.permissions import Role

FOLDER = Path(evenhand.demonstration.__path__[0])
COMMENTS = [json.loads(line) for line in (FOLDER / "comments.ndjson").read_text(encoding="utf-8").splitlines()]
BODIES = tomllib.loads((FOLDER / "bodies.toml").read_text(encoding="utf-8"))["bodies"]
KEYS = {
    "body", "platform", "account", "post", "id", "parent_id", "url", "text",
    "minutes_ago", "author", "attachments", "state",
}  # fmt: skip


def test_there_are_300_comments_of_two_bodies_with_ids_of_their_own() -> None:
    assert Counter(comment["body"] for comment in COMMENTS) == {"wealdham": 221, "marlbury": 79}
    assert len({comment["id"] for comment in COMMENTS}) == 300


def test_every_comment_has_the_same_keys_and_stands_on_a_channel_of_its_body() -> None:
    channels = {(body["id"], channel["id"]) for body in BODIES for channel in body["channels"]}
    for comment in COMMENTS:
        assert set(comment) == KEYS
        assert (comment["body"], comment["account"]) in channels
        assert comment["state"] == "visible"
        assert comment["text"].strip()


def test_a_comment_comes_after_its_post_and_an_answer_after_what_it_answers() -> None:
    ago = {comment["id"]: comment["minutes_ago"] for comment in COMMENTS}
    for comment in COMMENTS:
        assert 5 <= comment["minutes_ago"] <= 20160
        assert comment["minutes_ago"] <= comment["post"]["minutes_ago"]
        if comment["parent_id"]:
            assert comment["minutes_ago"] <= ago[comment["parent_id"]]


def test_every_body_works_by_an_edition_that_there_is_and_every_role_is_held() -> None:
    for body in BODIES:
        assert in_force(body["editions"], date(2026, 1, 1)).rules
        roles = {officer["role"] for officer in body["officers"]}
        assert roles >= {"officer", "senior officer", "safeguarding officer", "auditor", "administrator"}
    assert {officer["role"] for body in BODIES for officer in body["officers"]} == set(Role)


def test_telephone_numbers_are_ofcoms_drama_numbers_or_help_lines() -> None:
    text = (FOLDER / "comments.ndjson").read_text() + (FOLDER / "bodies.toml").read_text()
    numbers = re.findall(r"\b0\d{3,4} \d{3} ?\d{3,4}\b", text)
    assert len(numbers) >= 8
    assert all(re.match(r"07700 900\d{3}|0161 496 0\d{3}", number) for number in numbers)


def test_addresses_of_sites_and_people_end_in_example() -> None:
    text = (FOLDER / "comments.ndjson").read_text() + (FOLDER / "bodies.toml").read_text()
    hosts = re.findall(r"https?://([^/\s\"\\]+)|[\w.]+@([\w-]+\.[\w.]+)", text)
    found = {(site or mail).rstrip(".") for site, mail in hosts}
    assert {host for host in found if not host.endswith(".example")} == {"bit.ly"}  # a shortener, as spam has it


def test_somebody_offends_three_times_and_somebody_says_the_same_thing_everywhere() -> None:
    said = Counter((comment["author"]["handle"], comment["text"]) for comment in COMMENTS)
    assert said.most_common(1)[0][1] >= 4
    spam = {c["account"] for c in COMMENTS if c["author"]["handle"] == "quickcash_anna"}
    assert len(spam) >= 3
    assert sum(c["author"]["handle"] == "kev_bridlow" for c in COMMENTS) >= 4
