"""What an account on a Mastodon server can do. Whoever runs the server can do more, and is not us."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import (
    Budget,
    Identity,
    Manifest,
    OAuth,
    Permalink,
    Push,
    Scope,
    Secret,
    VerbSupport,
)

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
        Secret("server", "Server", "The address of the account's own server: https://social.example", write_only=False),
        Secret(
            "token", "Access token", "Not needed where you connect with Mastodon; else Preferences, Development, “New "
            "application”, and its “Your access token”", optional=True,
        ),
        Secret("client_id", "Client ID", "Comes from the server", optional=True, renewed=True),
        Secret("client_secret", "Client secret", "Comes from the server", optional=True, renewed=True),
    ),
    oauth=OAuth(
        "/oauth/authorize",
        "/oauth/token",
        (
            "read:accounts", "read:notifications", "read:statuses", "read:follows",
            "write:statuses", "write:blocks", "write:reports",
        ),
        because=(
            "to see whose account it is", "to learn of answers", "to read answers and what they answer",
            "to see whom the account has blocked", "to answer, and to delete what the account itself wrote",
            "to block people and lift blocks", "to report to the server's moderators",
        ),
        ends_with=("access ends when the account takes it away under Preferences, Account, Authorised apps",),
        revoke_at="/oauth/revoke",
        registers_at="/api/v1/apps",
        lives_seconds=0,
        token="token",  # noqa: S106 - a name
        server="server",
    ),
    connecting_steps=(
        "Enter the address of the account's own server here",
        "Choose “Connect with Mastodon”, and sign in there as the council",
        "Allow what is asked for; nothing has to be made at the server beforehand",
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
