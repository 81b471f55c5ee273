"""A pattern that could search without end is refused by its structure, with the place and the mend."""

import re

import pytest

from evenhand.editions.keywords_patterns import LONGEST, unsafe


@pytest.mark.parametrize(
    "pattern",
    [
        "lie",
        r"\blie\b",
        r"loans? (?:now|today)",
        r"\w{0,20}lie\w{0,20}",
        "(?:ab){3}",
        "(?:a|b){0,5}x",
        "(?P<who>you|they) lied?",
        r"earn £\d{1,6} an? (?:day|week)",
        r"(?<!not )a scam(?! warning)",
        r"[]a]{1,3}x",
        r"a\*b\+c",
        "a{b",
        "gr[ae]y",
        "|".join(f"word{n}" for n in range(20)),
    ],
)
def test_a_plain_pattern_is_safe(pattern: str) -> None:
    assert unsafe(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "wrong", "mend"),
    [
        ("loan+s", "repeats without end at character 5 (+)", "{1,20}"),
        (r"a\w*b", "repeats without end at character 4 (*)", "{0,20}"),
        ("a{3,}", "repeats without end at character 2 ({3,})", "{3,20}"),
        ("(a+)+b", "repeats + at character 3 within the repeat + at character 5", "write one"),
        ("(?:a{1,5}){1,5}b", "repeats {1,5} at character 5 within the repeat {1,5} at character 11", "write one"),
        ("(?:x(?:ya?)){0,2}", "repeats ? at character 10 within the repeat {0,2} at character 13", "write one"),
        ("(?:a|ab){0,3}", "alternatives 1 and 2 of the group at character 1 can both begin with 'A'", "another letter"),
        (r"(?:\w|l){0,3}x", "alternatives 1 and 2 of the group at character 1 can both begin with 'L'", "another"),
        ("(?:a|){0,3}x", "alternatives 2 of the group at character 1 can be empty", "another letter"),
        (r"(a)\1", r"refers back to itself at character 4 (\1)", "write out"),
        ("(?P<a>b)(?P=a)", "refers back to itself at character 9 ((?P=a))", "write out"),
        ("(?i)lie", "uses (?i) at character 1, which is not known here", "letter case is folded already"),
        ("(?>ab)", "uses (?>a at character 1", "take it out"),
        ("a{101}", "repeats 101 times", "at most 100"),
        ("(?:(?:ab){80}){80}", "can take in more than 500 characters", "nearer end"),
        (r"\w{0,40} \w{0,40}", "can be tried in more than 1,000 ways", "fewer repeats"),
        ("a?", "can match nothing at all", "at least one letter"),
        ("(?:a|)", "can match nothing at all", "at least one letter"),
        ("(?=lie)", "can match nothing at all", "at least one letter"),
        ("a(b", "is no regular expression: missing ), unterminated subpattern at character 2", "mend that place"),
        ("[[a]b", "is no regular expression that will stay one", "more plainly"),
        ("a" * (LONGEST + 1), f"has {LONGEST + 1} characters", "several patterns"),
    ],
)
def test_a_pattern_that_could_go_astray_is_refused_with_place_and_mend(pattern: str, wrong: str, mend: str) -> None:
    refused = unsafe(pattern)
    assert refused is not None
    assert wrong in refused[0]
    assert mend in refused[1]


def test_a_pattern_of_the_longest_length_is_safe() -> None:
    assert unsafe("a" * LONGEST) is None


@pytest.mark.parametrize(
    "pattern", [r"\w{0,30}\w{0,30}b", "(?:a|b){0,8}c", r"a{0,9}a{0,9}a{0,9}b", "(?:[a ]{100}){4}[a ]{0,99}b"]
)
def test_the_worst_patterns_that_are_taken_come_to_an_end_on_a_long_comment(pattern: str) -> None:
    assert unsafe(pattern) is None
    assert re.search(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", "a " * 2_000) is None
