"""The ways by which an e-mail leaves. Which there are follows from the settings."""

from django.conf import settings

from evenhand.notices.models import Way
from evenhand.notices.ports.contract import Port
from evenhand.notices.ports.notify import Notify
from evenhand.notices.ports.smtp import Smtp


def mail_way() -> Way | None:
    """How e-mail goes here: by GOV.UK Notify where it is set up, else by SMTP; None where neither is."""
    if settings.EVENHAND_NOTIFY_KEY and settings.EVENHAND_NOTIFY_TEMPLATE:
        return Way.NOTIFY
    return Way.SMTP if settings.EMAIL_HOST else None


def port(way: Way) -> Port:
    """What sends by a way. Raises: KeyError, for a way that is no e-mail."""
    ports: dict[Way, type[Notify] | type[Smtp]] = {Way.NOTIFY: Notify, Way.SMTP: Smtp}
    return ports[way]()
