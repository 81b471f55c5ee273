"""What the simulator can do."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Manifest, VerbSupport

MANIFEST = Manifest(
    name="simulator",
    title="Simulator",
    permalink_hosts=("127.0.0.1", "localhost"),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.SUPPORTED,
            steps=("Open the comment on its page", "Choose “Hide”", "Reload: it must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.SUPPORTED,
            steps=("Open the comment on its page", "Choose “Show again”", "Reload: it must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.SUPPORTED,
            reversible=False,
            steps=("Open the comment on its page", "Choose “Delete” and confirm"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED,
            reversible=False,
            steps=("Open the comment on its page", "Paste the reply and send it"),
        ),
    },
)
