"""Frames as bytes. A frame is a tuple: its name, then its fields; a joined frame is read as several."""

import struct

MAX_SEQ = 2**60 - 1
MAX_W = 2**30
HEADER = struct.Struct("<BBHIQQ")  # version, type, reserved, length of the body, id, number
OVERHEAD = HEADER.size

IN_PROGRESS, UNKNOWN, SEALED = "IN_PROGRESS", "UNKNOWN", "SEALED"
REFUSED, FORGOTTEN, REPLY_TOO_LONG = "REFUSED", "FORGOTTEN", "REPLY_TOO_LONG"

REQUESTS = {0x01: "OPEN", 0x02: "CLOSE", 0x03: "DATA", 0x04: "CHECK", 0x05: "SEAL"}
REPLIES = {
    0x81: "OPENED",
    0x82: "FULL",
    0x83: "GONE",
    0x84: "ACK",
    0x85: "REPLY",
    0x86: "STATUS",
    0x87: "NO_ANSWER",
    0x88: "REJECTED",
}
TYPES = {name: code for code, name in (REQUESTS | REPLIES).items()}
CODES = {"STATUS": (IN_PROGRESS, UNKNOWN, SEALED), "NO_ANSWER": (REFUSED, FORGOTTEN, REPLY_TOO_LONG)}


class Malformed(Exception):
    """Why a frame is refused."""


def require(condition, reason):
    if not condition:
        raise Malformed(reason)


def is_window(w):
    return 0 < w <= MAX_W and w & (w - 1) == 0


def encode(frame, max_frame):
    """Returns the bytes of a frame about one message. Too much of a reply or a reason is cut as the page says."""
    name, first, *rest = frame
    number, body = rest[0] if rest else 0, b""
    if name == "OPEN":  # sender, nonce, the largest W
        if rest[1] != MAX_W:
            body = struct.pack("<I", rest[1])
    elif name == "OPENED":  # sender, nonce, session, W, whether there are replies
        body = struct.pack("<QII", rest[1], rest[2], 1 if rest[3] else 0)
    elif name == "DATA":  # session, number, payload
        body = rest[1]
    elif name in ("CHECK", "SEAL"):
        body = struct.pack("<Q", 1)
    elif name == "ACK":  # session, number, reply or None
        if rest[1] is None:
            body = struct.pack("<Q", 1)
        elif len(rest[1]) > max_frame - OVERHEAD:
            return encode(("STATUS", first, number, REPLY_TOO_LONG), max_frame)
        else:
            name, body = "REPLY", rest[1]
    elif name == "REJECTED":  # session, number, reason
        body = rest[1].encode()[: max_frame - OVERHEAD].decode(errors="ignore").encode()
    elif name == "STATUS":  # session, number, state
        name = "STATUS" if rest[1] in CODES["STATUS"] else "NO_ANSWER"
        code = CODES[name].index(rest[1]) + 1
        body = struct.pack("<QQ", code & 1, code >> 1)
    return HEADER.pack(1, TYPES[name], 0, len(body), first, number) + body


def decode(data, from_receiver, max_frame):
    """Returns the frames that these bytes stand for; raises Malformed."""
    require(len(data) >= OVERHEAD, "TOO_SHORT")
    require(len(data) <= max_frame, "TOO_LONG")
    version, code, reserved, length, first, number = HEADER.unpack_from(data)
    body = data[OVERHEAD:]
    require(version == 1, "WRONG_VERSION")
    require(reserved == 0, "RESERVED_BITS")
    require(length == len(body), "WRONG_LENGTH")
    names, others = (REPLIES, REQUESTS) if from_receiver else (REQUESTS, REPLIES)
    require(code in names, "WRONG_DIRECTION" if code in others else "UNKNOWN_TYPE")
    name = names[code]
    if name == "OPEN":
        require(len(body) in (0, 4), "WRONG_BODY")
        w = struct.unpack("<I", body)[0] if body else MAX_W
        require(is_window(w), "WRONG_WINDOW_SIZE")
        return [(name, first, number, w)]
    if name == "OPENED":
        require(len(body) == 16, "WRONG_BODY")
        session, w, flags = struct.unpack("<QII", body)
        require(flags <= 1, "RESERVED_BITS")
        require(is_window(w), "WRONG_WINDOW_SIZE")
        return [(name, first, number, session, w, flags == 1)]
    if name == "FULL":
        require(not body, "WRONG_BODY")
        return [(name, first, number)]
    if name in ("CLOSE", "GONE"):
        require(not body, "WRONG_BODY")
        require(number == 0, "RESERVED_BITS")
        return [(name, first)]
    words = {"CHECK": 1, "SEAL": 1, "ACK": 1, "STATUS": 2, "NO_ANSWER": 2}.get(name, 0)
    require(words == 0 or len(body) == 8 * words, "WRONG_BODY")
    require(number <= MAX_SEQ, "SEQ_OUT_OF_RANGE")
    if name == "DATA":
        return [(name, first, number, body)]
    if name == "REPLY":
        return [("ACK", first, number, body)]
    if name == "REJECTED":
        return [(name, first, number, body.decode(errors="replace"))]
    low, high = (struct.unpack("<" + "Q" * words, body) + (0,))[:2]
    bits = low | high
    require(bits, "NO_MESSAGE")
    require(number + bits.bit_length() - 1 <= MAX_SEQ, "LAST_OUT_OF_RANGE")
    frames = []
    for i in range(bits.bit_length()):
        if name in CODES and bits >> i & 1:
            code = (low >> i & 1) + 2 * (high >> i & 1)
            frames.append(("STATUS", first, number + i, CODES[name][code - 1]))
        elif bits >> i & 1:
            frames.append((name, first, number + i) + ((None,) if name == "ACK" else ()))
    return frames


def split(datagram):
    """Yields the frames in a datagram as bytes, until what follows is none: that is yielded as it is."""
    while datagram:
        end = OVERHEAD + HEADER.unpack_from(datagram)[3] if len(datagram) >= OVERHEAD else len(datagram)
        end = end if datagram[0] == 1 else len(datagram)
        yield datagram[:end]
        datagram = datagram[end:]
