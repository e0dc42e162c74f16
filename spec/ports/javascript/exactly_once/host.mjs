/** The sessions of a receiver. */

import { randomBytes } from 'node:crypto';
import { OrderedReceiver, Receiver } from './receiver.mjs';

export function random64() {
  return randomBytes(8).readBigUInt64LE();
}

/**
 * Receives frames from senders, and sends frames by calling send, which does not throw.
 *
 * A handler takes the sender, the number and the payload. It returns { effects, reply }: effects are stored with the
 * record of the message; reply has bytes, where there are replies. Or it returns HELD, or throws.
 */
export class ReceiverHost {
  /** By id: those in memory. */
  sessions = new Map();
  /** The id of the session of each pair of sender and nonce; and the last pairs whose sessions were closed. */
  #openings = new Map();
  #closed = new Set();

  constructor({ window, ordered, replies, maxSessions, handler, store, send, ids = random64 }) {
    Object.assign(this, { window, ordered, replies, maxSessions, handler, store, send, ids });
    for (const id of store.sessions.keys()) this.#load(id);
  }

  #load(id) {
    const properties = this.store.sessions.get(id);
    const kind = properties.ordered ? OrderedReceiver : Receiver;
    const handler = (seq, payload) => this.handler(properties.sender, seq, payload);
    const session = new kind(id, properties, [...properties.records.values()], handler, this.store, this.send);
    this.#openings.set(pair(properties), id);
    this.sessions.set(id, session);
    return session;
  }

  receive(frame) {
    if (frame.type === 'OPEN') return this.#open(frame);
    if (frame.type === 'CLOSE') return this.#close(frame.session);
    const session = this.#find(frame.session);
    if (session === undefined) return;
    if (frame.type === 'DATA') session.data(frame.seq, frame.payload);
    else if (frame.type === 'CHECK') session.check(frame.seq);
    else session.seal(frame.seq);
    if (session.contradicted && session.running.size === 0) this.#forget(session.id);
  }

  #find(id) {
    const session = this.sessions.get(id);
    if (session !== undefined) return session;
    if (!this.store.sessions.has(id)) this.send({ type: 'GONE', session: id });
    else if (this.sessions.size < this.maxSessions) return this.#load(id);
    return undefined;
  }

  #open(frame) {
    const { sender, nonce } = frame;
    const opening = pair(frame);
    if (this.#closed.has(opening)) return;
    if (!this.#openings.has(opening)) {
      if (this.sessions.size >= this.maxSessions) {
        this.send({ type: 'FULL', sender, nonce });
        return;
      }
      const window = Math.min(this.window, frame.window);
      const id = this.ids();
      this.store.opened(id, { sender, nonce, window, ordered: this.ordered, replies: this.replies });
      this.#load(id);
    }
    const id = this.#openings.get(opening);
    const { window, replies } = this.store.sessions.get(id);
    this.send({ type: 'OPENED', sender, nonce, session: id, window, replies });
  }

  #close(id) {
    if (this.sessions.get(id)?.running.size > 0) return;
    const properties = this.store.sessions.get(id);
    if (properties !== undefined) {
      this.#closed.add(pair(properties));
      if (this.#closed.size > this.maxSessions) this.#closed.delete(this.#closed.values().next().value);
      this.store.over(id);
    }
    this.#forget(id);
    this.send({ type: 'GONE', session: id });
  }

  /** Ends a session that its sender has not closed; returns whether it did. */
  drop(id) {
    if (this.sessions.get(id)?.running.size !== 0) return false;
    this.store.over(id);
    this.#forget(id);
    return true;
  }

  #forget(id) {
    this.sessions.delete(id);
    for (const [opening, other] of this.#openings) {
      if (other === id) this.#openings.delete(opening);
    }
  }
}

function pair({ sender, nonce }) {
  return `${sender} ${nonce}`;
}
