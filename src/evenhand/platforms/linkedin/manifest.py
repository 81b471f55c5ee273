"""What an organisation's page can do on LinkedIn, as far as its documents can be read without an account there."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, OAuth, Permalink, Push, Secret, VerbSupport

VERSION = "202610"
"""Which year and month of the interface is spoken. LinkedIn ends each about a year after it began."""
LONGEST_COMMENT = 1_250
SOURCES_DISAGREE = "of comments by others the sources disagree: where LinkedIn refuses it, a person does it"

MANIFEST = Manifest(
    name="linkedin",
    title="LinkedIn",
    permalink_hosts=("www.linkedin.com", "media.licdn.com"),
    settles_seconds=60,
    seconds_between_calls=0.5,
    reads=True,
    identity=Identity.SCOPED,
    permalink=Permalink.COMMENT,
    push=Push.SIGNED,
    account_help="The page's URN: urn:li:organization: and the number in the address of its admin view",
    personal_accounts="a page begins with urn:li:organization; urn:li:person is somebody's own profile",
    budgets=(Budget(100_000, 86_400, "calls of the whole app, as others report"),),
    secrets=(
        Secret("client_id", "Client ID", "The app's page, under “Auth”", write_only=False, optional=True),
        Secret("client_secret", "Client secret", "On the same page; it checks LinkedIn's calls, too", optional=True),
        Secret("access_token", "Access token", "Not needed where you connect with LinkedIn", optional=True),
        Secret("refresh_token", "Refresh token", "Comes from signing in", optional=True, renewed=True),
    ),
    oauth=OAuth(
        "https://www.linkedin.com/oauth/v2/authorization",
        "https://www.linkedin.com/oauth/v2/accessToken",
        ("r_organization_social_feed", "w_organization_social_feed", "rw_organization_admin"),
        because=(
            "to read the comments under the page's posts", "to answer and delete comments, and close posts",
            "to see which pages you administer, so that no other is connected",
        ),
        signs_in_as="a person who administers the council's page",
        # Source: learn.microsoft.com/linkedin/shared/authentication/programmatic-refresh-tokens
        ends_with=(
            ("access lives for 60 days; where LinkedIn admitted the app to refresh tokens it is renewed for 365 days "
            "from the day of signing in, else somebody signs in again every 60 days"),
            "it ends when whoever signed in no longer administers the page",
        ),
        pkce=False,
        lives_seconds=60 * 86_400,
        renew_before_seconds=10 * 86_400,
    ),
    connecting_steps=(
        "Have the council's app admitted to LinkedIn's Community Management API",
        "Give the app the redirect address shown here, under “Auth”, and enter its client ID and secret",
        "Choose “Connect with LinkedIn”, and sign in as an administrator of the page",
    ),
    verbs={
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL, SOURCES_DISAGREE, reversible=False, affects_descendants=True,
            steps=("Open the comment under our post, signed in as an administrator of the page",
                   "Choose “…”, then “Delete”, and confirm", "Reload: the comment must be gone"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_COMMENT,
            steps=("Open the comment under our post, and choose to act as the page",
                   "Choose “Reply”, paste the answer and send it"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL, "LinkedIn takes no reports from programs", reversible=False,
            steps=("Open the comment under our post, signed in as an administrator of the page",
                   "Choose “…”, then “Report”", "Choose the reason that fits and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.CONDITIONAL, "turning comments off deletes every comment that stands under the post",
            reversible=False, destroys=True,
            steps=("Check that every comment under the post is captured: all of them will be deleted",
                   "Open our post, signed in as an administrator of the page",
                   "Choose “…”, then “Turn off commenting”, and confirm", "Reload: there must be no box to write in"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.SUPPORTED, "for new comments; those that were there stay deleted",
            steps=("Open our post, signed in as an administrator of the page", "Choose “…”, then “Turn on commenting”",
                   "Reload: the box to write in must be back"),
        ),
    },
)  # fmt: skip
