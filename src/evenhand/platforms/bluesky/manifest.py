"""What Bluesky can do, as far as an account that is no moderator of the whole network goes."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, Permalink, Push, Secret, VerbSupport

OWN_THREADS = "only under posts of our own: whoever began a thread decides what is shown in it"
LONGEST_POST = 300
MOST_HIDDEN = 300

MANIFEST = Manifest(
    name="bluesky",
    title="Bluesky",
    permalink_hosts=("bsky.app", "cdn.bsky.app", "public.api.bsky.app", "bsky.social", "video.bsky.app"),
    settles_seconds=30,
    seconds_between_calls=0.2,  # 3,000 calls in five minutes are allowed from one address, and reading has its share
    reads=True,
    identity=Identity.FULL,
    permalink=Permalink.COMMENT,
    push=Push.NONE,
    account_help="The profile's DID (did:plc:…), which stays when its name changes; or its handle",
    budgets=(
        Budget(5_000, 3_600, "points", reads=False),
        Budget(35_000, 86_400, "points", reads=False),
        Budget(3_000, 300, "calls"),
    ),
    secrets=(
        Secret("app_password", "App password", "Settings, Privacy and security, App passwords; never the real one"),
        Secret(
            "server", "Server", "Only where the account is not on bsky.social: the address of its own server",
            write_only=False, optional=True,
        ),
        Secret(
            "labeller", "Moderation service", "Only where reports go to another service than Bluesky's: its DID",
            write_only=False, optional=True,
        ),
        Secret("session", "Session", renewed=True, optional=True),
    ),
    connecting_steps=(
        "Sign in to Bluesky as the council's own account",
        "Open Settings, Privacy and security, App passwords, and add one named “Evenhand”",
        "Enter the account's handle and the app password here; direct messages need not be allowed",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL, OWN_THREADS, affects_descendants=True, max_items=MOST_HIDDEN, cost=3,
            steps=(
                "Open the reply on its page, signed in as the council",
                "Choose “…”, then “Hide reply for everyone”",
                "Open the post without signing in: the reply must have moved behind “Show more replies”",
            ),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL, OWN_THREADS, affects_descendants=True, cost=2,
            steps=(
                "Open the post, signed in as the council, and choose “Show more replies”",
                "On the reply choose “…”, then “Show reply for everyone”",
                "Open the post without signing in: the reply must be back",
            ),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_POST, cost=3,
            steps=("Open the reply on its page, signed in as the council", "Paste the answer and send it"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.MANUAL, "messages need a wider app password, and most people take them only from whom they follow",
            reversible=False, longest_text=1_000,
            steps=("Open the author's profile, signed in as the council", "Choose “Message”, if it is there",
                   "Paste the message and send it; if it is not there, say so in the outcome"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.SUPPORTED, needs_author_id=True, cost=3,
            steps=("Open the author's profile, signed in as the council", "Choose “…”, then “Block account”",
                   "Reload: the profile must say that they are blocked"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.SUPPORTED, needs_author_id=True,
            steps=("Open the author's profile, signed in as the council", "Choose “Unblock”",
                   "Reload: the profile must show their posts again"),
        ),
        Verb.REPORT: VerbSupport(
            Support.SUPPORTED, reversible=False, observable=False, longest_text=2_000,
            steps=("Open the reply on its page, signed in as the council", "Choose “…”, then “Report post”",
                   "Choose the reason that fits, paste the words and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.SUPPORTED, "for posts of our own; replies that are there stay", cost=3,
            steps=("Open the post on its page, signed in as the council",
                   "Choose “…”, “Edit interaction settings”, “Nobody”, and save",
                   "Open the post without signing in: there must be no box to reply in"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.SUPPORTED, "for posts of our own; afterwards everybody may reply, whatever was set before", cost=2,
            steps=("Open the post on its page, signed in as the council",
                   "Choose “…”, “Edit interaction settings”, “Anyone”, and save",
                   "Open the post without signing in: the box to reply in must be back"),
        ),
    },
)  # fmt: skip
