"""Answers the conformance kit, `exactly-once.jar port`, over standard input and output: one JSON object a line."""

import json
import sys

from . import wire
from .host import Host
from .receiver import Hold
from .session import Sender
from .store import ReceiverStore, SenderStore

VECTORS = 1
CAPABILITIES = ["wire", "receiver", "sender", "sessions", "replies", "ordered", "hold", "crash", "drop"]
FIRST, LONGEST = 0.1, 5.0  # timeouts, in seconds of a clock that only the kit moves
MOST_POLLS = 3
STEPS = ("frame", "handler", "submit", "cancel", "timeout", "open", "close", "drop")

FIELDS = {
    "OPEN": ("sender", "nonce", "window"),
    "CLOSE": ("session",),
    "DATA": ("session", "seq", "payload"),
    "CHECK": ("session", "seq"),
    "SEAL": ("session", "seq"),
    "OPENED": ("sender", "nonce", "session", "window", "replies"),
    "FULL": ("sender", "nonce"),
    "GONE": ("session",),
    "ACK": ("session", "seq", "reply"),
    "STATUS": ("session", "seq", "state"),
    "REJECTED": ("session", "seq", "reason"),
}


def written(store, made):
    """Each write of a store is an output from now on."""
    write = store.write

    def write_and_tell(**change):
        write(**change)
        made(out="write", **change)

    store.write = write_and_tell


def restored(store, command, made):
    """Makes the writes again that were made before a crash; returns whether there was one."""
    stored = command.get("stored")
    for change in stored or []:
        store.apply({field: value for field, value in change.items() if field != "out"})
    if "stored" in command:
        written(store, made)
    return stored is not None


class ReceiverSide:
    """A receiver that has one session, or has none yet and may have several."""

    def __init__(self, command, made):
        self.longest, self.made = command["longest"], made
        self.ends = {}  # how handlers end that have not begun, by number
        self.held = {}  # for those that have not ended, by number: their session and their payload
        w, ordered, replies = command["window"], command["ordered"], command["replies"]
        store, most, ids = ReceiverStore(), command.get("sessions", 1), iter(command.get("ids", ()))
        if not restored(store, command, made) and "session" in command:
            store.opened(command["session"], {"sender": 0, "nonce": 0, "W": w, "ordered": ordered, "replies": replies})
        self.host = Host(w, ordered, replies, most, self.handle, store, self.send, ids.__next__)

    def send(self, frame):
        self.made(out="frame", hex=wire.encode(frame, self.longest).hex())

    def handle(self, sender, s, payload):
        if s not in self.ends:
            self.held[s] = self.session, payload
            raise Hold()
        return self.end(s, payload, self.ends.pop(s))

    def end(self, s, payload, command):
        if command["result"] == "fails":
            raise ValueError("as the vector says")
        self.made(out="effect", seq=s, payload=payload.decode())
        return [], command["reply"].encode() if "reply" in command else None

    def frame(self, command):
        for frame in wire.decode(bytes.fromhex(command["hex"]), False, self.longest):
            self.session = frame[1]
            self.host.receive(frame)

    def handler(self, command):
        s = command["seq"]
        if s in self.held:
            session, payload = self.held.pop(s)
            self.host.sessions[session].finish(s, lambda: self.end(s, payload, command))
        else:
            self.ends[s] = command

    def drop(self, command):
        if not self.host.drop(command["session"]):
            self.made(out="refused")


class SenderSide:
    """A sender that has a session already, or has none yet."""

    def __init__(self, command, made):
        self.longest, self.made, self.now = command["longest"], made, 0.0
        self.asked = set()
        store, nonces = SenderStore(), iter(command.get("nonces", ()))
        if not restored(store, command, made) and "session" in command:
            store.open(command["session"], command["window"], command["replies"])
        self.sender = Sender(command.get("sender", 0), store, self.send, self.report, FIRST, LONGEST,
                             command["window"], self.longest, nonces.__next__)

    def send(self, frame):
        self.asked.add(frame[2] if frame[0] in ("DATA", "CHECK", "SEAL") else None)
        self.made(out="frame", hex=wire.encode(frame, self.longest).hex())

    def report(self, s, payload, outcome, answer):
        self.made(out="report", seq=s, outcome=outcome, reply=None if answer is None else answer.decode())

    def frame(self, command):
        for frame in wire.decode(bytes.fromhex(command["hex"]), True, self.longest):
            self.sender.receive(frame)

    def submit(self, command):
        if self.sender.submit(command["payload"].encode()) is None:
            self.made(out="refused")

    def cancel(self, command):
        if not self.sender.messages.cancel(command["seq"]):
            self.made(out="refused")

    def open(self, command):
        self.sender.open()

    def close(self, command):
        self.sender.close()

    def timeout(self, command):
        self.asked.clear()
        for _ in range(MOST_POLLS):
            self.now += LONGEST
            self.sender.poll(self.now)
            if command.get("seq") in self.asked:
                return

    def settle(self):
        """What was decided, gone or closed has consequences, without any timeout."""
        self.sender.poll(self.now)


class Adapter:
    def __init__(self, capabilities):
        self.capabilities, self.side, self.outs = capabilities, None, []

    def made(self, **out):
        self.outs.append(out)

    def answer(self, command):
        name, self.outs = command["do"], []
        if name == "hello":
            return {"vectors": VECTORS, "name": "exactly_once in Python", "capabilities": self.capabilities}
        if name == "read":
            self.read(command)
        elif name in ("receiver", "sender"):
            self.side = (ReceiverSide if name == "receiver" else SenderSide)(command, self.made)
        elif name in STEPS and hasattr(self.side, name):
            getattr(self.side, name)(command)
            if isinstance(self.side, SenderSide):
                self.side.settle()
        else:
            return {"unsupported": name}
        return {"outs": self.outs}

    def read(self, command):
        try:
            frames = wire.decode(bytes.fromhex(command["hex"]), command["reader"] == "sender", command["longest"])
        except wire.Malformed as e:
            self.made(out="refused", reason=str(e))
        else:
            for name, *values in frames:
                if name == "STATUS" and values[-1] in wire.CODES["NO_ANSWER"]:
                    self.made(out="call", call="NO_ANSWER", **fields("STATUS", values))
                else:
                    self.made(out="call", call=name, **fields(name, values))


def fields(name, values):
    return {field: text(field, value) for field, value in zip(FIELDS[name], values) if value is not None}


def text(field, value):
    if field == "replies":
        return "yes" if value else "no"
    if field == "reason":
        return value.encode().hex()
    if isinstance(value, bytes):
        return value.hex()
    return "%x" % value if isinstance(value, int) else value


def main():
    in_call = sys.argv[1:] == ["--in-call"]  # handlers run when their frame arrives
    adapter = Adapter([each for each in CAPABILITIES if each != "hold" or not in_call])
    for line in sys.stdin:
        print(json.dumps(adapter.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
