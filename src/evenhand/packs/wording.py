"""EVD-02: VERIFY.txt: how a stranger checks a pack with nothing of ours."""

from evenhand.packs.contents import VERIFY_COMMAND, Contents, Stamp

_INTRODUCTION = """\
HOW TO CHECK THIS EVIDENCE PACK

{reference}, made by {body} on {made}.

{wording}.

You need nothing of ours: sha256sum and openssl, which any Linux has (on a Mac write "shasum -a 256 --check --strict"
for "sha256sum --check --strict"). Unpack the archive, open a terminal in this folder, and run each line that begins
with a dollar sign, without the dollar sign. A line that fails says so, and ends with another exit status than 0.

1. The archive is the one that was handed over. Beside the archive, run

   sha256sum {reference}.zip

   and compare the result with the one that {body} gave you apart from the archive (by telephone or on paper). Without
   this step a person who changed the archive could have changed every list in it as well.

2. Every file is as it was when the pack was made, and none is missing:

$ {verify}
$ sha256sum --check --strict tagmanifest-sha256.txt

3. No file was added:

$ test "$(find data -type f | LC_ALL=C sort)" = "$(cut -c67- manifest-sha256.txt | LC_ALL=C sort)"

"""
_STAMPS = """\
4. Each time-stamp is by the authority named, over the exhibit named. What it proves: the exhibit existed at the time
   stated, and has not been changed since. Whether you trust the authority is for you to say: its certificates are in
   data/certificates, and the same can be had from the authority itself.

"""
_NO_STAMPS = """\
4. No time-stamp of an independent authority is in this pack. The times in it are those of the clock of the computer of
   {body}.
"""
_END = """\

Times are in UTC. The list of exhibits, the timeline and the custody are in data/statement.html and data/statement.pdf;
for programs, in data/timeline.csv and data/custody.csv, and in the .json files beside them.
"""


def verify_txt(contents: Contents) -> str:
    """The file. Lines that begin with "$ " are commands; tests run them."""
    said = _INTRODUCTION.format(
        reference=contents.reference, body=contents.body, made=f"{contents.made_at:%-d %B %Y}", verify=VERIFY_COMMAND,
        wording=f"{contents.wording[:1].upper()}{contents.wording[1:]}",
    )  # fmt: skip
    if not contents.stamps:
        return said + _NO_STAMPS.format(body=contents.body) + _END
    return said + _STAMPS + "".join(_stamp_command(stamp) for stamp in contents.stamps) + _END


def _stamp_command(stamp: Stamp) -> str:
    return f"$ openssl ts -verify -in {stamp.file} -data {stamp.stamped_file} -CAfile {stamp.certificates_file}\n"
