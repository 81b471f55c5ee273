"""Captured bytes in object storage: S3 and what speaks like it, Azure, Google. Needs the extra `object-storage`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_SECONDS, _TRIES = 30, 2


class Bucket:
    """Captured bytes in a bucket. Credentials come from the environment, as the provider's own programs read them.

    `address`: `s3://bucket/prefix?endpoint=https://...&region=...`; what follows the question mark is handed on.
    Raises: ValueError where it is no such address, or the extra is not installed.
    """

    def __init__(self, address: str) -> None:
        self.where = address.partition("?")[0]
        self._store = _opened(address)

    def write(self, sha256: str, content: bytes) -> None:
        """Durable when the provider says so; the provider checks what arrives where it can."""
        import obstore

        with _as_os_error():
            obstore.put(self._store, _key(sha256), content)

    def read(self, sha256: str) -> bytes:
        """Raises: OSError."""
        import obstore

        with _as_os_error():
            return bytes(obstore.get(self._store, _key(sha256)).bytes())

    def has(self, sha256: str) -> bool:
        """Asks for its size alone."""
        import obstore

        try:
            with _as_os_error():
                obstore.head(self._store, _key(sha256))
        except FileNotFoundError:
            return False
        return True

    def remove(self, sha256: str) -> None:
        """What is not there is removed already."""
        import obstore

        with _as_os_error():
            obstore.delete(self._store, _key(sha256))

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Asked for page by page."""
        import obstore

        with _as_os_error():
            for page in obstore.list(self._store):
                yield from ((str(each["path"]).rpartition("/")[2], int(each["size"])) for each in page)


class _as_os_error:  # noqa: N801 (read as a phrase: with _as_os_error())
    """What goes wrong in a bucket has the types of what goes wrong on a disk."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _type: object, wrong: BaseException | None, _traceback: object) -> None:
        from obstore.exceptions import BaseError, NotFoundError

        if isinstance(wrong, NotFoundError | FileNotFoundError):
            raise FileNotFoundError(str(wrong)) from wrong
        if isinstance(wrong, BaseError):
            raise OSError(_first_line(wrong)) from wrong


def _opened(address: str) -> "ObjectStore":
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ModuleNotFoundError:
        raise ValueError("object storage is an extra; pip install 'evenhand[object-storage]'") from None
    options: dict[str, Any] = dict(parse_qsl(urlsplit(address).query))
    try:
        return from_url(
            address.partition("?")[0],
            client_options={
                "timeout": timedelta(seconds=_SECONDS),
                "allow_http": options.get("endpoint", "").startswith("http://"),
            },
            retry_config={"max_retries": _TRIES, "retry_timeout": timedelta(seconds=_SECONDS)},
            **options,
        )
    except (BaseError, ValueError, TypeError) as wrong:
        form = "s3://bucket/prefix?endpoint=https://...&region=..., az://... or gs://..."
        raise ValueError(f"{_first_line(wrong)}; write it as {form}") from None


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _first_line(wrong: BaseException) -> str:
    return next(iter(str(wrong).splitlines()), type(wrong).__name__)
