"""What the simulator can do."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Manifest, VerbSupport

MANIFEST = Manifest(
    name="simulator",
    title="Simulator",
    permalink_hosts=("127.0.0.1", "localhost"),
    reads=True,
    account_help="Any name: the network makes an account of it",
    connecting_steps=("Open the channel; nothing else is needed",),
    settles_seconds=0,  # it acts while it is called, or never
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
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.SUPPORTED,
            reversible=False,
            longest_text=2000,
            steps=("Open the comment on its page", "Choose “Message”", "Paste the message and send it"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.SUPPORTED,
            steps=("Open the author's page", "Choose “Block”", "Reload: the page must say that they are blocked"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.SUPPORTED,
            steps=("Open the author's page", "Choose “Unblock”", "Reload: the page must say so"),
        ),
        Verb.REPORT: VerbSupport(
            Support.SUPPORTED,
            reversible=False,
            steps=("Open the comment on its page", "Choose “Report”, paste why, and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.SUPPORTED,
            steps=(
                "Open the post on its page",
                "Choose “Turn comments off”",
                "Reload: there must be no box to write in",
            ),
        ),
        Verb.REOPEN: VerbSupport(
            Support.SUPPORTED,
            steps=(
                "Open the post on its page",
                "Choose “Turn comments on”",
                "Reload: the box to write in must be back",
            ),
        ),
    },
)
