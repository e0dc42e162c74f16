"""Records a run of both sides, in one thread, over a network that loses, duplicates and reorders frames.

The file is a trace: the command trace judges whether the specification allows what happened.
"""

import argparse
import json
import random
import sys
import zlib

from .arguments import probability, window
from .receiver import BUFFERED, DELIVERED, NOT_YET, Receiver, Rejected
from .sender import PENDING, UNDECIDED, Messages, Timer
from .store import ReceiverStore, SenderStore
from .wire import FORGOTTEN, IN_PROGRESS, REFUSED, SEALED, UNKNOWN

SESSION = 1
STEPS = 1000  # for each message; up to a loss of 0.7 a right port takes far less


class Recorder:
    """Writes one line for each step. One thread takes them all, so a counter is the clock."""

    def __init__(self, file, ordered, window):
        self.file, self.now = file, 0
        self.write(format="exactly-once-trace", version=4, delivery="ordered" if ordered else "unordered",
                   window=window)

    def write(self, **line):
        self.file.write(json.dumps({name: value for name, value in line.items() if value is not None}) + "\n")

    def event(self, thread, action, seq=None, result=None, content=None):
        before, self.now = self.now + 1, self.now + 2
        reply = None if content is None else "%08x" % zlib.crc32(content)
        self.write(thread=thread, action=action, seq=seq, result=result, reply=reply, before=before, after=self.now)


class RecordedReceiver(Receiver):
    """A step is written before it is taken: what follows from it comes later in the file."""

    def __init__(self, recorder, *args):
        super().__init__(*args)
        self.recorder = recorder

    def record(self, action, s, result=None, content=None):
        if result != REFUSED:  # no event: a right sender never causes it
            self.recorder.event("receiver", action, s, result, content)

    def result(self, s, unknown):
        found = self.lookup(s)
        if found == UNKNOWN:
            return unknown
        if found == DELIVERED:
            return self.slot(s)[2][0]  # or REJECTED
        if found in (NOT_YET, FORGOTTEN):
            return "NO_ANSWER" if self.ordered else "NOTHING_OWED"
        return found

    def data(self, s, payload):
        self.record("ReceiveData", s, self.result(s, "NO_ANSWER" if self.ordered else "CLAIMED"))
        super().data(s, payload)

    def check(self, s):
        self.record("ReceiveCheck", s, self.result(s, UNKNOWN))
        super().check(s)

    def seal(self, s):
        buffered = self.slot(s)[:2] == (s, BUFFERED)
        self.record("ReceiveSeal", s, SEALED if buffered else self.result(s, SEALED))
        super().seal(s)

    def handle(self, s, handler):
        if self.ordered:
            self.record("StartHandler", s)
        return super().handle(s, handler)

    def complete(self, s, record):
        _, state, content = record
        if state == "REJECTED":
            self.record("Reject", s, None, content.encode())
        else:
            self.record("Deliver", s, None, content)
        super().complete(s, record)

    def fail(self, s):
        self.record("Fail", s)
        super().fail(s)


class RecordedMessages(Messages):
    def __init__(self, recorder, i, store, send, *args):
        super().__init__(i, store, self.recorded(send), *args)
        self.record = recorder.event
        self.step = None  # that sends now

    def recorded(self, send):
        """What the step that is taken does not send by itself is an event of its own."""

        def recorded_send(frame):
            name, _, s, *_ = frame
            if name == "DATA" and self.step not in ("Submit", "ReceiveUnknown"):
                self.record("sender", "Resend", s)
            elif name != "DATA" and self.step == "poll":
                self.record("sender", "TimeOut", s, name)
            send(frame)

        return recorded_send

    def submit(self, payload):
        self.step = "Submit"
        s = super().submit(payload)
        if s is not None:
            self.record("sender", "Submit", s)
        return s

    def cancel(self, s):
        self.step = "Cancel"
        cancelled = super().cancel(s)
        if cancelled:
            self.record("sender", "Cancel", s)
        return cancelled

    def poll(self, now):
        self.step = "poll"
        super().poll(now)

    def receive(self, name, s, what):
        self.step = None
        decision = "DECIDED" if self.is_in(s, UNDECIDED) else "IGNORED"
        if name == "ACK":
            self.record("sender", "ReceiveAck", s, decision, what if decision == "DECIDED" else None)
        elif name == "REJECTED":
            self.record("sender", "ReceiveRejected", s, decision, what.encode() if decision == "DECIDED" else None)
        elif what == SEALED:
            self.record("sender", "ReceiveSealed", s, decision)
        elif what == IN_PROGRESS:
            self.record("sender", "ReceiveInProgress", s)
        elif what == UNKNOWN and (s in self.may_resend or not self.is_in(s, (PENDING,))):
            self.step = "ReceiveUnknown"
            self.record("sender", self.step, s, "RESENT" if self.is_in(s, (PENDING,)) else "IGNORED")
        # Another UNKNOWN is dropped: it was lost, which is no event.
        super().receive(name, s, what)


def run(args):
    chance = random.Random(args.seed)
    net = []  # frames in flight, each with the method that receives it

    def send_to(receive):
        def send(frame):
            if chance.random() >= args.loss:
                net.append((receive, frame))
                if chance.random() < 0.1:
                    net.append((receive, frame))

        return send

    def handle(s, payload):
        if chance.random() < 0.1:
            raise ValueError("fails")
        if chance.random() < 0.1:
            raise Rejected("no")
        return [], payload if args.replies else None

    def to_receiver(frame):
        name, _, *rest = frame
        {"DATA": receiver.data, "CHECK": receiver.check, "SEAL": receiver.seal}[name](*rest)

    def to_sender(frame):
        name, _, s, what = frame
        sender.receive(name, s, what)

    with open(args.file, "w", encoding="utf-8") as file:
        recorder = Recorder(file, args.ordered, args.window)
        properties = {"sender": 0, "nonce": 0, "W": args.window, "ordered": args.ordered, "replies": args.replies}
        receiver_store, sender_store = ReceiverStore(), SenderStore()
        receiver_store.opened(SESSION, properties)
        sender_store.open(SESSION, args.window, args.replies)
        receiver = RecordedReceiver(recorder, SESSION, properties, [], handle, receiver_store, send_to(to_sender))
        sender = RecordedMessages(recorder, SESSION, sender_store, send_to(to_receiver), lambda *outcome: None,
                                  lambda: Timer(20, 100), 1024)
        for now in range(STEPS * args.messages):
            if sender.next == args.messages and sender.all_decided():
                recorder.event("sender", "End")
                return 0
            if sender.next < args.messages and chance.random() < 0.5:
                sender.submit(b"%d" % sender.next)
            if chance.random() < 0.05:
                sender.cancel(max(0, sender.next - chance.randint(1, args.window)))
            if net:
                receive, frame = net.pop(chance.randrange(len(net)))
                receive(frame)
            sender.poll(now)
    print("after %d steps, not all messages are decided" % now)
    return 1


def main():
    parser = argparse.ArgumentParser(prog="exactly_once.trace", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--window", type=window, default=8)
    parser.add_argument("--loss", type=probability, default=0.2)
    parser.add_argument("--ordered", action="store_true")
    parser.add_argument("--replies", action="store_true")
    parser.add_argument("--seed", type=int)
    sys.exit(run(parser.parse_args()))


if __name__ == "__main__":
    main()
