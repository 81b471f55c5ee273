"""The encoder's signal: bands, the author's own words, and never a silent "clean"."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from evenhand.core.vocabulary import Comment, Missing, Reading
from evenhand.signals.carriers import MOST_WORDS, carriers
from evenhand.signals.contract import Roster
from evenhand.signals.encoder import SIGNAL, EncoderSignal
from evenhand.signals.encoder_model import Band, Card, Encoder, Scores, encoder
from evenhand.signals.encoder_text import prepared
from evenhand.signals.normalise import Normalised, normalise
from evenhand.signals.read import read

FILES = Path(str(resources.files("evenhand.signals") / "encoder_files"))
HARASSMENT = "You pathetic little man, crawl back under your rock you worthless idiot"
THREAT = "I will come to your house and kill you, number 7"


def comment(text: str) -> Comment:
    return Comment(text, date(2026, 3, 2))


def reading(text: str) -> Reading:
    return SIGNAL.read(comment(text), normalise(text), Roster())


@dataclass(frozen=True)
class Model:
    """Stands for the graph: every comment has these probabilities, and its second word carries them."""

    chances: dict[str, float]
    labels: tuple[str, ...] = ("hate", "abuse", "threat", "personal-issue")
    targets: tuple[str, ...] = ("religion", "race")
    cut: bool = False

    @property
    def card(self) -> Card:
        heads = (*self.labels, *self.targets)
        return Card("1", self.labels, self.targets, {}, {}, dict.fromkeys(heads, Band(0.2, 0.5, 0.5, 0.8)), {})

    def read(self, texts: Sequence[Normalised]) -> list[Scores]:
        return [self._scores(text) for text in texts]

    def _scores(self, text: Normalised) -> Scores:
        heads = self.card.heads
        words = text.plain.split(" ")
        starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
        spans = [text.span(start, start + len(word)) for start, word in zip(starts, words, strict=True)]
        shares = np.zeros((len(words) + 2, len(heads)), np.float32)
        shares[2 if len(words) > 1 else 1] = 9.0
        chances = {head: self.chances.get(head, 0.0) for head in heads}
        return Scores(chances, shares[0], shares, ((0, 0), *spans, (0, 0)), np.ones(4, np.float32), self.cut)


def with_model(text: str, **chances: float) -> Reading:
    signal = EncoderSignal(lambda: Model({name.replace("_", "-"): chance for name, chance in chances.items()}))  # type: ignore[arg-type,return-value]
    return signal.read(comment(text), normalise(text), Roster())


def test_under_the_band_is_no_above_it_yes_and_between_them_unsure_or_likely() -> None:
    facts = with_model("four words of text", hate=0.19, abuse=0.2, threat=0.8, personal_issue=0.5).facts
    assert (facts["hate"], facts["abuse"], facts["threat"]) == ("no", "unsure", "yes")
    assert facts["personal_issue"] == "likely"


def test_a_characteristic_is_told_only_where_hate_is() -> None:
    assert with_model("some text", hate=0.1, religion=0.9).facts["target_religion"] == "no"
    assert with_model("some text", hate=0.5, religion=0.9).facts["target_religion"] == "yes"


def test_words_are_the_authors_own_and_say_how_likely_it_is() -> None:
    (finding,) = with_model("Those V3RMIN again", hate=0.93, religion=0.9).findings
    assert (finding.fact, finding.words, finding.confidence) == ("hate", "V3RMIN", 0.93)
    assert finding.note == "hate about religion, 93 in 100"
    (doubt,) = with_model("Those lot again", personal_issue=0.5).findings
    assert doubt.note == "likely personal issue, 50 in 100"


def test_a_comment_without_words_is_answered_without_asking() -> None:
    signal = EncoderSignal(lambda: Model({"hate": 0.9}))  # type: ignore[arg-type,return-value]
    for text in ("", "  \n", "\u200b"):
        answer = signal.read(comment(text), normalise(text), Roster())
        assert set(answer.facts.values()) == {"no"}
        assert answer.findings == ()


def test_a_comment_that_was_not_read_to_its_end_is_missing() -> None:
    signal = EncoderSignal(lambda: Model({}, cut=True))  # type: ignore[arg-type,return-value]
    readings, missing = read(comment("a long story"), Roster(), (signal,))
    assert readings == ()
    assert missing == (Missing("encoder", "Unreadable: the comment is longer than the encoder reads"),)


def test_what_stands_beside_a_comment_does_not_change_what_it_reads_as() -> None:
    texts = [prepared(normalise(text)) for text in (HARASSMENT, "Thank you", "When is the tip open? " * 30)]
    model = encoder()
    for text, together in zip(texts, model.read(texts), strict=True):
        (alone,) = model.read([text])
        assert together.probabilities == alone.probabilities


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_missing_and_never_clean(tmp_path: Path, name: str) -> None:
    files = tmp_path / "files"
    shutil.copytree(FILES, files)
    (files / name).write_bytes((files / name).read_bytes()[:-1] + b"?")
    readings, missing = read(comment("Lovely day"), Roster(), (EncoderSignal(lambda: Encoder(files)),))
    assert readings == ()
    assert f"opened {name}: its hash" in missing[0].why
    assert "Restore the file from the release" in missing[0].why


def test_a_file_that_is_absent_is_missing_and_never_clean(tmp_path: Path) -> None:
    readings, missing = read(comment("Lovely day"), Roster(), (EncoderSignal(lambda: Encoder(tmp_path)),))
    assert readings == ()
    assert missing[0].signal == "encoder"


def test_the_card_asks_what_the_facts_say() -> None:
    card = json.loads((FILES / "card.json").read_text("utf-8"))
    asked = [head.replace("-", "_") for head in card["labels"]]
    asked += [f"target_{head.replace('-', '_')}" for head in card["targets"]]
    assert sorted(asked) == sorted(SIGNAL.facts)


def test_abuse_and_a_threat_are_not_read_as_nothing() -> None:
    assert reading(HARASSMENT).facts["abuse"] != "no"
    assert reading(THREAT).facts["threat"] != "no"


def test_a_friendly_comment_is_no_attack() -> None:
    facts = reading("Thank you for planting the new trees on the green, they look lovely").facts
    assert {facts[fact] for fact in ("hate", "abuse", "threat")} == {"no"}
    assert {facts[fact] for fact in ("safeguarding", "crisis", "allegation")} <= {"no", "unsure"}


def test_the_worst_window_of_a_long_comment_answers_for_it() -> None:
    long = "The market was lovely on Saturday and the band played well. " * 60
    for where in (long + HARASSMENT + ". " + long, long + HARASSMENT):
        assert reading(where).facts["abuse"] != "no"


def test_words_and_pieces_that_stand_together_are_one_stretch() -> None:
    spans = [(0, 0), (0, 3), (3, 6), (7, 10), (11, 15), (16, 20), (21, 25), (26, 30), (0, 0)]
    shares = np.array([5, 9, 0, 0, 8, 0, 0, 0, 5], np.float32)
    assert carriers(shares, spans) == [(0, 15)]
    shares = np.array([0, 9, 0, 0, 0, 0, 0, 9, 0], np.float32)
    assert carriers(shares, spans) == [(0, 6), (26, 30)]


def test_a_text_of_marks_alone_has_no_carriers() -> None:
    assert carriers(np.zeros(2, np.float32), [(0, 0), (0, 0)]) == []


def test_where_every_word_speaks_against_it_the_least_of_them_is_shown() -> None:
    assert carriers(np.array([-3, -1, -9], np.float32), [(0, 2), (3, 5), (6, 8)]) == [(3, 5)]


def test_no_more_words_are_shown_than_can_be_taken_in() -> None:
    spans = [(place * 40, place * 40 + 3) for place in range(0, 100, 3)]
    assert sum(1 for _ in carriers(np.ones(len(spans), np.float32), spans)) <= MOST_WORDS
