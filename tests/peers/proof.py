"""What a run against real servers showed, written down for docs/reference/platforms.md."""

import json
from datetime import UTC, datetime

from evenhand.conf.platforms_page import PROVED

REAL = "real server"


class Proof:
    """Collects what one platform showed. An aspect is "poll", "fetch", "push" or a verb.

    `of`: whose software it was in a word, where it was not the platform's own.
    """

    def __init__(self, platform: str, against: str, of: str = "") -> None:
        self.platform, self.against, self.of = platform, against, of
        self.aspects: set[str] = set()

    def shown(self, *aspects: str) -> None:
        """These were seen to work, by somebody who is not us."""
        self.aspects |= set(aspects)

    def write(self) -> None:
        """Each with today's date. What this run did not look at keeps the date on which it was last seen."""
        if not self.aspects:
            return
        file = PROVED / f"{self.platform}.json"
        held = json.loads(file.read_text()) if file.exists() else []
        kept = [entry for entry in held if entry["kind"] != REAL or entry["aspect"] not in self.aspects]
        on = datetime.now(UTC).date().isoformat()
        said = {"kind": REAL, "against": self.against, **({"of": self.of} if self.of else {}), "on": on}
        new = [{"aspect": aspect, **said} for aspect in self.aspects]
        PROVED.mkdir(parents=True, exist_ok=True)
        entries = sorted([*kept, *new], key=lambda entry: (entry["aspect"], entry["kind"]))
        file.write_text(json.dumps(entries, indent=1) + "\n")
