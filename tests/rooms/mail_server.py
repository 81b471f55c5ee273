"""A real mail server on loopback, told when to refuse, when to be busy and when to break off."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Answers:
    """What the server says next; it keeps what it took on."""

    def __init__(self) -> None:
        self.to_recipients: list[str] = []
        self.to_words: list[str] = []
        self.break_off: str = ""  # "at RCPT", "in DATA"
        self.taken: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.break_off == "at RCPT":
            self._break(server)
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        if self.break_off == "in DATA":
            self._break(server)
        return self.to_words.pop(0) if self.to_words else "250 OK"

    def _break(self, server: SMTP) -> None:
        self.break_off = ""
        assert server.transport is not None
        server.transport.abort()


class _AnyPort(Controller):
    """Learns its port once it listens; aiosmtpd itself calls the port that it was given."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[tuple[Answers, int]]:
    """The server's answers and its port."""
    answers = Answers()
    controller = _AnyPort(answers, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield answers, controller.port
    finally:
        controller.stop()
