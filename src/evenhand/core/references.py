"""APL-01: a reference that reveals nobody: drawn by lot, with a character that shows a slip of the pen."""

from collections.abc import Callable

from evenhand.core.refusals import Refused

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""31 of them, a prime, so that one wrong or two exchanged always show. No I, L, O, U or Z."""
LENGTH = 8
"""Characters drawn: 31 to the 8th is 850 thousand million, so that none is guessed."""
PREFIX = "AP"
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "Z": "2"})


def reference(draw: Callable[[int], int], *, prefix: str = PREFIX) -> str:
    """APL-01: a new reference, as in AP-4F7K-22QX-9. `draw(n)`: a number from 0 up to, not including, n, by lot.

    Raises: Refused, when a number that is drawn is outside that.
    """
    numbers = [draw(len(LETTERS)) for _ in range(LENGTH)]
    if not all(0 <= number < len(LETTERS) for number in numbers):
        raise Refused(
            tried="to draw a reference",
            forbids=f"{numbers} are not all from 0 to {len(LETTERS) - 1}",
            do="draw with secrets.randbelow",
            rule="APL-01",
        )
    return _written("".join(LETTERS[number] for number in numbers), prefix)


def known_form(typed: str) -> str:
    """APL-01: a reference as it was given, from how somebody typed it: any case, spaces, I for 1, O for 0, Z for 2.

    Raises: Refused, when it cannot be one, saying what is wrong with it.
    """
    plain = "".join(typed.upper().replace("-", " ").split())
    if len(plain) > LENGTH + 1:  # nine characters that begin with AP may well have been drawn
        plain = plain.removeprefix(PREFIX)
    plain = plain.translate(_MEANT)
    if len(plain) != LENGTH + 1:
        raise _unknown(typed, f"it has {len(plain)} characters after {PREFIX}, not {LENGTH + 1}")
    if odd := sorted(set(plain) - set(LETTERS)):
        raise _unknown(typed, f"it has {', '.join(odd)}, which no reference has")
    if plain[-1] != _check(plain[:-1]):
        raise _unknown(typed, "one of its characters is wrong, or two are exchanged")
    return _written(plain[:-1])


def _written(drawn: str, prefix: str = PREFIX) -> str:
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}-{_check(drawn)}"


def _check(drawn: str) -> str:
    total = sum(place * LETTERS.index(letter) for place, letter in enumerate(drawn, 1))
    return LETTERS[total % len(LETTERS)]


def _unknown(typed: str, wrong: str) -> Refused:
    return Refused(tried=f'the reference "{typed}"', forbids=wrong, do="look at our letter again", rule="APL-01")
