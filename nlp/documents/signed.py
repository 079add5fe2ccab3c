"""What an S/MIME signature wraps (CMS SignedData, RFC 5652) is taken out; whether the signature holds is not asked."""

from __future__ import annotations

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
OCTET_STRING, SEQUENCE, SET, EXPLICIT = 0x04, 0x30, 0x31, 0xA0
CONSTRUCTED_OCTETS = 0x24
DEPTH = 12


class NotSigned(ValueError):
    """No SignedData with content: encrypted, a bare certificate, a detached signature, or broken."""


def signed_content(data: bytes) -> bytes:
    """The content of an opaque signature, a MIME message. Raises NotSigned. BER with indefinite lengths is read too."""
    outer = _inside(data, 0, SEQUENCE)
    if not outer.startswith(SIGNED_DATA):
        raise NotSigned("not signed, but enveloped or something else")
    signed = _inside(_inside(outer, len(SIGNED_DATA), EXPLICIT), 0, SEQUENCE)
    place = 0
    while place < len(signed):  # version, digestAlgorithms, encapContentInfo
        tag, start, end, following = _element(signed, place)
        if tag == SEQUENCE:
            content = signed[start:end]
            if not content.startswith(DATA):
                break
            return _octets(_inside(content, len(DATA), EXPLICIT), 0)
        place = following
    raise NotSigned("the signature carries no content")


def _inside(data: bytes, place: int, wanted: int) -> bytes:
    if place >= len(data):
        raise NotSigned("the signature carries no content")
    tag, start, end, _ = _element(data, place)
    if tag != wanted:
        raise NotSigned("not the structure of a signature")
    return data[start:end]


def _element(data: bytes, place: int, depth: int = 0) -> tuple[int, int, int, int]:
    """(tag, where the content starts, where it ends, where the next element starts)."""
    if depth > DEPTH or place + 2 > len(data) or data[place] & 0x1F == 0x1F:
        raise NotSigned("broken structure")
    tag, length, start = data[place], data[place + 1], place + 2
    if length == 0x80:
        return _indefinite(data, tag, start, depth)
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise NotSigned("cut off")
    return tag, start, start + length, start + length


def _indefinite(data: bytes, tag: int, start: int, depth: int) -> tuple[int, int, int, int]:
    place = start
    while data[place : place + 2] != b"\x00\x00":
        place = _element(data, place, depth + 1)[3]
    return tag, start, place, place + 2


def _octets(data: bytes, depth: int) -> bytes:
    """The bytes of an OCTET STRING, in one piece or in many."""
    parts, place = [], 0
    while place < len(data):
        tag, start, end, place = _element(data, place)
        if tag == OCTET_STRING:
            parts.append(data[start:end])
        elif tag == CONSTRUCTED_OCTETS and depth < DEPTH:
            parts.append(_octets(data[start:end], depth + 1))
        else:
            raise NotSigned("not the structure of a signature")
    return b"".join(parts)
