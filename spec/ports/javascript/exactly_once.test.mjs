/** What the vectors do not test: sessions, stores, restarts. node --test exactly_once.test.mjs */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ReceiverHost } from './exactly_once/host.mjs';
import { HELD, OrderedReceiver, Receiver, Rejected } from './exactly_once/receiver.mjs';
import { SessionSender } from './exactly_once/session.mjs';
import { CommitUnknown, ReceiverStore, SenderStore } from './exactly_once/store.mjs';
import { decode, encode, MAX_SEQ, MAX_WINDOW, split } from './exactly_once/wire.mjs';

const MAX_FRAME = 1024;
const MAX_64 = 2n ** 64n - 1n;
const WITHOUT_REPLIES = { effects: [] };

function temporaryFile(t) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'exactly-once-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  return path.join(directory, 'journal');
}

test('64 bits are written and read as they are', () => {
  for (const frame of [
    { type: 'OPENED', sender: MAX_64, nonce: MAX_64 - 1n, session: 2n ** 63n, window: MAX_WINDOW, replies: true },
    { type: 'ACK', session: MAX_64, seq: MAX_SEQ },
    { type: 'DATA', session: 0n, seq: 2n ** 53n + 1n, payload: Buffer.from('p') },
  ]) {
    assert.deepEqual(decode(encode(frame, MAX_FRAME), 'window' in frame || frame.type === 'ACK', MAX_FRAME), [frame]);
  }
});

test('what is too long is cut', () => {
  const about = { session: 1n, seq: 2n };
  assert.deepEqual(decode(encode({ type: 'ACK', ...about, reply: Buffer.alloc(41) }, 64), true, 64), [
    { type: 'NO_ANSWER', ...about, state: 'REPLY_TOO_LONG' },
  ]);
  const rejected = { type: 'REJECTED', ...about };
  assert.deepEqual(decode(encode({ ...rejected, reason: 'é'.repeat(22) }, 65), true, 65), [
    { ...rejected, reason: 'é'.repeat(20) },
  ]);
});

test('a datagram is split until what follows is no frame', () => {
  const close = encode({ type: 'CLOSE', session: 1n }, MAX_FRAME);
  const parts = (...all) => [...split(Buffer.concat(all))].map((part) => part.length);
  assert.deepEqual(parts(close, close), [24, 24]);
  assert.deepEqual(parts(close, close.subarray(0, 5)), [24, 5]);
  assert.deepEqual(parts(close, Buffer.alloc(30)), [24, 30]);
});

test('what is missing below a delivered message was sealed', () => {
  const store = new ReceiverStore();
  const frames = [];
  const properties = { sender: 0n, nonce: 0n, window: 4, ordered: true, replies: false };
  store.opened(1n, properties);
  const records = [0n, 2n].map((seq) => ({ seq, state: 'DELIVERED' }));
  const receiver = new OrderedReceiver(1n, properties, records, () => WITHOUT_REPLIES, store, (f) => frames.push(f));
  for (const seq of [1n, 5n, 3n, 4n]) receiver.data(seq, Buffer.from('p'));
  assert.deepEqual(frames, [
    { type: 'STATUS', session: 1n, seq: 1n, state: 'SEALED' },
    ...[3n, 4n, 5n].map((seq) => ({ type: 'ACK', session: 1n, seq })),
  ]);
});

test('an unknown commit is concluded by its record', () => {
  for (const kind of [Receiver, OrderedReceiver]) {
    for (const committed of [true, false]) {
      const store = new ReceiverStore();
      const told = [];
      const properties = { sender: 0n, nonce: 0n, window: 2, ordered: kind === OrderedReceiver, replies: false };
      store.opened(1n, properties);
      const receiver = new kind(1n, properties, [], () => WITHOUT_REPLIES, store, (frame) => told.push(frame));
      store.deliver = (...delivery) => {
        delete store.deliver;
        if (committed) store.deliver(...delivery);
        throw new CommitUnknown();
      };
      receiver.data(0n, Buffer.from('p'));
      receiver.data(1n, Buffer.from('p'));
      told.length = 0;
      receiver.check(0n);
      receiver.check(0n);
      const types = told.filter(({ seq }) => seq === 0n).map(({ type, state }) => state ?? type);
      assert.deepEqual(types, committed ? ['ACK', 'ACK'] : ['UNKNOWN']);
    }
  }
});

test('a handler that goes on after the call keeps its session', () => {
  const frames = [];
  const host = new ReceiverHost({
    window: 2,
    ordered: false,
    replies: true,
    maxSessions: 1,
    handler: () => HELD,
    store: new ReceiverStore(),
    send: (frame) => frames.push(frame),
    ids: () => MAX_64,
  });
  host.receive({ type: 'OPEN', sender: 7n, nonce: 9n, window: 2 });
  host.receive({ type: 'DATA', session: MAX_64, seq: 0n, payload: Buffer.from('p') });
  frames.length = 0;
  host.receive({ type: 'CLOSE', session: MAX_64 });
  assert.equal(host.drop(MAX_64), false);
  assert.deepEqual(frames, []);
  host.sessions.get(MAX_64).finish(0n, () => ({ effects: ['e'], reply: Buffer.from('r') }));
  host.receive({ type: 'CLOSE', session: MAX_64 });
  assert.deepEqual(frames.map(({ type }) => type), ['ACK', 'GONE']);
  assert.deepEqual(host.store.effects, ['e']);
});

test('the sessions of a receiver', () => {
  const frames = [];
  let ids = 0n;
  const host = new ReceiverHost({
    window: 4,
    ordered: false,
    replies: false,
    maxSessions: 2,
    handler: () => WITHOUT_REPLIES,
    store: new ReceiverStore(),
    send: (frame) => frames.push(frame),
    ids: () => ids++,
  });
  const open = (sender, nonce, window) => ({ type: 'OPEN', sender, nonce, window });
  const opened = (sender, session, window) => ({ type: 'OPENED', sender, nonce: 9n, session, window, replies: false });
  const check = { type: 'CHECK', session: 0n, seq: 0n };
  const close = { type: 'CLOSE', session: 0n };
  const gone = { type: 'GONE', session: 0n };
  for (const [frame, ...answers] of [
    [check, gone],
    [open(7n, 9n, 2), opened(7n, 0n, 2)],
    [open(8n, 9n, 8), opened(8n, 1n, 4)],
    [open(7n, 9n, 2), opened(7n, 0n, 2)],
    [open(7n, 10n, 2), { type: 'FULL', sender: 7n, nonce: 10n }],
    [check, { type: 'STATUS', session: 0n, seq: 0n, state: 'UNKNOWN' }],
    [close, gone],
    [close, gone],
    [open(7n, 9n, 2)],
  ]) {
    host.receive(frame);
    assert.deepEqual(frames.splice(0), answers);
  }
});

/** A sender, what it sends, and what it reports. */
function senderOf(store) {
  const frames = [];
  const outcomes = [];
  let nonces = 100n;
  const start = () =>
    new SessionSender({
      sender: 7n,
      store,
      send: (frame) => frames.push(frame),
      report: (_, payload, outcome) => outcomes.push(`${payload} ${outcome}`),
      first: 1,
      longest: 4,
      maxWindow: 4,
      maxFrame: MAX_FRAME,
      nonces: () => nonces++,
    });
  return { start, outcomes, taken: () => frames.splice(0) };
}

const opened = (nonce, session, window) => ({ type: 'OPENED', sender: 7n, nonce, session, window, replies: false });
const closeOf = (session) => ({ type: 'CLOSE', session });

test('an OPENED that nobody waits for is closed', () => {
  const { start, taken } = senderOf(new SenderStore());
  const sender = start();
  for (const session of [0n, 5n]) {
    sender.receive(opened(1n, session, 2));
    assert.deepEqual(taken(), [closeOf(session)]);
  }
  sender.open();
  sender.receive(opened(1n, 0n, 2));
  assert.deepEqual(taken(), [{ type: 'OPEN', sender: 7n, nonce: 100n, window: MAX_WINDOW }, closeOf(0n)]);
  sender.receive(opened(100n, 0n, 2));
  sender.receive(opened(100n, 0n, 2));
  assert.deepEqual(taken(), []);
  sender.receive(opened(1n, 6n, 2));
  assert.deepEqual(taken(), [closeOf(6n)]);
  assert.equal(sender.phase, 'OPEN');
});

test('a window that is too large is replaced', () => {
  const { start, taken } = senderOf(new SenderStore());
  const sender = start();
  sender.open();
  taken();
  sender.receive(opened(100n, 5n, 8));
  assert.equal(sender.phase, 'REPLACING');
  sender.poll(0);
  sender.poll(1);
  assert.deepEqual(taken(), [closeOf(5n), closeOf(5n)]);
  sender.receive({ type: 'GONE', session: 5n });
  assert.deepEqual(taken(), [{ type: 'OPEN', sender: 7n, nonce: 101n, window: 4 }]);
  sender.receive(opened(101n, 6n, 8));
  assert.deepEqual(taken(), [closeOf(6n)]);
  assert.equal(sender.phase, 'OPENING');
  sender.receive(opened(101n, 6n, 4));
  assert.equal(sender.phase, 'OPEN');
});

test('a timer doubles, and no answer resets it', () => {
  const { start, taken } = senderOf(new SenderStore());
  const sender = start();
  sender.open();
  sender.receive(opened(100n, 5n, 2));
  sender.submit(Buffer.from('a'));
  taken();
  const asked = [];
  for (let now = 0; now < 20; now++) {
    sender.receive({ type: 'STATUS', session: 5n, seq: 0n, state: 'IN_PROGRESS' });
    sender.poll(now);
    if (taken().length > 0) asked.push(now);
  }
  assert.deepEqual(asked, [1, 3, 7, 11, 15, 19]);
});

test('a sender is started again in each phase', (t) => {
  const journal = temporaryFile(t);
  let store;
  const reopened = () => {
    store?.close();
    return (store = new SenderStore(journal));
  };
  const outcomes = [];
  let frames = [];
  const start = () => {
    const side = senderOf(reopened());
    frames = side.taken;
    outcomes.push(side.outcomes);
    return side.start();
  };
  let sender = start();
  sender.open();
  sender = start();
  assert.equal(sender.phase, 'IDLE');
  sender.open();
  sender.receive(opened(100n, MAX_64, 2));
  for (const payload of ['a', 'b']) sender.submit(Buffer.from(payload));
  sender.receive({ type: 'ACK', session: MAX_64, seq: 0n });
  sender.submit(Buffer.from('c'));
  sender.messages.cancel(1n);
  sender = start();
  assert.deepEqual([...sender.messages.open].map(([seq, { state }]) => [seq, state]), [[1n, 'SEALING'], [2n, 'PENDING']]);
  assert.equal(sender.messages.next, 3n);
  sender.close();
  sender = start();
  assert.equal(sender.phase, 'DRAINING');
  sender.receive({ type: 'STATUS', session: MAX_64, seq: 1n, state: 'SEALED' });
  sender.receive({ type: 'ACK', session: MAX_64, seq: 2n });
  sender.poll(0);
  assert.deepEqual(frames(), [closeOf(MAX_64)]);
  sender = start();
  assert.equal(sender.phase, 'CLOSING');
  sender.receive({ type: 'GONE', session: MAX_64 });
  assert.equal(sender.phase, 'IDLE');
  assert.deepEqual(outcomes.flat(), ['a DELIVERED', 'b NOT_DELIVERED', 'c DELIVERED']);
  store.close();
});

test('what is open when the session is gone is in doubt', () => {
  const { start, outcomes } = senderOf(new SenderStore());
  let sender = start();
  sender.open();
  sender.receive(opened(100n, 5n, 2));
  sender.submit(Buffer.from('a'));
  sender.receive({ type: 'GONE', session: 6n });
  assert.equal(sender.phase, 'OPEN');
  sender.receive({ type: 'GONE', session: 5n });
  sender = start();
  assert.equal(sender.phase, 'ENDING');
  sender.receive({ type: 'ACK', session: 5n, seq: 0n });
  sender.poll(0);
  assert.deepEqual(outcomes, ['a IN_DOUBT']);
  assert.equal(sender.phase, 'IDLE');
});

test('what a crash has cut short was not written', (t) => {
  const journal = temporaryFile(t);
  let store = new ReceiverStore(journal);
  store.opened(MAX_64, { sender: 1n, nonce: MAX_64, window: 2, ordered: false, replies: true });
  store.deliver(MAX_64, 0n, () => ({ effects: ['e'], reply: Buffer.alloc(0) }));
  store.rejected(MAX_64, 1n, 'why');
  store.close();
  fs.appendFileSync(journal, '{"write":"SEALED","session":"1844');
  store = new ReceiverStore(journal);
  assert.deepEqual(store.record(MAX_64, 0n), { seq: 0n, state: 'DELIVERED', content: Buffer.alloc(0) });
  assert.deepEqual(store.record(MAX_64, 1n), { seq: 1n, state: 'REJECTED', content: 'why' });
  assert.equal(store.sealed(MAX_64, 1n), false);
  assert.equal(store.sealed(MAX_64, 2n), true);
  store.close();
  store = new ReceiverStore(journal);
  assert.equal(store.record(MAX_64, 2n).state, 'SEALED');
  assert.deepEqual(store.effects, ['e']);
  assert.equal(store.sessions.get(MAX_64).nonce, MAX_64);
  store.close();
});

/** A sequence of numbers from 0 to 1 (mulberry32): a failure can be repeated. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Crash extends Error {}

/** One side, which may crash before or after each write: then it does nothing more, until it is started again. */
class Process {
  constructor(random, crashes, file, kind, start) {
    Object.assign(this, { random, crashes, file, kind, start });
    this.restart();
  }

  restart() {
    this.store?.close();
    this.crashed = false;
    this.store = new this.kind(this.file);
    const write = this.store.write.bind(this.store);
    this.store.write = (change) => {
      this.mayCrash();
      write(change);
      this.mayCrash();
    };
    this.side = this.start(this.store, (action) => (...args) => (this.crashed ? undefined : action(...args)));
  }

  mayCrash() {
    if (this.crashes && this.random() < 0.05) this.crashed = true;
    if (this.crashed) throw new Crash();
  }

  /** Returns whether it crashed. */
  run(action) {
    try {
      action(this.side);
    } catch (e) {
      if (!(e instanceof Crash)) throw e;
    }
    if (!this.crashed) return false;
    this.restart();
    return true;
  }
}

/** Both sides over a network that loses, duplicates and delays, through bytes, with crashes of both. */
function simulate(t, seed) {
  const random = randomOf(seed);
  const [ordered, replies, crashes] = [seed % 2 === 1, seed % 3 > 0, seed % 4 > 1];
  const below = (n) => Math.floor(random() * n);
  const random64 = () => (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32));
  const [toHost, toSender] = [[], []];
  const told = new Map();
  const cancelled = new Set();
  const into = (queue) => (frame) => {
    for (let copies = [0, 1, 1, 1, 2][below(5)]; copies > 0; copies--) {
      queue.splice(below(queue.length + 1), 0, encode(frame, MAX_FRAME));
    }
  };
  const deliver = (queue, side, fromReceiver) => {
    for (let count = below(queue.length + 1); count > 0; count--) {
      for (const frame of decode(queue.shift(), fromReceiver, MAX_FRAME)) side.receive(frame);
    }
  };
  const report = (_, payload, outcome, answer) => {
    const text = `${payload}`;
    assert.equal(told.get(text) ?? outcome, outcome, 'never contradicted');
    told.set(text, outcome);
    if (outcome === 'DELIVERED') assert.equal(answer?.toString(), replies ? `re:${text}` : undefined);
    if (outcome === 'REJECTED') assert.equal(answer, 'because');
  };
  const handler = (_, seq, payload) => {
    if (random() < 0.2) throw new Error('fails');
    if (`${payload}`.endsWith('3')) throw new Rejected('because');
    return { effects: [`${payload}`], reply: replies ? Buffer.from(`re:${payload}`) : undefined };
  };
  const sender = new Process(random, crashes, temporaryFile(t), SenderStore, (store, alive) =>
    new SessionSender({
      sender: 7n,
      store,
      send: alive(into(toHost)),
      report: alive(report),
      first: 1,
      longest: 4,
      maxWindow: 4,
      maxFrame: MAX_FRAME,
      nonces: random64,
    }),
  );
  const host = new Process(random, crashes, temporaryFile(t), ReceiverStore, (store, alive) =>
    new ReceiverHost({
      window: 8,
      ordered,
      replies,
      maxSessions: 4,
      handler,
      store,
      send: alive(into(toSender)),
      ids: random64,
    }),
  );
  const left = Array.from({ length: 40 }, (_, i) => `m${40 - i}`);
  let now = 0;
  while (left.length > 0 || sender.side.phase !== 'IDLE') {
    now += 0.5;
    assert.ok(now < 10_000, 'it ends');
    const crashed = sender.run((side) => {
      if (left.length > 0) side.open();
      else side.close();
      while (left.length > 0 && random() < 0.7) {
        const payload = left.at(-1);
        const seq = side.submit(Buffer.from(payload));
        if (seq === undefined) break;
        left.pop();
        if (!payload.endsWith('7')) continue;
        cancelled.add(payload);
        side.messages.cancel(seq);
      }
      side.poll(now);
      deliver(toSender, side, true);
    });
    const stored = [...sender.store.entries.values()].map(({ payload }) => `${payload}`);
    if (crashed && stored.includes(left.at(-1))) left.pop();
    host.run((side) => deliver(toHost, side, false));
  }
  const { effects } = host.store;
  assert.equal(new Set(effects).size, effects.length);
  assert.equal(told.size, 40);
  for (const [payload, outcome] of told) {
    assert.equal(outcome === 'DELIVERED', effects.includes(payload), `${payload} ${outcome}`);
    assert.notEqual(outcome, 'IN_DOUBT');
    assert.ok(outcome !== 'NOT_DELIVERED' || cancelled.has(payload));
    assert.equal(outcome === 'REJECTED', payload.endsWith('3'));
  }
  const numbers = effects.map((effect) => Number(effect.slice(1)));
  if (ordered) assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
  sender.store.close();
  host.store.close();
}

for (let seed = 0; seed < 60; seed++) {
  test(`each message takes effect once: seed ${seed}`, (t) => simulate(t, seed));
}

for (const args of ['main.mjs serve 0 --window 3', 'main.mjs serve 0 --loss 2', 'trace.mjs - --loss=-1', 'trace.mjs']) {
  test(`what cannot be used is said in one line: ${args}`, () => {
    const [program, ...rest] = args.split(' ');
    const file = fileURLToPath(new URL(`exactly_once/${program}`, import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [file, ...rest], { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /^[^\n]+\n$/);
  });
}
