"""REC-02: everything about one person: what they are given to see, and what is erased when they ask for it."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from evenhand.core.breaches import weight
from evenhand.core.dates import months_after
from evenhand.core.personal_records import Erased, Erasure, Shared, access, erasure
from evenhand.core.personal_records import Item as PersonalItem
from evenhand.core.refusals import Refused
from evenhand.core.values import RecordClass, StrikeLife
from evenhand.decisions.models import Decision
from evenhand.decisions.queries import edition_for, edition_on
from evenhand.intake.models import Author
from evenhand.officers.models import Body
from evenhand.retention.due import Item, items
from evenhand.retention.models import SOURCES


def author(body: Body, named: str) -> Author:
    """An account by "platform:id". Raises: Refused when the body has never seen it."""
    platform, _, native_id = named.partition(":")
    found = Author.objects.filter(body=body, platform=platform, native_id=native_id).first()
    if found is None:
        raise Refused(
            tried=f"to find the account {named}", forbids=f"{body.name} has never seen it",
            do="write it as platform:id, as the page of a case shows it", rule="REC-02",
        )  # fmt: skip
    return found


def records(body: Body, authors: Iterable[Author]) -> list[Item]:
    """Everything of these accounts that has not been purged, in order of source and id."""
    pks = frozenset(author.pk for author in authors)
    return [item for source in SOURCES for item in items(body, source, authors=pks)]


def to_share(authors: Iterable[Author], found: Iterable[Item]) -> tuple[Shared, ...]:
    """REC-02: how each record goes into the answer to a subject access request."""
    return access(_names(author.pk for author in authors), (_personal(item, in_use=False) for item in found))


def to_erase(body: Body, authors: Iterable[Author], on: date) -> tuple[Erased, ...]:
    """REC-02: what is erased on a day when that is asked for, and what the law keeps."""
    person = list(authors)
    found = [_personal(item, in_use=in_use(item, body, on)) for item in records(body, person)]
    return erasure(_names(author.pk for author in person), found)


def erased(item: Item, body: Body, on: date) -> bool:
    """Whether one record goes when its author asks for erasure."""
    [answer] = erasure(_names(item.authors), [_personal(item, in_use=in_use(item, body, on))])
    return answer.fate is Erasure.ERASE


def in_use(item: Item, body: Body, on: date) -> bool:
    """Its case is open, an action is under way, it was handed to the police, or its strike still counts."""
    if item.record.needed_on is None or item.source == "pack":
        return True
    life = edition_on(body, on).value("STR-03", StrikeLife).months
    standing = Decision.objects.filter(comment__in=item.comments, outcome__in=["hide", "delete"], reversal=None)
    return any(
        months_after(localdate(decision.comment.created_at), life) > on
        and weight(edition_for(decision.comment), decision.ground) > 0
        for decision in standing.select_related("comment__channel__body")
    )


def _personal(item: Item, *, in_use: bool) -> PersonalItem:
    """As the rule takes it. A pack is a referral to the police (REF-03): a person weighs what is told of it."""
    kind = RecordClass.REFERRALS if item.source == "pack" else item.record.kind
    held = any(hold.until is None for hold in item.record.holds)
    return PersonalItem(item.record.id, kind, _names(item.authors), held, in_use)


def _names(authors: Iterable[int]) -> frozenset[str]:
    return frozenset(f"author {pk}" for pk in authors)
