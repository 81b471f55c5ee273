"""MOD-07: a personal matter is moved to a private message, and hidden if it exposes the person."""

from dataclasses import dataclass

from evenhand.core.conduct import HARSHNESS, Proposal
from evenhand.core.edition import Edition

EXPOSES = "CON-10"


@dataclass(frozen=True, slots=True)
class PrivateMove:
    """The invitation to post, and whether hiding the comment is proposed too."""

    reply: str
    hide: bool
    because: str


def private_move(edition: Edition, proposal: Proposal) -> PrivateMove | None:
    """MOD-07: None where nothing personal was found. What a graver route keeps up is not hidden for this."""
    own = next((reason for reason in proposal.reasons if reason.rule == "MOD-07"), None)
    if own is None:
        return None
    exposing = [
        reason for reason in proposal.reasons if reason.rule in ("MOD-07", EXPOSES) and HARSHNESS[reason.suggest]
    ]
    hide = bool(exposing) and HARSHNESS[proposal.suggest] > 0
    because = exposing[0].because if exposing else own.because
    return PrivateMove(edition.reply("MOD-07"), hide, because)
