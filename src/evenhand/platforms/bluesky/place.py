"""How far the reading of one account has come: kept as the cursor, between polls of any worker."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

SOONEST_SECONDS, LATEST_SECONDS = 120, 86_400
LEFT_ALONE_AFTER_SECONDS = 30 * 86_400
MOST_WALKS = 1_000  # in one round, beyond the posts themselves
MOST_POSTS = 300  # that are looked after at a time; a cursor has to be kept


@dataclass
class Walked:
    """A post of ours whose thread is walked again and again: `replies` it had, when next (seconds since 1970), and
    how long to wait after that. `changed` is when its replies were last found to be more or fewer."""

    replies: int
    next: float
    wait: float
    changed: float


@dataclass
class Place:
    """`seen`: notifications up to then are in (ISO 8601 as the server writes it). The rest is a round under way:
    `newest` so far, the server's `page`, the `feed` page, the `threads` that are still to be walked, and `went` on
    from: replies that answer each other in a circle would keep a walk going for ever."""

    seen: str = ""
    step: str = "notifications"
    newest: str = ""
    page: str = ""
    feed: str = ""
    threads: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    posts: dict[str, Walked] = field(default_factory=dict)

    @property
    def begins(self) -> bool:
        """Whether this account was never read to the end before."""
        return not self.seen

    def go_on_from(self, posts: Iterable[str]) -> None:
        """Walk on from where a look into a thread ended; from each post once in a round."""
        for post in posts:
            if post not in self.went and len(self.went) < MOST_WALKS:
                self.went.append(post)
                self.threads.insert(0, post)

    def words(self) -> str:
        """As text."""
        posts = {post: [w.replies, int(w.next), int(w.wait), int(w.changed)] for post, w in self.posts.items()}
        return json.dumps({**asdict(self), "posts": posts}, separators=(",", ":"))

    def note(self, post: str, replies: int, now: float) -> None:
        """A post as the feed shows it: other than we knew, its thread is walked now, and soon again."""
        known = self.posts.pop(post, None)
        if known is None or known.replies != replies:
            known = Walked(replies, now, SOONEST_SECONDS, now)
        self.posts[post] = known  # last: what the feed shows no more is forgotten first

    def due(self, now: float) -> list[str]:
        """Posts whose threads are to be walked now. The wait doubles from two minutes to a day; after a month without
        a change only the feed's count of replies brings one back."""
        found = [post for post, walked in self.posts.items() if walked.next <= now and _is_lively(walked, now)]
        for post in found:
            walked = self.posts[post]
            walked.next, walked.wait = now + walked.wait, min(walked.wait * 2, LATEST_SECONDS)
        return found

    def forget(self) -> None:
        """Drop what is more than a cursor should hold."""
        self.posts = dict(list(self.posts.items())[-MOST_POSTS:])


def place(cursor: str) -> Place:
    """From text; "" is the beginning."""
    if not cursor:
        return Place()
    kept = json.loads(cursor)
    kept["posts"] = {post: Walked(*walked) for post, walked in kept["posts"].items()}
    return Place(**kept)


def _is_lively(walked: Walked, now: float) -> bool:
    return now - walked.changed < LEFT_ALONE_AFTER_SECONDS
