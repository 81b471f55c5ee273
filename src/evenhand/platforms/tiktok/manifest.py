"""What a business account can do on TikTok, as far as its documents can be read without an account there."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import (
    Budget,
    Identity,
    Manifest,
    OAuth,
    Permalink,
    Push,
    Secret,
    Sent,
    VerbSupport,
)

NO_CALL = "the interface has no call for it; in the app it can be done"
LONGEST_COMMENT = 150

MANIFEST = Manifest(
    name="tiktok",
    title="TikTok",
    permalink_hosts=("www.tiktok.com",),
    settles_seconds=60,
    seconds_between_calls=1.5,  # 40 calls a minute are allowed to each account at each address
    reads=True,
    identity=Identity.SCOPED,
    permalink=Permalink.POST,
    push=Push.SIGNED,
    account_help="The business account's open_id, which TikTok gives with the access token",
    personal_accounts="only a business account can be connected; a creator's account is a person's",
    budgets=(Budget(40, 60, "calls at each address"), Budget(600, 60, "calls of the whole app")),
    secrets=(
        Secret("client_key", "App ID", "TikTok for Business, the app's page", write_only=False, optional=True),
        Secret("app_secret", "App secret", "On the same page; TikTok's calls are checked with it", optional=True),
        Secret(
            "access_token", "Access token", "Not needed where you connect with TikTok; it would end after a day",
            optional=True,
        ),
        Secret("refresh_token", "Refresh token", "Comes from signing in", optional=True, renewed=True),
    ),
    oauth=OAuth(
        "https://www.tiktok.com/v2/auth/authorize/",
        "https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/token/",
        ("user.info.basic", "video.list", "comment.list", "comment.list.manage"),
        because=(
            "to see whose account it is", "to list the account's videos", "to read the comments under them",
            "to hide comments, show them again and answer",
        ),
        signs_in_as="the council's business account",
        # Source: TikTok's business-api-sdk, docs/AuthenticationApi.md
        ends_with=("access is renewed every day, for a year from the day of signing in; then somebody signs in again",),
        refresh_at="https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/refresh_token/",
        revoke_at="https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/revoke/",
        pkce=False,
        scope_separator=",",
        client_key="client_key",
        code_key="auth_code",
        revoke_key="access_token",
        answer_in="data",
        sent=Sent.JSON,
        lives_seconds=86_400,
        renew_before_seconds=4 * 3_600,
        refresh_lives_seconds=365 * 86_400,
        rotates=True,
        over=("40102", "40104", "40105", "40110"),
        app_refused=("40001",),
        app_id="client_key",
        app_secret="app_secret",  # noqa: S106 - a name
    ),
    connecting_steps=(
        "Turn the council's account into a business account",
        "Have the council's app reviewed for comment.list and comment.list.manage",
        "Give the app the redirect address shown here, and enter its ID and secret",
        "Choose “Connect with TikTok”, and sign in as the council's business account",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.SUPPORTED,
            steps=("Open the video in the app, signed in as the council", "Hold the comment, then choose “Hide”",
                   "Look at the video from another account: the comment must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.CONDITIONAL, "TikTok may say that it was done and not do it, so the comment is read again",
            steps=("Open the video in the app, signed in as the council", "Hold the comment, then choose “Unhide”",
                   "Look at the video from another account: the comment must be back"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_COMMENT,
            steps=("Open the video in the app, signed in as the council", "Choose “Reply” under the comment",
                   "Paste the answer and send it"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL, NO_CALL,
            steps=("Open the author's profile in the app, signed in as the council", "Choose the arrow, then “Block”",
                   "Open the profile again: it must say that they are blocked"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL, NO_CALL,
            steps=("Open Settings, Privacy, Blocked accounts in the app", "Choose “Unblock” beside the author's name"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL, NO_CALL, reversible=False,
            steps=("Open the video in the app, signed in as the council", "Hold the comment, then choose “Report”",
                   "Choose the reason that fits and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.MANUAL, NO_CALL,
            steps=("Open the video in the app, signed in as the council",
                   "Choose “…”, “Privacy settings”, and turn “Allow comments” off",
                   "Look at the video from another account: there must be no box to write in"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.MANUAL, NO_CALL,
            steps=("Open the video in the app, signed in as the council",
                   "Choose “…”, “Privacy settings”, and turn “Allow comments” on",
                   "Look at the video from another account: the box to write in must be back"),
        ),
    },
)  # fmt: skip
