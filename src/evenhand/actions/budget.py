"""Rate slots: who may call an account when, exact over all workers of all machines.

A slot is reserved, not fought for: an action takes the next free instant and comes back then, once.
"""

from django.db import connection

_RESERVE = """
insert into actions_budget as budget (platform, account, next_at)
values (%(platform)s, %(account)s, clock_timestamp() + %(gap)s * interval '1 second')
on conflict (platform, account) do update
set next_at = greatest(budget.next_at, clock_timestamp()) + %(gap)s * interval '1 second'
returning next_at - %(gap)s * interval '1 second'
"""
_TAKE = """
update actions_action set slot_at = %(slot)s where id = %(action)s
returning extract(epoch from slot_at - clock_timestamp())
"""
_HELD = """
select extract(epoch from slot_at - clock_timestamp()) from actions_action
where id = %(action)s and slot_at > clock_timestamp() - %(fresh)s * interval '1 second'
"""
_HOLD_BACK = """
insert into actions_budget as budget (platform, account, next_at)
values (%(platform)s, %(account)s, clock_timestamp() + %(seconds)s * interval '1 second')
on conflict (platform, account) do update
set next_at = greatest(budget.next_at, clock_timestamp() + %(seconds)s * interval '1 second')
"""
MISSED_AFTER_SECONDS = 30.0


def wait_for_slot(*, action_id: int, platform: str, account: str, calls: int, gap_seconds: float) -> float:
    """Seconds until an action may make its calls; 0 when its turn has come. It keeps its place between askings.

    A place that it missed by more than `MISSED_AFTER_SECONDS` is given up, so that workers who come back from a
    long absence do not call all at once. Clock: the database's, so that machines need not agree on the time.
    """
    place: dict[str, str | float] = {
        "action": action_id,
        "platform": platform,
        "account": account,
        "gap": gap_seconds * calls,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, place | {"fresh": MISSED_AFTER_SECONDS})
        held = cursor.fetchone()
        if held is None:
            cursor.execute(_RESERVE, place)
            cursor.execute(_TAKE, {"action": action_id, "slot": cursor.fetchone()[0]})
            held = cursor.fetchone()
    return max(0.0, float(held[0]))


def give_up_slot(*, action_id: int) -> None:
    """The calls were made: the next try takes a new place."""
    with connection.cursor() as cursor:
        cursor.execute("update actions_action set slot_at = null where id = %s", [action_id])


def hold_back(*, platform: str, account: str, seconds: float) -> None:
    """Nobody calls this account for so long: it said that it is busy."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_BACK, {"platform": platform, "account": account, "seconds": seconds})
