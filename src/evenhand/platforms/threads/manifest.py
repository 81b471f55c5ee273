"""What a Threads profile lets us do. Source: developers.facebook.com, "Threads API", read 2026-11."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import (
    Budget,
    Identity,
    Longer,
    Manifest,
    OAuth,
    Permalink,
    Push,
    Scope,
    Secret,
    VerbSupport,
)
from evenhand.platforms.graph import APP_SECRETS

OPEN = "Open the reply by its link, signed in as the profile"
TOP = (
    "only a reply directly under a post can be hidden; those under it follow it; the token needs threads_manage_replies"
)
AT_PUBLISHING = "who may reply is chosen while a post is published, and no program can change it after"
REVIEWED = "threads_basic, threads_read_replies, threads_manage_replies and threads_content_publish"

MANIFEST = Manifest(
    name="threads",
    title="Threads",
    permalink_hosts=("www.threads.com", "www.threads.net", "*.cdninstagram.com", "*.fbcdn.net"),
    seconds_between_calls=0.5,
    settles_seconds=60,
    reads=True,
    identity=Identity.NAME,
    permalink=Permalink.COMMENT,
    push=Push.SIGNED,
    hold_steps=(
        "For a post that is still to be published, turn on “Review and approve replies”",
        "For one that stands, open the profile's settings, “Hidden words”, and enter the words of the wave",
    ),
    secrets=(
        Secret(
            "access_token",
            "User access token",
            "In the app's dashboard, “Threads”, “User token generator”: one that lives for 60 days; it is renewed from"
            " here while it lives. Not needed where you connect with Threads",
            optional=True,
        ),
        *APP_SECRETS,
    ),
    oauth=OAuth(
        "https://threads.net/oauth/authorize",
        "https://graph.threads.net/oauth/access_token",
        ("threads_basic", "threads_read_replies", "threads_manage_replies", "threads_content_publish"),
        because=(
            "to read the profile's posts",
            "to read the replies under them",
            "to hide replies and show them again",
            "to answer",
        ),
        signs_in_as="the council's profile",
        # Source: developers.facebook.com/docs/threads/get-started/long-lived-tokens
        ends_with=("access lives for 60 days and is renewed in time; a new password for the profile ends it",),
        refresh_at="https://graph.threads.net/refresh_access_token",
        pkce=False,
        scope_separator=",",
        longer=Longer("https://graph.threads.net/access_token", "th_exchange_token", "access_token", names_app=False),
        lives_seconds=60 * 86_400,
        renew_before_seconds=35 * 86_400,  # before the daily look would do it, with 30 days left
        renews_itself=True,
        refresh_grant="th_refresh_token",
        refresh_key="access_token",
        over=("190",),
        app_refused=("101",),
        app_id="app_id",
        app_secret="app_secret",  # noqa: S106 - a name
    ),
    budgets=(
        Budget(1000, 86_400, of="replies", reads=False),
        Budget(4800, 86_400, of="calls for each impression"),
    ),
    account_help="The profile's number: /me?fields=id, asked with the token",
    personal_accounts="Threads does not say whether a profile is a person's or an organisation's",
    connecting_steps=(
        "In Meta's developer dashboard, make an app for the use case “Threads”; its ID and secret are its own",
        f"Verify the business, and have the app reviewed for {REVIEWED}, unless the profile is one of its testers",
        (
            "Enter its ID and secret here, and choose “Connect with Threads”; or generate the profile's token"
            " and enter it here, too"
        ),
        "For push: under “Webhooks”, topic “moderate”, enter this channel's address and the verify token",
        "For push, too: subscribe to “replies”, which needs Advanced Access",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL,
            why=TOP,
            scope=Scope.TOP_LEVEL,
            affects_descendants=True,
            steps=(
                OPEN,
                "Choose “…”, “Hide for everyone”; a reply to a reply goes with the one above it",
                "Look signed out: it must be gone",
            ),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL,
            why=TOP,
            scope=Scope.TOP_LEVEL,
            affects_descendants=True,
            steps=(OPEN, "Choose “…”, “Unhide”", "Look signed out: it must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.MANUAL,
            why="nobody can delete on Threads what somebody else wrote",
            reversible=False,
            observable=False,
            steps=(
                "Hide the reply instead, or the one directly under the post that it stands under",
                f"{OPEN}, and choose “…”, “Report”, where it breaks the law",
            ),
        ),
        Verb.REPLY: VerbSupport(
            Support.CONDITIONAL,
            why="the token needs threads_content_publish and threads_manage_replies; 1,000 replies a day",
            reversible=False,
            longest_text=500,
            steps=(OPEN, "Choose “Reply”, paste the words and send them"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.MANUAL,
            why="Graph sends no messages on Threads",
            reversible=False,
            observable=False,
            steps=(
                "Open the author's profile, signed in as the profile",
                "If it offers “Message”, paste the words and send them",
                "If it does not, say so here: the author cannot be told on Threads",
            ),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL,
            why="Graph blocks nobody on Threads",
            observable=False,
            steps=("Open the author's profile, signed in as the profile", "Choose “…”, “Block”, and confirm"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL,
            why="Graph unblocks nobody on Threads",
            observable=False,
            steps=("Open the author's profile, signed in as the profile", "Choose “Unblock”, and confirm"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL,
            why="Graph has no way to report",
            reversible=False,
            observable=False,
            steps=(OPEN, "Choose “…”, “Report”, and the reason nearest to ours"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.MANUAL,
            why=AT_PUBLISHING,
            only_at_creation=True,
            observable=False,
            steps=(
                "Open the post by its link, signed in as the profile",
                "Choose “…”, “Who can reply”, “Mentioned only”",
                "Look as somebody else: there must be no way to reply",
            ),
        ),
        Verb.REOPEN: VerbSupport(
            Support.MANUAL,
            why=AT_PUBLISHING,
            only_at_creation=True,
            observable=False,
            steps=("Open the post by its link, signed in as the profile", "Choose “…”, “Who can reply”, “Anyone”"),
        ),
    },
)
