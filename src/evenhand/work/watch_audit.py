"""REC-01: the audit log is verified every hour since the last time and every night as a whole, and its head kept."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from evenhand.audit import checks
from evenhand.audit.anchoring import anchor, kept_since
from evenhand.audit.outlets import configured
from evenhand.officers.models import Body
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task

BY = "program: watch the audit log"
STEPS = (
    "Change nothing, and restart nothing: what is wrong is evidence",
    "Tell whoever runs the database, and your information governance team",
    "Run evenhand audit verify on the machine, and keep what it prints",
    "Compare the log with the last backup and with the heads that were kept outside, as the guide to the log says",
)


@app.periodic(cron="7 * * * *")
@app.task(name="verify_since_last", queueing_lock="verify_since_last")
def verify_since_last(timestamp: int) -> None:
    """Every hour."""
    checks.check(by=BY, at=datetime.now(UTC), since_last=True)
    tell_of_break()


@app.periodic(cron=settings.EVENHAND_VERIFY_AT)
@app.task(name="verify_whole", queueing_lock="verify_whole")
def verify_whole(timestamp: int) -> None:
    """Every night, as EVENHAND_VERIFY_AT says."""
    checks.check(by=BY, at=datetime.now(UTC))
    tell_of_break()


@app.periodic(cron=settings.EVENHAND_ANCHOR_AT)
@app.task(
    name="anchor_audit_log", queueing_lock="anchor_audit_log", retry=RetryStrategy(max_attempts=6, exponential_wait=6)
)
def anchor_audit_log(timestamp: int) -> None:
    """Every night, as EVENHAND_ANCHOR_AT says; a place that did not take it is asked again, growing waits between."""
    due = datetime.fromtimestamp(timestamp, UTC)
    anchor(outlets=[outlet for outlet in configured() if not kept_since(outlet, due)], by=BY, at=datetime.now(UTC))


def tell_of_break() -> None:
    """A task at every body, once for each time the log was found broken."""
    broken = checks.standing().broken
    if broken is None:
        return
    for body in Body.objects.order_by("slug"):
        about = f"audit {body.slug}"
        if not Task.objects.filter(body=body, about=about, created_at__gte=broken.at).exists():
            tasks.open_task(
                body=body, about=about, title="The audit log is broken", why="; ".join(broken.wrong[:5]), steps=STEPS,
                url="", by=BY, at=datetime.now(UTC),
            )  # fmt: skip
