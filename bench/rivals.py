"""What bench/signals.py is measured against: programs that answer "harmful" or not, made once and asked one by one."""

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

Judge = Callable[[str], bool]
Labelled = Sequence[tuple[str, bool]]
"""Texts, and whether each is harmful."""


def rivals(train: Labelled) -> Iterator[tuple[str, Judge]]:
    """Those that are installed; `train`: what the one that learns here learns from. Says which are left out."""
    for name, module, make in (
        ("better-profanity", "better_profanity", _better_profanity),
        ("alt-profanity-check", "profanity_check", _alt_profanity_check),
        (f"TF-IDF and logistic regression, {len(train):,} rows of DynaHate", "sklearn", lambda: _linear(train)),
    ):
        if find_spec(module) is None:
            print(f"{name} left out: pip install 'evenhand[bench]' brings it")
        else:
            yield name, make()


def _better_profanity() -> Judge:
    from better_profanity import profanity

    profanity.load_censor_words()

    def judge(text: str) -> bool:
        return bool(profanity.contains_profanity(text))

    return judge


def _alt_profanity_check() -> Judge:
    from profanity_check import predict

    return lambda text: bool(predict([text])[0])


def _linear(train: Labelled) -> Judge:
    """Words and pairs of words, and three to five letters within words; the regression's own even cut."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=60_000)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=120_000)
    model = make_pipeline(make_union(words, letters), LogisticRegression(C=4.0, solver="liblinear", max_iter=300))
    model.fit([text for text, _ in train], [harmful for _, harmful in train])
    return lambda text: bool(model.predict([text])[0])
