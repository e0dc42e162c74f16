/** The sessions of a sender, one after the other. */

import { random64 } from './host.mjs';
import { Sender, Timer } from './sender.mjs';
import { MAX_WINDOW } from './wire.mjs';

/**
 * Receives frames, sends frames by calling send, which does not throw, and reports outcomes by calling
 * report(seq, payload, outcome, answer). Timeouts are in milliseconds. A restarted sender is a new one with the same
 * store.
 */
export class SessionSender {
  phase = 'IDLE';
  /** The messages of the session, in OPEN, DRAINING and ENDING. */
  messages;
  /** Why there is no session, if the receiver has said so. */
  why;
  #session;
  #nonce;
  #timer;
  #askedWindow = MAX_WINDOW; // what OPEN says

  constructor({ sender, store, send, report, ...options }) {
    const { first = 100, longest = 5000, maxWindow = 2 ** 16, maxFrame = 1452, nonces = random64 } = options;
    Object.assign(this, { sender, store, send, report, maxWindow, maxFrame, nonces });
    this.newTimer = () => new Timer(first, longest);
    if (store.phase !== undefined) this.#go(store.phase === 'ENDED' ? 'ENDING' : store.phase, store.session);
  }

  #go(phase, session) {
    this.phase = phase;
    this.#session = session;
    this.#timer = this.newTimer();
    this.messages = undefined;
    if (['OPEN', 'DRAINING', 'ENDING'].includes(phase)) {
      const { store, send, report, newTimer, maxFrame } = this;
      this.messages = new Sender({ store, send, report, newTimer, longest: maxFrame });
    }
  }

  open() {
    if (this.phase === 'IDLE') this.#request();
  }

  #request() {
    this.#go('OPENING');
    this.#nonce = this.nonces();
    this.#sendOpen();
  }

  /** To be called, as poll is, until the phase is IDLE. */
  close() {
    if (this.phase === 'OPENING' || this.phase === 'REPLACING') {
      this.#go('IDLE');
    } else if (this.phase === 'OPEN') {
      this.store.enter('DRAINING');
      this.phase = 'DRAINING';
    }
  }

  /** Returns the number of the message, or undefined if there is no session or its window is full. */
  submit(payload) {
    return this.phase === 'OPEN' ? this.messages.submit(payload) : undefined;
  }

  receive(frame) {
    switch (frame.type) {
      case 'OPENED':
        if (frame.sender === this.sender) this.#opened(frame);
        break;
      case 'FULL':
        if (frame.sender === this.sender && this.#awaits(frame)) this.why = 'the receiver has no room for a session';
        break;
      case 'GONE':
        if (this.#uses(frame.session)) this.#gone();
        break;
      default:
        if (this.#uses(frame.session) && this.#isOpen()) this.messages.receive(frame);
    }
  }

  #isOpen() {
    return this.phase === 'OPEN' || this.phase === 'DRAINING';
  }

  #uses(session) {
    return this.phase !== 'IDLE' && this.phase !== 'OPENING' && session === this.#session;
  }

  #awaits({ nonce }) {
    return this.phase === 'OPENING' && nonce === this.#nonce;
  }

  #opened(frame) {
    const { session, window, replies } = frame;
    if (!this.#awaits(frame)) {
      if (!this.#uses(session)) this.#sendClose(session);
    } else if (window <= this.maxWindow) {
      this.store.open(session, window, replies);
      this.why = undefined;
      this.#go('OPEN', session);
    } else {
      this.why = `the receiver's window of ${window} messages is larger than ${this.maxWindow}`;
      if (this.#askedWindow !== this.maxWindow) {
        this.#askedWindow = this.maxWindow;
        this.#go('REPLACING', session);
      }
      this.#sendClose(session);
    }
  }

  #gone() {
    if (this.phase === 'REPLACING') {
      this.#request();
    } else if (this.phase === 'CLOSING') {
      this.#clear();
    } else if (this.#isOpen()) {
      this.store.enter('ENDED');
      this.phase = 'ENDING';
    }
  }

  #clear() {
    this.store.clear();
    this.#go('IDLE');
  }

  /** To be called again and again, whatever the phase is; now is in milliseconds, of a monotonic clock. */
  poll(now) {
    switch (this.phase) {
      case 'OPENING':
        if (this.#timer.isDue(now)) this.#sendOpen();
        break;
      case 'REPLACING':
      case 'CLOSING':
        if (this.#timer.isDue(now)) this.#sendClose(this.#session);
        break;
      case 'OPEN':
        this.messages.poll(now);
        break;
      case 'DRAINING':
        this.messages.poll(now);
        if (this.messages.open.size > 0) break;
        this.store.enter('CLOSING');
        this.#go('CLOSING', this.#session);
        this.#sendClose(this.#session);
        break;
      case 'ENDING':
        this.messages.doubt();
        this.#clear();
    }
  }

  #sendOpen() {
    this.send({ type: 'OPEN', sender: this.sender, nonce: this.#nonce, window: this.#askedWindow });
  }

  #sendClose(session) {
    this.send({ type: 'CLOSE', session });
  }
}
