"""What an account on a Mastodon server can do. Whoever runs the server can do more, and is not us."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, Permalink, Push, Scope, Secret, VerbSupport

LONGEST_POST = 460
"""Characters. A server takes 500 unless it says otherwise, and the name of whom we answer is among them."""

MANIFEST = Manifest(
    name="mastodon",
    title="Mastodon",
    settles_seconds=30,
    seconds_between_calls=0.5,  # 300 calls in five minutes are allowed, and reading has its share
    reads=True,
    identity=Identity.FULL,
    permalink=Permalink.NONE,  # every author's page is on their own server, and nobody can list those
    push=Push.NONE,
    account_help="The account's name with its server: harrowmere@social.example",
    personal_accounts="a profile whose links are verified by the organisation's own website is the organisation's",
    budgets=(Budget(300, 300, "calls"), Budget(30, 1_800, "deletions", reads=False)),
    secrets=(
        Secret("token", "Access token", "Preferences, Development, your application: “Your access token”"),
        Secret("server", "Server", "The address of the account's own server: https://social.example", write_only=False),
    ),
    connecting_steps=(
        "Sign in to the account's own server as the council",
        "Open Preferences, Development, New application, and name it “Evenhand”",
        "Tick read:accounts, read:notifications, read:statuses and read:follows",
        "Tick write:statuses, write:blocks and write:reports, and save",
        "Open the application and enter its access token here, with the server's address",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.MANUAL,
            "nobody can hide another's post there; its server's moderators can, and are asked by a report",
            reversible=False,
            steps=("Open the reply on its page, signed in as the council",
                   "Choose “…”, then “Report”, and send the report to the author's server too",
                   "Say in the outcome whether the reply can still be seen by others"),
        ),
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL, "only what the account wrote itself", scope=Scope.OWN, reversible=False,
            steps=("Open our post on its page, signed in as the council", "Choose “…”, then “Delete”, and confirm"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_POST,
            steps=("Open the reply on its page, signed in as the council",
                   "Choose “Reply”: the author's name must stand in the box, or they are not told",
                   "Paste the answer after the name and send it"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.CONDITIONAL,
            "a post that only those it names can read, so the words must name nobody else; it is not encrypted",
            reversible=False, longest_text=LONGEST_POST,
            steps=("Open the reply on its page, signed in as the council",
                   "Choose “Reply”, and set who can see it to “Private mention”",
                   "Check that the box names the author and nobody else, paste the message and send it"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.SUPPORTED, needs_author_id=True,
            steps=("Open the author's profile on our own server, signed in as the council",
                   "Choose “…”, then “Block”", "Reload: the profile must say that they are blocked"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.SUPPORTED, needs_author_id=True,
            steps=("Open the author's profile on our own server, signed in as the council", "Choose “Unblock”",
                   "Reload: the profile must offer “Follow” again"),
        ),
        Verb.REPORT: VerbSupport(
            Support.SUPPORTED, "goes to the moderators of our own server; nothing is sent on to the author's",
            reversible=False, observable=False, longest_text=1_000,
            steps=("Open the reply on its page, signed in as the council", "Choose “…”, then “Report”",
                   "Choose the reason that fits, paste the words and send it"),
        ),
    },
)  # fmt: skip
