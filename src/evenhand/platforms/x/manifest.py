"""What X lets an account do through its interface. Source: its OpenAPI description, version 2.167."""

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

OWN_THREADS = "only replies in conversations that the account began"
NOT_THERE = "the interface has no call for it; on the page it can be done"
LONGEST_POST = 280
DAILY_CENTS = 200

MANIFEST = Manifest(
    name="x",
    title="X",
    permalink_hosts=("x.com", "pbs.twimg.com", "abs.twimg.com"),
    settles_seconds=30,
    seconds_between_calls=0.5,
    reads=True,
    identity=Identity.FULL,
    permalink=Permalink.COMMENT,
    push=Push.SIGNED,
    account_help="The account's number (as 2244994945), which stays when its @name changes",
    personal_accounts="an organisation's account may carry a gold or grey mark; one without either may be anybody's",
    budgets=(
        Budget(50, 900, "hidings", reads=False),
        Budget(DAILY_CENTS, 86_400, "US cents (unless another cap is entered)"),
    ),
    secrets=(
        Secret("client_id", "OAuth 2.0 client ID", "The app's “Keys and tokens”", write_only=False, optional=True),
        Secret("client_secret", "OAuth 2.0 client secret", "On the same page", optional=True),
        Secret(
            "access_token", "Access token", "Not needed where you connect with X; it would end after two hours",
            optional=True,
        ),
        Secret("refresh_token", "Refresh token", "Comes from signing in with X", optional=True, renewed=True),
        Secret(
            "consumer_secret", "Consumer secret", "Only where X calls us: the app's API key secret", optional=True
        ),
        Secret(
            "daily_cap", "Most to spend in a day, in US cents", f"{DAILY_CENTS} where nothing is entered",
            write_only=False, optional=True,
        ),
    ),
    oauth=OAuth(
        "https://x.com/i/oauth2/authorize",
        "https://api.x.com/2/oauth2/token",
        ("tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "offline.access"),
        because=(
            "to read posts and the replies under them", "to answer", "to hide replies and show them again",
            "to see whose account it is", "to renew access without asking you every two hours",
        ),
        ends_with=(
            "access ends when the account takes it away under “Connected apps”",
            "X takes each renewal once: if its answer is lost on the way, somebody must sign in again",
        ),
        rotates=True,
        renew_before_seconds=1_800,
        revoke_at="https://api.x.com/2/oauth2/revoke",
        basic_authentication=True,
        lives_seconds=7_200,
    ),
    connecting_steps=(
        "Sign in to X as the council, open the developer console and make an app with user authentication",
        "Allow it tweet.read, tweet.write, tweet.moderate.write, users.read and offline.access",
        "Buy credits there and set X's own spending limit too",
        "Give the app the redirect address shown here; enter its client ID and secret, and a daily cap",
        "Choose “Connect with X”, and sign in as the council's account",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL, OWN_THREADS, observable=False,
            steps=("Open the reply on its page, signed in as the council", "Choose “…”, then “Hide reply”",
                   "Open our post without signing in: the reply must be gone from under it"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL, OWN_THREADS, observable=False,
            steps=("Open our post, signed in as the council, and choose the sign for hidden replies",
                   "On the reply choose “…”, then “Unhide reply”",
                   "Open our post without signing in: the reply must be back under it"),
        ),
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL, "only what the account wrote itself", scope=Scope.OWN, reversible=False,
            steps=("Open our post on its page, signed in as the council", "Choose “…”, then “Delete”, and confirm"),
        ),
        Verb.REPLY: VerbSupport(
            Support.CONDITIONAL, "only where the author named the account or quoted it",
            reversible=False, longest_text=LONGEST_POST,
            steps=("Open the reply on its page, signed in as the council", "Paste the answer and send it"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.MANUAL, "most people take messages only from whom they follow", reversible=False,
            longest_text=10_000,
            steps=("Open the author's profile, signed in as the council", "Choose the envelope, if it is there",
                   "Paste the message and send it; if there is no envelope, say so in the outcome"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL, NOT_THERE,
            steps=("Open the author's profile, signed in as the council", "Choose “…”, then “Block”",
                   "Reload: the profile must say that they are blocked"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL, NOT_THERE,
            steps=("Open the author's profile, signed in as the council", "Choose “Blocked”, then “Unblock”",
                   "Reload: the profile must offer “Follow” again"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL, NOT_THERE, reversible=False,
            steps=("Open the reply on its page, signed in as the council", "Choose “…”, then “Report post”",
                   "Choose the reason that fits and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.CONDITIONAL, "the interface takes who may reply only with a new post", only_at_creation=True,
            steps=("Open our post on its page, signed in as the council",
                   "Choose “…”, “Change who can reply”, “Only accounts you mention”",
                   "Open the post from another account: it must say that replies are restricted"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.CONDITIONAL, "the interface takes who may reply only with a new post", only_at_creation=True,
            steps=("Open our post on its page, signed in as the council",
                   "Choose “…”, “Change who can reply”, “Everyone”",
                   "Open the post from another account: there must be a box to reply in"),
        ),
    },
)  # fmt: skip
