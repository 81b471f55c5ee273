"""A mail server, by Django's own SMTP.

What broke off once the words were on their way may have been sent, so it is not sent again: a mail server cannot be
asked what became of a letter. See docs/decisions/0014-never-told-twice.md.
"""

import smtplib
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from evenhand.notices.ports.contract import Accepted, Arrival, Heard, Letter, NotDone, TryAgain, Unknown


class _Plain(smtplib.SMTP):
    """Notes when the words themselves began to go out."""

    words_began = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.words_began = True
        return super().data(msg)


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain


class Smtp:
    """The mail server of EVENHAND_SMTP_URL."""

    looks_up = False

    def send(self, letter: Letter) -> Accepted:
        """Raises: TryAgain, NotDone, Unknown."""
        backend = _Backend()
        mail = _mail(letter, backend)
        try:
            backend.open()
        except smtplib.SMTPAuthenticationError as wrong:
            raise TryAgain(f"the mail server did not let us in: {wrong.smtp_code}") from wrong
        except OSError as wrong:  # smtplib's own errors are among them
            raise TryAgain(f"the mail server could not be reached: {type(wrong).__name__}") from wrong
        connection = backend.connection
        try:
            backend.send_messages([mail])
        except OSError as wrong:
            raise _told(wrong, began=getattr(connection, "words_began", False)) from wrong
        finally:
            with suppress(OSError):  # how it says good-bye changes nothing
                backend.close()
        return Accepted(mail.extra_headers["Message-ID"], "taken on by the mail server")

    def find(self, key: str) -> Accepted | None:
        """Nothing can be looked up. Raises: TryAgain, always."""
        raise TryAgain("a mail server cannot be asked what became of a letter")

    def heard(self, id_: str) -> Heard:
        """A mail server never tells."""
        return Heard(Arrival.UNKNOWN, "a mail server does not say whether a letter arrived")


def _mail(letter: Letter, backend: EmailBackend) -> EmailMessage:
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        letter.subject, letter.words, to=[letter.email], connection=backend, from_email=_comes_back_to(letter.key),
        headers={
            "From": str(settings.DEFAULT_FROM_EMAIL),
            "Message-ID": f"<{letter.key}@{domain}>",  # the same at every try, so that a mail system may see a double
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's out-of-office replies to it
        },
    )  # fmt: skip


def _comes_back_to(key: str) -> str:
    """The envelope's sender: names the letter, so that whatever comes back to it says which it was."""
    box, _, domain = settings.EVENHAND_BOUNCES_TO.rpartition("@")
    return f"{box}+{key}@{domain}" if box else str(settings.DEFAULT_FROM_EMAIL)


def _told(wrong: OSError, *, began: bool) -> Exception:
    """4xx: not now. 5xx: never. A break: unknown once the words had begun to go out."""
    code, answer = _answer(wrong)
    if code is None:
        kind = type(wrong).__name__
        return Unknown(f"the connection broke off ({kind})") if began else TryAgain(f"nothing was sent ({kind})")
    words = f"the mail server answered {code}: {answer}"
    return NotDone(words) if code >= 500 else TryAgain(words)


def _answer(wrong: OSError) -> tuple[int | None, str]:
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return _plain(*next(iter(wrong.recipients.values())))
    if isinstance(wrong, smtplib.SMTPResponseException) and wrong.smtp_code > 0:
        return _plain(wrong.smtp_code, wrong.smtp_error)
    return None, ""


def _plain(code: int, answer: bytes | str) -> tuple[int, str]:
    return code, answer.decode(errors="replace") if isinstance(answer, bytes) else answer
