"""What a person can do on Nextdoor with an agency's page. Nothing here is done by a program."""

from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms.contract import Identity, Manifest, Permalink, VerbSupport

BY_PARTNERS = "Nextdoor's interface is open to its partners alone, and is not known to moderate comments"

MANIFEST = Manifest(
    name="nextdoor",
    title="Nextdoor",
    identity=Identity.NAME,
    permalink=Permalink.NONE,  # whatever is said there is shown to members who are signed in
    account_help="The name of the agency's page, as Nextdoor shows it",
    personal_accounts="an agency's page is marked as such; a neighbour's profile is a person's and is never connected",
    connecting_steps=(
        "Open the channel here; nothing is entered, since nobody calls Nextdoor for us",
        "Bring comments in as a file: docs/reference/import-format.md, or its own JSON with --format nextdoor",
    ),
    verbs={
        Verb.HIDE: VerbSupport(
            Support.MANUAL, BY_PARTNERS, reversible=False,
            steps=("Open the comment under our post, signed in as the agency",
                   "Choose “…”, then “Hide” or, if only that is offered, “Report”",
                   "Say in the outcome which it was: a reported comment stays until Nextdoor's moderators decide"),
        ),
        Verb.REPLY: VerbSupport(
            Support.MANUAL, BY_PARTNERS, reversible=False,
            steps=("Open the comment under our post, signed in as the agency",
                   "Choose “Reply”, paste the answer, send it"),
        ),
        Verb.REPORT: VerbSupport(
            Support.MANUAL, BY_PARTNERS, reversible=False,
            steps=("Open the comment under our post, signed in as the agency", "Choose “…”, then “Report”",
                   "Choose the reason that fits and send it"),
        ),
        Verb.CLOSE: VerbSupport(
            Support.MANUAL, BY_PARTNERS,
            steps=("Open our post, signed in as the agency",
                   "Choose “…”, then “Close discussion” or “Turn off comments”",
                   "Reload: there must be no box to write in; if neither is offered, say so in the outcome"),
        ),
        Verb.REOPEN: VerbSupport(
            Support.MANUAL, BY_PARTNERS,
            steps=("Open our post, signed in as the agency",
                   "Choose “…”, then “Reopen discussion” or “Turn on comments”",
                   "Reload: the box to write in must be back"),
        ),
    },
)  # fmt: skip
