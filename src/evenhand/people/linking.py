"""MCL-03: two accounts proposed as one person's, decided by a named officer, refused, confirmed, undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from evenhand.audit import operations as audit
from evenhand.core import aliases
from evenhand.core.aliases import EvidenceKind
from evenhand.core.refusals import Refused
from evenhand.intake.models import Author
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.people.following import follow
from evenhand.people.models import AliasLink, Block, LikenessWorking, LinkEvidence, LinkStep
from evenhand.people.models_of_links import LinkEvent
from evenhand.people.persons import as_core, has_changed, key, links_of, names_of, person_of, rows_of
from evenhand.people.standings import blocks_of
from evenhand.signals.accounts_model import Compared
from evenhand.tasks import operations as tasks

Evidence = tuple[EvidenceKind, str]


def propose(
    *, body: Body, one: Author, other: Author, confidence: float, evidence: Iterable[Evidence], by: str, at: datetime,
    working: Compared | None = None,
) -> AliasLink:  # fmt: skip
    """A likely alias, and the task to look at it. Nothing follows from it. Raises: Refused.

    `by`: an officer's address, or the program that saw a likeness. `working`: how a program came to its confidence,
    its lines in the order of the evidence.
    """
    given = tuple(aliases.LinkEvidence(kind, words.strip()) for kind, words in evidence)
    aliases.propose_link("", key(one.pk), key(other.pk), confidence, given)
    with audit.one_transaction():
        _check_new(body, one, other)
        row = AliasLink.objects.create(
            body=body, one=one, other=other, confidence=confidence, proposed_by=by, proposed_at=at
        )
        rows = LinkEvidence.objects.bulk_create(
            LinkEvidence(link=row, kind=each.kind.value, words=each.words, by=by, at=at) for each in given
        )
        if working is not None:
            _keep_working(row, working, rows)
        audit.record(
            body=body.slug, at=at, by=by, action="people.propose_link", subject=f"link {row.pk}", one=one.pk,
            other=other.pk, confidence=confidence, evidence=[[each.kind.value, each.words] for each in given],
        )  # fmt: skip
        tasks.open_task(
            body=body, about=f"link {row.pk}", title=f"Perhaps one person: {one} and {other}", url="", by=by, at=at,
            why="Likeness alone blocks nobody: somebody must look (MCL-03).",
            steps=["Open the link and read what speaks for it", "Decide it on evidence, or refuse it"],
        )  # fmt: skip
    return row


def _keep_working(row: AliasLink, working: Compared, evidence: Sequence[LinkEvidence]) -> None:
    LikenessWorking.objects.create(
        link=row, model=working.version, not_compared=list(working.not_compared),
        lines=[
            {"feature": line.found.feature, "value": round(line.found.value, 3), "adds": round(line.adds, 2),
             "evidence": each.pk}
            for line, each in zip(working.lines, evidence, strict=True)
        ],
    )  # fmt: skip


def add_evidence(*, link_id: int, body: Body, kind: EvidenceKind, words: str, by: Officer, at: datetime) -> None:
    """One more thing that speaks for a link. Raises: Refused."""
    require(by, body, Permission.DECIDE)
    if not words.strip():
        raise _refused("to add evidence", "it says nothing", "say what speaks for it and where that is kept")
    with audit.one_transaction():
        row = _locked(link_id, body)
        LinkEvidence.objects.create(link=row, kind=kind.value, words=words.strip(), by=by.email, at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action="people.add_link_evidence", subject=f"link {row.pk}",
            kind=kind.value, words=words.strip(),
        )  # fmt: skip


def decide(*, link_id: int, body: Body, reason: str, by: Officer, at: datetime) -> AliasLink:
    """The two accounts are one person's, from now on; what blocks one blocks the other. Raises: Refused."""
    row = _for_step(link_id, body, reason, by)
    aliases.decide_link(_undecided(row), by=by.pk, at=at)
    return _step(row, LinkEvent.DECIDE, reason, by, at)


def refuse(*, link_id: int, body: Body, reason: str, by: Officer, at: datetime) -> AliasLink:
    """The two accounts are not known to be one person's; no program proposes them again. Raises: Refused."""
    row = _for_step(link_id, body, reason, by)
    _undecided(row)
    return _step(row, LinkEvent.REFUSE, reason, by, at)


def confirm(*, link_id: int, body: Body, reason: str, by: Officer, at: datetime) -> AliasLink:
    """Still one person's, although an account is called otherwise now. Raises: Refused."""
    row = _for_step(link_id, body, reason, by)
    if not has_changed(row):
        raise _refused("to confirm a link", "neither account has changed since it was looked at", "leave it as it is")
    return _step(row, LinkEvent.CONFIRM, reason, by, at)


def undo(*, link_id: int, body: Body, reason: str, by: Officer, at: datetime) -> AliasLink:
    """Both accounts have their own history again, and what blocked one by way of the other is lifted.

    Raises: Refused.
    """
    row = _for_step(link_id, body, reason, by)
    aliases.undo_link(as_core(row))
    with audit.one_transaction():
        undone = _step(row, LinkEvent.UNDO, reason, by, at)
        why = f"link {link_id} was undone, and a comment that the block rests on is somebody else's"
        for block in _in_doubt(undone):
            question_block(block, why=why, by=by.email, at=at)
    return undone


def question_block(block: Block, *, why: str, by: str, at: datetime) -> None:
    """A block that lost something it rests on: a person must look."""
    tasks.open_task(
        body=block.body, about=f"doubt of block {block.pk}", title=f"Look again at the block of {block.author}",
        why=f"{why[:1].upper()}{why[1:]}.", url="", by=by, at=at,
        steps=["Open the block and see what still speaks for it", "Restore access unless the rest is enough"],
    )  # fmt: skip


def look_after_links(*, body: Body, by: str, at: datetime) -> None:
    """MCL-03: a link whose accounts were renamed since somebody looked is a task."""
    for row in rows_of(body):
        if has_changed(row):
            tasks.open_task(
                body=body, about=f"change of link {row.pk}", title=f"Look again: {row.one} and {row.other}",
                why="An account was renamed after it was decided that both are one person's (MCL-03).",
                steps=["Open the link and compare the names", "Confirm it, or undo it"], url="", by=by, at=at,
            )  # fmt: skip


def _for_step(link_id: int, body: Body, reason: str, by: Officer) -> AliasLink:
    require(by, body, Permission.DECIDE)
    if not reason.strip():
        raise _refused("to decide about a link", "it says no reason", "write why, in your own words")
    return rows_of(body).get(pk=link_id)


def _undecided(row: AliasLink) -> aliases.AliasLink:
    link = as_core(row)
    if link.is_undone and link.decided_by is None:
        raise _refused("to decide a link", "it was refused", "propose it anew, with other evidence")
    if link.decided_by is not None:
        raise _refused("to decide a link", f"officer {link.decided_by} decided it", "look at it again")
    return link


def _step(row: AliasLink, event: LinkEvent, reason: str, by: Officer, at: datetime) -> AliasLink:
    with audit.one_transaction():
        _locked(row.pk, row.body)
        before = [step.pk for step in row.steps.all()]
        if LinkStep.objects.filter(link=row).exclude(pk__in=before).exists():
            raise _refused("to decide about a link", "somebody else did meanwhile", "look at it again")
        names = [names_of(row.one), names_of(row.other)]
        LinkStep.objects.create(link=row, event=event.value, by=by, at=at, reason=reason.strip(), names=names)
        audit.record(
            body=row.body.slug, at=at, by=by.email, action=f"people.{event.value}_link", subject=f"link {row.pk}",
            one=row.one_id, other=row.other_id, reason=reason.strip(),
        )  # fmt: skip
        for about in ("link", "change of link"):
            tasks.withdraw(about=f"{about} {row.pk}", why=f"{by.name}: {event.value}", by=by.email, at=at)
        follow(body=row.body, by=by.email, at=at)
    return rows_of(row.body).get(pk=row.pk)


def _in_doubt(row: AliasLink) -> list[Block]:
    """Blocks that rest on a comment of an account that is no longer the blocked person's."""
    links = links_of(row.body)
    return [
        block
        for block in blocks_of(row.body).filter(end=None)
        if block.strikes.exclude(comment__author__in=person_of(block.author, links).ids).exists()
    ]


def _check_new(body: Body, one: Author, other: Author) -> None:
    if one.body_id != body.pk or other.body_id != body.pk:
        raise _refused("to link two accounts", "one of them is not known here", "name two accounts of this body")
    pair = Q(one=one, other=other) | Q(one=other, other=one)
    for row in rows_of(body).filter(pair):
        link = as_core(row)
        if link.holds or (link.decided_by is None and not link.is_undone):
            state = "holds" if link.holds else "waits for a decision"
            raise _refused("to link two accounts", f"link {row.pk} between them {state}", f"look at link {row.pk}")


def _locked(link_id: int, body: Body) -> AliasLink:
    return AliasLink.objects.select_for_update().get(pk=link_id, body=body)


def _refused(tried: str, forbids: str, do: str) -> Refused:
    return Refused(tried=tried, forbids=forbids, do=do, rule=aliases.RULE)
