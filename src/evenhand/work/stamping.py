"""The job that asks for time-stamps: every minute, after what it stamps has committed."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from evenhand.core.refusals import Refused
from evenhand.evidence import authorities, stamping


@app.periodic(cron="* * * * *")
@app.task(name="stamp_captures", queueing_lock="stamp_captures", priority=-10)
def stamp_captures(timestamp: int) -> None:
    """Behind everything else that waits: an authority that is slow holds up one worker for seconds, and no action."""
    try:
        found = authorities.configured()
    except Refused as wrong:
        stamping.report_setting(why=str(wrong), at=datetime.now(UTC))
        return
    stamping.setting_is_right(at=datetime.now(UTC))
    stamping.stamp_captures(authorities=found, now=lambda: datetime.now(UTC))
