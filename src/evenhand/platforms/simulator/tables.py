"""The tables of the pretend network: what an act changes in them, and what is seen of it afterwards."""

import sqlite3
from dataclasses import dataclass

from evenhand.core.vocabulary import Verb
from evenhand.platforms.contract import Act, Observed

_STATE = {Verb.HIDE: "hidden", Verb.UNHIDE: "visible", Verb.DELETE: "deleted"}


@dataclass(frozen=True, slots=True)
class Stored:
    """One comment as the network keeps it. `number`: of its last change."""

    number: int
    id: str
    post_id: str
    parent_id: str
    author: str
    author_id: str | None
    text: str
    created_at: str
    edited_at: str | None
    state: str
    post_text: str | None
    post_created_at: str | None


STORED = """
select max(change.number) as number, comment.id, comment.post_id, comment.parent_id, comment.author, detail.author_id,
    comment.text, comment.created_at, detail.edited_at, comment.state, post.text as post_text,
    post.created_at as post_created_at
from change join comment using (account, id) left join detail using (account, id)
    left join post on post.account = comment.account and post.id = comment.post_id
where comment.account = ?
"""
IN_ORDER = "group by comment.id order by number limit ?"


def take_effect(db: sqlite3.Connection, act: Act) -> None:
    """What an act changes on the network."""
    if state := _STATE.get(act.verb):
        db.execute("update comment set state = ? where account = ? and id = ?", (state, act.account, act.subject_id))
        return
    place = (act.account, act.subject_id)
    said = (act.key, *place, act.text)
    match act.verb:
        case Verb.REPLY:
            db.execute("insert into reply values (?, ?, ?, ?)", said)
        case Verb.PRIVATE_REPLY:
            db.execute("insert into message values (?, ?, ?, ?)", said)
        case Verb.REPORT:
            db.execute("insert into report values (?, ?, ?, ?)", said)
        case Verb.BLOCK:
            db.execute("insert or ignore into blocked values (?, ?)", place)
        case Verb.UNBLOCK:
            db.execute("delete from blocked where account = ? and author_id = ?", place)
        case Verb.CLOSE:
            db.execute("insert or ignore into closed values (?, ?)", place)
        case Verb.REOPEN:
            db.execute("delete from closed where account = ? and post_id = ?", place)


def observed(db: sqlite3.Connection, act: Act) -> Observed:
    """Whether an act is in effect."""
    if act.verb in _STATE:
        state = state_of(db, act)
        gone = state is None and act.verb is Verb.DELETE
        return Observed(gone or state == _STATE[act.verb], f"the comment is {state or 'unknown here'}")
    place = (act.account, act.subject_id)
    match act.verb:
        case Verb.REPLY:
            found = db.execute("select 1 from reply where key = ?", (act.key,)).fetchone()
            return Observed(bool(found), "the reply stands" if found else "no reply stands")
        case Verb.PRIVATE_REPLY:
            found = db.execute("select 1 from message where key = ?", (act.key,)).fetchone()
            return Observed(bool(found), "the message was sent" if found else "no message was sent")
        case Verb.REPORT:
            found = db.execute("select 1 from report where key = ?", (act.key,)).fetchone()
            return Observed(bool(found), "the report was taken" if found else "nothing was reported")
        case Verb.BLOCK | Verb.UNBLOCK:
            found = db.execute("select 1 from blocked where account = ? and author_id = ?", place).fetchone()
            return Observed(bool(found) == (act.verb is Verb.BLOCK), f"they are {'' if found else 'not '}blocked")
        case _:
            found = db.execute("select 1 from closed where account = ? and post_id = ?", place).fetchone()
            return Observed(bool(found) == (act.verb is Verb.CLOSE), f"comments are {'off' if found else 'on'}")


def state_of(db: sqlite3.Connection, act: Act) -> str | None:
    """Of the comment that an act is about; None where it was never there."""
    row = db.execute("select state from comment where account = ? and id = ?", (act.account, act.subject_id)).fetchone()
    return str(row[0]) if row else None


def has_post(db: sqlite3.Connection, act: Act) -> bool:
    """Whether the post that an act is about is still there."""
    return bool(db.execute("select 1 from post where account = ? and id = ?", (act.account, act.subject_id)).fetchone())


def as_row(act: Act) -> tuple[str, str, str, str]:
    """For the tables of calls and of effects."""
    return act.key, act.verb.value, act.account, act.subject_id
