"""The sessions of a sender, one after the other."""

import secrets

from .sender import Messages, Timer
from .wire import MAX_W

IDLE, OPENING, OPEN, DRAINING = "IDLE", "OPENING", "OPEN", "DRAINING"
CLOSING, ENDING, REPLACING = "CLOSING", "ENDING", "REPLACING"


class Sender:
    """Receives frames: receive. Sends frames by calling send, and reports outcomes by calling report.

    Times are seconds of a monotonic clock. A restarted sender is a new one with the same store.
    """

    def __init__(self, sender, store, send, report, first=0.1, longest=5.0, max_w=1 << 16, max_frame=1452,
                 nonces=lambda: secrets.randbits(64)):
        self.id, self.store, self.send, self.report = sender, store, send, report
        self.max_w, self.max_frame, self.nonces = max_w, max_frame, nonces
        self.new_timer = lambda: Timer(first, longest)
        self.timer = self.new_timer()
        self.asked_w = MAX_W  # what OPEN says
        self.phase, self.nonce, self.session, self.messages = IDLE, None, None, None
        self.why = None  # there is no session
        if store.phase is not None:
            self.phase = ENDING if store.phase == "ENDED" else store.phase
            self.session = store.session
            if self.phase != CLOSING:
                self.start_messages()

    def start_messages(self):
        self.messages = Messages(
            self.session, self.store, self.send, self.report, self.new_timer, self.max_frame
        )

    def go(self, phase, session=None):
        self.phase, self.session, self.timer = phase, session, self.new_timer()
        if phase in (IDLE, OPENING, CLOSING, REPLACING):
            self.messages = None

    def open(self):
        if self.phase == IDLE:
            self.request(None)

    def request(self, why):
        self.go(OPENING)
        self.nonce, self.why = self.nonces(), why
        self.send(("OPEN", self.id, self.nonce, self.asked_w))

    def close(self):
        """To be called until the phase is IDLE or all is decided."""
        if self.phase in (OPENING, REPLACING):
            self.go(IDLE)
        elif self.phase == OPEN:
            self.store.write(write=DRAINING)
            self.phase = DRAINING

    def submit(self, payload):
        """Returns the number of the message, or None if there is no session or its window is full."""
        return self.messages.submit(payload) if self.phase == OPEN else None

    def uses(self, session):
        return self.phase not in (IDLE, OPENING) and session == self.session

    def receive(self, frame):
        name, i, *rest = frame
        if name in ("OPENED", "FULL"):
            if i == self.id:
                (self.opened if name == "OPENED" else self.full)(*rest)
        elif name == "GONE":
            if self.uses(i):
                self.gone()
        elif self.uses(i) and self.phase in (OPEN, DRAINING):
            self.messages.receive(name, *rest)

    def opened(self, nonce, session, w, replies):
        if self.phase != OPENING or nonce != self.nonce:
            if not self.uses(session):
                self.send(("CLOSE", session))
        elif w <= self.max_w:
            self.store.open(session, w, replies)
            self.go(OPEN, session)
            self.start_messages()
        else:
            self.why = "the receiver's window of %d messages is larger than %d" % (w, self.max_w)
            if self.asked_w != self.max_w:
                self.asked_w = self.max_w
                self.go(REPLACING, session)
            self.send(("CLOSE", session))

    def full(self, nonce):
        if self.phase == OPENING and nonce == self.nonce:
            self.why = "the receiver has as many sessions as it allows"

    def gone(self):
        if self.phase == REPLACING:
            self.request(self.why)
        elif self.phase == CLOSING:
            self.clear()
        elif self.phase in (OPEN, DRAINING):
            self.store.write(write="ENDED")
            self.phase = ENDING

    def clear(self):
        self.store.write(write="clear")
        self.go(IDLE)

    def poll(self, now):
        """To be called again and again, whatever the phase is."""
        if self.phase == OPENING and self.timer.is_due(now):
            self.send(("OPEN", self.id, self.nonce, self.asked_w))
        elif self.phase in (CLOSING, REPLACING) and self.timer.is_due(now):
            self.send(("CLOSE", self.session))
        elif self.phase in (OPEN, DRAINING):
            self.messages.poll(now)
            if self.phase == DRAINING and self.messages.all_decided():
                self.store.write(write=CLOSING)
                self.go(CLOSING, self.session)
                self.send(("CLOSE", self.session))
        elif self.phase == ENDING:
            self.messages.doubt()
            self.clear()
