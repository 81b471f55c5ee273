"""What comes in is received, read, proposed and, where a person must look, opened as a case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from evenhand import editions
from evenhand.audit import operations as audit
from evenhand.cases import operations as cases
from evenhand.core.edition import Edition
from evenhand.decisions import operations as decisions
from evenhand.intake import operations as intake
from evenhand.intake import queries, resembling, sketching
from evenhand.intake.models import Channel
from evenhand.likeness import operations as likeness
from evenhand.officers.models import Body
from evenhand.officers.queries import roster
from evenhand.opinions import operations as opinions
from evenhand.people import operations as people
from evenhand.people.persons import together
from evenhand.platforms.contract import Incoming
from evenhand.score import Scored, score
from evenhand.signals.contract import Roster
from evenhand.watch.queries import PreElection, pre_election
from evenhand.work.alerts import alert_gravest


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch."""

    received: intake.Received
    cases: int


def take_in(*, channel: Channel, incoming: Sequence[Incoming], by: str, at: datetime, signals: bool = True) -> Taken:
    """platform -> translate -> receive -> read signals -> propose -> open cases -> look whose they are.

    Where a body wants second opinions on doubts, jobs of their own ask for them afterwards.

    All of it in one transaction a batch.

    With `signals` off, comments are kept as history: nothing is read and no case is opened, but an edited
    comment whose case exists is read again all the same.
    """
    with audit.one_transaction():
        received = intake.receive(channel=channel, incoming=incoming, by=by, at=at)
        fresh = received.fresh if signals else received.fresh[received.new :]
        opened = read_and_propose(body=channel.body, revision_ids=fresh, by=by, at=at)
        people.after_intake(body=channel.body, revisions=fresh, by=by, at=at)
    return Taken(received, opened)


def read_and_propose(*, body: Body, revision_ids: Sequence[int], by: str, at: datetime) -> int:
    """Score revisions under the edition in force on each comment's day, and open the cases. How many were opened."""
    names, in_period = roster(body), pre_election(body)
    opened = 0
    for edition, group in _by_edition(body, _with_repetition(body, queries.to_read(revision_ids))):
        decisions.pin(edition=edition, body=body, by=by, at=at)
        read = [
            cases.Read(item.revision_id, item.comment_id, _scored(item, edition, names, in_period)) for item in group
        ]
        likeness.keep({item.revision_id: item.scored.readings for item in read})
        opened += cases.record_proposals(body=body, edition=edition, read=read, by=by, at=at)
        comment_ids = [item.comment_id for item in group]
        alert_gravest(body=body, comment_ids=comment_ids, at=at)
        opinions.want(body=body, comment_ids=comment_ids, at=at)
    return opened


def _with_repetition(body: Body, read: list[queries.ToRead]) -> list[queries.ToRead]:
    """CON-05: with what was counted of the comments before each. The whole batch is kept first, in whatever order."""
    sketches = sketching.remember(body_id=body.pk, read=read)
    counted = resembling.repetitions(body, sketches, together(body)) if sketches else {}
    return [
        replace(item, comment=replace(item.comment, repetition=counted[item.comment_id]))
        if item.comment_id in counted
        else item
        for item in read
    ]


def _scored(item: queries.ToRead, edition: Edition, names: Roster, in_period: PreElection) -> Scored:
    """ELE-01: a comment of a pre-election period is judged as one."""
    inside = in_period(item.channel, item.written_at).pre_election
    return score(replace(item.comment, pre_election=inside), edition, names)


def _by_edition(body: Body, to_read: list[queries.ToRead]) -> Iterator[tuple[Edition, list[queries.ToRead]]]:
    """What others than the body wrote, by the edition that applies to it."""
    editions_of_body = editions.all_of(body.edition_folder)
    judged = [(editions.of_day(editions_of_body, item.comment.on), item) for item in to_read if not item.own]
    judged.sort(key=lambda pair: (pair[0].in_force_from, pair[1].revision_id))
    for edition, pairs in groupby(judged, key=lambda pair: pair[0]):
        yield edition, [item for _, item in pairs]
