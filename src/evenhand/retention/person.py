"""REC-02: everything about one person: what they are given to see, and what is erased when they ask for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.timezone import localdate

from evenhand.cases.sight import restricted_comments
from evenhand.core.breaches import weight
from evenhand.core.dates import months_after
from evenhand.core.personal_records import Erased, Erasure, Share, Shared, access, erasure
from evenhand.core.personal_records import Item as PersonalItem
from evenhand.core.refusals import Refused
from evenhand.core.values import RecordClass, StrikeLife
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for, edition_on
from evenhand.intake.models import Author
from evenhand.officers.models import Body
from evenhand.people.models import ManagedEntry
from evenhand.people.models_of_links import LinkEvent
from evenhand.people.persons import as_core, person_of, rows_of
from evenhand.retention.due import Item, items
from evenhand.retention.models import SOURCES
from evenhand.tasks.models import Task

RULE = "REC-02"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a person, and why it is taken for theirs."""

    author: Author
    because: str


def author(body: Body, named: str) -> Author:
    """An account by "platform:id". Raises: Refused when the body has never seen it."""
    platform, _, native_id = named.partition(":")
    found = Author.objects.filter(body=body, platform=platform, native_id=native_id).first()
    if found is None:
        raise Refused(
            tried=f"to find the account {named}", forbids=f"{body.name} has never seen it",
            do="write it as platform:id, as the page of a case shows it", rule=RULE,
        )  # fmt: skip
    return found


def accounts(body: Body, given: Sequence[Author]) -> list[Account]:
    """MCL-03: the accounts asked about, and those that somebody has decided are the same person's.

    Raises: Refused, for another body's account, or two that no decided link joins: likeness alone shows nobody's data.
    """
    if any(author.body_id != body.pk for author in given):
        raise Refused(
            tried="to gather what another body holds", forbids="each body answers for its own records",
            do="name accounts that this body has seen", rule=RULE,
        )  # fmt: skip
    person = {each.pk: each for each in person_of(given[0]).authors}
    if strangers := [each for each in given if each.pk not in person]:
        raise Refused(
            tried=f"to take {', '.join(map(_called, strangers))} for the same person as {_called(given[0])}",
            forbids="nobody has decided that they are",
            do="decide the link on evidence first, or answer for each apart", rule="MCL-03",
        )  # fmt: skip
    asked = {each.pk for each in given}
    joined = _decided_links(body, frozenset(person))
    because = {pk: "it is the account that was asked about" if pk in asked else joined[pk] for pk in person}
    return [Account(person[pk], because[pk]) for pk in sorted(person, key=lambda pk: (pk not in asked, pk))]


def _called(author: Author) -> str:
    return f"{author.platform}:{author.native_id}"


def _decided_links(body: Body, person: frozenset[int]) -> dict[int, str]:
    """Why each account that a link joins is taken for the person's."""
    because: dict[int, str] = {}
    for row in rows_of(body):
        if not as_core(row).holds or not {row.one_id, row.other_id} <= person:
            continue
        decided = next(step for step in row.steps.all() if step.event == LinkEvent.DECIDE)
        for pk in (row.one_id, row.other_id):
            because[pk] = (
                f"link {row.pk}, decided on {localdate(decided.at):%-d %B %Y}, says that it is the same person's"
            )
    return because


def records(body: Body, authors: Iterable[Author]) -> list[Item]:
    """Everything of these accounts that has not been purged, in order of source and id."""
    pks = frozenset(author.pk for author in authors)
    return list(chain.from_iterable(items(body, source, authors=pks) for source in SOURCES))


def to_share(body: Body, authors: Iterable[Author], found: Sequence[Item]) -> tuple[Shared, ...]:
    """REC-02: how each record goes into the answer to a subject access request."""
    person = _names(author.pk for author in authors)
    return access(person, _personal(body, found, frozenset(), person))


def to_weigh(body: Body, given: Sequence[Author]) -> tuple[Shared, ...]:
    """What a person must look at before anything of it is told, and why. It is in no archive."""
    theirs = [each.author for each in accounts(body, given)]
    return tuple(each for each in to_share(body, theirs, records(body, theirs)) if each.how is Share.A_PERSON_DECIDES)


def to_erase(body: Body, authors: Iterable[Author], on: date) -> tuple[Erased, ...]:
    """REC-02: what is erased on a day when that is asked for, and what the law keeps."""
    theirs = list(authors)
    person, found = _names(author.pk for author in theirs), records(body, theirs)
    return erasure(person, _personal(body, found, in_use(found, body, on), person))


def erased(found: Sequence[Item], body: Body, on: date, authors: Iterable[int]) -> list[Item]:
    """Which of these records go when the person whose accounts these are asks for erasure."""
    person = _names(authors)
    answers = erasure(person, _personal(body, found, in_use(found, body, on), person))
    going = {answer.item.id for answer in answers if answer.fate is Erasure.ERASE}
    return [item for item in found if item.record.id in going]


def in_use(found: Iterable[Item], body: Body, on: date) -> frozenset[str]:
    """Ids of records that something open rests on, that the police were given, or whose strike still counts."""
    found = list(found)
    counting = _counting({pk for item in found for pk in item.comments}, body, on)
    return frozenset(
        item.record.id
        for item in found
        if item.record.needed_on is None or item.source == "pack" or counting & set(item.comments)
    )


def _counting(comments: set[int], body: Body, on: date) -> frozenset[int]:
    """STR-03: the comments whose strike counts on a day."""
    life = edition_on(body, on).value("STR-03", StrikeLife).months
    standing = Decision.objects.filter(comment__in=comments, outcome__in=["hide", "delete"], reversal=None)
    return frozenset(
        decision.comment_id
        for decision in standing.select_related("comment__channel__body")
        if months_after(localdate(decision.comment.created_at), life) > on
        and weight(edition_for(decision.comment), decision.ground) > 0
    )


def _personal(body: Body, found: Sequence[Item], used: frozenset[str], person: frozenset[str]) -> list[PersonalItem]:
    """As the rule takes them. A pack is a referral to the police (REF-03): a person weighs what is told of it."""
    restricted = frozenset(restricted_comments(body))
    weighed = _untold(found) | _of_weighed_work(found)
    return [
        PersonalItem(
            item.record.id, _weighed_as(item, restricted), _named_in(item, person),
            on_hold=any(hold.until is None for hold in item.record.holds), in_use=item.record.id in used,
            weigh=weighed.get(item.record.id, "") or _why_weigh(item, person),
        )
        for item in found
    ]  # fmt: skip


def _weighed_as(item: Item, restricted: frozenset[int]) -> RecordClass:
    if item.source == "pack":
        return RecordClass.REFERRALS
    return RecordClass.SAFEGUARDING if restricted & set(item.comments) else item.record.kind


def _named_in(item: Item, person: frozenset[str]) -> frozenset[str]:
    """A row of an import names nobody that a table knows: it was found by its words."""
    return person if item.source == "reject" else _names(item.authors)


def _untold(found: Sequence[Item]) -> dict[str, str]:
    """MCL-02: entries of which the person was not told, for a reason that is written there."""
    entries = [item.pk for item in found if item.source == "entry"]
    untold = ManagedEntry.objects.filter(pk__in=entries, notice="").values_list("pk", flat=True)
    return {f"entry {pk}": "they were not told of it, for a reason that a person must weigh" for pk in untold}


def _of_weighed_work(found: Sequence[Item]) -> dict[str, str]:
    """Tasks that come of what is itself weighed: their titles would tell of it."""
    tasks = [item.pk for item in found if item.source == "task"]
    telling = Task.objects.filter(pk__in=tasks, about__regex=r"(^|\W)(referral|alarm|link|entry|activity of account) ")
    because = "it tells of a referral, a link or the list, which a person must weigh"
    return {f"task {pk}": because for pk in telling.values_list("pk", flat=True)}


def _why_weigh(item: Item, person: frozenset[str]) -> str:
    if item.source == "reject":
        return "a row that could not be read has a word like the account's: somebody must see whose it is"
    if item.source == "link" and _names(item.authors) - person:
        return "it is about another account as well"
    return ""


def _names(authors: Iterable[int]) -> frozenset[str]:
    return frozenset(f"author {pk}" for pk in authors)
