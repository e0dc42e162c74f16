/** The messages of one session at the sender. */

import { MAX_SEQ, OVERHEAD } from './wire.mjs';

/** When to ask again. It starts at the first look, and no answer resets it. Times are in one unit. */
export class Timer {
  #timeout;
  #longest;
  #began;

  constructor(first, longest) {
    this.#timeout = first;
    this.#longest = longest;
  }

  isDue(now) {
    this.#began ??= now;
    if (now - this.#began < this.#timeout) return false;
    this.#began = now;
    this.#timeout = Math.min(2 * this.#timeout, this.#longest);
    return true;
  }

  /** Lets the current timeout begin again, at the next look. */
  restart() {
    this.#began = undefined;
  }
}

/**
 * Submits messages, asks about them, and calls report(seq, payload, outcome, answer), where answer is the reply or the
 * reason of a rejection.
 */
export class Sender {
  /**
   * Those that are not decided and reported, in the order of their numbers. All that are missing below next are: no
   * two threads submit, so there are no gaps, and the ring of slots need not be kept.
   */
  open = new Map();
  next = 0n;
  alarms = 0;
  malformed = 0;

  /** Begins with what is in the store. newTimer makes the timer of a message; longest is that of a frame, in bytes. */
  constructor({ store, send, report, newTimer, longest }) {
    Object.assign(this, { store, send, report, newTimer, longest });
    this.session = store.session;
    this.window = BigInt(store.window);
    const entries = [...store.entries.values()].sort((a, b) => (a.seq < b.seq ? -1 : 1));
    for (const { seq, payload, cancelled } of entries) this.#add(seq, cancelled ? 'SEALING' : 'PENDING', payload);
  }

  #add(seq, state, payload) {
    this.next = seq + 1n;
    this.open.set(seq, { state, payload, timer: this.newTimer(), mayResend: false });
  }

  /** Returns the number of the message, or undefined if the window is full or there are no numbers left. */
  submit(payload) {
    const room = this.longest - OVERHEAD;
    if (payload.length > room) throw new RangeError(`${payload.length} bytes: at most ${room} fit into a frame`);
    const seq = this.next;
    if (seq > MAX_SEQ || this.open.has(seq - this.window)) return undefined;
    this.store.append(seq, payload);
    this.#add(seq, 'PENDING', payload);
    this.#send('DATA', seq, { payload });
    return seq;
  }

  /** Returns whether it was not too late. */
  cancel(seq) {
    const message = this.open.get(seq);
    if (message?.state !== 'PENDING') return false;
    this.store.cancelled(this.session, seq);
    message.state = 'SEALING';
    this.#send('SEAL', seq);
    return true;
  }

  receive(frame) {
    const { type, seq } = frame;
    if (type === 'ACK' && (frame.reply !== undefined) !== this.store.replies) {
      this.malformed++;
    } else if (frame.state === 'REFUSED' || frame.state === 'FORGOTTEN') {
      if (this.#isUndecided(seq)) this.alarms++;
    } else if (seq >= this.next) {
      this.alarms++;
    } else if (type === 'ACK') {
      this.#decide(seq, 'DELIVERED', frame.reply);
    } else if (type === 'REJECTED') {
      this.#decide(seq, 'REJECTED', frame.reason);
    } else if (frame.state === 'SEALED') {
      this.#decide(seq, 'NOT_DELIVERED');
    } else if (frame.state === 'REPLY_TOO_LONG') {
      if (this.store.replies) this.#decide(seq, 'DELIVERED');
      else this.malformed++;
    } else if (frame.state === 'UNKNOWN') {
      this.#resend(seq);
    }
  }

  #isUndecided(seq) {
    const state = this.open.get(seq)?.state;
    return state === 'PENDING' || state === 'SEALING';
  }

  #decide(seq, outcome, answer) {
    if (!this.#isUndecided(seq)) return;
    const message = this.open.get(seq);
    message.state = 'REPORTING';
    try {
      this.report(seq, message.payload, outcome, answer);
    } finally {
      this.open.delete(seq);
    }
  }

  /** Once for each CHECK. */
  #resend(seq) {
    const message = this.open.get(seq);
    if (message?.state !== 'PENDING' || !message.mayResend) return;
    message.mayResend = false;
    message.timer.restart();
    this.#send('DATA', seq, { payload: message.payload });
  }

  poll(now) {
    for (const [seq, message] of this.open) {
      if (!message.timer.isDue(now)) continue;
      if (message.state === 'SEALING') {
        this.#send('SEAL', seq);
      } else if (message.state === 'PENDING') {
        message.mayResend = true;
        this.#send('CHECK', seq);
      }
    }
  }

  /** The session is gone. */
  doubt() {
    for (const seq of [...this.open.keys()]) this.#decide(seq, 'IN_DOUBT');
  }

  #send(type, seq, content = {}) {
    this.send({ type, session: this.session, seq, ...content });
  }
}
