"""The slots of one session at the receiver, unordered or ordered."""

from .store import CommitUnknown
from .wire import FORGOTTEN, IN_PROGRESS, REFUSED, SEALED, UNKNOWN

DELIVERED, CLAIMED, BUFFERED, PASSED, FAILED = "DELIVERED", "CLAIMED", "BUFFERED", "PASSED", "FAILED"
NOT_YET = "NOT_YET"


class Rejected(Exception):
    """Thrown by a handler: its message is rejected for good, for this reason."""


class Hold(Exception):
    """Thrown by a handler: it goes on, and finish is called at its end."""


class Receiver:
    def __init__(self, i, properties, records, handler, store, send):
        self.i, self.W = i, properties["W"]
        self.ordered, self.replies = properties["ordered"], properties["replies"]
        self.handler, self.store, self.send = handler, store, send
        self.running = set()  # the messages that are claimed
        self.unknown = set()  # those of them whose commit has an unknown outcome
        self.contradicted = False  # by the store: read the session again
        # Number, state, and what belongs to it: the payload of BUFFERED, the record of DELIVERED, and
        # of an unordered CLAIMED the slot as it was before.
        self.slots = [(k - self.W, DELIVERED, None) for k in range(self.W)]
        for s, state, content in records:
            self.slots[s % self.W] = (s, SEALED, None) if state == SEALED else (s, DELIVERED, (state, content))
        if self.ordered:
            self.pass_what_was_passed(records)

    def pass_what_was_passed(self, records):
        passed = max([-1] + [s - self.W if state == SEALED else s for s, state, _ in records])
        while self.slot(passed + 1)[:2] == (passed + 1, SEALED):
            passed += 1
        for s in range(passed - self.W + 1, passed + 1):
            if self.slot(s)[0] < s or self.slot(s)[:2] == (s, SEALED):
                self.put(s, PASSED)

    def slot(self, s):
        return self.slots[s % self.W]

    def put(self, s, state, content=None):
        self.slots[s % self.W] = (s, state, content)

    def lookup(self, s):
        """What is known about s: a row of the table."""
        seq, state, _ = self.slot(s)
        if seq > s:
            return FORGOTTEN
        if seq == s:
            return {DELIVERED: DELIVERED, SEALED: SEALED, PASSED: SEALED, FAILED: UNKNOWN}.get(state, IN_PROGRESS)
        if seq == s - self.W and state in (DELIVERED, PASSED, SEALED):
            return NOT_YET if self.ordered and state == SEALED else UNKNOWN
        return REFUSED

    def data(self, s, payload):
        if self.concludes(s):
            return
        found = self.lookup(s)
        if found != UNKNOWN:
            self.answer(s, found)
        elif self.ordered:
            self.put(s, BUFFERED, payload)
            self.go_on(s)
        else:
            self.put(s, CLAIMED, self.slot(s))
            self.handle(s, lambda: self.handler(s, payload))

    def check(self, s):
        if not self.concludes(s):
            self.answer(s, self.lookup(s))

    def seal(self, s):
        if self.concludes(s):
            return
        found = self.lookup(s)
        if found == UNKNOWN or self.slot(s)[:2] == (s, BUFFERED):
            self.put(s, SEALED)
            found = SEALED
        self.answer(s, found)
        if self.ordered and found == SEALED:
            self.go_on(s)

    def answer(self, s, found):
        if found == DELIVERED:
            self.tell(s)
        elif found == SEALED:
            if self.store.sealed(self.i, s):
                self.send(("STATUS", self.i, s, SEALED))
            else:
                self.contradicted = True
        elif found != NOT_YET:
            self.send(("STATUS", self.i, s, found))

    def tell(self, s):
        state, content = self.slot(s)[2]
        if state == "REJECTED":
            self.send(("REJECTED", self.i, s, content))
        elif not self.replies or content is not None:
            self.send(("ACK", self.i, s, content if self.replies else None))

    def handle(self, s, handler):
        """Returns whether message s, which is claimed, was delivered or rejected."""
        self.running.add(s)
        try:
            try:
                record = self.store.deliver(self.i, s, handler)
            except Rejected as e:
                record = self.store.rejected(self.i, s, str(e))
        except Hold:
            return False
        except CommitUnknown:
            self.unknown.add(s)
            return False
        except Exception:  # a failure is silent
            self.fail(s)
            return False
        self.complete(s, record)
        return True

    def complete(self, s, record):
        self.running.discard(s)
        self.put(s, DELIVERED, record[1:])
        self.tell(s)

    def fail(self, s):
        self.running.discard(s)
        if self.ordered:
            self.put(s, FAILED)
        else:
            self.slots[s % self.W] = self.slot(s)[2]

    def finish(self, s, handler):
        """The end of a handler that was held: this one, which does the rest, takes its place."""
        if self.handle(s, handler) and self.ordered:
            self.go_on(s + 1)

    def concludes(self, s):
        """Ends the claim of a message whose commit has an unknown outcome; returns whether it was one."""
        if s not in self.unknown:
            return False
        self.unknown.discard(s)
        record = self.store.record(self.i, s)
        if record is None or record[1] == SEALED:
            self.fail(s)
        else:
            self.complete(s, record)
            if self.ordered:
                self.go_on(s + 1)
        return True

    def passed(self, s):
        seq, state, _ = self.slot(s)
        return seq > s or (seq == s and state in (DELIVERED, PASSED))

    def go_on(self, s):
        while self.passed(s - 1):
            seq, state, payload = self.slot(s)
            if (seq, state) == (s, SEALED):
                self.put(s, PASSED)
            elif (seq, state) == (s, BUFFERED):
                self.put(s, CLAIMED)
                if not self.handle(s, lambda: self.handler(s, payload)):
                    return
            else:
                return
            s += 1
