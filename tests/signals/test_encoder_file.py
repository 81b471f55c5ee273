"""The committed encoder: the file that its card describes, with plain sentences read as a careful officer would."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from training.heads import LABELS, TARGETS

import evenhand.signals
from evenhand.signals import encoder_model
from evenhand.signals.encoder_model import Encoder, encoder, read_card
from evenhand.signals.encoder_text import encoder_text

FILES = Path(evenhand.signals.__path__[0]) / "encoder_files"


def chance(head: str, text: str) -> str:
    (scores,) = encoder().read([encoder_text(text)])
    return encoder().card.bands[head].says(scores.probabilities[head])


def test_the_file_is_the_one_its_card_describes_and_small_enough_to_ship():
    card = read_card(FILES)
    assert set(card.sha256) == {"model.onnx", "tokenizer.json"}
    assert sum(path.stat().st_size for path in FILES.iterdir()) <= 25_000_000


def test_the_card_names_every_head_with_its_calibration():
    card = read_card(FILES)
    assert (card.labels, card.targets) == (LABELS, TARGETS)
    assert set(card.temperatures) == set(card.biases) == set(card.bands) == set(card.heads)
    assert all(0 <= band.low <= band.high <= 1 for band in card.bands.values())


def test_a_file_that_is_not_the_card_s_is_refused(tmp_path: Path):
    shutil.copytree(FILES, tmp_path / "files")
    with (tmp_path / "files" / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ValueError, match=r"model\.onnx: its hash"):
        Encoder(tmp_path / "files")


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("hate", "I hate all muslims, they are vermin and should be thrown out of this country"),
        ("complaint", "my bin has been missed for three weeks running, this is a disgrace"),
        ("question", "what time does the library open on a Saturday please?"),
        ("crisis", "I can't go on any more, I want to end my life tonight"),
        ("safeguarding", "the little lad next door is covered in bruises and left on his own all night"),
        ("thanks", "thank you so much to the team who fixed our street light, brilliant work"),
    ],
)
def test_what_is_plain_is_found(head: str, text: str):
    assert chance(head, text) in {"unsure", "yes"}


@pytest.mark.parametrize(
    "text",
    [
        "This council is a fucking joke, three weeks without a bin collection",
        "The mosque on Mill Lane is holding an open day on Sunday, all welcome",
        "Worst decision this council has ever made, I will be writing to the leader",
    ],
)
@pytest.mark.parametrize("head", ["hate", "threat", "obscene"])
def test_criticism_and_everyday_news_are_never_sure_to_be_harmful(head: str, text: str):
    assert chance(head, text) != "yes"


def test_the_words_that_carried_an_answer_lie_in_the_author_s_own_text():
    written = "the weather is nice but MUSLIMS are vermin"
    (scores,) = encoder().read([encoder_text(written)])
    hate = encoder().card.heads.index("hate")
    assert scores.shares[:, hate].mean() == pytest.approx(scores.logits[hate], abs=1e-3)
    words = {written[slice(*span)] for span in scores.spans}
    assert {"weather", "MUSLIMS"} < words


@pytest.mark.xfail(strict=True, reason="where the encoder is very sure, every word carries much: see the model card")
def test_the_group_that_hate_is_about_carries_more_than_the_weather():
    written = "the weather is nice but MUSLIMS are vermin"
    (scores,) = encoder().read([encoder_text(written)])
    hate = encoder().card.heads.index("hate")
    words = {written[slice(*span)]: share for span, share in zip(scores.spans, scores.shares[:, hate], strict=True)}
    assert words["MUSLIMS"] > words["weather"]


def test_comments_read_together_are_answered_as_when_alone():
    texts = [encoder_text(text) for text in ("thank you", "my bin was missed again and again and again", "")]
    together = encoder().read(texts)
    for text, scores in zip(texts, together, strict=True):
        (alone,) = encoder().read([text])
        assert alone.probabilities == scores.probabilities
        assert np.linalg.norm(scores.embedding) == pytest.approx(1.0, abs=1e-3)


def test_hate_at_the_end_of_a_long_comment_is_read_and_an_endless_one_is_said_to_be_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoder_model, "MOST_WINDOWS", 6)
    hateful = "all muslims are vermin and should be thrown out of this country"
    long, endless = encoder().read(
        [encoder_text("the park is lovely today. " * 60 + hateful), encoder_text(" ".join(map(str, range(1_000))))]
    )
    assert encoder().card.bands["hate"].says(long.probabilities["hate"]) != "no"
    assert not long.cut
    assert endless.cut


def test_nothing_read_is_nothing_answered():
    assert encoder().read([]) == []


def test_likeness_is_greater_between_comments_about_one_thing():
    one, like, other = encoder().read(
        [
            encoder_text(text)
            for text in (
                "when will you fix the potholes on Station Road",
                "potholes on Station Road still not mended",
                "lovely concert at the town hall last night",
            )
        ]
    )
    assert one.embedding @ like.embedding > one.embedding @ other.embedding


def test_the_card_is_plain_json_with_the_training_in_it():
    said = json.loads((FILES / "card.json").read_text("utf-8"))
    assert said["training"]["seed"] == 7
    assert [stage["name"] for stage in said["training"]["stages"]] == ["public", "joined"]
