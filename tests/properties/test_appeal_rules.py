"""Of every appeal: none is dropped, deadlines never come before the receipt, a reference survives no slip."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.hearing import STOCKPORT

from evenhand.core.appeals import Ending, Stage, deadlines
from evenhand.core.lifecycle import APPEAL, REFERRAL, AppealState, ReferralState
from evenhand.core.reception import Appealed, Earlier, receive
from evenhand.core.references import LETTERS, known_form, reference
from evenhand.core.refusals import Refused
from evenhand.core.undoing import Blocked, Consequences, EffectKind, How, OnList, Removed, effects
from evenhand.core.values import AppealDeadlines
from evenhand.core.vocabulary import Support, Verb

VALUES = STOCKPORT.value("APL-02", AppealDeadlines)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
EARLIER = st.builds(
    Earlier,
    reference=st.just("AP-0000-0001-8"),
    stage=st.sampled_from(Stage),
    ending=st.sampled_from([None, *Ending]),
    ended_on=st.just(date(2000, 1, 1)),
)
DRAWN = st.lists(st.integers(0, len(LETTERS) - 1), min_size=8, max_size=8)
SUPPORT = st.sampled_from([None, *Support])
REMOVED = st.builds(
    Removed,
    comment=st.just("comment 12"),
    verb=st.sampled_from([Verb.HIDE, Verb.DELETE]),
    supported=st.dictionaries(st.just(Verb.UNHIDE), st.sampled_from(Support)),
)
BLOCKS = st.builds(
    Blocked,
    author=st.just("@lark"),
    channel=st.sampled_from(["facebook", "bluesky"]),
    is_alias=st.booleans(),
    unblock=SUPPORT,
    also_rests_on=st.sampled_from([(), ("decision 4",)]),
)
DONE = st.builds(
    Consequences,
    removed=st.one_of(st.none(), REMOVED),
    strike_weight=st.integers(0, 3),
    warned=st.booleans(),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
    entries=st.sampled_from([(), (OnList("entry 3"),)]),
)


def days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def drawn(numbers: list[int]) -> str:
    lot = iter(numbers)
    return reference(lambda _: next(lot))


@given(DAYS, st.integers(0, 5000), st.booleans(), st.booleans(), st.lists(EARLIER, max_size=3))
def test_every_appeal_is_opened_or_answered_with_words_and_a_reason(
    decided: date, later: int, theirs: bool, in_force: bool, earlier: list[Earlier]
) -> None:
    got = receive(VALUES, Appealed(decided + timedelta(days=later), decided, theirs, in_force, earlier), days)
    assert got.answer
    assert got.because


@given(DAYS, st.integers(0, 5000), st.booleans(), st.lists(EARLIER, max_size=3))
def test_somebody_else_learns_nothing(decided: date, later: int, in_force: bool, earlier: list[Earlier]) -> None:
    asked = Appealed(decided + timedelta(days=later), decided, False, in_force, earlier)
    assert receive(VALUES, asked, days) == receive(VALUES, Appealed(decided, None, False, False), days)


@given(DAYS, st.sampled_from(Stage))
def test_no_deadline_comes_before_the_receipt_and_no_answer_before_its_acknowledgement(day: date, stage: Stage) -> None:
    promised = deadlines(VALUES, stage, day, days)
    assert day < promised.acknowledge_by <= promised.answer_by


@given(DRAWN)
def test_a_reference_is_known_again(numbers: list[int]) -> None:
    assert known_form(drawn(numbers)) == drawn(numbers)


@given(DRAWN, st.integers(0, 8), st.sampled_from(LETTERS))
def test_one_wrong_character_always_shows(numbers: list[int], place: int, letter: str) -> None:
    plain = drawn(numbers).removeprefix("AP").replace("-", "")
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong != plain:
        assert not is_known(wrong)


@given(DRAWN, st.integers(0, 8), st.integers(0, 8))
def test_two_exchanged_characters_always_show(numbers: list[int], one: int, other: int) -> None:
    plain = list(drawn(numbers).removeprefix("AP").replace("-", ""))
    if plain[one] != plain[other]:
        plain[one], plain[other] = plain[other], plain[one]
        assert not is_known("".join(plain))


def is_known(typed: str) -> bool:
    try:
        known_form(typed)
    except Refused:
        return False
    return True


@given(DONE)
def test_a_reversal_only_ever_gives_back_and_names_each_effect_once(done: Consequences) -> None:
    undone = effects(done)
    assert undone[-1].kind is EffectKind.TELL_APPELLANT
    expected = (done.removed is not None) + bool(done.strike_weight) + done.warned + len(done.entries)
    assert len(undone) == expected + len(done.blocks) + 1
    assert all(effect.because for effect in undone)


@given(DONE)
def test_what_cannot_be_undone_is_said_to_the_appellant(done: Consequences) -> None:
    *undone, told = effects(done)
    for effect in undone:
        if effect.how is How.NOT_POSSIBLE:
            assert effect.kind.value in told.because
            assert effect.on in told.because


def test_from_every_state_an_appeal_and_a_referral_reach_an_end_and_none_leaves_it() -> None:
    assert ends(APPEAL) == {AppealState.CLOSED}
    assert ends(REFERRAL) == {ReferralState.CONCLUDED, ReferralState.WITHDRAWN}


def ends(table: object) -> set[object]:
    steps = {(state, later) for (state, _), later in table.items()}  # type: ignore[attr-defined]
    final = {later for _, later in steps} - {state for state, _ in steps}
    reaching = set(final)
    for _ in steps:
        reaching |= {state for state, later in steps if later in reaching}
    assert reaching == {state for step in steps for state in step}
    return final
