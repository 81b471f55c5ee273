"""Looking at things on Graph for the sake of an action: what is lost, and what stands in a list."""

from collections.abc import Iterator, Mapping

from evenhand.platforms.contract import Gone, Observed, Ref, TryAgain, Withheld
from evenhand.platforms.graph import Graph, listed, node
from evenhand.platforms.graph_endings import GraphRefusal, for_now

PAGES_LOOKED_AT = 20
"""Of replies under one comment, or of blocked people: more would not be one bounded piece of work."""


class Looks:
    """What an account sees. `account`: its number, which always can be seen."""

    def __init__(self, graph: Graph, account: str) -> None:
        self._graph = graph
        self._account = account

    def at(self, ref: Ref, wanted: str) -> Mapping[str, object] | Gone | Withheld:
        """One comment, with the fields that are wanted. Raises: TryAgain, AccessRefused."""
        try:
            return self._graph.get(node(ref.id), {"fields": wanted})
        except GraphRefusal as refused:
            return self.lost(ref, refused)

    def lost(self, ref: Ref, refused: GraphRefusal) -> Gone | Withheld:
        """What it means that a comment is not shown: gone, where the post over it still is.

        Meta's answer is the same for what was deleted and for what we may not see. Raises: TryAgain, AccessRefused.
        """
        if refused.permission:
            raise for_now(refused)
        if not refused.gone:
            return Withheld(str(refused))
        try:
            self._graph.get(node(ref.post_id or self._account), {"fields": "id"})
        except GraphRefusal:
            return Withheld(f"{refused}; nor is what it stood under shown")
        return Gone(str(refused))

    def all(self, path: str, query: Mapping[str, str | int], page: int = 100) -> Iterator[object]:
        """A whole list, if it is not longer than can be looked through. Raises: TryAgain, AccessRefused, NotDone."""
        after = ""
        for _ in range(PAGES_LOOKED_AT):
            asked = {**query, "limit": page, **({"after": after} if after else {})}
            found, after = listed(self._graph.get(path, asked))
            yield from found
            if not after:
                return
        raise TryAgain(f"there is more than {PAGES_LOOKED_AT * page} to look through")


class Over:
    """The post whose comments are being read: asked for once, not with every page of them."""

    def __init__(self, graph: Graph, wanted: str) -> None:
        self._graph = graph
        self._wanted = wanted
        self._last: tuple[str, dict[str, object]] = ("", {})

    def read(self, post_id: str, *, anew: bool) -> dict[str, object]:
        """`anew`: where its comments begin. Raises: TryAgain, AccessRefused, GraphRefusal."""
        if anew or self._last[0] != post_id:
            self._last = (post_id, self._graph.read(node(post_id), {"fields": self._wanted}))
        return self._last[1]


def seen(found: Mapping[str, object] | Gone | Withheld, name: str, wanted: bool, words: tuple[str, str]) -> Observed:
    """Whether a yes or no of a comment or post is as wanted. `words`: of yes, and of no."""
    if not isinstance(found, Mapping):
        return Observed(False, found.words)
    holds = found.get(name) is True
    return Observed(holds == wanted, words[0] if holds else words[1])
