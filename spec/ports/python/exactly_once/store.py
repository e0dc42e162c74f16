"""What is on disk: a journal of JSON lines, or only in memory. One line is one transaction."""

import json
import os


class CommitUnknown(Exception):
    """It is not known whether a transaction was committed."""


class Refused(Exception):
    """The write rule does not allow it, and the message is not stored as handled."""


class Journal:
    def __init__(self, path=None):
        self.file = None
        if path is not None:
            kept = self.read(path) if os.path.exists(path) else 0
            self.file = open(path, "ab", buffering=0)
            self.file.truncate(kept)  # what the last crash has cut short

    def close(self):
        if self.file is not None:
            self.file.close()

    def read(self, path):
        kept = 0
        with open(path, "rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                self.apply(json.loads(line))
                kept += len(line)
        return kept

    def write(self, **change):
        if self.file is not None:
            try:
                self.file.write(json.dumps(change).encode() + b"\n")
            except OSError as e:
                raise CommitUnknown() from e
        self.apply(change)


def hexed(content):
    return None if content is None else content.hex()


def unhexed(text):
    return None if text is None else bytes.fromhex(text)


class ReceiverStore(Journal):
    """Sessions, the latest handled or sealed message of each slot, and the effects of handlers."""

    def __init__(self, path=None):
        self.sessions = {}  # id: its properties
        self.slots = {}  # id: slot: (number, DELIVERED, REJECTED or SEALED, content)
        self.effects = []
        super().__init__(path)

    def apply(self, change):
        write, i = change["write"], change["session"]
        if write == "opened":
            self.sessions[i] = change["properties"]
            self.slots[i] = {}
        elif write == "over":
            self.sessions.pop(i, None)
            self.slots.pop(i, None)
        else:
            s, state, content = change["seq"], write, change.get("content")
            content = unhexed(content) if write == "DELIVERED" else content
            self.slots[i][s % self.sessions[i]["W"]] = (s, state, content)
            self.effects += change.get("effects", [])

    def record(self, i, s):
        """Returns what is stored about message s, or None."""
        found = self.slots[i].get(s % self.sessions[i]["W"]) if i in self.sessions else None
        return found if found and found[0] == s else None

    def may_store(self, i, s):
        """The write rule."""
        return i in self.sessions and self.slots[i].get(s % self.sessions[i]["W"], (-1,))[0] < s

    def opened(self, i, properties):
        if i in self.sessions:
            raise ValueError("session %d exists already" % i)
        self.write(write="opened", session=i, properties=properties)

    def deliver(self, i, s, handler):
        """Runs the handler, which returns its effects and its reply, and stores both with DELIVERED."""
        if self.may_store(i, s):
            effects, reply = handler()
            self.write(write="DELIVERED", session=i, seq=s, content=hexed(reply), effects=effects)
        return self.handled(i, s)

    def rejected(self, i, s, reason):
        if self.may_store(i, s):
            self.write(write="REJECTED", session=i, seq=s, content=reason)
        return self.handled(i, s)

    def handled(self, i, s):
        record = self.record(i, s)
        if record is None or record[1] == "SEALED":
            raise Refused()
        return record

    def sealed(self, i, s):
        """Returns whether the store now says that s is sealed."""
        if self.may_store(i, s):
            self.write(write="SEALED", session=i, seq=s)
        record = self.record(i, s)
        return record is not None and record[1] == "SEALED"

    def over(self, i):
        if i in self.sessions:
            self.write(write="over", session=i)


class SenderStore(Journal):
    """One session, and its outbox."""

    def __init__(self, path=None):
        self.phase = None  # OPEN, DRAINING, CLOSING, ENDED
        self.session = self.W = self.replies = None
        self.entries = {}  # slot: [number, payload, whether it was cancelled]
        super().__init__(path)

    def apply(self, change):
        write = change["write"]
        if write == "session":
            self.phase, self.entries = "OPEN", {}
            self.session, self.W, self.replies = change["session"], change["W"], change["replies"]
        elif write == "append":
            self.entries[change["seq"] % self.W] = [change["seq"], unhexed(change["payload"]), False]
        elif write == "cancelled":
            self.entries[change["seq"] % self.W][2] = True
        elif write == "clear":
            self.phase, self.entries = None, {}
        else:
            self.phase = write

    def open(self, session, w, replies):
        self.write(write="session", session=session, W=w, replies=replies)

    def append(self, s, payload):
        self.write(write="append", seq=s, payload=hexed(payload))

    def cancelled(self, session, s):
        if self.phase is not None and session == self.session and self.entries.get(s % self.W, [-1])[0] == s:
            self.write(write="cancelled", seq=s)
