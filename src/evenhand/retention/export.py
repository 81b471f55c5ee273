"""REC-02: the answer to a subject access request: one archive, for people (HTML, CSV) and for programs (JSON)."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from evenhand.audit import operations as audit
from evenhand.core.personal_records import Share, Shared
from evenhand.intake.models import Author
from evenhand.officers.models import Body
from evenhand.packs.bag import packed, sums
from evenhand.packs.contents import written_at
from evenhand.retention.due import Item
from evenhand.retention.person import Account, accounts, records, to_share
from evenhand.retention.showing import COVERED, Files, Shown, shown

ALWAYS = (
    {"record": "every record", "what": "The names of officers", "why": f"each is called “{COVERED}”"},
    {
        "record": "any record", "what": "What could harm somebody, hinder an inquiry, or is about others as well",
        "why": "a person weighs it and tells of it apart; this line is in every answer, whether or not there is such",
    },
)  # fmt: skip


def export(*, body: Body, authors: Sequence[Author], by: str, at: datetime, reference: str = "") -> bytes:
    """The archive. `authors`: accounts of one person; those that decided links join to them are in it too.

    `reference`: the body's own, of the request. What a person must weigh is not in it. Raises: Refused.
    """
    theirs = accounts(body, authors)
    person = [each.author for each in theirs]
    found = records(body, person)
    by_id = {item.record.id: item for item in found}
    files: Files = {}
    given = [
        _record(by_id[each.item.id], each, files)
        for each in to_share(body, person, found)
        if each.how is not Share.A_PERSON_DECIDES
    ]
    content = packed("what-we-hold-about-you", _with_pages(body, theirs, given, files, at), at)
    with audit.one_transaction():
        audit.record(
            body=body.slug, at=at, by=by, action="retention.export_person",
            subject=f"author {' '.join(str(author.pk) for author in person)}", records=len(given),
            sha256=hashlib.sha256(content).hexdigest(), reference=reference,
        )  # fmt: skip
    return content


def _with_pages(body: Body, theirs: Sequence[Account], given: list[Shown], files: Files, at: datetime) -> Files:
    about: dict[str, Any] = {
        "body": body.name,
        "made_at": written_at(at),
        "accounts": [_account(each) for each in theirs],
        "records": given,
        "withheld": [*ALWAYS, *(line for record in given for line in _withheld(record))],
    }
    files["everything.json"] = json.dumps(about, indent=2, ensure_ascii=False).encode() + b"\n"
    files["everything.html"] = render_to_string("retention/person.html", about).encode()
    files["everything.csv"] = _csv(("record", "kept_as", "title", "what", "words"), _lines(about["records"]))
    withheld = [[line["record"], line["what"], line["why"]] for line in about["withheld"]]
    files["withheld.csv"] = _csv(("record", "what", "why"), withheld)
    files["sha256sums.txt"] = sums(files)
    return files


def _account(account: Account) -> Shown:
    author = account.author
    return {
        "platform": author.platform,
        "id": author.native_id,
        "name": author.name,
        "handle": author.handle,
        "address": author.url,
        "because": account.because,
    }


def _record(item: Item, shared: Shared, files: Files) -> Shown:
    head = {"record": item.record.id, "kind": item.record.kind.value.replace("_", " "), "how": shared.how.value}
    return head | {"because": shared.because} | shown(item, files)


def _withheld(record: Shown) -> list[dict[str, str]]:
    return [{"record": record["record"], "what": what, "why": why} for what, why in record["withheld"].items()]


def _lines(given: Sequence[Shown]) -> list[list[str]]:
    return [
        [record["record"], record["kind"], record["title"], what, words]
        for record in given
        for what, words in (*record["facts"].items(), *record["texts"].items())
        if words
    ]


def _csv(head: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets show every letter; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(head)
    rows.writerows([_plain(cell) for cell in line] for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
