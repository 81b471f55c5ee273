"""Switching second opinions on and off, wanting one, and asking for it. Nothing here changes a case or a proposal."""

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app

from evenhand.audit import operations as audit
from evenhand.cases.models import Case, ProposalMade
from evenhand.core.lifecycle import CaseState
from evenhand.core.opinions import Asking, Doubted, asking
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.opinions import configured, queries
from evenhand.opinions.models import Opinion, Switch

PROGRAM = "program: second opinion"
JOB = "ask_second_opinion"


def switch(*, body: Body, on: bool, why: str, by: Officer, at: datetime) -> Switch:
    """Turn it on or off for a body; what already waits is not asked once it is off. Raises: Refused."""
    require(by, body, Permission.ADMINISTER)
    with audit.one_transaction():
        Body.objects.select_for_update().get(pk=body.pk)
        _check_switch(body, on, why)
        made = Switch.objects.create(body=body, on=on, why=why.strip(), by=by, at=at)
        audit.record(
            body=body.slug, at=at, by=by.email, action=f"opinions.switch_{'on' if on else 'off'}",
            subject=f"body {body.slug}", why=made.why, host=_host() if on else "",
        )  # fmt: skip
    return made


def _check_switch(body: Body, on: bool, why: str) -> None:
    tried = f"to switch second opinions {'on' if on else 'off'}"
    if queries.is_on(body) == on:
        raise Refused(tried=tried, forbids="they are so already", do="look at the page again")
    if not why.strip():
        raise Refused(tried=tried, forbids="no reason is given", do="say why")
    if on and configured.endpoint() is None:
        raise Refused(
            tried=tried, forbids="this deployment names nobody to ask",
            do="have EVENHAND_OPINION_URL and the settings beside it set, as docs/how-to/second-opinion.md says",
        )  # fmt: skip


def _host() -> str:
    endpoint = configured.endpoint()
    return endpoint.host if endpoint else ""


def want(*, body: Body, comment_ids: Sequence[int], at: datetime) -> int:
    """Have opinions asked on the doubts among these comments' open cases, by jobs of their own. How many.

    The jobs commit with the cases; nothing waits for them.
    """
    if not configured.is_named() or not queries.is_on(body):
        return 0
    with audit.one_transaction():
        cases = Case.objects.select_related("proposal").filter(
            body=body, comment_id__in=comment_ids, state=CaseState.OPEN.value, proposal__opinion=None
        )
        doubted = [case for case in cases.order_by("pk") if judged(case.proposal, restricted=case.restricted).asked]
        wanted = Opinion.objects.bulk_create(
            [Opinion(case=case, proposal=case.proposal, wanted_at=at) for case in doubted]
        )
        for row in wanted:
            app.configure_task(JOB, allow_unknown=True).defer(opinion_id=row.pk)
        if wanted:
            audit.record(
                body=body.slug, at=at, by=PROGRAM, action="opinions.want", subject=f"body {body.slug}",
                cases=[case.pk for case in doubted],
            )  # fmt: skip
    return len(wanted)


def judged(made: ProposalMade, *, restricted: bool, length: int = 0) -> Asking:
    """Whether this proposal is one to ask about. `length`: code points of the comment, where they are known."""
    reasons = [Doubted(reason["rule"], bool(reason.get("doubt"))) for reason in made.reasons]
    return asking(reasons, restricted=restricted, length=length)
