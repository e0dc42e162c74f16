"""The sessions of a receiver."""

import secrets
from collections import OrderedDict

from .receiver import Receiver


class Host:
    """Receives frames from senders: receive. Sends frames by calling send.

    A handler takes the sender, the number and the payload; it returns a list of effects, which are
    stored with the record of the message, and the reply, or None where there are no replies.
    """

    def __init__(self, w, ordered, replies, max_sessions, handler, store, send, ids=lambda: secrets.randbits(64)):
        self.w, self.ordered, self.replies, self.max_sessions = w, ordered, replies, max_sessions
        self.handler, self.store, self.send, self.ids = handler, store, send, ids
        self.sessions = {}
        self.openings = {}  # (sender, nonce): id
        self.closed = OrderedDict()  # the last openings whose sessions were closed
        for i in store.sessions:
            self.load(i)

    def load(self, i):
        properties = self.store.sessions[i]
        sender = properties["sender"]
        self.openings[sender, properties["nonce"]] = i
        self.sessions[i] = Receiver(
            i,
            properties,
            list(self.store.slots[i].values()),
            lambda s, payload: self.handler(sender, s, payload),
            self.store,
            self.send,
        )
        return self.sessions[i]

    def receive(self, frame):
        name, i, *rest = frame
        if name == "OPEN":
            self.open(i, *rest)
        elif name == "CLOSE":
            self.close(i)
        else:
            session = self.find(i)
            if session is not None:
                {"DATA": session.data, "CHECK": session.check, "SEAL": session.seal}[name](*rest)
                if session.contradicted:
                    self.forget(i)

    def find(self, i):
        if i not in self.sessions and i not in self.store.sessions:
            self.send(("GONE", i))
        elif i not in self.sessions and len(self.sessions) < self.max_sessions:
            self.load(i)
        return self.sessions.get(i)

    def open(self, sender, nonce, max_w):
        opening = (sender, nonce)
        if opening in self.closed:
            return
        if opening not in self.openings:
            if len(self.sessions) >= self.max_sessions:
                self.send(("FULL", sender, nonce))
                return
            i = self.ids()
            self.store.opened(
                i,
                {
                    "sender": sender,
                    "nonce": nonce,
                    "W": min(self.w, max_w),
                    "ordered": self.ordered,
                    "replies": self.replies,
                },
            )
            self.load(i)
        i = self.openings[opening]
        self.send(("OPENED", sender, nonce, i, self.sessions[i].W, self.sessions[i].replies))

    def close(self, i):
        if i in self.sessions and self.sessions[i].running:
            return
        if i in self.store.sessions:
            properties = self.store.sessions[i]
            self.closed[properties["sender"], properties["nonce"]] = None
            if len(self.closed) > self.max_sessions:
                self.closed.popitem(last=False)
            self.store.over(i)
        self.forget(i)
        self.send(("GONE", i))

    def drop(self, i):
        """Ends a session that its sender has not closed; returns whether it did."""
        if i not in self.sessions or self.sessions[i].running:
            return False
        self.store.over(i)
        self.forget(i)
        return True

    def forget(self, i):
        self.sessions.pop(i, None)
        self.openings = {opening: other for opening, other in self.openings.items() if other != i}
