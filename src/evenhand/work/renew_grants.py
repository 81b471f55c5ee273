"""Access that people gave by signing in is renewed before it ends; where it cannot be, the channel's keeper is told."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from evenhand.connections import operations as connections
from evenhand.connections import refreshing
from evenhand.connections.models import Grant
from evenhand.work import clock
from evenhand.work.read_channels import judge_one


@app.periodic(cron="*/2 * * * *")
@app.task(name="look_for_grants_due", queueing_lock="look_for_grants_due")
def look_for_grants_due(timestamp: int) -> None:
    """Every two minutes: a job for each grant whose tokens are to be renewed."""
    for grant_id in refreshing.due(clock.now()):
        wake(grant_id)


def wake(grant_id: int) -> None:
    """One such job waits at a time; two at work at once do no harm, since the second finds the row locked."""
    try:
        with transaction.atomic():
            app.configure_task("renew_grant", queueing_lock=f"renew_grant {grant_id}").defer(grant_id=grant_id)
    except AlreadyEnqueued:
        return


@app.task(name="renew_grant")
def renew_grant(*, grant_id: int) -> None:
    """New tokens, or what stands in their way; then how the channel is, for whoever looks after it."""
    connections.renew(grant_id=grant_id, now=clock.now)
    judge_one(Grant.objects.values_list("connection_id", flat=True).get(pk=grant_id))
