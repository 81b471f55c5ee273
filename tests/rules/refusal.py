"""What a refusal must say."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from evenhand.core.refusals import Refused


@contextmanager
def refused(rule: str, *words: str) -> Iterator[None]:
    """The block is refused under `rule`, in these words, and says what to do next."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.rule == rule
    for passage in words:
        assert passage in str(caught.value).replace("Next: ", ""), str(caught.value)
    assert caught.value.do.strip()
