"""The little of DER that time-stamps need: a request over a hash, and an answer whose certificates are in order."""

from collections.abc import Iterator
from dataclasses import dataclass

# TimeStampReq { version 1, messageImprint { SHA-256, hash }, nonce, certReq TRUE }; both fields have fixed lengths.
# Source: RFC 3161, 2.4.1.
_BEFORE_HASH = bytes.fromhex("30430201013031300d 0609608648016503040201 05000420")
_BEFORE_NONCE = bytes.fromhex("0208")
_AFTER_NONCE = bytes.fromhex("0101ff")
_SEQUENCE, _CONTEXT_0 = 0x30, 0xA0


def request(sha256: bytes, nonce: int) -> bytes:
    """A TimeStampReq that asks for the authority's certificates too. `nonce`: from 2**56 up to 2**63, less one."""
    return _BEFORE_HASH + sha256 + _BEFORE_NONCE + nonce.to_bytes(8, "big") + _AFTER_NONCE


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    content: int
    end: int


def with_ordered_certificates(answer: bytes) -> bytes:
    """A TimeStampResp with the certificates it carries in the order that DER asks for.

    Authorities that run OpenSSL send them in any order, which strict readers refuse. No signature covers them, and
    the length stays. What cannot be walked comes back as it was: its reader will say what is wrong.
    """
    try:
        certificates = _certificates(answer)
        if certificates is None:
            return answer
        found = sorted(answer[each.start : each.end] for each in _inside(answer, certificates))
    except IndexError:
        return answer
    return answer[: certificates.content] + b"".join(found) + answer[certificates.end :]


def _certificates(answer: bytes) -> _Element | None:
    """TimeStampResp > timeStampToken > content > SignedData > certificates, where there are any."""
    response = _at(answer, 0, len(answer))
    token = _nth(answer, response, 1, _SEQUENCE)
    content = token and _nth(answer, token, 1, _CONTEXT_0)
    signed_data = content and _nth(answer, content, 0, _SEQUENCE)
    return signed_data and _nth(answer, signed_data, 3, _CONTEXT_0)


def _nth(data: bytes, parent: _Element, place: int, tag: int) -> _Element | None:
    children = list(_inside(data, parent))
    return children[place] if len(children) > place and children[place].tag == tag else None


def _inside(data: bytes, parent: _Element) -> Iterator[_Element]:
    at = parent.content
    while at < parent.end:
        child = _at(data, at, parent.end)
        yield child
        at = child.end


def _at(data: bytes, start: int, limit: int) -> _Element:
    """The element that begins here. Raises: IndexError where it would end behind `limit`."""
    first = data[start + 1]
    long_form = first & 0x7F if first & 0x80 else 0
    content = start + 2 + long_form
    length = int.from_bytes(data[start + 2 : content], "big") if long_form else first
    if content + length > limit:
        raise IndexError(f"an element at byte {start} is longer than what it stands in")
    return _Element(data[start], start, content, content + length)
