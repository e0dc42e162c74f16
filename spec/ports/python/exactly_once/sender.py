"""The messages of one session at the sender."""

from .wire import FORGOTTEN, MAX_SEQ, OVERHEAD, REFUSED, REPLY_TOO_LONG, SEALED, UNKNOWN

PENDING, SEALING, REPORTING, DELIVERED = "PENDING", "SEALING", "REPORTING", "DELIVERED"
NOT_DELIVERED, REJECTED, IN_DOUBT = "NOT_DELIVERED", "REJECTED", "IN_DOUBT"
UNDECIDED = (PENDING, SEALING)


class Timer:
    """When to ask again. It starts at the first call, and no answer resets it."""

    def __init__(self, first, longest):
        self.timeout, self.longest, self.began = first, longest, None

    def is_due(self, now):
        if self.began is None:
            self.began = now
        elif now - self.began >= self.timeout:
            self.began = now
            self.timeout = min(2 * self.timeout, self.longest)
            return True
        return False


class Messages:
    """Submits messages of session i, asks about them, and calls report(number, payload, outcome, answer)."""

    def __init__(self, i, store, send, report, timer, max_frame):
        self.i, self.W, self.replies = i, store.W, store.replies
        self.store, self.send, self.report, self.timer, self.max_frame = store, send, report, timer, max_frame
        self.slots = [(k - self.W, DELIVERED, None) for k in range(self.W)]
        self.timers = {}  # by number
        self.may_resend = set()  # those that were asked about, and not sent again since
        self.resent = set()  # since the last poll
        self.alarms = self.malformed = 0
        for s, payload, cancelled in store.entries.values():  # without gaps: one thread submits
            self.put(s, SEALING if cancelled else PENDING, payload)
        self.next = max(s for s, _, _ in self.slots) + 1

    def slot(self, s):
        return self.slots[s % self.W]

    def put(self, s, state, payload=None):
        self.slots[s % self.W] = (s, state, payload)

    def is_in(self, s, states):
        return self.slot(s)[0] == s and self.slot(s)[1] in states

    def undecided(self):
        return sorted(s for s, state, _ in self.slots if state in UNDECIDED)

    def all_decided(self):
        return not any(state in UNDECIDED or state == REPORTING for _, state, _ in self.slots)

    def submit(self, payload):
        """Returns the number of the message, or None if the window is full or there are no numbers left."""
        if len(payload) > self.max_frame - OVERHEAD:
            raise ValueError("%d bytes do not fit into a frame" % len(payload))
        s = self.next
        before, state, _ = self.slot(s)
        if s > MAX_SEQ or before != s - self.W or state in UNDECIDED or state == REPORTING:
            return None
        self.store.append(s, payload)
        self.next = s + 1
        self.put(s, PENDING, payload)
        self.send(("DATA", self.i, s, payload))
        return s

    def cancel(self, s):
        if not self.is_in(s, (PENDING,)):
            return False
        self.store.cancelled(self.i, s)
        self.put(s, SEALING, self.slot(s)[2])
        self.send(("SEAL", self.i, s))
        return True

    def decide(self, s, outcome, answer=None):
        if self.is_in(s, UNDECIDED):
            payload = self.slot(s)[2]
            self.put(s, REPORTING, payload)
            self.timers.pop(s, None)
            self.may_resend.discard(s)
            try:
                self.report(s, payload, outcome, answer)
            finally:
                self.put(s, outcome)

    def receive(self, name, s, what):
        if name == "ACK" and (what is not None) != self.replies:
            self.malformed += 1
        elif name == "STATUS" and what in (REFUSED, FORGOTTEN):
            self.alarms += self.is_in(s, UNDECIDED)
        elif s >= self.next:
            self.alarms += 1
        elif name == "ACK":
            self.decide(s, DELIVERED, what)
        elif name == "REJECTED":
            self.decide(s, REJECTED, what)
        elif what == SEALED:
            self.decide(s, NOT_DELIVERED)
        elif what == REPLY_TOO_LONG and self.replies:
            self.decide(s, DELIVERED)
        elif what == UNKNOWN and s in self.may_resend and self.is_in(s, (PENDING,)):
            self.may_resend.discard(s)
            self.resent.add(s)
            self.send(("DATA", self.i, s, self.slot(s)[2]))

    def poll(self, now):
        for s in self.undecided():
            timer = self.timers.setdefault(s, self.timer())
            if s in self.resent:
                self.resent.discard(s)
                timer.began = now
            if not timer.is_due(now):
                continue
            if self.is_in(s, (SEALING,)):
                self.send(("SEAL", self.i, s))
            else:
                self.may_resend.add(s)
                self.send(("CHECK", self.i, s))

    def doubt(self):
        for s in self.undecided():
            self.decide(s, IN_DOUBT)
