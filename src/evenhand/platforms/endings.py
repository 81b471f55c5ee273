"""How a call to a platform can end other than well. Each says what may be done next."""

ASKED_AGAIN_AFTER_SECONDS = 300
"""A refused token is mended by a person or by a renewal, not by asking twice a second."""


class TryAgain(Exception):
    """The platform did not do it for now. `after_seconds`: what it asked for, 0 if it did not say."""

    def __init__(self, words: str, after_seconds: int = 0) -> None:
        super().__init__(words)
        self.after_seconds = after_seconds


class AccessRefused(TryAgain):
    """The token has expired, was revoked or lacks a permission: nothing was done, and somebody must renew access."""

    def __init__(self, words: str, after_seconds: int = ASKED_AGAIN_AFTER_SECONDS) -> None:
        super().__init__(words, after_seconds)


class NotDone(Exception):
    """The platform refused for good: a person must look."""


class Unknown(Exception):
    """The call broke off: nobody knows whether it was done. Read back before another try."""


class NotReadable(Exception):
    """One thing that a platform or a file gave and nobody here can read as a comment; the message is for people."""


class PushRefused(Exception):
    """A pushed message that is not believed: nothing is woken by it."""


class WrongSignature(PushRefused):
    """It is not signed with our secret, or not signed at all."""


class Replayed(PushRefused):
    """It is signed, and too old: somebody may be sending again what they once saw."""
