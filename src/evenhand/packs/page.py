"""EVD-02: the pack as one web page that needs nothing else; the twin of the PDF, for screen readers and browsers."""

from django.template.loader import render_to_string

from evenhand.packs.contents import Contents


def statement_html(contents: Contents) -> str:
    """A whole page; no script, no address outside the archive."""
    return render_to_string("packs/statement.html", {"pack": contents})
