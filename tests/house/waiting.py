import time
from collections.abc import Callable


def within_seconds(seconds: float, happens: Callable[[], bool]) -> bool:
    """Whether it happens in time; asked every 50 ms."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.05)
    return happens()
