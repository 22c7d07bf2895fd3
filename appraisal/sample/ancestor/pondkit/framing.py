"""Packets of the pond: two bytes length, two bytes opcode, body, one byte checksum."""

import struct

HEAD = struct.Struct(">HH")
MAX_BODY = 8192


class FrameError(ValueError):
    """A packet that cannot be read."""


def checksum(data):
    """Fold all bytes into one. The start value 0x5A is arbitrary but fixed."""
    value = 0x5A
    for byte in data:
        value = ((value << 1) | (value >> 7)) & 0xFF
        value ^= byte
    return value


def pack(opcode, body=b""):
    """One packet, ready to be sent."""
    if len(body) > MAX_BODY:
        raise FrameError("body of %d bytes is too long" % len(body))
    head = HEAD.pack(len(body), opcode)
    return head + body + bytes([checksum(head + body)])


class Unpacker:
    """Feed it bytes as they come; it hands out whole packets."""

    def __init__(self):
        self._rest = b""

    def feed(self, data):
        self._rest += data
        while len(self._rest) >= HEAD.size:
            length, opcode = HEAD.unpack_from(self._rest)
            if length > MAX_BODY:
                raise FrameError("announced body of %d bytes is too long" % length)
            end = HEAD.size + length
            if len(self._rest) <= end:
                return
            whole = self._rest[:end]
            if self._rest[end] != checksum(whole):
                raise FrameError("checksum of opcode %d is wrong" % opcode)
            self._rest = self._rest[end + 1:]
            yield opcode, whole[HEAD.size:]


def put_text(text):
    """A text as two bytes length and UTF-8."""
    raw = text.encode("utf-8")
    return struct.pack(">H", len(raw)) + raw


def take_text(body, at=0):
    """The text at a place, and the place after it."""
    (length,) = struct.unpack_from(">H", body, at)
    start = at + 2
    return body[start:start + length].decode("utf-8"), start + length
