"""Personal data beside presidio-analyzer: comments a CPU-second, precision and recall, for the kinds both know.

Presidio runs without a language model (a blank spaCy pipeline), with its UK recognisers, those for cards, IBANs, e-mail
and telephones, and its context words. `pip install evenhand[bench]` first.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.util import find_spec

import typer
from tests.signals.cases import MILLBECK
from tests.signals.personal_data_set import PARTS, Row, rows

from bench.measured import comments, show

KINDS = {
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "UK_NINO": "ni_number",
    "UK_NHS": "nhs_number",
    "UK_PASSPORT": "passport",
    "UK_DRIVING_LICENCE": "driving_licence",
    "IBAN_CODE": "bank",
    "CREDIT_CARD": "card",
    "UK_VEHICLE_REGISTRATION": "plate",
}  # fmt: skip
THRESHOLDS = (0.0, 0.3, 0.5, 0.7)

Said = tuple[str, int, int]  # kind, start, end
Detector = Callable[[str], list[Said]]


def main(count: int = 2_000, runs: int = 5) -> None:
    """Both on the same comments in one process, one thread, turn by turn."""
    if find_spec("presidio_analyzer") is None:
        print("bench.personal_data left out: pip install 'evenhand[bench]' brings presidio-analyzer")
        return
    ours, presidio = our_detector(), presidio_detector()
    texts = {
        "the personal data set": [row.text for row in _rows()],
        "comments as they come, a number in each": [str(one["text"]) for one in comments(count)],
    }
    for name, given in texts.items():
        pace, theirs = _paces(ours, lambda text: presidio(text, 0.0), given, runs)
        show(
            f"Personal data, {len(given):,} comments: {name}",
            {
                "comments a CPU-second, personal_data": pace,
                "comments a CPU-second, presidio-analyzer": theirs,
                "ratio": pace / theirs,
            },
        )
    show("Personal data, precision and recall over the kinds both know", dict(_quality(ours, presidio)))


def _rows() -> list[Row]:
    """Without bank accounts by sort code, and the kinds that Presidio has no recogniser for."""
    known = set(KINDS.values())
    return [row for part in PARTS for row in rows(part) if row.kind in known and not _is_by_sort_code(row)]


def _is_by_sort_code(row: Row) -> bool:
    return row.kind == "bank" and row.expected and not (row.span[:2].isalpha() and row.span[2:4].isdigit())


def our_detector() -> Detector:
    from evenhand.core.vocabulary import Comment
    from evenhand.signals.normalise import normalise
    from evenhand.signals.personal_data import SIGNAL

    def found(text: str) -> list[Said]:
        reading = SIGNAL.read(Comment(text, date(2026, 3, 1)), nothing, MILLBECK)
        return [(one.fact, one.start, one.end) for one in reading.findings]

    nothing = normalise("")  # personal data is read from the comment as it was written
    return found


def presidio_detector() -> Callable[[str, float], list[Said]]:
    import spacy
    import tldextract.tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())  # its own copy, not the network
    engine = SpacyNlpEngine([{"lang_code": "en", "model_name": "blank"}])
    engine.nlp = {"en": spacy.blank("en")}
    names = ("UkNino", "Nhs", "UkPassport", "UkDrivingLicence", "UkVehicleRegistration", "CreditCard", "Iban", "Email")
    registry = RecognizerRegistry([getattr(predefined_recognizers, f"{name}Recognizer")() for name in names])
    registry.add_recognizer(
        predefined_recognizers.PhoneRecognizer(supported_regions=("GB",), leniency=0)
    )  # drama numbers are only possible
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])

    def found(text: str, threshold: float) -> list[Said]:
        results = analyzer.analyze(text, language="en", entities=list(KINDS), score_threshold=threshold)
        return [(KINDS[one.entity_type], one.start, one.end) for one in results]

    return found


def _paces(ours: Detector, theirs: Detector, texts: Sequence[str], runs: int) -> tuple[float, float]:
    """Medians; each run measures one after the other, so that other work on the machine falls on both."""
    for warm in (ours, theirs):
        warm("07700 900123")
    paces = [(_pace(ours, texts), _pace(theirs, texts)) for _ in range(runs)]
    return statistics.median(one for one, _ in paces), statistics.median(other for _, other in paces)


def _pace(detector: Detector, texts: Sequence[str]) -> float:
    begun = time.process_time()
    for text in texts:
        detector(text)
    return len(texts) / (time.process_time() - begun)


def _quality(ours: Detector, presidio: Callable[[str, float], list[Said]]) -> Iterator[tuple[str, str]]:
    known = set(KINDS.values())
    yield "personal_data", _scores(lambda text: [one for one in ours(text) if one[0] in known])
    for least in THRESHOLDS:
        yield f"presidio-analyzer, score {least} or more", _scores(lambda text, least=least: presidio(text, least))


def _scores(detector: Detector) -> str:
    said = right = found = expected = 0
    for row in _rows():
        meant = [_is_meant(row, one) for one in detector(row.text)]
        said, right = said + len(meant), right + sum(meant)
        found, expected = found + any(meant), expected + row.expected
    return f"precision {right / max(1, said):.3f}, recall {found / expected:.3f}"


def _is_meant(row: Row, said: Said) -> bool:
    kind, start, end = said
    place = row.text.find(row.span)
    return row.expected and kind == row.kind and place < end and start < place + len(row.span)


if __name__ == "__main__":
    typer.run(main)
