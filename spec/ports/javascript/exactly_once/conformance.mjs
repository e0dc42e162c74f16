/** Answers the conformance kit, `exactly-once.jar port`, over standard input and output: one JSON object a line. */

import { createInterface } from 'node:readline';
import { ReceiverHost } from './host.mjs';
import { HELD } from './receiver.mjs';
import { SessionSender } from './session.mjs';
import { bigIntAsText, ReceiverStore, SenderStore } from './store.mjs';
import { decode, encode, Malformed } from './wire.mjs';

const VECTORS = 1;
const CAPABILITIES = ['wire', 'receiver', 'sender', 'sessions', 'replies', 'ordered', 'hold', 'crash', 'drop'];
// Timeouts, in milliseconds of a clock that only the kit moves.
const FIRST = 100;
const LONGEST = 5000;
const MOST_POLLS = 3;

/** A side that has one session, or none yet. Commands are methods of the same name. */
class Side {
  constructor(outs, longest) {
    this.outs = outs;
    this.longest = longest;
  }

  send(frame) {
    this.outs.push({ out: 'frame', hex: encode(frame, this.longest).toString('hex') });
  }

  /**
   * Has a store make again the writes that were made before a crash; each write is an output from now on, if the
   * command says anything about writes. Returns whether there was a crash.
   */
  restored(store, { stored }) {
    for (const change of stored ?? []) store.apply(change);
    if (stored !== undefined) {
      const write = store.write.bind(store);
      store.write = (change) => {
        write(change);
        this.outs.push({ out: 'write', ...change });
      };
    }
    return Boolean(stored);
  }

  /** A malformed frame is nothing. */
  read(hex, fromReceiver) {
    try {
      return decode(Buffer.from(hex, 'hex'), fromReceiver, this.longest);
    } catch (e) {
      if (e instanceof Malformed) return [];
      throw e;
    }
  }
}

class ReceiverSide extends Side {
  #ends = new Map(); // how handlers end that have not begun, by number
  #held = new Map(); // for those that have not ended, by number: their session and their payload
  #session; // of the last frame

  constructor(outs, command) {
    const { session, sessions, ids, window, longest, ordered, replies } = command;
    super(outs, longest);
    const store = new ReceiverStore();
    if (!this.restored(store, command) && session !== undefined) {
      store.opened(BigInt(session), { sender: 0n, nonce: 0n, window, ordered, replies });
    }
    this.host = new ReceiverHost({
      window,
      ordered,
      replies,
      maxSessions: sessions ?? 1,
      handler: (_, seq, payload) => this.#handle(seq, payload),
      store,
      send: (frame) => this.send(frame),
      ids: source(ids),
    });
  }

  #handle(seq, payload) {
    const end = this.#ends.get(seq);
    if (end === undefined) {
      this.#held.set(seq, { session: this.#session, payload });
      return HELD;
    }
    this.#ends.delete(seq);
    return this.#end(seq, payload, end);
  }

  #end(seq, payload, { result, reply }) {
    if (result === 'fails') throw new Error('as the vector says');
    this.outs.push({ out: 'effect', seq: Number(seq), payload: payload.toString() });
    return { effects: [], reply: reply === undefined ? undefined : Buffer.from(reply) };
  }

  frame({ hex }) {
    for (const frame of this.read(hex, false)) {
      this.#session = frame.session;
      this.host.receive(frame);
    }
  }

  handler(command) {
    const seq = BigInt(command.seq);
    const held = this.#held.get(seq);
    if (held === undefined) {
      this.#ends.set(seq, command);
    } else {
      this.#held.delete(seq);
      this.host.sessions.get(held.session).finish(seq, () => this.#end(seq, held.payload, command));
    }
  }

  drop({ session }) {
    if (!this.host.drop(BigInt(session))) this.outs.push({ out: 'refused' });
  }
}

class SenderSide extends Side {
  #now = 0;
  #asked = new Set();

  constructor(outs, command) {
    const { session, sender = 0, nonces, window, longest, replies } = command;
    super(outs, longest);
    const store = new SenderStore();
    if (!this.restored(store, command) && session !== undefined) store.open(BigInt(session), window, replies);
    this.sender = new SessionSender({
      sender: BigInt(sender),
      store,
      send: (frame) => {
        this.#asked.add(frame.seq);
        this.send(frame);
      },
      report: (seq, payload, outcome, answer) => {
        this.outs.push({ out: 'report', seq: Number(seq), outcome, reply: answer?.toString() ?? null });
      },
      first: FIRST,
      longest: LONGEST,
      maxWindow: window,
      maxFrame: longest,
      nonces: source(nonces),
    });
  }

  frame({ hex }) {
    for (const frame of this.read(hex, true)) this.sender.receive(frame);
  }

  submit({ payload }) {
    if (this.sender.submit(Buffer.from(payload)) === undefined) this.outs.push({ out: 'refused' });
  }

  cancel({ seq }) {
    if (!this.sender.messages.cancel(BigInt(seq))) this.outs.push({ out: 'refused' });
  }

  open() {
    this.sender.open();
  }

  close() {
    this.sender.close();
  }

  /** OPEN and CLOSE have no number. */
  timeout({ seq }) {
    const awaited = seq === undefined ? undefined : BigInt(seq);
    this.#asked.clear();
    for (let poll = 0; poll < MOST_POLLS && !this.#asked.has(awaited); poll++) {
      this.#now += LONGEST;
      this.sender.poll(this.#now);
    }
  }

  /** What was decided, gone or closed has consequences, without any timeout. */
  settle() {
    this.sender.poll(this.#now);
  }
}

/** Returns the numbers of a list, one after the other. */
function source(numbers = []) {
  const left = numbers.map(BigInt);
  return () => left.shift();
}

const STEPS = ['frame', 'handler', 'submit', 'cancel', 'timeout', 'open', 'close', 'drop'];
let side;

function answer(command, capabilities) {
  const outs = [];
  switch (command.do) {
    case 'hello':
      return { vectors: VECTORS, name: 'exactly_once in JavaScript', capabilities };
    case 'receiver':
      side = new ReceiverSide(outs, command);
      break;
    case 'sender':
      side = new SenderSide(outs, command);
      break;
    case 'read':
      outs.push(...read(command));
      break;
    default:
      if (!STEPS.includes(command.do) || side?.[command.do] === undefined) return { unsupported: command.do };
      side.outs = outs;
      side[command.do](command);
      side.settle?.();
  }
  return { outs };
}

function read({ hex, reader, longest }) {
  try {
    return decode(Buffer.from(hex, 'hex'), reader === 'sender', longest).map(call);
  } catch (e) {
    if (e instanceof Malformed) return [{ out: 'refused', reason: e.message }];
    throw e;
  }
}

function call({ type, ...fields }) {
  const text = Object.entries(fields).map(([field, value]) => [field, textOf(field, value)]);
  return { out: 'call', call: type, ...Object.fromEntries(text) };
}

function textOf(field, value) {
  if (field === 'state') return value;
  if (field === 'replies') return value ? 'yes' : 'no';
  return ['bigint', 'number'].includes(typeof value) ? value.toString(16) : Buffer.from(value).toString('hex');
}

const inCall = process.argv.includes('--in-call'); // handlers run when their frame arrives
const capabilities = CAPABILITIES.filter((each) => each !== 'hold' || !inCall);
for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = answer(JSON.parse(line), capabilities);
  } catch (e) {
    result = { error: String(e.stack ?? e) };
  }
  console.log(JSON.stringify(result, bigIntAsText));
}
