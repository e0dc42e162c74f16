/** Both sides over UDP: serve, which books every message once, and send. */

import dgram from 'node:dgram';
import { BadInput, readArguments, run } from './arguments.mjs';
import { ReceiverHost } from './host.mjs';
import { SessionSender } from './session.mjs';
import { ReceiverStore, SenderStore } from './store.mjs';
import { decode, encode, Malformed, split } from './wire.mjs';

const MAX_DATAGRAM = 1452;

/** A socket that loses a part of what it sends and receives, if it is told to. */
class Udp {
  lost = 0;
  malformed = 0;

  /** Calls received(frame, source) for each frame of the other side. */
  constructor(loss, fromReceiver, received) {
    this.loss = loss;
    this.socket = dgram.createSocket('udp4');
    this.socket.on('message', (datagram, source) => {
      if (this.#loses()) return;
      for (const part of split(datagram)) {
        for (const frame of this.#decode(part, fromReceiver)) received(frame, source);
      }
    });
  }

  /** Returns the port. */
  bind(port) {
    return new Promise((resolve, reject) => {
      this.socket.once('error', reject);
      this.socket.bind(port, '127.0.0.1', () => {
        this.socket.off('error', reject);
        this.socket.on('error', () => this.lost++); // nobody listens there
        resolve(this.socket.address().port);
      });
    });
  }

  send(frame, to) {
    if (to === undefined || this.#loses()) return;
    this.socket.send(encode(frame, MAX_DATAGRAM), to.port, to.address, (error) => {
      if (error) this.lost++;
    });
  }

  #loses() {
    const loses = Math.random() < this.loss;
    if (loses) this.lost++;
    return loses;
  }

  #decode(bytes, fromReceiver) {
    try {
      return decode(bytes, fromReceiver, MAX_DATAGRAM);
    } catch (e) {
      if (!(e instanceof Malformed)) throw e;
      this.malformed++;
      return [];
    }
  }
}

/** Calls turn again and again, after so many milliseconds each, until it returns true. */
function repeat(milliseconds, turn) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!turn()) return;
      clearInterval(timer);
      resolve();
    }, milliseconds);
  });
}

async function serve({ port, window, ordered = false, 'no-replies': noReplies = false, idle, loss, journal }) {
  const store = new ReceiverStore(journal);
  const routes = new Map(); // by session: where it was last heard from
  let source; // of the frame that is being answered
  let busy = Infinity; // whoever is to send may take as long as it likes to begin
  const host = new ReceiverHost({
    window,
    ordered,
    replies: !noReplies,
    maxSessions: 1024,
    store,
    handler: (_, seq, payload) => ({
      effects: [payload.toString()],
      reply: noReplies ? undefined : Buffer.from(`booked ${payload}`),
    }),
    send: (frame) => {
      udp.send(frame, frame.seq === undefined ? source : routes.get(frame.session));
      if (frame.type === 'GONE') routes.delete(frame.session);
    },
  });
  const udp = new Udp(loss, false, (frame, from) => {
    source = from;
    busy = performance.now(); // a CLOSE comes again until its GONE arrives
    if (frame.seq !== undefined) routes.set(frame.session, from);
    host.receive(frame);
  });
  console.log(`listening on port ${await udp.bind(port)}`);
  await repeat(100, () => {
    const now = performance.now();
    if (host.sessions.size > 0) busy = now;
    return now - busy >= 1000 * idle;
  });
  udp.socket.close();
  store.close();
  const { effects } = store;
  const different = new Set(effects).size;
  const order = isInOrder(effects) ? 'in order' : 'not in order';
  console.log(`${effects.length} booked, ${different} of them different, ${order}; ${udp.lost} datagrams lost`);
  return different === effects.length ? 0 : 1;
}

function numberOf(order) {
  return Number(`${order}`.split('-').at(-1));
}

function isInOrder(effects) {
  const numbers = effects.map(numberOf);
  return numbers.every((number, i) => i === 0 || numbers[i - 1] <= number);
}

async function send({ host, port, count, sender: id, 'max-window': maxWindow, first, longest, limit, loss, journal }) {
  const outcomes = new Map(); // by payload
  let wrong = 0;
  const store = new SenderStore(journal);
  const sender = new SessionSender({
    sender: id,
    store,
    first: 1000 * first,
    longest: 1000 * longest,
    maxWindow,
    maxFrame: MAX_DATAGRAM,
    send: (frame) => udp.send(frame, { address: host, port }),
    report: (_, payload, outcome, answer) => {
      outcomes.set(`${payload}`, outcome);
      if (outcome === 'DELIVERED' && answer !== undefined && `${answer}` !== `booked ${payload}`) wrong++;
    },
  });
  const udp = new Udp(loss, true, (frame) => sender.receive(frame));
  await udp.bind(0);
  const end = performance.now() + 1000 * limit;
  let next = 1; // or, after a restart, the one after the last that is stored
  for (const { payload } of store.entries.values()) next = Math.max(next, numberOf(payload) + 1);
  await repeat(10, () => {
    if (next <= count) sender.open();
    while (next <= count && sender.submit(Buffer.from(`order-${next}`)) !== undefined) next++;
    if (next > count) sender.close();
    sender.poll(performance.now());
    return (next > count && sender.phase === 'IDLE') || performance.now() >= end;
  });
  udp.socket.close();
  store.close();
  const counts = {};
  for (const outcome of outcomes.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const why = sender.why === undefined ? '' : `: ${sender.why}`;
  console.log(
    `${JSON.stringify(counts)}; ${wrong} wrong replies, ${udp.lost} datagrams lost, phase ${sender.phase}${why}`,
  );
  const isDone = next > count && sender.phase === 'IDLE';
  return isDone && wrong === 0 && (counts.DELIVERED ?? 0) === outcomes.size ? 0 : 1;
}

const COMMON = { loss: '0', journal: undefined };
/** By command: its arguments, its options with their defaults, and its flags. */
const COMMANDS = {
  serve: {
    run: serve,
    arguments: ['port'],
    options: { ...COMMON, window: '1024', idle: '5' },
    flags: ['ordered', 'no-replies'],
  },
  send: {
    run: send,
    arguments: ['host', 'port', 'count'],
    options: { ...COMMON, sender: '8', 'max-window': '65536', first: '0.05', longest: '0.5', limit: '120' },
    flags: [],
  },
};

/** Runs a command; returns its exit code. */
function main([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (command === undefined) throw new BadInput('usage: main.mjs serve | send');
  return command.run(readArguments(`main.mjs ${name}`, command, args));
}

await run(main);
