"""What a platform is to Evenhand: what it says of itself, what it is asked, and how that can end.

A platform's folder exports `MANIFEST` and `connect(access)`. What `connect` gives is a `Performer` where a program can
act there, a `TellsApart` where the platform knows no keys, a `Reads` where it can be polled and a `Probes` where it can
be asked whether it works; a `Subscribes` can be asked to push. Besides, a folder may have `handshake` and `receive`
(see `Pushes`), and for native exports `comments_in` and `translate` (see `found.Native`). Where people sign in, it has
`accounts` (see `found.Grants`). How to add one: docs/how-to/add-a-platform.md.
"""

from evenhand.platforms.acting import Act, Answer, Observed, Performer, TellsApart
from evenhand.platforms.connecting import (
    Access,
    AccessTo,
    Health,
    OfChannel,
    Probe,
    Probes,
    PushAnswer,
    Pushes,
    Subscribes,
    Wake,
)
from evenhand.platforms.endings import (
    AccessRefused,
    NotDone,
    NotReadable,
    PushRefused,
    Replayed,
    TryAgain,
    Unknown,
    WrongSignature,
)
from evenhand.platforms.incoming import Fetched, Gone, Incoming, Polled, Reads, Ref, Unreadable, Withheld
from evenhand.platforms.manifests import (
    Budget,
    Identity,
    Manifest,
    Permalink,
    Push,
    Scope,
    Secret,
    VerbSupport,
    by_hand_because,
)
from evenhand.platforms.oauth import AppRefused, GrantOver, Opened, Tokens
from evenhand.platforms.oauth_manifests import Longer, OAuth, Sent

__all__ = [
    "Access",
    "AccessRefused",
    "AccessTo",
    "Act",
    "Answer",
    "AppRefused",
    "Budget",
    "Fetched",
    "Gone",
    "GrantOver",
    "Health",
    "Identity",
    "Incoming",
    "Longer",
    "Manifest",
    "NotDone",
    "NotReadable",
    "OAuth",
    "Observed",
    "OfChannel",
    "Opened",
    "Performer",
    "Permalink",
    "Polled",
    "Probe",
    "Probes",
    "Push",
    "PushAnswer",
    "PushRefused",
    "Pushes",
    "Reads",
    "Ref",
    "Replayed",
    "Scope",
    "Secret",
    "Sent",
    "Subscribes",
    "TellsApart",
    "Tokens",
    "TryAgain",
    "Unknown",
    "Unreadable",
    "VerbSupport",
    "Wake",
    "Withheld",
    "WrongSignature",
    "by_hand_because",
]
