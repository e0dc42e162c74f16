"""python3 -m unittest, in this directory."""

import os
import random
import re
import tempfile
import unittest
from argparse import ArgumentTypeError
from pathlib import Path

from exactly_once import wire
from exactly_once.arguments import probability, window
from exactly_once.host import Host
from exactly_once.receiver import Hold, Receiver, Rejected
from exactly_once.sender import Messages, Timer
from exactly_once.session import CLOSING, ENDING, IDLE, OPEN, OPENING, REPLACING, Sender
from exactly_once.store import CommitUnknown, ReceiverStore, SenderStore

MAX_FRAME = 1024
DOCS = Path(__file__).parents[2] / "docs"


class WireTest(unittest.TestCase):
    """The vectors of the wire format."""

    def vectors(self):
        text = (DOCS / "wire-format.md").read_text()
        for line in re.findall(r"^01[0-9a-f ]+  .*$", text, re.MULTILINE):
            data, calls = line.split("  ")
            yield bytes.fromhex(data), calls

    def test_each_is_read(self):
        count = 0
        for data, calls in self.vectors():
            frames = wire.decode(data, data[1] >= 0x80, MAX_FRAME)
            self.assertEqual(calls, ", ".join(self.text(frame) for frame in frames))
            count += 1
        self.assertGreater(count, 20)

    def test_each_about_one_message_is_written(self):
        for data, calls in self.vectors():
            frames = wire.decode(data, data[1] >= 0x80, MAX_FRAME)
            if len(frames) == 1:
                self.assertEqual(data, wire.encode(frames[0], MAX_FRAME), calls)

    def text(self, frame):
        name, *fields = frame
        if name == "OPEN":
            fields[2:] = [] if fields[2] == wire.MAX_W else [str(fields[2])]
        if name == "OPENED":
            fields[3:] = [str(fields[3]), "WITH_REPLIES" if fields[4] else "WITHOUT_REPLIES"]
        fields = [field for field in fields if field is not None]
        return " ".join([name] + [
            "%x" % field if isinstance(field, int) else '"%s"' % field.hex() if isinstance(field, bytes) else field
            for field in fields])

    def test_what_is_malformed_is_refused(self):
        data = wire.encode(("CHECK", 1, 2), MAX_FRAME)
        for change, reason in (
            (data[:20], "TOO_SHORT"),
            (data + bytes(MAX_FRAME), "TOO_LONG"),
            (b"\2" + data[1:], "WRONG_VERSION"),
            (data[:2] + b"\1" + data[3:], "RESERVED_BITS"),
            (data + b"\0", "WRONG_LENGTH"),
            (data[:1] + b"\x06" + data[2:], "UNKNOWN_TYPE"),
            (data[:1] + b"\x84" + data[2:], "WRONG_DIRECTION"),
            (data[:1] + b"\x02" + data[2:], "WRONG_BODY"),
            (data[:16] + b"\xff" * 8 + data[24:], "SEQ_OUT_OF_RANGE"),
            (data[:24] + bytes(8), "NO_MESSAGE"),
            (data[:16] + bytes.fromhex("ffffffffffffff0f02") + bytes(7), "LAST_OUT_OF_RANGE"),
            (wire.encode(("OPEN", 1, 2, 3), MAX_FRAME), "WRONG_WINDOW_SIZE"),
        ):
            with self.assertRaises(wire.Malformed, msg=reason) as refused:
                wire.decode(change, False, MAX_FRAME)
            self.assertEqual(reason, str(refused.exception))

    def test_what_is_too_long_is_cut(self):
        self.assertEqual([("STATUS", 1, 2, "REPLY_TOO_LONG")],
                         wire.decode(wire.encode(("ACK", 1, 2, bytes(41)), 64), True, 64))
        self.assertEqual([("REJECTED", 1, 2, "é" * 20)],
                         wire.decode(wire.encode(("REJECTED", 1, 2, "é" * 20 + "éé"), 65), True, 65))


class TablesTest(unittest.TestCase):
    """The tables of the porting guide, each cell in the third lap of a ring of two."""

    def receiver(self, ordered):
        self.frames, self.handled = [], []
        properties = {"sender": 0, "nonce": 0, "W": 2, "ordered": ordered, "replies": False}
        store = ReceiverStore()
        store.opened(1, properties)

        def handler(s, payload):
            self.handled.append(s)
            if payload == b"fails":
                raise ValueError()
            if payload == b"holds":
                raise Hold()
            return [], None

        return Receiver(1, properties, [], handler, store, self.frames.append)

    def test_receivers(self):
        guide = (DOCS / "porting.md").read_text()
        unordered = {
            "(t, any), t > s": "0 1 2 3 4 5 6", "(s, DELIVERED)": "0 1 2 3 4", "(s, SEALED)": "0 1 2 3 -4",
            "(s, CLAIMED)": "0 1 2 3 4h", "(s, CLAIMED_AFTER_SEALED)": "0 1 -2 3 4h",
            "(s - W, DELIVERED)": "0 1 2 3", "(s - W, SEALED)": "0 1 -2 3", "anything else": "0 1 2h",
        }
        ordered = {
            "(t, any), t > s": "0 1 2 3 4 5 6", "(s, DELIVERED)": "0 1 2 3 4", "(s, SEALED)": "0 1 2 -4",
            "(s, PASSED)": "0 1 2 3 -4", "(s, CLAIMED)": "0 1 2 3 4h", "(s, BUFFERED)": "0 1 2 4",
            "(s, FAILED)": "0 1 2 3 4f", "(s - W, DELIVERED)": "0 1 2 3", "(s - W, PASSED)": "0 1 -2 3",
            "(s - W, SEALED)": "0 -2", "anything else": "0 1 2h",
        }
        for heading, states in (("Unordered", unordered), ("Ordered", ordered)):
            table = re.search("### %s\n.*?\n\\| --- .*?\n(.*?)\n\n" % heading, guide, re.DOTALL).group(1)
            rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")]
            self.assertEqual(list(states), [row[0] for row in rows])
            for row in rows:
                for frame, expected in zip(("data", "check", "seal"), row[1:]):
                    with self.subTest(heading, state=row[0], frame=frame):
                        self.probe(self.receiver(heading == "Ordered"), states[row[0]], frame, expected)

    def probe(self, receiver, steps, frame, expected):
        for step in steps.split():
            if step.startswith("-"):
                receiver.seal(int(step[1:]))
            else:
                receiver.data(int(step.rstrip("hf")), {"h": b"holds", "f": b"fails"}.get(step[-1], b""))
        self.frames.clear()
        self.handled.clear()
        getattr(receiver, frame)(*(4, b"fails") if frame == "data" else (4,))
        if expected.startswith("becomes SEALED"):
            receiver.data(4, b"")
            expected = "SEALED, SEALED"
        if expected.startswith("becomes"):
            self.assertEqual(([4], []), (self.handled, self.frames))
        else:
            self.assertEqual([], self.handled)
            told = [frame[3] if frame[0] == "STATUS" else frame[0] for frame in self.frames if frame[2] == 4]
            self.assertEqual(expected, ", ".join(told) or "nothing")

    def test_a_failure_restores_the_slot(self):
        receiver = self.receiver(False)
        receiver.seal(0)
        receiver.data(2, b"fails")
        receiver.check(0)
        self.assertEqual(("STATUS", 1, 0, "SEALED"), self.frames[-1])
        receiver.data(2, b"")
        self.assertEqual(("ACK", 1, 2, None), self.frames[-1])

    def test_what_is_missing_below_a_delivered_message_was_sealed(self):
        store, frames = ReceiverStore(), []
        properties = {"sender": 0, "nonce": 0, "W": 4, "ordered": True, "replies": False}
        store.opened(1, properties)
        receiver = Receiver(1, properties, [(0, "DELIVERED", None), (2, "DELIVERED", None)],
                            lambda s, payload: ([], None), store, frames.append)
        receiver.data(1, b"")
        receiver.data(5, b"")
        receiver.data(3, b"")
        receiver.data(4, b"")
        self.assertEqual([("STATUS", 1, 1, "SEALED")] + [("ACK", 1, s, None) for s in (3, 4, 5)], frames)

    def test_an_unknown_commit_is_concluded_by_its_record(self):
        for ordered in (False, True):
            for committed in (False, True):
                receiver = self.receiver(ordered)
                deliver = receiver.store.deliver

                def unknown(i, s, handler):
                    if committed:
                        deliver(i, s, handler)
                    raise CommitUnknown()

                receiver.store.deliver = unknown
                receiver.data(0, b"")
                receiver.store.deliver = deliver
                receiver.data(1, b"")
                self.frames.clear()
                receiver.check(0)
                receiver.check(0)
                told = [frame for frame in self.frames if frame[2] == 0]
                self.assertEqual(
                    [("ACK", 1, 0, None)] * 2 if committed else [("STATUS", 1, 0, "UNKNOWN")], told)

    def test_sender(self):
        for state, expected in (
            ("PENDING", "DELIVERED REJECTED - DATA NOT_DELIVERED DELIVERED alarm alarm CHECK"),
            ("SEALING", "DELIVERED REJECTED - - NOT_DELIVERED DELIVERED alarm alarm SEAL"),
            ("decided", "- - - - - - - - -"),
            ("never", "alarm alarm alarm alarm alarm alarm - - -"),
        ):
            frames = ["ACK", "REJECTED", "IN_PROGRESS", "UNKNOWN", "SEALED", "REPLY_TOO_LONG", "FORGOTTEN",
                      "REFUSED", "timeout"]
            for frame, cell in zip(frames, expected.split()):
                with self.subTest(state=state, frame=frame):
                    self.assertEqual(cell, self.sender_cell(state, frame))

    def sender_cell(self, state, frame):
        store, seen = SenderStore(), []
        store.open(1, 2, True)
        messages = Messages(1, store, lambda sent: seen.append(sent[0]), lambda *told: seen.append(told[2]),
                            lambda: Timer(1, 4), MAX_FRAME)
        if state != "never":
            messages.submit(b"p")
        if state == "SEALING":
            messages.cancel(0)
        if state == "decided":
            messages.receive("ACK", 0, b"")
        messages.receive("STATUS", 0, "UNKNOWN")  # nobody has asked
        if frame == "UNKNOWN":
            messages.poll(0)
            messages.poll(1)
        seen.clear()
        messages.alarms = 0
        for copy in range(2):
            if frame == "timeout":
                messages.poll(copy)
            elif frame in ("ACK", "REJECTED"):
                messages.receive(frame, 0, b"")
            else:
                messages.receive("STATUS", 0, frame)
        self.assertLessEqual(len(seen), 1)
        return seen[0] if seen else "alarm" if messages.alarms else "-"


class SessionsTest(unittest.TestCase):
    def setUp(self):
        self.frames, self.outcomes, self.store = [], [], SenderStore()
        self.nonces = iter(range(100, 200))
        self.sender = self.start()

    def start(self):
        return Sender(7, self.store, self.frames.append, lambda *told: self.outcomes.append(told[1:3]), 1, 4, 4,
                      MAX_FRAME, lambda: next(self.nonces))

    def take(self):
        taken, self.frames[:] = list(self.frames), []
        return taken

    def test_an_opened_that_nobody_waits_for_is_closed(self):
        for session in (0, 5):
            self.sender.receive(("OPENED", 7, 1, session, 2, False))
            self.assertEqual([("CLOSE", session)], self.take(), IDLE)
        self.sender.open()
        self.sender.receive(("OPENED", 7, 1, 0, 2, False))
        self.assertEqual([("OPEN", 7, 100, wire.MAX_W), ("CLOSE", 0)], self.take())
        self.sender.receive(("OPENED", 7, 100, 0, 2, False))
        self.sender.receive(("OPENED", 7, 100, 0, 2, False))
        self.assertEqual([], self.take())
        self.sender.receive(("OPENED", 7, 1, 6, 2, False))
        self.assertEqual([("CLOSE", 6)], self.take())
        self.assertEqual(OPEN, self.sender.phase)

    def test_a_window_that_is_too_large_is_replaced(self):
        self.sender.open()
        self.sender.receive(("OPENED", 7, 100, 5, 8, False))
        self.assertEqual(REPLACING, self.sender.phase)
        self.sender.poll(0)
        self.sender.poll(1)
        self.assertEqual([("OPEN", 7, 100, wire.MAX_W), ("CLOSE", 5), ("CLOSE", 5)], self.take())
        self.sender.receive(("GONE", 5))
        self.assertEqual([("OPEN", 7, 101, 4)], self.take())
        self.sender.receive(("OPENED", 7, 101, 6, 8, False))
        self.assertEqual([("CLOSE", 6)], self.take())
        self.assertEqual(OPENING, self.sender.phase)
        self.sender.receive(("OPENED", 7, 101, 6, 4, False))
        self.assertEqual(OPEN, self.sender.phase)

    def test_a_restart_in_each_phase(self):
        self.sender.open()
        self.assertEqual(IDLE, self.start().phase)
        self.sender.receive(("OPENED", 7, 100, 5, 2, False))
        for payload in (b"a", b"b"):
            self.sender.submit(payload)
        self.sender.receive(("ACK", 5, 0, None))
        self.sender.submit(b"c")
        self.sender.messages.cancel(1)
        self.take()
        self.sender = self.start()
        self.assertEqual([(1, "SEALING"), (2, "PENDING")],
                         sorted((s, state) for s, state, _ in self.sender.messages.slots))
        self.assertEqual(3, self.sender.messages.next)
        self.sender.close()
        self.sender = self.start()
        self.sender.receive(("STATUS", 5, 1, "SEALED"))
        self.sender.receive(("ACK", 5, 2, None))
        self.sender.poll(0)
        self.assertEqual([("CLOSE", 5)], self.take())
        self.sender = self.start()
        self.assertEqual(CLOSING, self.sender.phase)
        self.sender.receive(("GONE", 5))
        self.assertEqual(IDLE, self.sender.phase)
        self.assertEqual([(b"a", "DELIVERED"), (b"b", "NOT_DELIVERED"), (b"c", "DELIVERED")], self.outcomes)

    def test_what_is_open_when_the_session_is_gone_is_in_doubt(self):
        self.sender.open()
        self.sender.receive(("OPENED", 7, 100, 5, 2, False))
        self.sender.submit(b"a")
        self.sender.receive(("GONE", 6))
        self.assertEqual(OPEN, self.sender.phase)
        self.sender.receive(("GONE", 5))
        self.sender = self.start()
        self.assertEqual(ENDING, self.sender.phase)
        self.sender.receive(("ACK", 5, 0, None))
        self.sender.poll(0)
        self.assertEqual([(b"a", "IN_DOUBT")], self.outcomes)
        self.assertEqual(IDLE, self.sender.phase)

    def test_host(self):
        ids, frames = iter((0, 1, 2)), []
        host = Host(4, False, False, 2, lambda sender, s, payload: ([], None), ReceiverStore(), frames.append,
                    lambda: next(ids))
        for frame in (("CHECK", 0, 0), ("OPEN", 7, 9, 2), ("OPEN", 8, 9, 8), ("OPEN", 7, 9, 2), ("OPEN", 7, 10, 2),
                      ("CHECK", 0, 0), ("CLOSE", 0), ("CLOSE", 0), ("OPEN", 7, 9, 2)):
            host.receive(frame)
        self.assertEqual([("GONE", 0), ("OPENED", 7, 9, 0, 2, False), ("OPENED", 8, 9, 1, 4, False),
                          ("OPENED", 7, 9, 0, 2, False), ("FULL", 7, 10), ("STATUS", 0, 0, "UNKNOWN"), ("GONE", 0),
                          ("GONE", 0)], frames)


class Crash(BaseException):
    """Of a process, which does nothing more."""


class SimulationTest(unittest.TestCase):
    """Both sides over a network that loses, duplicates and delays, through bytes, with crashes of both."""

    def test_each_message_takes_effect_once(self):
        for seed in range(60):
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as directory:
                self.run_once(random.Random(seed), seed % 2 == 1, seed % 3 > 0, seed % 4 > 1, directory)

    def run_once(self, random, ordered, replies, crashes, directory):
        to_host, to_sender, told, cancelled = [], [], {}, set()
        now = 0.0

        def handler(sender, s, payload):
            if random.random() < 0.2:
                raise ValueError()
            if payload.endswith(b"3"):
                raise Rejected("because")
            return [payload.decode()], b"re:" + payload if replies else None

        def report(s, payload, outcome, answer):
            self.assertEqual(outcome, told.setdefault(payload, outcome), "never contradicted")
            if outcome == "DELIVERED" and replies:
                self.assertEqual(b"re:" + payload, answer)
            if outcome == "REJECTED":
                self.assertEqual("because", answer)

        def into(queue):
            def send(frame):
                for _ in range(random.choice((0, 1, 1, 1, 2))):
                    queue.insert(random.randint(0, len(queue)), wire.encode(frame, MAX_FRAME))
            return send

        def open_store(kind, name):
            """It may crash before a write, or after it."""
            store = kind(os.path.join(directory, name))
            write = store.write
            self.addCleanup(store.close)

            def may_crash(**change):
                fate = random.random() if crashes else 1
                if fate < 0.05:
                    raise Crash()
                write(**change)
                if fate < 0.1:
                    raise Crash()

            store.write = may_crash
            return store

        def start_sender():
            return Sender(7, open_store(SenderStore, "sender"), into(to_host), report, 1, 4,
                          max_w=4, max_frame=MAX_FRAME, nonces=lambda: random.getrandbits(64))

        def start_host():
            return Host(8, ordered, replies, 4, handler, open_store(ReceiverStore, "host"),
                        into(to_sender), lambda: random.getrandbits(64))

        def work():
            """One turn of the sender."""
            (sender.open if left else sender.close)()
            while left and random.random() < 0.7:
                s = sender.submit(left[-1])
                if s is None:
                    break
                payload = left.pop()
                if payload.endswith(b"7"):
                    cancelled.add(payload)
                    sender.messages.cancel(s)
            sender.poll(now)

        sender, host = start_sender(), start_host()
        left = [b"m%d" % number for number in range(40, 0, -1)]
        while left or sender.phase != IDLE:
            now += 0.5
            self.assertLess(now, 10000)
            try:
                work()
                self.deliver(to_sender, sender, True, random.randint(0, len(to_sender)))
            except Crash:
                sender.store.close()
                sender = start_sender()
                if left and left[-1] in (payload for _, payload, _ in sender.store.entries.values()):
                    left.pop()
            try:
                self.deliver(to_host, host, False, random.randint(0, len(to_host)))
            except Crash:
                host.store.close()
                host = start_host()
        effects = host.store.effects
        self.assertEqual(len(effects), len(set(effects)))
        self.assertEqual(40, len(told))
        for payload, outcome in told.items():
            self.assertEqual(outcome == "DELIVERED", payload.decode() in effects, (payload, outcome))
            self.assertNotEqual("IN_DOUBT", outcome)
            self.assertTrue(outcome != "NOT_DELIVERED" or payload in cancelled)
            self.assertEqual(outcome == "REJECTED", payload.endswith(b"3"))
        if ordered:
            self.assertEqual(effects, sorted(effects, key=lambda effect: int(effect[1:])))

    def deliver(self, queue, receiver, from_receiver, count):
        for _ in range(count):
            for frame in wire.decode(queue.pop(0), from_receiver, MAX_FRAME):
                receiver.receive(frame)


class ArgumentsTest(unittest.TestCase):
    def test_what_can_be_used(self):
        self.assertEqual(0.3, probability("0.3"))
        self.assertEqual(2**30, window("1073741824"))

    def test_what_cannot_be_used(self):
        for read, text in ((probability, "1.1"), (probability, "-1"), (window, "0"), (window, "3"), (window, "2147483648")):
            with self.subTest(text), self.assertRaises(ArgumentTypeError):
                read(text)


if __name__ == "__main__":
    unittest.main()
