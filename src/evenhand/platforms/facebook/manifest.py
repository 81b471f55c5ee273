"""What a Facebook Page lets us do. Source: Graph API v26.0, read 2026-11."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, Permalink, Push, Secret, VerbSupport
from evenhand.platforms.graph import APP_SECRETS
from evenhand.platforms.graph_signing_in import facebook_login

ENGAGEMENT = "the token needs pages_manage_engagement, and its owner the task “Moderate” on the Page"
REVIEWED = (
    "pages_read_engagement, pages_read_user_content, pages_manage_engagement, pages_manage_metadata and pages_messaging"
)
OPEN = "Open the comment by its link, signed in as the Page"

MANIFEST = Manifest(
    name="facebook",
    title="Facebook Page",
    permalink_hosts=("www.facebook.com", "*.facebook.com", "*.fbcdn.net"),
    seconds_between_calls=0.5,
    settles_seconds=60,
    reads=True,
    identity=Identity.SCOPED,
    permalink=Permalink.COMMENT,
    push=Push.SIGNED,
    hold_steps=(
        "Open the Page's settings, “Followers and public content”",
        "Under “Comment moderation”, block the words that the wave consists of: such comments wait, hidden",
        "Take the words out again when the wave is over",
    ),
    secrets=(
        Secret(
            "access_token",
            "Page access token",
            "In Meta Business Suite, make a system user, give it the Page with the task “Moderate”, and generate a"
            " token that never expires; then ask /me/accounts with it for the Page's own token. Not needed where you"
            " connect with Facebook",
            optional=True,
        ),
        *APP_SECRETS,
    ),
    oauth=facebook_login(
        {
            "pages_show_list": "to see which Pages you may give, so that no other is connected",
            "pages_read_engagement": "to read the Page's posts",
            "pages_read_user_content": "to read the comments under them",
            "pages_manage_engagement": "to hide, delete and answer comments",
            "pages_manage_metadata": "to learn at once of new comments",
            "pages_messaging": "to answer privately",
        }
    ),
    budgets=(
        Budget(4800, 86_400, of="calls for each person who engaged"),
    ),
    account_help="The Page's number: on the Page, “About”, “Page transparency”",
    personal_accounts="A Page has a category; a person's profile has none and cannot be connected at all: Graph gives a"
    " profile's comments to no app",
    connecting_steps=(
        "Make an app of the type “Business” in Meta's developer dashboard, owned by the council's business portfolio",
        f"Verify the business, and have the app reviewed for {REVIEWED}, unless the app's owner owns the Page",
        ("Enter the app's ID and secret here, and choose “Connect with Facebook Page”; or make a system user,"
        " give it the Page, generate its token, and enter the Page's token here"),
        "In the app's dashboard, turn on “Require app secret”; every call from here carries the proof",
        "For push: open an address on the channel's page; Evenhand tells the app, and subscribes the Page to it",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL,
            why=f"{ENGAGEMENT}; a hidden comment stays visible to its author and to the author's friends",
            steps=(OPEN, "Choose “…”, “Hide comment”", "Look signed out: it must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL,
            why=ENGAGEMENT,
            steps=(OPEN, "Choose “…”, “Unhide comment”", "Look signed out: it must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL,
            why=f"{ENGAGEMENT}; the replies under it go too",
            reversible=False,
            affects_descendants=True,
            steps=(OPEN, "Choose “…”, “Delete comment”, and confirm"),
        ),
        Verb.REPLY: VerbSupport(
            Support.CONDITIONAL,
            why=ENGAGEMENT,
            reversible=False,
            longest_text=8000,
            steps=(OPEN, "Choose “Reply”, paste the words and send them"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.CONDITIONAL,
            why="one message to each comment, within 7 days, by a token with pages_messaging; the author may not take"
            " messages, and another Page never does",
            reversible=False,
            longest_text=2000,
            window_days=7,
            steps=(OPEN, "Choose “Send message”, paste the words and send them"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.CONDITIONAL,
            why=f"Facebook often does not say who wrote a comment; {ENGAGEMENT}",
            needs_author_id=True,
            steps=(
                "Open the comment by its link, signed in as the Page, and from there the author's profile",
                "Choose “…”, “Block”, and confirm",
                "In the Page's settings, “Blocking”: the name must be there",
            ),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.CONDITIONAL,
            why=ENGAGEMENT,
            needs_author_id=True,
            steps=("Open the Page's settings, “Blocking”", "Choose “Unblock” beside the name", "Reload: it is gone"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL,
            why="Graph has no way to report",
            reversible=False,
            observable=False,
            steps=(OPEN, "Choose “…”, “Report comment”, and the reason nearest to ours"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.MANUAL,
            why="Graph cannot turn comments off on a post that is published; hiding the whole post is no substitute",
            observable=False,
            steps=(
                "Open the post by its link, signed in as the Page",
                "Choose “…”, “Who can comment on your post?”, “Profiles and Pages you mention”",
                "Look as somebody else: there must be no box to write in",
            ),
        ),
        Verb.REOPEN: VerbSupport(
            Support.MANUAL,
            why="Graph cannot turn comments on again either",
            observable=False,
            steps=(
                "Open the post by its link, signed in as the Page",
                "Choose “…”, “Who can comment on your post?”, “Public”",
                "Look as somebody else: the box to write in must be back",
            ),
        ),
    },
)  # fmt: skip
