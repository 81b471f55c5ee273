"""What people are told when something may not be done. A defect is never one of these."""


class Refused(Exception):
    """Raised for people: what was tried, what forbids it (`rule`, where it is one of the policy), what to do."""

    def __init__(self, *, tried: str, forbids: str, do: str, rule: str = "") -> None:
        self.tried, self.forbids, self.do, self.rule = tried, forbids, do, rule
        cited = f" ({rule})" if rule else ""
        super().__init__(f"You tried {tried}. {forbids[:1].upper()}{forbids[1:]}{cited}. Next: {do}.")


class Stale(Refused):
    """Somebody else changed the thing meanwhile. `by`, `at` and `what` say who, when (UTC) and what."""

    def __init__(self, *, tried: str, by: str, at: object, what: str, do: str) -> None:
        super().__init__(tried=tried, forbids=f"{by} {what} meanwhile", do=do)
        self.by, self.at, self.what = by, at, what
