"""Which way a notice goes: e-mail, the platform, a person, or none. The settings and the manifest decide."""

from dataclasses import dataclass, replace

from evenhand.actions.queries import asked_for_by
from evenhand.connections import shadow
from evenhand.core.lifecycle import NoticeState
from evenhand.core.vocabulary import Support, Verb
from evenhand.intake.models import Author, Channel, Comment
from evenhand.notices.models import Notice, Way
from evenhand.notices.ports import mail_way
from evenhand.officers.models import Officer
from evenhand.platforms import found


@dataclass(frozen=True, slots=True)
class To:
    """Whoever is told; as much as is known of them. `name`: of somebody who has no account."""

    author: Author | None = None
    comment: Comment | None = None
    channel: Channel | None = None
    email: str = ""
    name: str = ""
    officer: Officer | None = None

    @property
    def address(self) -> str:
        """Where e-mail goes; empty where no address is known."""
        return self.email.strip() or (self.officer.email if self.officer else "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way, and why it is by hand or none."""

    way: Way
    why: str = ""


def hushed(to: To, about: str) -> str:
    """Why nobody outside is told of what shadow mode kept from happening; empty where they may be."""
    if to.officer is not None:
        return ""
    if asked_for_by(about).filter(shadow=True).exists():
        return "shadow mode: nothing was done that they could be told of"
    channel = to.channel or (to.comment.channel if to.comment else None)
    if channel is not None and shadow.is_on(channel):
        return f"shadow mode: nothing about {channel.title} goes to anybody outside"
    return ""


def choose(to: To, by_hand: str = "") -> Chosen:
    """The first way that there is. `by_hand`: why a person must tell them, empty where a program may."""
    if by_hand.strip():
        return Chosen(Way.HAND, by_hand.strip())
    mail = mail_way()
    if to.address and mail:
        return Chosen(mail)
    if to.officer:
        return Chosen(Way.NONE, "no e-mail is set up here; what is due stands in Evenhand's own lists")
    if reply_to(to) is not None and _carries(to):
        return Chosen(Way.PLATFORM)
    if to.address:
        return Chosen(Way.HAND, "no e-mail is set up here: a person must write")
    if to.author or to.name:
        carried = "the platform carries no message of ours, and " if to.author else ""
        return Chosen(Way.HAND, f"{carried}no e-mail address is known")
    return Chosen(Way.NONE, "nobody knows who it is, and the platform has no way to reach them")


def reply_to(to: To) -> Comment | None:
    """The comment that a private message answers: the one given, or the author's newest on the channel."""
    if to.comment is not None:
        return to.comment if to.comment.state != "deleted" else None
    if to.author is None or to.channel is None:
        return None
    theirs = Comment.objects.filter(author=to.author, channel=to.channel).exclude(state="deleted")
    return theirs.order_by("-created_at", "-pk").first()


def _carries(to: To) -> bool:
    channel = to.channel or (to.comment.channel if to.comment else None)
    support = found.manifest(channel.platform).supported.get(Verb.PRIVATE_REPLY) if channel else None
    return support in (Support.SUPPORTED, Support.CONDITIONAL)


def choose_for(to: To, *, about: str, kind: str, by_hand: str) -> Chosen:
    """The first way there is, or none in shadow mode. Whoever wrote to us with an appeal is answered, by letter alone:
    an appeal goes by the complaints procedure, not by the channel."""
    why = hushed(to, about)
    if not why:
        return choose(to, by_hand)
    if kind.startswith("appeal ") and (to.address or to.name):
        return choose(replace(to, author=None, comment=None, channel=None), by_hand)
    return Chosen(Way.NONE, why)


def to_of(notice: Notice) -> To:
    """To whom a notice goes."""
    return To(notice.author, notice.comment, notice.channel, notice.email, notice.name, notice.officer)


def others(notice: Notice) -> tuple[Way, ...]:
    """The ways by which a notice may be tried again; a platform is asked once, a person while nobody is."""
    mail, to = mail_way(), to_of(notice)
    if hushed(to, notice.about):
        return ()
    platform = notice.action_id is None and not to.officer and reply_to(to) is not None and _carries(to)
    by_hand = notice.state != NoticeState.BY_HAND
    return tuple(way for way, there in ((mail, mail), (Way.PLATFORM, platform), (Way.HAND, by_hand)) if way and there)
