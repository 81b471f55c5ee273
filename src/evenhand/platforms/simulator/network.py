"""The pretend network: one SQLite file, so that web and workers see the same thing. It counts what becomes visible."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from evenhand.core.vocabulary import Subject, Verb
from evenhand.platforms.contract import AccessRefused, Act, Answer, NotDone, Observed, TryAgain, Unknown
from evenhand.platforms.simulator.tables import (
    IN_ORDER,
    STORED,
    Stored,
    as_row,
    has_post,
    observed,
    state_of,
    take_effect,
)

_TABLES = """
begin;
create table if not exists comment (
    account text, id text, post_id text, parent_id text, author text, text text, created_at text,
    state text default 'visible', primary key (account, id));
create table if not exists post (account text, id text, text text, created_at text, primary key (account, id));
create table if not exists reply (key text primary key, account text, comment_id text, text text);
create table if not exists call (number integer primary key, key text, verb text, account text, comment_id text);
create table if not exists effect (number integer primary key, key text, verb text, account text, comment_id text);
create table if not exists refusal (account text, verb text, primary key (account, verb));
create table if not exists message (key text primary key, account text, comment_id text, text text);
create table if not exists blocked (account text, author_id text, primary key (account, author_id));
create table if not exists closed (account text, post_id text, primary key (account, post_id));
create table if not exists fault (number integer primary key, kind text);
create table if not exists report (key text primary key, account text, comment_id text, text text);
create table if not exists detail (
    account text, id text, author_id text, edited_at text, primary key (account, id));
create table if not exists change (number integer primary key, account text, id text);
create index if not exists change_of_comment on change (account, id);
insert into change (account, id)
    select account, id from comment where not exists (select 1 from change) order by created_at, id;
create trigger if not exists comment_is_new after insert on comment
    begin insert into change (account, id) values (new.account, new.id); end;
create trigger if not exists comment_is_changed after update on comment
    begin insert into change (account, id) values (new.account, new.id); end;
commit;
"""
FAULTS = ("time-out after acting", "time-out before acting", "refuse", "busy", "no access")


@dataclass(frozen=True, slots=True)
class WallComment:
    """One comment on the public page; hidden and deleted ones are not there."""

    id: str
    parent_id: str
    author: str
    text: str
    created_at: str
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WallPost:
    """One post on the public page with what stands under it."""

    id: str
    text: str
    created_at: str
    comments: tuple[WallComment, ...]
    open: bool = True


class Network:
    """The platform itself. `file`: where its state lies."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with self._open() as db:
            db.executescript(_TABLES)

    def perform(self, act: Act) -> Answer:
        """Carry an act out once for its key, or again where something else has undone it meanwhile.

        Raises: TryAgain, NotDone, Unknown.
        """
        with self._open() as db:
            db.execute("insert into call (key, verb, account, comment_id) values (?, ?, ?, ?)", as_row(act))
            fault = self._next_fault(db)
            never = db.execute(
                "select 1 from refusal where account = ? and verb = ?", (act.account, act.verb.value)
            ).fetchone()
        if never:
            raise NotDone(f"403: nobody may {act.verb} what others wrote here")
        if fault == "refuse":
            raise NotDone("403: the simulator was told to refuse")
        _strike(fault)
        if fault == "time-out before acting":
            raise Unknown("the connection broke off")
        words = self._carry_out(act)
        if fault == "time-out after acting":
            raise Unknown("the connection broke off")
        return Answer(words)

    def strike_reader(self) -> None:
        """A fault that was asked for meets whoever reads, too. Raises: TryAgain, AccessRefused."""
        with self._open() as db:
            fault = self._next_fault(db)
        _strike(fault)
        if fault:
            raise TryAgain("the connection broke off")

    def observe(self, act: Act) -> Observed:
        """Whether the act is in effect."""
        with self._open() as db:
            return observed(db, act)

    def publish(self, posts: Sequence[tuple[str, ...]], comments: Sequence[tuple[str, ...]]) -> None:
        """Put posts (account, id, text, created_at) and comments (account, id, post_id, parent_id, author, text,
        created_at) on the network; what is there already stays as it is."""
        with self._open() as db:
            db.executemany("insert or ignore into post values (?, ?, ?, ?)", posts)
            db.executemany("insert or ignore into comment values (?, ?, ?, ?, ?, ?, ?, 'visible')", comments)

    def write(self, account: str, author_id: str, comment: tuple[str, ...]) -> None:
        """Somebody comments: (id, post_id, parent_id, author, text, created_at).

        Raises: NotDone, if the account has blocked them, or comments on the post are off.
        """
        with self._open() as db:
            if db.execute("select 1 from blocked where account = ? and author_id = ?", (account, author_id)).fetchone():
                raise NotDone("403: this account has blocked you")
            if db.execute("select 1 from closed where account = ? and post_id = ?", (account, comment[1])).fetchone():
                raise NotDone("403: comments on this post are off")
            db.execute(
                "insert or ignore into detail (account, id, author_id) values (?, ?, ?)",
                (account, comment[0], author_id),
            )
        self.publish([], [(account, *comment)])

    def edit(self, account: str, comment_id: str, text: str, at: str) -> None:
        """Somebody changes the words of their comment."""
        with self._open() as db:
            db.execute("insert or ignore into detail (account, id) values (?, ?)", (account, comment_id))
            db.execute("update detail set edited_at = ? where account = ? and id = ?", (at, account, comment_id))
            db.execute("update comment set text = ? where account = ? and id = ?", (text, account, comment_id))

    def remove_post(self, account: str, post_id: str) -> None:
        """The account deletes a post of its own, with what stands under it."""
        with self._open() as db:
            db.execute("delete from comment where account = ? and post_id = ?", (account, post_id))
            db.execute("delete from post where account = ? and id = ?", (account, post_id))

    def refuse(self, account: str, verbs: Sequence[Verb]) -> None:
        """Make an account one whose platform never does these."""
        with self._open() as db:
            db.executemany("insert or ignore into refusal values (?, ?)", [(account, verb.value) for verb in verbs])

    def fail_next(self, *kinds: str) -> None:
        """Make the next calls fail, in this order; see FAULTS. Raises: ValueError for an unknown kind."""
        if unknown := set(kinds) - set(FAULTS):
            raise ValueError(f"the simulator knows no fault {sorted(unknown)}; it knows {FAULTS}")
        with self._open() as db:
            db.executemany("insert into fault (kind) values (?)", [(kind,) for kind in kinds])

    def wall(self, account: str) -> list[WallPost]:
        """What the public sees, newest post first."""
        with self._open() as db:
            posts = db.execute(
                "select id, text, created_at from post where account = ? order by created_at desc, id",
                (account,),
            ).fetchall()
            closed = {row[0] for row in db.execute("select post_id from closed where account = ?", (account,))}
            return [
                WallPost(id_, text, at, tuple(self._shown(db, account, id_)), id_ not in closed)
                for id_, text, at in posts
            ]

    def changes(self, account: str, after: int, most: int) -> list[Stored]:
        """Comments that are new or changed since a change of that number, each once, in the order of their last."""
        with self._open() as db:
            db.row_factory = sqlite3.Row
            rows = db.execute(f"{STORED} and change.number > ? {IN_ORDER}", (account, after, most)).fetchall()
        return [Stored(**dict(row)) for row in rows]

    def stored(self, account: str, comment_id: str) -> Stored | None:
        """One comment, whatever its state."""
        with self._open() as db:
            db.row_factory = sqlite3.Row
            row = db.execute(f"{STORED} and comment.id = ? {IN_ORDER}", (account, comment_id, 1)).fetchone()
        return Stored(**dict(row)) if row else None

    def reports(self, account: str) -> list[str]:
        """Why an account has reported comments, in order."""
        with self._open() as db:
            rows = db.execute("select text from report where account = ? order by rowid", (account,))
            return [str(text) for (text,) in rows.fetchall()]

    def messages(self, account: str) -> list[str]:
        """What an account has written to people alone, in order."""
        with self._open() as db:
            rows = db.execute("select text from message where account = ? order by rowid", (account,))
            return [str(text) for (text,) in rows.fetchall()]

    def counted(self, table: str, key: str) -> int:
        """How often an act was called ("call") or took effect ("effect")."""
        query = {
            "call": "select count(*) from call where key = ?",
            "effect": "select count(*) from effect where key = ?",
        }
        with self._open() as db:
            return int(db.execute(query[table], (key,)).fetchone()[0])

    def _carry_out(self, act: Act) -> str:
        with self._open() as db:
            needs_comment = act.verb.subject is Subject.COMMENT and act.verb is not Verb.DELETE
            if needs_comment and state_of(db, act) in (None, "deleted"):
                raise NotDone(f"404: there is no comment {act.subject_id}")
            if act.verb.subject is Subject.POST and not has_post(db, act):
                raise NotDone(f"404: there is no post {act.subject_id}")
            done = db.execute("select 1 from effect where key = ?", (act.key,)).fetchone()
            if done and observed(db, act).in_effect:
                return "200: done before"
            take_effect(db, act)
            db.execute("insert into effect (key, verb, account, comment_id) values (?, ?, ?, ?)", as_row(act))
        return "200: done"

    def _shown(self, db: sqlite3.Connection, account: str, post_id: str) -> Iterator[WallComment]:
        rows = db.execute(
            "select id, parent_id, author, text, created_at from comment"
            " where account = ? and post_id = ? and state = 'visible' order by created_at, id",
            (account, post_id),
        ).fetchall()
        for id_, parent_id, author, text, at in rows:
            replies = db.execute("select text from reply where account = ? and comment_id = ?", (account, id_))
            yield WallComment(id_, parent_id, author, text, at, tuple(words for (words,) in replies.fetchall()))

    def _next_fault(self, db: sqlite3.Connection) -> str | None:
        row = db.execute("select number, kind from fault order by number limit 1").fetchone()
        if row is None:
            return None
        db.execute("delete from fault where number = ?", (row[0],))
        return str(row[1])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=30)) as db, db:
            yield db


def _strike(fault: str | None) -> None:
    if fault == "busy":
        raise TryAgain("429: the simulator was told to be busy", after_seconds=1)
    if fault == "no access":
        raise AccessRefused("401: the simulator was told to refuse access")
