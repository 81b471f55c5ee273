"""What other rooms call: after a decision, after its undoing, after comments came in, after an appeal, again and again.

The steps that officers take are beside it: warning, blocking, linking, listing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from evenhand.audit import operations as audit
from evenhand.core.ladder import Sanction, Step
from evenhand.core.managed import activity, blocked_authors
from evenhand.core.undoing import Consequences, Effect, effects
from evenhand.decisions.models import Decision
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.people import blocking, likeness, listing
from evenhand.people.enforcing import listed
from evenhand.people.following import PROGRAM, follow
from evenhand.people.history import history
from evenhand.people.linking import look_after_links, propose, question_block
from evenhand.people.list_tasks import LIST, look_after_list, question_entry
from evenhand.people.listing import edition_at
from evenhand.people.models import AliasLink, Block, ManagedEntry
from evenhand.people.persons import key, links_of, number, person_of
from evenhand.people.reach import entries_resting_on, freed_by, of_entry, resting_on
from evenhand.people.standings import blocks_of, calendar_at, entries_of, entry_of, standing
from evenhand.people.warning import withdraw_proposals
from evenhand.tasks import operations as tasks


def after_decision(*, decision: Decision, by: str, at: datetime) -> None:
    """STR-04: what the ladder points to now becomes a task. Nobody is warned or blocked by it."""
    author = decision.comment.author
    if author is None:
        return
    with audit.one_transaction():
        known = history(author, at)
        withdraw_proposals(known.person, why="the record has changed", by=by, at=at)
        if known.sanction.step is Step.WARNING:
            _propose_step(author, "warning", f"Warn {author}", known.sanction, by, at)
        elif known.sanction.is_block and not _has_block(known.person.ids, author.body, at):
            _propose_step(author, "block", f"A block is proposed: {author}", known.sanction, by, at)


def after_undoing(*, decision: Decision, by: str, at: datetime) -> None:
    """MOD-04, STR-03: the strike is gone; steps that it pointed to are proposed no more, and a block that rests on it
    is looked at again."""
    with audit.one_transaction():
        for block in resting_on(decision.comment_id):
            why = f"decision {decision.pk}, which the block rests on, was undone"
            question_block(block, why=why, by=by, at=at)
        for entry in entries_resting_on(decision, at):
            why = f"decision {decision.pk}, which the entry rests on, was undone"
            question_entry(entry, why=why, by=by, at=at)
        after_decision(decision=decision, by=by, at=at)


def lift(*, block: Block, because: str, about: str, by: Officer, at: datetime) -> tuple[Effect, ...]:
    """APL-04: a block overturned: lifted at every account, aliases too. What was done about each, and what cannot be.

    `about`: what asked for it, as in "appeal 7". Raises: Refused, to whom decided it (MOD-08).
    """
    with audit.one_transaction():
        freed = freed_by([block], at)
        undone = effects(Consequences(removed=None, strike_weight=0, warned=False, blocks=freed))
        blocking.reverse(block_id=block.pk, body=block.body, reason=because, about=about, by=by, at=at)
    return undone


def unlist(*, entry: ManagedEntry, because: str, about: str, by: Officer, at: datetime) -> tuple[Effect, ...]:
    """APL-04, MCL-01: an entry overturned: lifted at every account that nothing else blocks. What was done about each.

    `about`: what asked for it, as in "appeal 7". Raises: Refused, to whom had a part in it (MOD-08).
    """
    with audit.one_transaction():
        undone = effects(of_entry(entry, at))
        listing.reverse(entry_id=entry.pk, body=entry.body, reason=because, about=about, by=by, at=at)
    return undone


def after_intake(*, body: Body, revisions: Sequence[int], by: str, at: datetime) -> None:
    """MCL-03, MCL-04: new comments by somebody on the list, or by somebody who looks like one who is blocked.

    `revisions`: what came in that was not there before.
    """
    watched = _watched(body, at) if revisions else {}
    if not watched:
        return
    wrote = Author.objects.filter(body=body, comment__revisions__in=revisions)
    authors = set(wrote.values_list("pk", flat=True))
    with audit.one_transaction():
        _tell_of_activity(body, authors, by, at)
        _propose_links(body, watched, authors, by, at)


def look_after(*, at: datetime, by: str = PROGRAM) -> None:
    """BLK-01, BLK-03, BLK-04, MCL-02: what time has made of every body's blocks, entries and links. Safe to repeat."""
    concerned = {*_bodies_of(Block), *_bodies_of(ManagedEntry), *_bodies_of(AliasLink)}
    for body in Body.objects.filter(pk__in=concerned).order_by("pk"):
        with audit.one_transaction():
            follow(body=body, by=by, at=at)
            look_after_list(body=body, by=by, at=at)
            look_after_links(body=body, by=by, at=at)


def _bodies_of(model: type[Block] | type[ManagedEntry] | type[AliasLink]) -> list[int]:
    return list(model.objects.values_list("body_id", flat=True).distinct())


def _propose_step(author: Author, step: str, title: str, pointed_to: Sanction, by: str, at: datetime) -> None:
    tasks.open_task(
        body=author.body, about=f"{step} of account {author.pk}", title=title, url="", by=by, at=at,
        why=f"{pointed_to.because[:1].upper()}{pointed_to.because[1:]} ({pointed_to.rule}). Nobody has decided.",
        steps=["Open the person's page and read the record", f"Confirm the {step}, or leave it and say why"],
    )  # fmt: skip


def _has_block(authors: Collection[int], body: Body, at: datetime) -> bool:
    rows = blocks_of(body).filter(author__in=authors, end=None)
    return any(standing(row, at).state.value not in ("lapsed", "restored", "refused", "reversed") for row in rows)


def _watched(body: Body, at: datetime) -> dict[int, datetime]:
    """Accounts that a block or an entry blocks now, and since when."""
    links = links_of(body)
    since: dict[int, datetime] = {}
    for row in blocks_of(body).filter(end=None):
        if standing(row, at).is_blocked:
            _note(since, person_of(row.author, links).ids, row.decided_at)
    for entry in entries_of(body):
        _note(since, [author.pk for author in listed(entry, links, at)], entry.proposed_at)
    return since


def _note(since: dict[int, datetime], accounts: Collection[int], at: datetime) -> None:
    for pk in accounts:
        since[pk] = min(since.get(pk, at), at)


def _tell_of_activity(body: Body, authors: Collection[int], by: str, at: datetime) -> None:
    calendar = calendar_at(edition_at(body, at), at)
    entries = [entry_of(row, calendar) for row in entries_of(body)]
    if not entries:
        return
    links = links_of(body)
    blocked = {number(each.author) for each in blocked_authors(entries, links, calendar, at)}
    near = {number(end) for link in links for end in (link.one, link.other)}
    for author in sorted(set(authors) & (blocked | near)):
        for found in activity(key(author), entries, links, calendar, at):
            tasks.open_task(
                body=body, about=f"activity of account {author}", title=f"New activity that concerns the {LIST}",
                why=f"Somebody who may see the list must look ({found.rule}).", url="", by=by, at=at,
                steps=["Open what was written; only those who may see the list can", "Decide what is to be done"],
            )  # fmt: skip


def _propose_links(
    body: Body, watched: Mapping[int, datetime], authors: Collection[int], by: str, at: datetime
) -> None:
    """Whoever has just commented and is like somebody, unless people have weighed all of it before."""
    fresh = Author.objects.filter(body=body, pk__in=set(authors) - set(watched)).order_by("pk")
    if not fresh:
        return
    if missing := likeness.missing():
        tasks.open_task(
            body=body, about="likely aliases", title="Nobody looks for likely aliases", url="", by=by, at=at,
            why=f"The program that compares accounts cannot (MCL-03): {missing}.",
            steps=["Ask whoever runs Evenhand to restore the file", "Look through what blocked people's page shows"],
        )  # fmt: skip
        return
    blocked = Author.objects.filter(body=body, pk__in=watched).order_by("pk")
    known = [likeness.account(author, watched[author.pk]) for author in blocked]
    weighed = likeness.weighed(body)
    for author in fresh:
        for like in likeness.likenesses(likeness.account(author), known):
            if likeness.is_new(like, weighed):
                propose(
                    body=body, one=like.one, other=like.other, confidence=like.compared.confidence,
                    evidence=like.evidence, working=like.compared, by=by, at=at,
                )  # fmt: skip
