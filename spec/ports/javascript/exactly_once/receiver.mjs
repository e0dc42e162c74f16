/** The slots of one session at the receiver: the tables of the guide, unordered and ordered. */

import { CommitUnknown } from './store.mjs';

/** Thrown by a handler: its message is rejected for good, for this reason. */
export class Rejected extends Error {}

/** Returned by a handler that goes on after the call: finish is called at its end. */
export const HELD = Symbol('held');

/** What is said about message s if its slot is (s, state). */
const ANSWERS = {
  DELIVERED: 'DELIVERED',
  SEALED: 'SEALED',
  PASSED: 'SEALED',
  CLAIMED: 'IN_PROGRESS',
  BUFFERED: 'IN_PROGRESS',
  FAILED: 'UNKNOWN',
};

/** A receiver without order. */
export class Receiver {
  /** What is said about message s if its slot is (s - W, state); otherwise it is REFUSED. */
  answersBefore = { DELIVERED: 'UNKNOWN', SEALED: 'UNKNOWN' };
  /** The messages that are claimed, and those of them whose commit has an unknown outcome. */
  running = new Set();
  unknown = new Set();
  /** By the store, which knows better: the session is to be read again. */
  contradicted = false;

  /** The handler takes a number and a payload. A frame that cannot be sent is lost: send does not throw. */
  constructor(id, { window, replies }, records, handler, store, send) {
    Object.assign(this, { id, replies, handler, store, send, window: BigInt(window) });
    this.slots = Array.from({ length: window }, (_, k) => ({ seq: BigInt(k - window), state: 'DELIVERED' }));
    for (const record of records) {
      const { seq, state } = record;
      this.put(state === 'SEALED' ? { seq, state } : { seq, state: 'DELIVERED', record });
    }
  }

  /** Also of negative numbers, for which % would not do. */
  index(seq) {
    return Number(seq & (this.window - 1n));
  }

  slot(seq) {
    return this.slots[this.index(seq)];
  }

  put(slot) {
    this.slots[this.index(slot.seq)] = slot;
  }

  holds(seq, state) {
    const slot = this.slot(seq);
    return slot.seq === seq && slot.state === state;
  }

  /** What is known about a message: the row of the table. */
  lookup(seq) {
    const slot = this.slot(seq);
    if (slot.seq > seq) return 'FORGOTTEN';
    if (slot.seq === seq) return ANSWERS[slot.state];
    if (slot.seq === seq - this.window) return this.answersBefore[slot.state] ?? 'REFUSED';
    return 'REFUSED';
  }

  data(seq, payload) {
    if (this.concludes(seq)) return;
    const found = this.lookup(seq);
    if (found === 'UNKNOWN') this.accept(seq, payload);
    else this.answer(seq, found);
  }

  check(seq) {
    if (!this.concludes(seq)) this.answer(seq, this.lookup(seq));
  }

  seal(seq) {
    if (this.concludes(seq)) return;
    if (this.maySeal(seq)) this.put({ seq, state: 'SEALED' });
    this.answer(seq, this.lookup(seq));
  }

  maySeal(seq) {
    return this.lookup(seq) === 'UNKNOWN';
  }

  accept(seq, payload) {
    this.put({ seq, state: 'CLAIMED', before: this.slot(seq) });
    this.handle(seq, () => this.handler(seq, payload));
  }

  answer(seq, found) {
    switch (found) {
      case 'DELIVERED':
        return this.tell(seq);
      case 'SEALED':
        if (this.store.sealed(this.id, seq)) this.status('STATUS', seq, found);
        else this.contradicted = true;
        return;
      case 'IN_PROGRESS':
      case 'UNKNOWN':
        return this.status('STATUS', seq, found);
      case 'FORGOTTEN':
      case 'REFUSED':
        return this.status('NO_ANSWER', seq, found);
    }
  }

  status(type, seq, state) {
    this.send({ type, session: this.id, seq, state });
  }

  tell(seq) {
    const { state, content } = this.slot(seq).record;
    const about = { session: this.id, seq };
    if (state === 'REJECTED') this.send({ type: 'REJECTED', ...about, reason: content });
    else if (!this.replies) this.send({ type: 'ACK', ...about });
    else if (content !== undefined) this.send({ type: 'ACK', ...about, reply: content });
  }

  /** Runs the handler of a message that is claimed; returns whether it is now delivered or rejected. */
  handle(seq, handler) {
    this.running.add(seq);
    let record;
    try {
      record = this.deliver(seq, handler);
    } catch (e) {
      if (e instanceof CommitUnknown) this.unknown.add(seq);
      else this.fail(seq); // silently
      return false;
    }
    if (record === HELD) return false;
    this.complete(seq, record);
    return true;
  }

  deliver(seq, handler) {
    try {
      return this.store.deliver(this.id, seq, handler, HELD);
    } catch (e) {
      if (!(e instanceof Rejected)) throw e;
      return this.store.rejected(this.id, seq, e.message);
    }
  }

  complete(seq, record) {
    this.running.delete(seq);
    this.put({ seq, state: 'DELIVERED', record });
    this.tell(seq);
  }

  fail(seq) {
    this.running.delete(seq);
    this.put(this.slotOfFailed(seq));
  }

  slotOfFailed(seq) {
    return this.slot(seq).before;
  }

  /** The end of a handler that was held: this one, which does the rest, takes its place. */
  finish(seq, handler) {
    if (this.handle(seq, handler)) this.goOn(seq + 1n);
  }

  /** Ends the claim of a message whose commit has an unknown outcome; returns whether it was one. */
  concludes(seq) {
    if (!this.unknown.delete(seq)) return false;
    const record = this.store.record(this.id, seq);
    if (record === undefined || record.state === 'SEALED') {
      this.fail(seq);
    } else {
      this.complete(seq, record);
      this.goOn(seq + 1n);
    }
    return true;
  }

  /** Without order nothing waits for another message. */
  goOn() {}
}

/** A receiver whose handlers run in the order of the messages. */
export class OrderedReceiver extends Receiver {
  answersBefore = { DELIVERED: 'UNKNOWN', PASSED: 'UNKNOWN', SEALED: 'NOTHING' };

  constructor(id, properties, records, handler, store, send) {
    super(id, properties, records, handler, store, send);
    this.passWhatWasPassed(records);
  }

  /** What is missing below a delivered message was sealed, and a crash came before its write. */
  passWhatWasPassed(records) {
    let passed = -1n;
    for (const { seq, state } of records) {
      const below = state === 'SEALED' ? seq - this.window : seq;
      if (below > passed) passed = below;
    }
    while (this.holds(passed + 1n, 'SEALED')) passed++;
    for (let seq = passed - this.window + 1n; seq <= passed; seq++) {
      if (this.slot(seq).seq < seq || this.holds(seq, 'SEALED')) this.put({ seq, state: 'PASSED' });
    }
  }

  accept(seq, payload) {
    this.put({ seq, state: 'BUFFERED', payload });
    this.goOn(seq);
  }

  seal(seq) {
    super.seal(seq);
    if (this.holds(seq, 'SEALED') && !this.contradicted) this.goOn(seq);
  }

  maySeal(seq) {
    return super.maySeal(seq) || this.holds(seq, 'BUFFERED');
  }

  slotOfFailed(seq) {
    return { seq, state: 'FAILED' };
  }

  isPassed(seq) {
    return this.slot(seq).seq > seq || this.holds(seq, 'DELIVERED') || this.holds(seq, 'PASSED');
  }

  /** Handles and passes what is due, from this message on. */
  goOn(seq) {
    for (let due = seq; this.isPassed(due - 1n); due++) {
      if (this.holds(due, 'SEALED')) {
        this.put({ seq: due, state: 'PASSED' });
      } else if (this.holds(due, 'BUFFERED')) {
        const { payload } = this.slot(due);
        this.put({ seq: due, state: 'CLAIMED' });
        if (!this.handle(due, () => this.handler(due, payload))) return;
      } else {
        return;
      }
    }
  }
}
