"""Closings of posts, for the tests of comments off."""

from tests.rules.working_time import wall

from evenhand.core.comments_off import Closing, WhyOff


def closing(
    starts: str = "2024-03-08 17:00",
    ends: str = "2024-03-11 09:00",
    *,
    post: str = "post 1",
    why: WhyOff = WhyOff.UNWATCHED,
    words: str = "Nobody is at work over the weekend.",
    on_again: str = "",
) -> Closing:
    return Closing(
        post, why, words, 1, wall(starts), wall(ends), wall(on_again) if on_again else None
    )  # fmt: skip
