"""What the fitted model is compared with: five simple rules with weights that somebody thought of."""

from rapidfuzz import fuzz

from evenhand.signals.accounts import Account

HANDLE, NAME, WORDS, LINK = 0.6, 0.4, 0.6, 0.3
NEAR, SHORTEST_NAME, SHORTEST_WORDS, SURE_AT_MOST = 90.0, 5, 40, 0.9


def confidence(one: Account, other: Account) -> float:
    """Each likeness takes its share of the doubt that the others leave."""
    doubt = 1.0
    for weight, is_so in (
        (HANDLE, one.handle.casefold() == other.handle.casefold() and one.platform != other.platform),
        (NAME, _near_names(one.name.casefold().strip(), other.name.casefold().strip())),
        (WORDS, bool(_texts(one) & _texts(other))),
        (LINK, bool(one.links & other.links)),
    ):
        doubt *= 1 - weight if is_so else 1
    return round(min(1 - doubt, SURE_AT_MOST), 2)


def _near_names(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= SHORTEST_NAME and fuzz.token_sort_ratio(one, other) >= NEAR


def _texts(account: Account) -> set[str]:
    return {" ".join(each.text.casefold().split()) for each in account.written if len(each.text) >= SHORTEST_WORDS}
