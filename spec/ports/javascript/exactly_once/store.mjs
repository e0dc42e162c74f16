/** What is on disk: a journal of JSON lines, or only in memory. One line is one transaction. */

import fs from 'node:fs';

/** Thrown by a store: it is not known whether a transaction was committed. */
export class CommitUnknown extends Error {}

/** Thrown by a store: the write rule does not allow it, and the message is not stored as handled. */
export class Refused extends Error {}

class Journal {
  #file;
  #length = 0; // of all whole lines: what a crash has cut short is written over

  /** Reads what is there, if there is a path. */
  load(path) {
    if (path === undefined) return;
    this.#file = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT);
    const text = fs.readFileSync(this.#file);
    for (let end; (end = text.indexOf('\n', this.#length)) >= 0; this.#length = end + 1) {
      this.apply(JSON.parse(text.toString('utf8', this.#length, end)));
    }
  }

  close() {
    if (this.#file !== undefined) fs.closeSync(this.#file);
  }

  /** If it throws, nothing was written. */
  write(change) {
    if (this.#file !== undefined) {
      const line = Buffer.from(`${JSON.stringify(change, bigIntAsText)}\n`);
      for (let done = 0; done < line.length; ) {
        done += fs.writeSync(this.#file, line, done, line.length - done, this.#length + done);
      }
      this.#length += line.length;
    }
    this.apply(change);
  }
}

/** For JSON.stringify, which knows no numbers of 64 bits. */
export function bigIntAsText(_, value) {
  return typeof value === 'bigint' ? `${value}` : value;
}

function hex(bytes) {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
}

function slotOf(seq, window) {
  return Number(seq % BigInt(window));
}

/** Sessions, the latest handled or sealed message of each slot, and the effects of handlers. */
export class ReceiverStore extends Journal {
  /** By id: the properties of the session, and its records by slot. */
  sessions = new Map();
  effects = [];

  constructor(path) {
    super();
    this.load(path);
  }

  apply({ write, session, seq, content, properties, effects = [] }) {
    const id = BigInt(session);
    if (write === 'opened') {
      const [sender, nonce] = [BigInt(properties.sender), BigInt(properties.nonce)];
      this.sessions.set(id, { ...properties, sender, nonce, records: new Map() });
    } else if (write === 'over') {
      this.sessions.delete(id);
    } else {
      const { window, records } = this.sessions.get(id);
      const isReply = write === 'DELIVERED' && content !== undefined;
      const record = { seq: BigInt(seq), state: write, content: isReply ? Buffer.from(content, 'hex') : content };
      records.set(slotOf(record.seq, window), record);
      this.effects.push(...effects);
    }
  }

  /** The latest record in the slot of message seq, or undefined. */
  latest(id, seq) {
    const session = this.sessions.get(id);
    return session?.records.get(slotOf(seq, session.window));
  }

  /** What is stored about message seq, or undefined. */
  record(id, seq) {
    const latest = this.latest(id, seq);
    return latest?.seq === seq ? latest : undefined;
  }

  /** The write rule. */
  mayStore(id, seq) {
    return this.sessions.has(id) && (this.latest(id, seq)?.seq ?? -1n) < seq;
  }

  opened(id, properties) {
    if (this.sessions.has(id)) throw new Error(`session ${id} exists already`);
    this.write({ write: 'opened', session: id, properties });
  }

  /**
   * Runs the handler, which returns { effects, reply }, and stores both with DELIVERED. Returns the record, or held if
   * that is what the handler returned: then nothing is stored.
   */
  deliver(id, seq, handler, held) {
    if (this.mayStore(id, seq)) {
      const result = handler();
      if (result === held) return held;
      const { effects, reply } = result;
      this.write({ write: 'DELIVERED', session: id, seq, content: hex(reply), effects });
    }
    return this.handled(id, seq);
  }

  rejected(id, seq, reason) {
    if (this.mayStore(id, seq)) this.write({ write: 'REJECTED', session: id, seq, content: reason });
    return this.handled(id, seq);
  }

  handled(id, seq) {
    const record = this.record(id, seq);
    if (record === undefined || record.state === 'SEALED') throw new Refused(`message ${seq} of session ${id}`);
    return record;
  }

  /** Returns whether the store now says that the message is sealed. */
  sealed(id, seq) {
    if (this.mayStore(id, seq)) this.write({ write: 'SEALED', session: id, seq });
    return this.record(id, seq)?.state === 'SEALED';
  }

  over(id) {
    if (this.sessions.has(id)) this.write({ write: 'over', session: id });
  }
}

/** One session, and its outbox. */
export class SenderStore extends Journal {
  /** OPEN, DRAINING, CLOSING, ENDED, or undefined: there is no session. */
  phase;
  session;
  window;
  replies;
  /** By slot: { seq, payload, cancelled }. */
  entries = new Map();

  constructor(path) {
    super();
    this.load(path);
  }

  apply(change) {
    switch (change.write) {
      case 'session':
        this.phase = 'OPEN';
        this.session = BigInt(change.session);
        this.window = change.window;
        this.replies = change.replies;
        this.entries.clear();
        break;
      case 'append': {
        const seq = BigInt(change.seq);
        const payload = Buffer.from(change.payload, 'hex');
        this.entries.set(slotOf(seq, this.window), { seq, payload, cancelled: false });
        break;
      }
      case 'cancelled':
        this.entries.get(slotOf(BigInt(change.seq), this.window)).cancelled = true;
        break;
      case 'clear':
        this.phase = undefined;
        this.entries.clear();
        break;
      default:
        this.phase = change.write;
    }
  }

  open(session, window, replies) {
    this.write({ write: 'session', session, window, replies });
  }

  append(seq, payload) {
    this.write({ write: 'append', seq, payload: hex(payload) });
  }

  cancelled(session, seq) {
    if (this.phase === undefined || session !== this.session) return;
    if (this.entries.get(slotOf(seq, this.window))?.seq === seq) this.write({ write: 'cancelled', seq });
  }

  /** DRAINING, CLOSING or ENDED. */
  enter(phase) {
    this.write({ write: phase });
  }

  clear() {
    this.write({ write: 'clear' });
  }
}
