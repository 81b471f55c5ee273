"""What a WordPress site can do, with nothing installed on it beyond WordPress itself."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Identity, Manifest, Permalink, Push, Secret, VerbSupport

LONGEST_COMMENT = 65_525  # Source: the column comment_content, as WordPress measures it
UNDER_IT = "where the site shows answers under what they answer, they are out of sight together with it"

MANIFEST = Manifest(
    name="wordpress",
    title="Website comments (WordPress)",
    permalink_hosts=("*.gov.uk", "*.gov.wales", "*.gov.scot"),
    seconds_between_calls=0.5,  # it is the council's own website, which has readers to serve
    settles_seconds=60,  # PHP's usual limit is 30 seconds, and a request that was cut off runs on to it
    hold_steps=(
        "Sign in to the dashboard as an administrator",
        "Open Settings, Discussion, and tick “Comment must be manually approved”",
        "Save; it holds comments on every post until it is unticked",
    ),
    reads=True,
    identity=Identity.NAME,
    permalink=Permalink.COMMENT,
    push=Push.NONE,
    account_help="The address of the site, as https://news.example.gov.uk, with the folder if WordPress lies in one",
    secrets=(
        Secret("user", "User name", "Of a user of the site who is an Editor, made for this alone", write_only=False),
        Secret("application_password", "Application password", "In the dashboard, under Users, Profile"),
    ),
    connecting_steps=(
        "In the site's dashboard add a user with the role Editor, named after the council",
        "Sign in as that user, open Users, Profile, Application Passwords, and add one named “Evenhand”",
        "Enter the site's address, the user name and the application password here; the site must be on https",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.SUPPORTED, UNDER_IT, affects_descendants=True,
            steps=("Open Comments in the site's dashboard and search for the words",
                   "Under the comment choose “Unapprove”",
                   "Open the post without signing in: the comment must be gone"),
        ),
        Verb.UNHIDE: VerbSupport(
            Support.SUPPORTED, UNDER_IT, affects_descendants=True,
            steps=("Open Comments in the site's dashboard, “Pending”, or “Bin” if it was deleted",
                   "Under the comment choose “Approve”, or “Restore” and then “Approve”",
                   "Open the post without signing in: the comment must be back"),
        ),
        Verb.DELETE: VerbSupport(
            Support.SUPPORTED,
            "it goes to the site's bin, which WordPress empties after 30 days, unless the site says else",
            reversible=False, affects_descendants=True,
            steps=("Open Comments in the site's dashboard and search for the words",
                   "Under the comment choose “Bin”",
                   "Open the post without signing in: the comment must be gone"),
        ),
        Verb.REPLY: VerbSupport(
            Support.SUPPORTED, reversible=False, longest_text=LONGEST_COMMENT,
            steps=("Open Comments in the site's dashboard and search for the words",
                   "Under the comment choose “Reply”, paste the answer and send it"),
        ),
        Verb.PRIVATE_REPLY: VerbSupport(
            Support.MANUAL, "WordPress sends no messages; the address that the author gave is read in its dashboard",
            reversible=False, observable=False,
            steps=("Open Comments in the site's dashboard and search for the words",
                   "Beside the comment stands the e-mail address its author gave, which nobody has checked",
                   "Send the words there from the council's own mailbox; say in the outcome if there is none"),
        ),
        Verb.BLOCK: VerbSupport(
            Support.MANUAL, "WordPress knows no blocking, only words and addresses whose comments it bins",
            observable=False,
            steps=("Open Comments in the site's dashboard and search for the words",
                   "Copy the e-mail address that stands beside the comment; anybody may have written it",
                   "As an administrator open Settings, Discussion, Disallowed Comment Keys",
                   "Add the address in a line of its own and save; do not add names, which others have, too"),
        ),
        Verb.UNBLOCK: VerbSupport(
            Support.MANUAL, "WordPress knows no blocking, only words and addresses whose comments it bins",
            observable=False,
            steps=("As an administrator open Settings, Discussion, Disallowed Comment Keys",
                   "Take the line with the author's e-mail address out and save",
                   "Look through the bin under Comments for what they wrote meanwhile"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.SUPPORTED, "what is there stays; while it is closed, the council cannot answer, either",
            steps=("Open the post in the site's dashboard",
                   "In its settings, under Discussion, choose “Closed”, and save",
                   "Open the post without signing in: there must be no box to write in"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.SUPPORTED,
            "the site may close comments on old posts by itself, and then they stay closed",
            steps=("Open the post in the site's dashboard",
                   "In its settings, under Discussion, choose “Open”, and save",
                   "Open the post without signing in: the box to write in must be back"),
        ),
    },
)  # fmt: skip
