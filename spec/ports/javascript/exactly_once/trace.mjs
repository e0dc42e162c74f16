/**
 * Records a run of both sides, in one thread, over a network that loses, duplicates and reorders frames. The file is a
 * trace: the command trace judges whether the specification allows what happened.
 */

import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readArguments, run } from './arguments.mjs';
import { OrderedReceiver, Receiver, Rejected } from './receiver.mjs';
import { Sender, Timer } from './sender.mjs';
import { ReceiverStore, SenderStore } from './store.mjs';

const SESSION = 1n;
/** For each message; up to a loss of 0.7 a right port takes far less. */
const STEPS = 1000;

/** CRC-32, as eight digits: gzip ends with it, and with the length. */
function digest(content) {
  const zipped = gzipSync(content);
  return zipped.readUInt32LE(zipped.length - 8).toString(16).padStart(8, '0');
}

/** Writes one line for each step. One thread takes them all, so a counter is the clock. */
class Recorder {
  #file;
  #now = 0;

  constructor(path, ordered, window) {
    this.#file = fs.openSync(path, 'w');
    this.#write({ format: 'exactly-once-trace', version: 4, delivery: ordered ? 'ordered' : 'unordered', window });
  }

  event(thread, action, { seq, result, content } = {}) {
    const reply = content === undefined ? undefined : digest(content);
    this.#now += 2;
    const number = seq === undefined ? undefined : Number(seq);
    this.#write({ thread, action, seq: number, result, reply, before: this.#now - 1, after: this.#now });
  }

  #write(line) {
    fs.writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** A receiver of one of the two kinds. A step is written before it is taken: what follows from it comes later. */
function recorded(Kind, recorder) {
  const ordered = Kind === OrderedReceiver;
  const record = (action, seq, more) => {
    if (more?.result === 'REFUSED') return; // no event: a right sender never causes it
    recorder.event('receiver', action, { seq, ...more });
  };

  return class extends Kind {
    #result(seq, unknown) {
      const found = this.lookup(seq);
      if (found === 'UNKNOWN') return unknown;
      if (found === 'DELIVERED') return this.slot(seq).record.state; // or REJECTED
      if (found === 'NOTHING' || found === 'FORGOTTEN') return ordered ? 'NO_ANSWER' : 'NOTHING_OWED';
      return found;
    }

    data(seq, payload) {
      record('ReceiveData', seq, { result: this.#result(seq, ordered ? 'NO_ANSWER' : 'CLAIMED') });
      super.data(seq, payload);
    }

    check(seq) {
      record('ReceiveCheck', seq, { result: this.#result(seq, 'UNKNOWN') });
      super.check(seq);
    }

    seal(seq) {
      record('ReceiveSeal', seq, { result: this.maySeal(seq) ? 'SEALED' : this.#result(seq) });
      super.seal(seq);
    }

    handle(seq, handler) {
      if (ordered) record('StartHandler', seq);
      return super.handle(seq, handler);
    }

    complete(seq, kept) {
      const { state, content } = kept;
      if (state === 'REJECTED') record('Reject', seq, { content: Buffer.from(content) });
      else record('Deliver', seq, { content });
      super.complete(seq, kept);
    }

    fail(seq) {
      record('Fail', seq);
      super.fail(seq);
    }
  };
}

class RecordedSender extends Sender {
  #record;
  /** Which step sends now. */
  #step;

  constructor(recorder, settings) {
    const { send } = settings;
    // What the step that is taken does not send by itself is an event of its own.
    const recordedSend = (frame) => {
      const { type, seq } = frame;
      if (type === 'DATA' && this.#step !== 'Submit' && this.#step !== 'ReceiveUnknown') this.#record('Resend', seq);
      else if (type !== 'DATA' && this.#step === 'poll') this.#record('TimeOut', seq, { result: type });
      send(frame);
    };
    super({ ...settings, send: recordedSend });
    this.#record = (action, seq, more) => recorder.event('sender', action, { seq, ...more });
  }

  submit(payload) {
    this.#step = 'Submit';
    const seq = super.submit(payload);
    if (seq !== undefined) this.#record('Submit', seq);
    return seq;
  }

  cancel(seq) {
    this.#step = 'Cancel';
    const cancelled = super.cancel(seq);
    if (cancelled) this.#record('Cancel', seq);
    return cancelled;
  }

  poll(now) {
    this.#step = 'poll';
    super.poll(now);
  }

  receive(frame) {
    const { type, seq, state } = frame;
    this.#step = undefined;
    const message = this.open.get(seq);
    const decides = message !== undefined;
    const decision = decides ? 'DECIDED' : 'IGNORED';
    if (type === 'ACK') {
      this.#record('ReceiveAck', seq, { result: decision, content: decides ? frame.reply : undefined });
    } else if (type === 'REJECTED') {
      const content = decides ? Buffer.from(frame.reason) : undefined;
      this.#record('ReceiveRejected', seq, { result: decision, content });
    } else if (state === 'SEALED') {
      this.#record('ReceiveSealed', seq, { result: decision });
    } else if (state === 'IN_PROGRESS') {
      this.#record('ReceiveInProgress', seq);
    } else if (state === 'UNKNOWN' && (message?.state !== 'PENDING' || message.mayResend)) {
      this.#step = 'ReceiveUnknown';
      this.#record(this.#step, seq, { result: message?.state === 'PENDING' ? 'RESENT' : 'IGNORED' });
    } // Another UNKNOWN is dropped: it was lost, which is no event.
    super.receive(frame);
  }
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns whether all messages are decided. */
function record({ file, messages, window, loss, seed, ordered = false, replies = false }) {
  const random = randomFrom(seed);
  const net = []; // frames in flight, each with the method that receives it

  const sendTo = (receive) => (frame) => {
    if (random() < loss) return;
    net.push([receive, frame]);
    if (random() < 0.1) net.push([receive, frame]);
  };
  const handle = (seq, payload) => {
    if (random() < 0.1) throw new Error('fails');
    if (random() < 0.1) throw new Rejected('no');
    return { effects: [], reply: replies ? payload : undefined };
  };

  const recorder = new Recorder(file, ordered, window);
  const receiverStore = new ReceiverStore();
  const senderStore = new SenderStore();
  const properties = { sender: 0n, nonce: 0n, window, ordered, replies };
  receiverStore.opened(SESSION, properties);
  senderStore.open(SESSION, window, replies);
  const Kind = recorded(ordered ? OrderedReceiver : Receiver, recorder);
  const receiver = new Kind(SESSION, properties, [], handle, receiverStore, sendTo((frame) => sender.receive(frame)));
  const methods = { DATA: 'data', CHECK: 'check', SEAL: 'seal' };
  const sender = new RecordedSender(recorder, {
    store: senderStore,
    send: sendTo(({ type, seq, payload }) => receiver[methods[type]](seq, payload)),
    report: () => {},
    newTimer: () => new Timer(20, 100),
    longest: 1024,
  });
  for (let now = 0; now < STEPS * messages; now++) {
    if (Number(sender.next) === messages && sender.open.size === 0) {
      recorder.event('sender', 'End');
      return true;
    }
    if (sender.next < messages && random() < 0.5) sender.submit(Buffer.from(`${sender.next}`));
    if (random() < 0.05) sender.cancel(sender.next - 1n - BigInt(Math.floor(random() * window)));
    if (net.length > 0) {
      const [[receive, frame]] = net.splice(Math.floor(random() * net.length), 1);
      receive(frame);
    }
    sender.poll(now);
  }
  console.log(`after ${STEPS * messages} steps, not all messages are decided`);
  return false;
}

await run((args) => {
  const program = {
    arguments: ['file'],
    options: { messages: '100', window: '8', loss: '0.2', seed: '1' },
    flags: ['ordered', 'replies'],
  };
  return record(readArguments('trace.mjs', program, args)) ? 0 : 1;
});
