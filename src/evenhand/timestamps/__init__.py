"""EVD-01: RFC 3161 time-stamps: an authority states that some bytes, known to it by their SHA-256 alone, were there.

What is kept is the authority's whole answer, as it came. A stranger checks it without this program:
`openssl ts -verify -digest <SHA-256> -sha256 -in answer.tsr -CAfile roots.pem`.
"""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from cryptography import x509
from rfc3161_client import (
    PKIStatus,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from evenhand.timestamps import der

MOST_BYTES = 100_000  # an answer with a chain of certificates has about 6,000
_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stamps. `roots`: PEM of the certificates that its own must lead to, chosen by whoever set it up."""

    name: str
    url: str
    roots: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a token says: when (UTC, the authority's clock), the subject of the signing certificate, its number."""

    at: datetime
    authority: str
    serial: int


class NoStamp(Exception):
    """An authority gave no stamp that is worth keeping. Ask again later."""

    def __init__(self, authority: Authority, why: str) -> None:
        super().__init__(f"{authority.name} gave no time-stamp: {why}")
        self.authority, self.why = authority, why


class WrongStamp(Exception):
    """A token that does not prove what it is said to prove; the words say which check failed."""


def stamp(sha256: bytes, authority: Authority, timeout_seconds: float) -> bytes:
    """The authority's answer over a hash, checked: granted, for this hash and this request, signed under its roots.

    `timeout_seconds` is for the whole exchange. Raises: NoStamp for whatever goes wrong, ValueError for no SHA-256.
    """
    nonce = secrets.randbelow(2**62) + 2**62
    asked = der.request(_checked(sha256), nonce)
    try:
        answer = _exchange(authority.url, asked, timeout_seconds)
        verify(answer, sha256, authority.roots)
        if _read(answer).tst_info.nonce != nonce:
            raise WrongStamp("it answers another request: the nonce is not ours")
    except (_NoAnswer, WrongStamp) as why:
        raise NoStamp(authority, str(why)) from why
    return answer


def verify(token: bytes, sha256: bytes, roots: bytes) -> Stamp:
    """What a kept answer proves about a hash, with no network. Certificates need to have been valid when it was made.

    Raises: WrongStamp, saying which check failed; ValueError for what is no SHA-256.
    """
    response = _read(token)
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise WrongStamp(f"it is over a hash of another kind ({imprint.hash_algorithm.dotted_string}), not SHA-256")
    if imprint.message != _checked(sha256):
        raise WrongStamp(f"it is over other bytes: their SHA-256 is {imprint.message.hex()}, not {sha256.hex()}")
    try:
        VerifierBuilder(roots=_certificates(roots)).build().verify(response, sha256)
        signer = _signer(response)
    except (VerificationError, ValueError, x509.InvalidVersion) as wrong:
        raise WrongStamp(f"no signature on it leads to the authority's roots: {wrong}") from None
    return Stamp(response.tst_info.gen_time.astimezone(UTC), signer, response.tst_info.serial_number)


def _read(token: bytes) -> TimeStampResponse:
    """Raises: WrongStamp where there are no readable answer and no token in it."""
    try:
        response = decode_timestamp_response(der.with_ordered_certificates(token))
    except ValueError as wrong:
        raise WrongStamp(f"it is damaged, or no RFC 3161 answer: {wrong}") from None
    if response.status != PKIStatus.GRANTED:
        said = "; ".join(response.status_string) or "without a reason"
        raise WrongStamp(f"the authority refused (status {response.status}): {said}")
    try:
        response.tst_info.gen_time.astimezone(UTC)
    except ValueError as wrong:
        raise WrongStamp(f"it is damaged, or no RFC 3161 answer: {wrong}") from None
    return response


def _signer(response: TimeStampResponse) -> str:
    [info] = response.signed_data.signer_infos
    for certificate in map(x509.load_der_x509_certificate, response.signed_data.certificates):
        if (certificate.issuer, certificate.serial_number) == (info.issuer, info.serial_number):
            return certificate.subject.rfc4514_string()
    raise WrongStamp("it does not carry the certificate that signed it")


def _certificates(roots: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(roots)
    except ValueError as wrong:
        raise WrongStamp(f"the authority's roots cannot be read as PEM: {wrong}") from None


def _checked(sha256: bytes) -> bytes:
    if len(sha256) != 32:
        raise ValueError(f"a SHA-256 has 32 bytes, and these are {len(sha256)}")
    return sha256


class _NoAnswer(Exception):
    """What went wrong between us and the authority."""


def _exchange(url: str, asked: bytes, timeout_seconds: float) -> bytes:
    """In a thread of its own, as the caller may run inside a loop; the loop's clock bounds the whole, not each read."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _post(url, asked, timeout_seconds)).result()


async def _post(url: str, asked: bytes, timeout_seconds: float) -> bytes:
    headers = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
    try:
        async with (
            asyncio.timeout(timeout_seconds),
            httpx.AsyncClient(timeout=None) as client,  # noqa: S113 (the line above bounds all of it)
            client.stream("POST", url, content=asked, headers=headers) as response,
        ):
            return await _body(response)
    except TimeoutError:
        raise _NoAnswer(f"no answer within {timeout_seconds:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as failed:
        raise _NoAnswer(f"{url} could not be asked: {failed or type(failed).__name__}") from None


async def _body(response: httpx.Response) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise _NoAnswer(f"it answered HTTP {response.status_code}")
    answer = bytearray()
    async for piece in response.aiter_raw():
        answer += piece
        if len(answer) > MOST_BYTES:
            raise _NoAnswer(f"its answer has more than {MOST_BYTES:,} bytes")
    return bytes(answer)
