"""What is done on a Page, and how it is read back."""

from collections.abc import Iterator, Mapping

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, Gone, NotDone, Observed, Ref, Withheld
from evenhand.platforms.graph import Graph, node
from evenhand.platforms.graph_endings import GraphRefusal, for_now
from evenhand.platforms.graph_looks import Looks, seen


class Acting:
    """Acts of one Page. `page`: its number, which is also the author of what it writes."""

    def __init__(self, graph: Graph, page: str) -> None:
        self._graph = graph
        self._page = page
        self._looks = Looks(graph, page)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                self._graph.post(node(act.subject_id), {"is_hidden": act.verb is Verb.HIDE})
            case Verb.DELETE:
                return self._delete(act)
            case Verb.REPLY:
                made = self._graph.post(node(act.subject_id, "comments"), {"message": act.text})
                return Answer(f"200: the reply is {fields.text(made, 'id')}")
            case Verb.PRIVATE_REPLY:
                made = self._graph.post(node(self._page, "messages"), private_reply(act))
                return Answer(f"200: the message is {fields.text(made, 'message_id')}")
            case Verb.BLOCK:
                return self._block(act)
            case Verb.UNBLOCK:
                self._graph.delete(node(self._page, "blocked"), {"psid": act.subject_id})
            case _:
                raise NotDone(f"Graph has no way to {act.verb} a {act.verb.subject}")
        return Answer("200: done")

    def _delete(self, act: Act) -> Answer:
        try:
            self._graph.delete(node(act.subject_id))
        except GraphRefusal as refused:
            if refused.gone and isinstance(self._looks.lost(_ref(act), refused), Gone):
                return Answer("it was gone already")
            raise
        return Answer("200: done")

    def _block(self, act: Act) -> Answer:
        made = self._graph.post(node(self._page, "blocked"), {"psid": [act.subject_id]})
        if made.get(act.subject_id) in (False, "false"):
            raise NotDone("200: Facebook answered that it did not block them")
        return Answer("200: done")

    def observe(self, act: Act) -> Observed:
        """Raises: TryAgain, AccessRefused. What we may not look at is not taken for absent."""
        try:
            return self._observed(act)
        except GraphRefusal as refused:
            if refused.gone:
                return Observed(False, str(refused))
            raise for_now(refused) from None

    def _observed(self, act: Act) -> Observed:
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                wanted = act.verb is Verb.HIDE
                found = self._looks.at(_ref(act), "id,is_hidden")
                return seen(found, "is_hidden", wanted, ("the comment is hidden", "the comment is visible"))
            case Verb.DELETE:
                found = self._looks.at(_ref(act), "id")
                return Observed(isinstance(found, Gone), _words(found, "the comment stands"))
            case Verb.REPLY | Verb.PRIVATE_REPLY:
                new = [id_ for id_ in self.standing(act) if id_ not in act.already]
                return Observed(bool(new), f"{'sent, as ' + new[0] if new else 'nothing was sent'}")
            case Verb.BLOCK | Verb.UNBLOCK:
                blocked = act.subject_id in self._blocked()
                words = f"they are {'' if blocked else 'not '}in the list of who is blocked"
                return Observed(blocked == (act.verb is Verb.BLOCK), words)
            case _:
                return Observed(False, f"Graph has no way to {act.verb} a {act.verb.subject}")

    def standing(self, act: Act) -> tuple[str, ...]:
        """Ids of what could be taken for this act. Raises: TryAgain, AccessRefused, NotDone where nobody may look."""
        if act.verb is Verb.REPLY:
            return tuple(self._own_replies(act))
        if act.verb is Verb.PRIVATE_REPLY:
            found = self._looks.at(_ref(act), "id,private_reply_conversation{id}")
            id_ = fields.text(found, "private_reply_conversation", "id") if isinstance(found, Mapping) else ""
            return (id_,) if id_ else ()
        return ()

    def _own_replies(self, act: Act) -> Iterator[str]:
        """Under the comment, and under the one that it answers: Facebook puts an answer to an answer there."""
        for over in filter(None, (act.subject_id, act.parent_id)):
            for found in self._looks.all(node(over, "comments"), {"fields": "id,message,from", "filter": "stream"}):
                same = fields.text(found, "message").strip() == act.text.strip()
                if same and fields.text(found, "from", "id") == self._page:
                    yield fields.text(found, "id")

    def _blocked(self) -> set[str]:
        return {fields.text(found, "id") for found in self._looks.all(node(self._page, "blocked"), {})}


def private_reply(act: Act) -> dict[str, object]:
    """The one message that may answer a comment."""
    return {
        "recipient": {"comment_id": act.subject_id}, "message": {"text": act.text}, "messaging_type": "RESPONSE",
    }  # fmt: skip


def _ref(act: Act) -> Ref:
    return Ref(act.subject_id, act.post_id, act.parent_id)


def _words(found: Mapping[str, object] | Gone | Withheld, otherwise: str) -> str:
    return found.words if isinstance(found, Gone | Withheld) else otherwise
