"""Where a task about people leads: its `about` names the thing, the console knows the page."""

from django.urls import reverse

from evenhand.officers.models import Body

PAGES = {
    "warning of account": ("warn", "Open the warning"),
    "block of account": ("block-form", "Open the block's form"),
    "approval of block": ("block", "Open the block"),
    "doubt of block": ("block", "Open the block"),
    "review of block": ("block-review", "Open the review"),
    "overdue review of block": ("block-review", "Open the review"),
    "link": ("link", "Open the link"),
    "change of link": ("link", "Open the link"),
    "approval of entry": ("entry", "Open the entry"),
    "review of entry": ("entry", "Open the entry"),
    "doubt of entry": ("entry", "Open the entry"),
    "returned mail": ("returned-mail", "Open the letter"),
    "activity of account": ("contact-activity", "Open what was written"),
}


def page_of_task(body: Body, about: str) -> tuple[str, str]:
    """The address and the words of the link; both empty where a task is about something else."""
    kind, _, number = about.rpartition(" ")
    if kind == "alert":
        return reverse("on-call", args=[body.slug]), "Open the alerts"
    if kind not in PAGES or not number.isdigit():
        return "", ""
    name, words = PAGES[kind]
    return reverse(name, args=[body.slug, int(number)]), words
