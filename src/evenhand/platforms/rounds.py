"""How far the reading of one account has come, for platforms whose comments stand in threads: kept as the cursor.

A round is a list of our own posts, then what the platform lists as new, where it does, then the threads that are due.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

SOONEST_SECONDS, LATEST_SECONDS = 120, 86_400
LEFT_ALONE_AFTER_SECONDS = 30 * 86_400
MOST_POSTS = 300  # that are looked after at a time; a cursor has to be kept
MOST_WALKS = 20_000  # in one round beyond the posts themselves: what answers itself in a circle must end


@dataclass
class Walked:
    """A post whose thread is walked again and again: the `comments` it had, -1 where nobody counted; when `next`
    (seconds since 1970), and the `wait` after that. `changed`: when there were last found to be more or fewer."""

    comments: int
    next: float
    wait: float
    changed: float


@dataclass
class Round:
    """`step`: what is done next. `seen`: news up to that id are in, `newest` so far in this round. `page`: where the
    platform's list goes on, and `pages` how many there were of it. `threads`: still to be walked, the first of them
    perhaps half done. `walks`: how many threads were put in besides those of the posts."""

    step: str = "posts"
    seen: str = ""
    newest: str = ""
    page: str = ""
    pages: int = 0
    walks: int = 0
    threads: list[str] = field(default_factory=list)
    posts: dict[str, Walked] = field(default_factory=dict)
    begun: bool = False

    def note(self, post: str, comments: int, now: float) -> bool:
        """A post as the platform lists it: with another count than we knew, which is said, it is walked now, and soon
        again."""
        known = self.posts.pop(post, None)
        changed = known is None or known.comments != comments
        if known is None or changed:
            known = Walked(comments, now, SOONEST_SECONDS, now)
        self.posts[post] = known  # last: what is listed no more is forgotten first
        return changed

    def due(self, now: float) -> list[str]:
        """Posts to be walked now. The wait doubles from two minutes to a day; after a month without a change only
        another count brings one back."""
        found = [post for post, walked in self.posts.items() if walked.next <= now and _is_lively(walked, now)]
        for post in found:
            walked = self.posts[post]
            walked.next, walked.wait = now + walked.wait, min(walked.wait * 2, LATEST_SECONDS)
        return found

    def turn(self, page: str) -> bool:
        """On to the next page of a list; whether there is one."""
        self.page, self.pages = page, self.pages + 1 if page else 0
        return bool(page)

    def walk_also(self, threads: Iterable[str]) -> None:
        """Threads that showed up on the way, walked next."""
        wanted = [thread for thread in threads if thread not in self.threads]
        self.walks += len(wanted)
        if self.walks <= MOST_WALKS:
            self.threads[:0] = wanted

    def end(self) -> None:
        """The round is over; the next begins with our posts."""
        self.step, self.seen, self.newest, self.page = "posts", self.newest or self.seen, "", ""
        self.pages = self.walks = 0
        self.begun = True

    def forget(self) -> None:
        """Drop what is more than a cursor should hold."""
        self.posts = dict(list(self.posts.items())[-MOST_POSTS:])

    def words(self) -> str:
        """As text."""
        posts = {post: [w.comments, int(w.next), int(w.wait), int(w.changed)] for post, w in self.posts.items()}
        return json.dumps({**asdict(self), "posts": posts}, separators=(",", ":"))


def round_from(cursor: str) -> Round:
    """From text; "" is the beginning."""
    if not cursor:
        return Round()
    kept = json.loads(cursor)
    kept["posts"] = {post: Walked(*walked) for post, walked in kept["posts"].items()}
    return Round(**kept)


def _is_lively(walked: Walked, now: float) -> bool:
    return now - walked.changed < LEFT_ALONE_AFTER_SECONDS
