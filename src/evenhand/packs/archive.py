"""EVD-02: from the contents of a pack to the bytes of its archive."""

from evenhand.packs import bag
from evenhand.packs.contents import Contents
from evenhand.packs.listing import as_csv, as_json, exhibits_json
from evenhand.packs.page import statement_html
from evenhand.packs.paper import statement_pdf
from evenhand.packs.wording import verify_txt


def archive(contents: Contents) -> bytes:
    """A zip with one folder, named like the pack."""
    return bag.packed(contents.reference, files(contents), contents.made_at)


def files(contents: Contents) -> dict[str, bytes]:
    """Every file of the bag by its path."""
    payload = {
        "data/statement.html": statement_html(contents).encode(),
        "data/statement.pdf": statement_pdf(contents),
        "data/timeline.csv": as_csv(contents.timeline),
        "data/timeline.json": as_json(contents.timeline),
        "data/custody.csv": as_csv(contents.custody),
        "data/custody.json": as_json(contents.custody),
        "data/exhibits.json": exhibits_json(contents),
        **{each.file: each.content for each in contents.exhibits},
        **{each.file: each.token for each in contents.stamps},
        **{each.certificates_file: each.certificates for each in contents.stamps},
    }
    info = {
        "Source-Organization": contents.body,
        "External-Identifier": contents.reference,
        "External-Description": contents.cover,
        "Bagging-Date": f"{contents.made_at:%Y-%m-%d}",
        "Bag-Software-Agent": "Evenhand",
    }
    return bag.bag(payload, {"VERIFY.txt": verify_txt(contents).encode()}, info)
