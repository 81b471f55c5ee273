"""GOV.UK Notify. It keeps our key as its "reference", so a letter in doubt is looked up before it is sent again."""

import logging
from typing import Any

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from evenhand.notices.ports.contract import Accepted, Arrival, Heard, Letter, NotDone, TryAgain, Unknown

ANSWERS_WITHIN_SECONDS = 20
AFTER_TOO_MANY_SECONDS = 60  # its limits are by the minute
ARRIVALS = {
    "delivered": Arrival.DELIVERED,
    "permanent-failure": Arrival.FAILED,
    "temporary-failure": Arrival.FAILED,  # it has tried for three days by then
    "technical-failure": Arrival.FAILED,
}
logging.getLogger("notifications_python_client").setLevel(logging.ERROR)  # its warnings hold what it answered


class Notify:
    """The service's template must have the blanks ((subject)) and ((body)) and nothing else to fill in."""

    looks_up = True

    def __init__(self) -> None:
        client: Any = NotificationsAPIClient  # without types
        self._client = client(
            settings.EVENHAND_NOTIFY_KEY, base_url=settings.EVENHAND_NOTIFY_URL, timeout=ANSWERS_WITHIN_SECONDS
        )

    def send(self, letter: Letter) -> Accepted:
        """Raises: TryAgain, NotDone, Unknown."""
        try:
            answer = self._client.send_email_notification(
                email_address=letter.email, template_id=settings.EVENHAND_NOTIFY_TEMPLATE, reference=letter.key,
                personalisation={"subject": letter.subject, "body": letter.words},
            )  # fmt: skip
        except APIError as wrong:
            if wrong.status_code == 429:
                raise TryAgain(_said(wrong), AFTER_TOO_MANY_SECONDS) from wrong
            if wrong.status_code >= 500 or wrong.response is None:
                raise Unknown(_said(wrong)) from wrong
            raise NotDone(_said(wrong)) from wrong
        return Accepted(str(answer["id"]), "taken on by GOV.UK Notify")

    def find(self, key: str) -> Accepted | None:
        """Raises: TryAgain."""
        found = self._asked(self._client.get_all_notifications, reference=key)["notifications"]
        return Accepted(str(found[0]["id"]), f"found at GOV.UK Notify: {found[0]['status']}") if found else None

    def heard(self, id_: str) -> Heard:
        """Raises: TryAgain."""
        return arrival(str(self._asked(self._client.get_notification_by_id, id_)["status"]))

    def _asked(self, ask: Any, *place: str, **what: str) -> Any:
        try:
            return ask(*place, **what)
        except APIError as wrong:
            raise TryAgain(_said(wrong), AFTER_TOO_MANY_SECONDS if wrong.status_code == 429 else 0) from wrong


def arrival(status: str) -> Heard:
    """A status of GOV.UK Notify as we have it; one that we do not know decides nothing."""
    return Heard(ARRIVALS.get(status, Arrival.UNKNOWN), f"GOV.UK Notify says: {status}")


def _said(wrong: APIError) -> str:
    if wrong.response is None:
        return "GOV.UK Notify did not answer"
    told = wrong.message
    words = "; ".join(str(each.get("message", each)) for each in told) if isinstance(told, list) else str(told)
    return f"GOV.UK Notify answered {wrong.status_code}: {words}"
