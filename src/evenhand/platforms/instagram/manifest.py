"""What an Instagram professional account lets us do. Source: Graph API v26.0 and Instagram Platform, read 2026-11."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, Permalink, Push, Secret, VerbSupport
from evenhand.platforms.graph import APP_SECRETS
from evenhand.platforms.graph_signing_in import facebook_login

MANAGE = "the token needs instagram_manage_comments"
OPEN = "Open the post by its link, signed in as the account, and find the comment"
REVIEWED = "instagram_basic, instagram_manage_comments, instagram_manage_messages and pages_read_engagement"

MANIFEST = Manifest(
    name="instagram",
    title="Instagram",
    permalink_hosts=("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net"),
    seconds_between_calls=0.5,
    settles_seconds=60,
    reads=True,
    not_polled=("Comments under advertisements that were never posts: no list has them, and they come by push alone",),
    identity=Identity.SCOPED,
    permalink=Permalink.POST,
    push=Push.SIGNED,
    hold_steps=(
        "Open the account's settings, “Hidden words”, “Manage custom words and phrases”",
        "Enter the words that the wave consists of, and turn on “Hide comments”: such comments wait, hidden",
        "Take the words out again when the wave is over",
    ),
    secrets=(
        Secret(
            "access_token",
            "Page access token",
            "Of the Facebook Page that the account is connected to, made by a system user in Meta Business Suite."
            " Not needed where you connect with Instagram",
            optional=True,
        ),
        *APP_SECRETS,
    ),
    oauth=facebook_login(
        {
            "pages_show_list": "to find the Page that the account is connected to",
            "pages_read_engagement": "to be let into the account by way of its Page",
            "instagram_basic": "to read the account's posts",
            "instagram_manage_comments": "to read, hide, delete and answer comments",
            "instagram_manage_messages": "to answer privately",
        }
    ),
    budgets=(Budget(4800, 86_400, of="calls for each impression"),),
    account_help="The account's number: /{page}?fields=instagram_business_account, asked with the Page's token",
    personal_accounts="Graph shows professional accounts alone; a “creator” account may still be one person's own",
    connecting_steps=(
        "In Instagram's settings, make the account a business account, and connect it to the council's Facebook Page",
        "Make an app of the type “Business” in Meta's developer dashboard, owned by the council's business portfolio",
        f"Verify the business, and have the app reviewed for {REVIEWED}, unless the app's owner owns the account",
        (
            "Enter the app's ID and secret here, and choose “Connect with Instagram”; or make a system user, give it"
            " the Page and the account, generate its token, and enter the Page's token here"
        ),
        "In the app's dashboard, turn on “Require app secret”; every call from here carries the proof",
        "For push: open an address on the channel's page; Evenhand tells the app",
        "For push, too: subscribe the Page behind the account to the app; “comments” needs Advanced Access",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL,
            why=f"{MANAGE}; a hidden comment stays visible to its author, and the account's own cannot be hidden",
            steps=(OPEN, "Hold it, or choose “…”, and “Hide comment”", "Look signed out: it must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL,
            why=MANAGE,
            steps=(OPEN, "Under “View hidden comments”, choose “Unhide comment”", "Look signed out: it must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL,
            why=f"{MANAGE}; the replies under it go too",
            reversible=False,
            affects_descendants=True,
            steps=(OPEN, "Choose “Delete”, and confirm"),
        ),
        Verb.REPLY: VerbSupport(
            Support.CONDITIONAL,
            why=f"{MANAGE}; a hidden comment and one under a live video cannot be answered; the words may hold one link"
            " and four hashtags, and not be all capitals",
            reversible=False,
            longest_text=300,
            steps=(OPEN, "Choose “Reply”, paste the words and send them"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.CONDITIONAL,
            why="one message to each comment, within 7 days, by a token with instagram_manage_messages; under a live"
            " video only while it goes on",
            reversible=False,
            longest_text=1000,
            window_days=7,
            needs_author_id=True,
            steps=(OPEN, "Choose “Message”, paste the words and send them"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL,
            why="Graph blocks nobody from commenting on Instagram, only from messages",
            observable=False,
            steps=(
                "Open the author's profile, signed in as the account",
                "Choose “…”, “Block”, without further accounts they may have, and confirm",
                "Reload: the profile must offer “Unblock”",
            ),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL,
            why="Graph unblocks nobody on Instagram",
            observable=False,
            steps=("Open the author's profile, signed in as the account", "Choose “Unblock”, and confirm"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL,
            why="Graph has no way to report",
            reversible=False,
            observable=False,
            steps=(OPEN, "Choose “Report this comment”, and the reason nearest to ours"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.CONDITIONAL,
            why=f"{MANAGE}; what stands there stays",
            steps=(
                "Open the post by its link, signed in as the account",
                "Choose “…”, “Turn off commenting”",
                "Look signed out: there must be no box to write in",
            ),
        ),
        Verb.REOPEN: VerbSupport(
            Support.CONDITIONAL,
            why=MANAGE,
            steps=(
                "Open the post by its link, signed in as the account",
                "Choose “…”, “Turn on commenting”",
                "Look again: the box to write in must be back",
            ),
        ),
    },
)
