"""What YouTube's interface can do for the owner of a channel, and what is left to its Studio.

Sources: developers.google.com/youtube/v3/docs/comments, and the interface's own description ("youtube.v3").
"""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Budget, Identity, Manifest, OAuth, Permalink, Push, Secret, VerbSupport

UNITS_A_DAY = 10_000
A_LOOK, A_CHANGE = 1, 50  # units
LONGEST_COMMENT = 10_000
ONLY_HELD = "only what is held comes back: YouTube refuses to publish what was once rejected"
NO_WAY_BACK = (
    "its interface blocks only by rejecting a comment of theirs for good, and has no call that lifts the block; "
    "in YouTube Studio a person can do both"
)
_FIND = "Sign in to YouTube Studio as the council's channel, open Comments, and search for the words"
_COMMENTS_OF_VIDEO = "Sign in to YouTube Studio as the council's channel, open Content, the video, and “Show more”"

MANIFEST = Manifest(
    name="youtube",
    title="YouTube",
    permalink_hosts=("www.youtube.com", "*.ytimg.com", "*.ggpht.com"),
    seconds_between_calls=0.2,
    settles_seconds=60,
    hold_steps=(_COMMENTS_OF_VIDEO, "Under Comments and ratings choose “On”, then “Hold all”, and save"),
    reads=True,
    identity=Identity.FULL,
    permalink=Permalink.COMMENT,
    push=Push.NONE,  # it pushes new videos, never comments
    budgets=(Budget(UNITS_A_DAY, 86_400, "units"),),
    account_help="The channel's id: UC and 22 characters more, under Settings, Advanced settings",
    secrets=(
        Secret("client_id", "OAuth client ID", "Google Cloud console, under Clients", write_only=False),
        Secret("client_secret", "OAuth client secret", "Shown once, when the client is made"),
        Secret("access_token", "Access token", "Comes from signing in with Google as its owner", renewed=True),
        Secret("refresh_token", "Refresh token", "Comes from signing in with Google", renewed=True, optional=True),
    ),
    oauth=OAuth(
        authorise_at="https://accounts.google.com/o/oauth2/v2/auth",
        token_at="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scopes=("https://www.googleapis.com/auth/youtube.force-ssl",),
        because=("to read the comments under its videos, hold, reject and answer them: Google offers nothing less",),
        signs_in_as="the owner of the council's channel",
        # Source: developers.google.com/identity/protocols/oauth2, "Refresh token expiration"
        ends_with=(
            "while the app's publishing status is “Testing”, access ends 7 days after it was given",
            "access ends when the owner takes it away in their Google account, or after six months without any use",
        ),
        revoke_at="https://oauth2.googleapis.com/revoke",
        more=(("access_type", "offline"), ("prompt", "consent")),  # else nothing to renew with comes back
    ),
    connecting_steps=(
        "In the Google Cloud console make a project, switch “YouTube Data API v3” on, and add an OAuth client",
        "Give the client the redirect address shown here, and enter its ID and secret",
        "Choose “Connect with YouTube”, sign in as the owner of the council's channel, and allow what is asked for",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.CONDITIONAL,
            "it is held for review, and its answers with it; look in Studio how long what is held is kept",
            affects_descendants=True, cost=A_CHANGE, max_items=50,
            steps=(_FIND, "Choose “…”, and hold the comment for review where Studio offers it",
                   "If it does not, say so in the outcome; removing it could not be undone",
                   "Open the video without signing in: the comment must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL, ONLY_HELD, affects_descendants=True, cost=A_CHANGE, max_items=50,
            steps=(_FIND, "Choose “Held for review”, and approve the comment with the tick",
                   "Open the video without signing in: the comment must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.CONDITIONAL, "it is rejected for good, with every answer under it", reversible=False,
            affects_descendants=True, cost=A_CHANGE, max_items=50,
            steps=(_FIND, "Choose “…”, then “Remove”", "Open the video without signing in: the comment must be gone"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_COMMENT, cost=A_CHANGE,
            steps=(_FIND, "Choose “Reply”, paste the answer and send it"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL, NO_WAY_BACK, observable=False,
            steps=(_FIND, "Beside the author's name choose “…”, then “Hide user from channel”",
                   "Open Settings, Community: the name must be among the hidden users"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL, NO_WAY_BACK, observable=False,
            steps=("Sign in to YouTube Studio as the council's channel and open Settings, Community",
                   "Take the name out of the hidden users and save"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL, "its interface reports no comments any more", reversible=False, observable=False,
            steps=("Open the comment on its page, signed in as the council", "Choose “…”, then “Report”",
                   "Choose the reason that fits and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.MANUAL, "its interface has no setting for the comments of a video", observable=False,
            steps=(_COMMENTS_OF_VIDEO, "Under Comments and ratings choose “Pause”, not “Off”, and save",
                   "Open the video without signing in: comments that are there stay, and nobody can add one"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.MANUAL, "its interface has no setting for the comments of a video", observable=False,
            steps=(_COMMENTS_OF_VIDEO, "Under Comments and ratings choose “On”, and save",
                   "Open the video without signing in: there must be a box to write in"),
        ),
    },
)  # fmt: skip
