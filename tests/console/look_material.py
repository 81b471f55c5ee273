"""Made-up people and comments for the tests of the look: some long, some foreign, some with parts missing."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from evenhand.console.sections import sections
from evenhand.officers.permissions import Permission

NOW = datetime(2025, 11, 20, 14, 5, tzinfo=UTC)
RANT = (
    "Third time this month the brown bins on Alder Road have been missed and NOBODY answers the phone. "
    "I pay two grand a year for this shambles, the cabinet member should hang his head in shame. "
) * 4
ABUSE = "Your planning officer is a useless moron and everybody knows where she parks her car.\nWatch your back."
POST = "Bonfire night: Market Street and Mill Lane are closed from 5pm on Wednesday. Details below."


def case(number: int, severity: str, text: str, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "url": f"/cases/{number}",
        "claim_url": f"/cases/{number}/claim",
        "severity": severity,
        "grounds": [],
        "route": None,
        "suggest": "leave",
        "priority_because": [],
        "text": text,
        "blurred": False,
        "author_name": "Dilwyn Okafor",
        "author_handle": "@dilwyn_o",
        "author_cases": 0,
        "channel": "Wealdham page",
        "platform": "Facebook",
        "post_text": POST,
        "posted_at": NOW - timedelta(hours=2),
        "waiting": "2 h 10 min",
        "claimed_by": None,
        "revision": 1,
        "missing": [],
        "state": "open",
        "permalink": f"/simulator/{number}",
    } | more


CASES = [
    case(
        1042,
        "grave",
        "There is a girl on our street, about nine, and she told my son her stepdad locks her out at night. "
        "I don't know who to tell so I'm putting it here.",
        route="REF-02",
        suggest="refer",
        priority_because=["safeguarding words", "a child is meant"],
        author_name="Marged Sule",
    ),
    case(
        1039,
        "high",
        ABUSE,
        grounds=["CON-02"],
        suggest="hide",
        blurred=True,
        author_cases=3,
        priority_because=["words of threat", "names an officer's car"],
        claimed_by="Tomasz Bright",
        revision=2,
        attachments=["picture"],
    ),
    case(
        1044,
        "medium",
        "Call me on 07700 900461 about my housing application, ref HB/2231.",
        grounds=["CON-10"],
        route="MOD-07",
        suggest="hide",
        priority_because=["a phone number, the writer's own"],
    ),
    case(
        1031,
        "low",
        RANT,
        grounds=["CON-06"],
        suggest="leave",
        missing=["spam"],
        waiting="1 d 3 h",
        priority_because=["strong swearing", "not aimed at a person"],
    ),
    case(
        1030,
        "low",
        "Diolch yn fawr am drwsio'r golau stryd! 🎉",
        suggest="reply",
        route="REF-04",
        author_handle="",
        channel="wealdham.example",
        platform="Bluesky",
        author_name="",
    ),
    case(
        1029,
        "none",
        "مرحبا، متى تفتح المكتبة يوم السبت؟",
        missing=["lexicon"],
        priority_because=["not read in full"],
        author_name="A name that somebody made extraordinarily long to see what would happen to the row",
    ),
    case(1028, "none", "W" * 120, post_text=""),
]

PROPOSAL = {
    "grounds": ["CON-02"],
    "route": None,
    "severity": "high",
    "suggest": "hide",
    "reasons": [
        {
            "rule": "CON-02",
            "title": "Abusive, threatening or intimidating",
            "because": "it threatens a person",
            "words": ["Watch your back"],
        },
        {
            "rule": "CON-02",
            "title": "Abusive, threatening or intimidating",
            "because": "it insults a named officer",
            "words": ["useless moron"],
        },
    ],
    "missing": [{"signal": "spam", "why": "the signal stopped with an error"}],
}
GROUNDS = [
    {
        "id": "CON-02",
        "title": "Abuse",
        "definition": "Abuse, threats or bullying of a person.",
        "examples": ["You stupid woman, resign."],
        "counter_examples": ["This bloody council never answers."],
    },
]
THREAD = [
    {
        "author": "Rhoswen Achebe",
        "text": "Why was nobody told before today?",
        "posted_at": NOW,
        "depth": 0,
        "is_this": False,
        "is_council": False,
        "state": "visible",
    },
    {
        "author": "Wealdham Borough Council",
        "text": "We wrote to every house on 3 November. Sorry if you were missed.",
        "posted_at": NOW,
        "depth": 1,
        "is_this": False,
        "is_council": True,
        "state": "visible",
    },
    {
        "author": "Dilwyn Okafor",
        "text": ABUSE,
        "posted_at": NOW,
        "depth": 2,
        "is_this": True,
        "is_council": False,
        "state": "visible",
    },
    {
        "author": "Petra Lindqvist",
        "text": "That is not on. She is doing her job.",
        "posted_at": NOW,
        "depth": 3,
        "is_this": False,
        "is_council": False,
        "state": "hidden",
    },
]
SEGMENTS = [
    {"text": "Your planning officer is a ", "marks": []},
    {"text": "useless moron", "marks": [{"rule": "CON-02", "note": "insult, aimed at a person"}]},
    {"text": " and everybody knows where she parks her car.\n", "marks": []},
    {
        "text": "Watch your back",
        "marks": [{"rule": "CON-02", "note": "threat"}, {"rule": "CON-04", "note": "threat"}],
    },
    {"text": ".", "marks": []},
]
ACTIONS = [
    {
        "verb": "hide",
        "state": "done",
        "at": NOW,
        "platform_answer": "is_hidden: true",
        "undo_url": "/actions/1/undo",
        "evidence": {
            "at": NOW,
            "url": "/captures/12",
            "missing": [{"part": "permalink", "why": "https://social.example/c1 answered HTTP 404"}],
        },
    },
    {
        "verb": "reply",
        "state": "failed",
        "at": NOW,
        "platform_answer": "error 190: the token has expired",
        "undo_url": None,
    },
]
HISTORY = [
    {"title": "Case opened", "by": "", "at": NOW - timedelta(hours=2), "text": ""},
    {"title": "The author edited the comment", "by": "", "at": NOW - timedelta(hours=1), "text": "Wording 2"},
    {"title": "Claimed", "by": "Tomasz Bright", "at": NOW, "text": ""},
]
COPIES = [
    {
        "id": "copy-31",
        "url": "/cases/861",
        "author": "Robin Vale",
        "channel": "Town page",
        "at": NOW - timedelta(hours=2),
        "percent": 92,
        "text": "Come and see the wonderful garden furniture that my cousin makes behind the old mill. " * 3,
    },
    {
        "id": "copy-28",
        "url": "",
        "author": "Sam Overbeck",
        "channel": "Parks page",
        "at": NOW - timedelta(days=3),
        "percent": 71,
        "text": "Come and see the garden furniture that my brother builds behind the old mill",
    },
]
EARLIER = [
    {
        "url": "/cases/870",
        "at": NOW - timedelta(days=40),
        "outcome": "hide",
        "ground": "CON-02",
        "text": "Sack the lot of them, starting with that clown in highways. " * 3,
    },
    {
        "url": "/cases/655",
        "at": NOW - timedelta(days=90),
        "outcome": "protect",
        "ground": "CON-00",
        "text": "A disgrace.",
    },
]
REFUSED = {
    "title": "You cannot open this case",
    "status": 403,
    "tried": "Opening case 1039 of Wealdham Borough Council.",
    "forbids": "Your role there is auditor; opening a case for decision needs the role officer.",
    "next": "Ask your administrator for the role, or read the decision instead.",
}
FRAME = {
    "body": SimpleNamespace(name="Wealdham Borough Council"),
    "officer": SimpleNamespace(name="Tomasz Bright"),
    "demonstration": True,
    "offers_grey": True,
    "version": "0.1.0",
    "links": {"home": "/", "sign_out": "/sign-out", "keyboard": "/keyboard", "choose_body": "/bodies"},
    "navigation": sections("wealdham", "/wealdham/cases", list(Permission), {"queue": 412, "tasks": 3}),
}
NOBODY = {"body": None, "officer": None, "navigation": [], "links": {}}
BODIES = [
    {"name": "Wealdham Borough Council", "url": "/b/wealdham", "roles": ["officer", "auditor"]},
    {"name": "Marlbury Town Council", "url": "/b/marlbury", "roles": ["officer"]},
]

LIKE = {
    "lines": [
        {
            "url": "/cases/977", "outcome": "protect", "rule": "CON-00", "at": NOW, "like": "0.71", "blurred": False,
            "text": "Another three weeks without a collection, what a shambles", "id": "like-977",
        },
        {
            "url": "/cases/871", "outcome": "hide", "rule": "CON-02", "at": NOW, "like": "0.58", "blurred": True,
            "text": "Whoever drives that lorry is a useless lump", "id": "like-871",
        },
    ],
    "by_encoder": True,
    "compared": 1204,
}  # fmt: skip
