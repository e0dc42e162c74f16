"""Both sides over UDP: serve, which books every message once, and send."""

import argparse
import math
import random
import socket
import sys
import time

from . import wire
from .arguments import probability, window
from .host import Host
from .session import IDLE, Sender
from .store import ReceiverStore, SenderStore

MAX_DATAGRAM = 1452


class Udp:
    """A socket that loses a part of what it sends and receives, if it is told to."""

    def __init__(self, address, loss, seed=None):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.loss, self.random = loss, random.Random(seed)
        self.lost = self.malformed = 0

    def send(self, frame, to):
        if to is None or self.loses():
            return
        try:
            self.socket.sendto(wire.encode(frame, MAX_DATAGRAM), to)
        except OSError:  # the frame is lost
            self.lost += 1

    def loses(self):
        lost = self.random.random() < self.loss
        self.lost += lost
        return lost

    def frames(self, seconds, from_receiver):
        """Yields the frames that arrive in this time, each with where it came from."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                datagram, source = self.socket.recvfrom(65535)
            except OSError:  # a timeout, or nobody listens there
                continue
            for part in () if self.loses() else wire.split(datagram):
                try:
                    for frame in wire.decode(part, from_receiver, MAX_DATAGRAM):
                        yield frame, source
                except wire.Malformed:
                    self.malformed += 1


def serve(args):
    udp = Udp(("127.0.0.1", args.port), args.loss)
    store = ReceiverStore(args.journal)
    routes = {}  # session: where it was last heard from
    source = None  # of the frame that is being answered

    def send(frame):
        about_messages = frame[0] in ("ACK", "STATUS", "REJECTED")
        udp.send(frame, routes.get(frame[1]) if about_messages else source)

    def book(sender, s, payload):
        text = payload.decode()
        return [text], ("booked " + text).encode() if args.replies else None

    host = Host(args.window, args.ordered, args.replies, 1024, book, store, send)
    print("listening on port %d" % udp.socket.getsockname()[1], flush=True)
    busy = math.inf  # whoever is to send may take as long as it likes to begin
    while time.monotonic() - busy < args.idle:
        for frame, source in udp.frames(0.2, False):
            busy = time.monotonic()  # a CLOSE comes again until its GONE arrives
            if frame[0] in ("DATA", "CHECK", "SEAL"):
                routes[frame[1]] = source
            host.receive(frame)
        busy = time.monotonic() if host.sessions else busy
    effects = store.effects
    print("%d booked, %d of them different, %s; %d datagrams lost" % (
        len(effects), len(set(effects)), "in order" if in_order(effects) else "not in order", udp.lost))
    return 0 if len(effects) == len(set(effects)) else 1


def number_of(order):
    return int(order.rpartition("-")[2])


def in_order(effects):
    numbers = [number_of(effect) for effect in effects]
    return numbers == sorted(numbers)


def send(args):
    udp = Udp(("127.0.0.1", 0), args.loss)
    outcomes = {}
    wrong = []

    def report(s, payload, outcome, answer):
        outcomes[payload] = outcome
        if outcome == "DELIVERED" and answer not in (None, b"booked " + payload):
            wrong.append((payload, answer))

    sender = Sender(args.sender, SenderStore(args.journal), lambda frame: udp.send(frame, (args.host, args.port)),
                    report, args.first, args.longest, args.max_window)
    submitted = max([0] + [number_of(payload.decode()) for _, payload, _ in sender.store.entries.values()])
    left = [b"order-%d" % number for number in range(args.count, submitted, -1)]  # all, but after a restart
    end = time.monotonic() + args.limit
    while time.monotonic() < end and (left or sender.phase != IDLE):
        (sender.open if left else sender.close)()
        while left and sender.submit(left[-1]) is not None:
            left.pop()
        for frame, _ in udp.frames(0.01, True):
            sender.receive(frame)
        sender.poll(time.monotonic())
    counts = {outcome: list(outcomes.values()).count(outcome) for outcome in sorted(set(outcomes.values()))}
    print("%s; %d wrong replies, %d datagrams lost, phase %s%s" % (
        counts, len(wrong), udp.lost, sender.phase, ": " + sender.why if sender.why else ""))
    return 0 if set(counts) <= {"DELIVERED"} and not left and not wrong and sender.phase == IDLE else 1


def main():
    parser = argparse.ArgumentParser(prog="exactly_once", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command in (serve, send):
        sub = commands.add_parser(command.__name__)
        sub.set_defaults(run=command)
        sub.add_argument("--loss", type=probability, default=0.0, help="lost datagrams, in each direction, from 0 to 1")
        sub.add_argument("--journal", help="a file that survives crashes")
        if command is serve:
            sub.add_argument("port", type=int)
            sub.add_argument("--window", type=window, default=1024)
            sub.add_argument("--ordered", action="store_true")
            sub.add_argument("--no-replies", dest="replies", action="store_false")
            sub.add_argument("--idle", type=float, default=5, help="ends so many seconds after the last session and the last frame")
        else:
            sub.add_argument("host")
            sub.add_argument("port", type=int)
            sub.add_argument("count", type=int)
            sub.add_argument("--sender", type=int, default=8)
            sub.add_argument("--max-window", type=window, default=1 << 16)
            sub.add_argument("--first", type=float, default=0.05, help="the first timeout, in seconds")
            sub.add_argument("--longest", type=float, default=0.5)
            sub.add_argument("--limit", type=float, default=120, help="gives up after so many seconds")
    args = parser.parse_args()
    sys.exit(args.run(args))


main()
