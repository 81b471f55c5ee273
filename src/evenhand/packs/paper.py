"""EVD-02: the pack as PDF/A-2u: fonts inside, every letter with its Unicode, the same bytes for the same contents."""

import html
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import DocumentCompliance, TableCellFillMode
from fpdf.fonts import FontFace

from evenhand.core.evidence_pack import Entry
from evenhand.packs.contents import Contents, said_at

FONTS = Path(__file__).parent / "fonts"
TEXT, BOLD, EMOJI = (FONTS / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "NotoEmoji.ttf"))
_UNSEEN = frozenset({"Cf", "Cc"})  # joiners, and marks that turn the direction of writing: they would hide or mislead
_MARKS = frozenset({"Mn", "Me"})  # accents and selectors of variants, which change the letter before them
LINE, SMALL, NORMAL, LARGE = 5.5, 8.5, 10.5, 20.0


def statement_pdf(contents: Contents) -> bytes:
    """The file."""
    paper = _Paper(contents)
    paper.add_page()
    _cover(paper, contents)
    _section(paper, "Statement of the officer")
    paper.words(contents.statement)
    paper.words(f"Signed by name: {contents.statement_by}, {said_at(contents.made_at)}", bold=True)
    _section(paper, "The comments")
    for comment in contents.comments:
        paper.words(f"Comment {comment.native_id} (case {comment.case})", bold=True)
        account = f" (account {comment.author_id})" if comment.author_id else ""
        paper.words(
            f"{comment.author}{account}, on {comment.channel}, {comment.platform}, {said_at(comment.posted_at)}"
        )
        paper.words(comment.url, size=SMALL)
        paper.boxed(comment.text)
    _section(paper, "Exhibits")
    _exhibits(paper, contents)
    _section(paper, "Timeline")
    _entries(paper, contents.timeline)
    _section(paper, "Continuity of custody")
    _entries(paper, contents.custody)
    return bytes(paper.output())


def drawable(words: str) -> str:
    """Words as the fonts can draw them: what no font has is written as its number, as in <U+4F60>.

    The exact bytes are in the exhibits; PDF/A forbids a box that stands for a letter nobody can read back.
    """
    return "".join(_drawn(letter) for letter in words.replace("\r\n", "\n").replace("\t", "    "))


def _drawn(letter: str) -> str:
    if letter == "\n":
        return letter
    kind = category(letter)
    if kind in _UNSEEN:
        return ""
    if ord(letter) in _known():
        return letter
    return "" if kind in _MARKS else f"<U+{ord(letter):04X}>"


@cache
def _known() -> frozenset[int]:
    """Code points that the text face and the bold one, or the emoji, can draw."""
    text, bold, emoji = map(_has, (TEXT, BOLD, EMOJI))
    return (text & bold) | emoji


def _has(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as read:
        return frozenset(read.getBestCmap())


class _Paper(FPDF):
    """A4 with a foot that says which pack and which page."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(enforce_compliance=DocumentCompliance.PDFA_2U)
        self.reference = contents.reference
        self.set_creation_date(contents.made_at.astimezone(UTC).replace(microsecond=0))
        self.set_title(f"Evidence pack {contents.reference}")
        self.set_lang("en-GB")
        self.set_xmp_metadata(_xmp(f"Evidence pack {contents.reference}", contents.made_at))
        self.add_font("text", "", TEXT)
        self.add_font("text", "B", BOLD)
        self.add_font("emoji", "", EMOJI)
        self.add_font("emoji", "B", EMOJI)
        self.set_fallback_fonts(["emoji"], exact_match=False)
        self.set_margin(20)
        self.set_auto_page_break(True, margin=22)
        self.alias_nb_pages("")

    def footer(self) -> None:
        """At the end of every page."""
        self.set_y(-15)
        self.set_font("text", size=SMALL)
        self.cell(0, 5, f"{self.reference}, page {self.page_no()}", align="R")

    def words(self, words: str, *, bold: bool = False, size: float = NORMAL) -> None:
        """A paragraph; nothing for no words."""
        if words.strip():
            self.set_font("text", "B" if bold else "", size)
            self.multi_cell(0, LINE * size / NORMAL, drawable(words), new_x="LMARGIN", new_y="NEXT", align="L")
            self.ln(1.5)

    def boxed(self, words: str) -> None:
        """The author's own words."""
        self.set_font("text", size=NORMAL)
        self.multi_cell(0, LINE, drawable(words), border=1, padding=2, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(4)


def _cover(paper: _Paper, contents: Contents) -> None:
    paper.words(f"Evidence pack {contents.reference}", bold=True, size=LARGE)
    paper.words(contents.body)
    paper.boxed(contents.cover)
    paper.words(f"Made {said_at(contents.made_at)}")
    paper.words(f"For {contents.recipient}")
    paper.words(f"Police reference {contents.police_reference}" if contents.police_reference else "")
    paper.words(f"Policy: {contents.edition}", size=SMALL)
    paper.words("How to check it: VERIFY.txt in the archive", size=SMALL)


def _section(paper: _Paper, title: str) -> None:
    if paper.get_y() > 240:
        paper.add_page()
    paper.ln(5)
    paper.words(title, bold=True, size=14)


def _exhibits(paper: _Paper, contents: Contents) -> None:
    heads = ("Exhibit", "What it is", "Captured", "SHA-256")
    rows = [
        (each.number, f"{each.part} of {each.part_of}", said_at(each.captured_at), _in_lines(each.sha256))
        for each in contents.exhibits
    ]
    _table(paper, heads, rows, (18, 62, 40, 50))
    for stamp in contents.stamps:
        paper.words(f"Time-stamp by {stamp.authority} over {stamp.exhibit}: {stamp.file}", size=SMALL)
    if not contents.stamps:
        paper.words("No time-stamp of an independent authority was taken.", size=SMALL)


def _in_lines(sha256: str) -> str:
    return "\n".join(sha256[first : first + 16] for first in range(0, 64, 16))


def _entries(paper: _Paper, entries: Sequence[Entry]) -> None:
    _table(paper, ("When", "Who", "What"), [(said_at(e.at), e.by, e.what) for e in entries], (40, 45, 85))


def _table(paper: _Paper, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[int, ...]) -> None:
    paper.set_font("text", size=SMALL)
    bold = FontFace(emphasis="BOLD")
    with paper.table(
        col_widths=widths, headings_style=bold, line_height=LINE * SMALL / NORMAL, text_align="LEFT",
        borders_layout="HORIZONTAL_LINES", cell_fill_mode=TableCellFillMode.NONE, padding=1, width=sum(widths),
    ) as table:  # fmt: skip
        for cells in (heads, *rows):
            row = table.row()
            for cell in _cells(cells):
                row.cell(cell)
    paper.ln(3)


def _cells(cells: Sequence[str]) -> Iterator[str]:
    return (drawable(cell) for cell in cells)


def _xmp(title: str, at: datetime) -> str:
    """The library would write the clock's time as that of the last change; a pack says when it was made, thrice."""
    made = at.astimezone(UTC).isoformat(timespec="seconds")
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<rdf:Description rdf:about="" xmp:CreateDate="{made}" xmp:ModifyDate="{made}" xmp:MetadataDate="{made}">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{html.escape(title)}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
