"""What a run against real servers showed, written down for docs/reference/platforms.md."""

import json
from datetime import UTC, datetime

from evenhand.conf.platforms_page import PROVED

REAL = "real server"


class Proof:
    """Collects what one platform showed. An aspect is "poll", "fetch", "push" or a verb."""

    def __init__(self, platform: str, against: str) -> None:
        self.platform, self.against = platform, against
        self.aspects: set[str] = set()

    def shown(self, *aspects: str) -> None:
        """These were seen to work, by somebody who is not us."""
        self.aspects |= set(aspects)

    def write(self) -> None:
        """Over what the last run against real servers wrote; other kinds of proof stay."""
        file = PROVED / f"{self.platform}.json"
        kept = [entry for entry in json.loads(file.read_text()) if entry["kind"] != REAL] if file.exists() else []
        on = datetime.now(UTC).date().isoformat()
        new = [{"aspect": a, "kind": REAL, "against": self.against, "on": on} for a in sorted(self.aspects)]
        PROVED.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps([*kept, *new], indent=1) + "\n")
