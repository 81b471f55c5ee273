"""CON-05: how often a text came before, edited or not, and how fast its author writes, as counted by intake."""

from collections.abc import Mapping

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import Normalised


class Repetition:
    """States what was counted of the comments that are kept; without any, everything is nought."""

    name = "repetition"
    version = "repetition-1"
    facts: Mapping[str, str] = {
        "own": "earlier comments of 30 days by the same person, in the same words or nearly so (at least 8 words)",
        "own_posts": "other posts that those stand under",
        "others": "other people who wrote nearly the same in 30 days (at least 8 words); at most about 20 are counted",
        "in_10_minutes": "comments by the same person in the 10 minutes up to this one, itself included",
        "posts_in_10_minutes": "posts that those stand under",
        "in_a_day": "comments by the same person in the 24 hours up to this one, itself included",
        "posts_in_a_day": "posts that those stand under",
    }

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        counted = comment.repetition
        facts = {fact: getattr(counted, fact) for fact in self.facts}
        whole = {
            "own": f"nearly as in {counted.own} earlier by the same person",
            "others": f"nearly as {counted.others} other people wrote",
        }
        end = len(comment.text)
        findings = tuple(
            Finding(fact, comment.text, 0, end, note=note) for fact, note in whole.items() if facts[fact] and end
        )
        return Reading(self.name, self.version, facts, findings)


SIGNAL = Repetition()
