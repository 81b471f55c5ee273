"""What is done on an Instagram account, and how it is read back."""

from collections.abc import Iterator

from evenhand.core.vocabulary import Verb
from evenhand.platforms import fields
from evenhand.platforms.contract import Act, Answer, Gone, NotDone, Observed, Ref
from evenhand.platforms.graph import Graph, node
from evenhand.platforms.graph_endings import GraphRefusal, for_now
from evenhand.platforms.graph_looks import Looks, seen

REPLIES_A_PAGE = 50
MESSAGES = "messages.limit(20){id,message,from}"


class Acting:
    """Acts of one account. `account`: its number."""

    def __init__(self, graph: Graph, account: str) -> None:
        self._graph = graph
        self._account = account
        self._looks = Looks(graph, account)

    def perform(self, act: Act) -> Answer:
        """Raises: TryAgain, AccessRefused, NotDone, Unknown."""
        match act.verb:
            case Verb.HIDE | Verb.UNHIDE:
                self._graph.post(node(act.subject_id), {"hide": act.verb is Verb.HIDE})
            case Verb.CLOSE | Verb.REOPEN:
                self._graph.post(node(act.subject_id), {"comment_enabled": act.verb is Verb.REOPEN})
            case Verb.DELETE:
                return self._delete(act)
            case Verb.REPLY:
                made = self._graph.post(node(act.subject_id, "replies"), {"message": act.text})
                return Answer(f"200: the reply is {fields.text(made, 'id')}")
            case Verb.PRIVATE_REPLY:
                said = {"recipient": {"comment_id": act.subject_id}, "message": {"text": act.text}}
                made = self._graph.post(node(self._account, "messages"), said)
                return Answer(f"200: the message is {fields.text(made, 'message_id')}")
            case _:
                raise NotDone(f"Graph has no way to {act.verb} a {act.verb.subject} on Instagram")
        return Answer("200: done")

    def _delete(self, act: Act) -> Answer:
        try:
            self._graph.delete(node(act.subject_id))
        except GraphRefusal as refused:
            if refused.gone and isinstance(self._looks.lost(_ref(act), refused), Gone):
                return Answer("it was gone already")
            raise
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
                found = self._looks.at(_ref(act), "id,hidden")
                return seen(found, "hidden", act.verb is Verb.HIDE, ("the comment is hidden", "the comment is visible"))
            case Verb.CLOSE | Verb.REOPEN:
                found = self._looks.at(Ref(act.subject_id), "id,is_comment_enabled")
                open_ = act.verb is Verb.REOPEN
                return seen(found, "is_comment_enabled", open_, ("comments are on", "comments are off"))
            case Verb.DELETE:
                found = self._looks.at(_ref(act), "id")
                return Observed(isinstance(found, Gone), found.words if isinstance(found, Gone) else "it stands")
            case Verb.REPLY | Verb.PRIVATE_REPLY:
                new = [id_ for id_ in self.standing(act) if id_ not in act.already]
                return Observed(bool(new), f"sent, as {new[0]}" if new else "nothing was sent")
            case _:
                return Observed(False, f"Graph has no way to {act.verb} a {act.verb.subject} on Instagram")

    def standing(self, act: Act) -> tuple[str, ...]:
        """Ids of what could be taken for this act. Raises: TryAgain, AccessRefused, NotDone where nobody may look."""
        if act.verb is Verb.REPLY:
            return tuple(self._own_replies(act))
        if act.verb is Verb.PRIVATE_REPLY and act.author_id:
            return tuple(self._own_messages(act))
        return ()

    def _own_replies(self, act: Act) -> Iterator[str]:
        """Under the comment, and under the one that it answers: Instagram puts an answer to an answer there."""
        for over in filter(None, (act.subject_id, act.parent_id)):
            wanted = {"fields": "id,text,from,user"}
            for found in self._looks.all(node(over, "replies"), wanted, REPLIES_A_PAGE):
                if fields.text(found, "text").strip() == act.text.strip() and self._is_ours(found):
                    yield fields.text(found, "id")

    def _is_ours(self, found: object) -> bool:
        """`user` is there for the account's own alone."""
        return self._account in (fields.text(found, "user", "id"), fields.text(found, "from", "id"))

    def _own_messages(self, act: Act) -> Iterator[str]:
        query = {"user_id": act.author_id, "fields": f"id,{MESSAGES}"}
        for talk in fields.listed(self._graph.get(node(self._account, "conversations"), query), "data"):
            for found in fields.listed(talk, "messages", "data"):
                from_them = fields.text(found, "from", "id") == act.author_id
                if not from_them and fields.text(found, "message").strip() == act.text.strip():
                    yield fields.text(found, "id")


def _ref(act: Act) -> Ref:
    return Ref(act.subject_id, act.post_id, act.parent_id)
