/**
 * Frames as bytes. A frame is an object: its type, and its fields. Whatever has 64 bits is a BigInt, unsigned:
 * sessions, senders, nonces, and the numbers of messages. A joined frame is read as several.
 */

export const MAX_SEQ = 2n ** 60n - 1n;
export const MAX_WINDOW = 2 ** 30;
/** The length of a header, in bytes. */
export const OVERHEAD = 24;

const VERSION = 1;
const EMPTY = Buffer.alloc(0);
const FROM_RECEIVER = 0x80;
const CODES = {
  OPEN: 0x01,
  CLOSE: 0x02,
  DATA: 0x03,
  CHECK: 0x04,
  SEAL: 0x05,
  OPENED: 0x81,
  FULL: 0x82,
  GONE: 0x83,
  ACK: 0x84,
  ACK_WITH_REPLY: 0x85,
  STATUS: 0x86,
  NO_ANSWER: 0x87,
  REJECTED: 0x88,
};
const TYPES = new Map(Object.entries(CODES).map(([type, code]) => [code, type]));
/** What two bits say about a message: low + 2 high. */
const STATES = {
  STATUS: [undefined, 'IN_PROGRESS', 'UNKNOWN', 'SEALED'],
  NO_ANSWER: [undefined, 'REFUSED', 'FORGOTTEN', 'REPLY_TOO_LONG'],
};
/** Of frames whose body has a fixed length. */
const BODY_LENGTHS = { CLOSE: 0, CHECK: 8, SEAL: 8, OPENED: 16, FULL: 0, GONE: 0, ACK: 8, STATUS: 16, NO_ANSWER: 16 };

/** Why a frame is refused: its message is one of the reasons of the wire format. */
export class Malformed extends Error {}

function require(condition, reason) {
  if (!condition) throw new Malformed(reason);
}

/** Returns the bytes of a frame about one message. A reply or a reason that is too long becomes what the page says. */
export function encode(frame, longest) {
  const { type, session, seq } = frame;
  switch (type) {
    case 'OPEN':
      return pack(type, frame.sender, frame.nonce, frame.window === MAX_WINDOW ? EMPTY : uint32(frame.window));
    case 'OPENED': {
      const body = [words(session), uint32(frame.window), uint32(frame.replies ? 1 : 0)];
      return pack(type, frame.sender, frame.nonce, Buffer.concat(body));
    }
    case 'FULL':
      return pack(type, frame.sender, frame.nonce);
    case 'CLOSE':
    case 'GONE':
      return pack(type, session, 0n);
    case 'DATA':
      return pack(type, session, seq, frame.payload);
    case 'CHECK':
    case 'SEAL':
      return pack(type, session, seq, words(1n));
    case 'ACK':
      if (frame.reply === undefined) return pack(type, session, seq, words(1n));
      if (frame.reply.length > longest - OVERHEAD) {
        return encode({ type: 'NO_ANSWER', session, seq, state: 'REPLY_TOO_LONG' }, longest);
      }
      return pack('ACK_WITH_REPLY', session, seq, frame.reply);
    case 'STATUS':
    case 'NO_ANSWER': {
      const code = BigInt(STATES[type].indexOf(frame.state));
      return pack(type, session, seq, words(code & 1n, code >> 1n));
    }
    case 'REJECTED':
      return pack(type, session, seq, cut(Buffer.from(frame.reason), longest - OVERHEAD));
    default:
      throw new TypeError(`no such frame: ${type}`);
  }
}

function pack(type, id, number, body = EMPTY) {
  const header = Buffer.alloc(OVERHEAD);
  header[0] = VERSION;
  header[1] = CODES[type];
  header.writeUInt32LE(body.length, 4);
  header.writeBigUInt64LE(id, 8);
  header.writeBigUInt64LE(number, 16);
  return Buffer.concat([header, body]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function words(...values) {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => bytes.writeBigUInt64LE(value, 8 * i));
  return bytes;
}

/** Cuts a text off at the end of a character. */
function cut(text, length) {
  let end = Math.min(length, text.length);
  while (end < text.length && (text[end] & 0xc0) === 0x80) end--; // it would begin within a character
  return text.subarray(0, end);
}

/** Returns the frames that these bytes stand for; throws Malformed. */
export function decode(bytes, fromReceiver, longest) {
  require(bytes.length >= OVERHEAD, 'TOO_SHORT');
  require(bytes.length <= longest, 'TOO_LONG');
  require(bytes[0] === VERSION, 'WRONG_VERSION');
  require(bytes.readUInt16LE(2) === 0, 'RESERVED_BITS');
  const body = bytes.subarray(OVERHEAD);
  require(bytes.readUInt32LE(4) === body.length, 'WRONG_LENGTH');
  const type = TYPES.get(bytes[1]);
  require(type !== undefined, 'UNKNOWN_TYPE');
  require((bytes[1] >= FROM_RECEIVER) === fromReceiver, 'WRONG_DIRECTION');
  require(body.length === (BODY_LENGTHS[type] ?? body.length), 'WRONG_BODY');
  const id = bytes.readBigUInt64LE(8);
  const number = bytes.readBigUInt64LE(16);
  switch (type) {
    case 'OPEN': {
      require(body.length === 0 || body.length === 4, 'WRONG_BODY');
      const window = windowOf(body.length === 0 ? MAX_WINDOW : body.readUInt32LE());
      return [{ type, sender: id, nonce: number, window }];
    }
    case 'OPENED': {
      const flags = body.readUInt32LE(12);
      require(flags <= 1, 'RESERVED_BITS');
      const [session, window] = [body.readBigUInt64LE(), windowOf(body.readUInt32LE(8))];
      return [{ type, sender: id, nonce: number, session, window, replies: flags === 1 }];
    }
    case 'FULL':
      return [{ type, sender: id, nonce: number }];
    case 'CLOSE':
    case 'GONE':
      require(number === 0n, 'RESERVED_BITS');
      return [{ type, session: id }];
  }
  require(number <= MAX_SEQ, 'SEQ_OUT_OF_RANGE');
  switch (type) {
    case 'DATA':
      return [{ type, session: id, seq: number, payload: body }];
    case 'ACK_WITH_REPLY':
      return [{ type: 'ACK', session: id, seq: number, reply: body }];
    case 'REJECTED':
      return [{ type, session: id, seq: number, reason: body.toString() }];
    default:
      return several(type, id, number, body.readBigUInt64LE(), body.length === 16 ? body.readBigUInt64LE(8) : 0n);
  }
}

function windowOf(window) {
  require(window > 0 && window <= MAX_WINDOW && (window & (window - 1)) === 0, 'WRONG_WINDOW_SIZE');
  return window;
}

/** One frame for each message that has a bit. */
function several(type, session, first, low, high) {
  const bits = low | high;
  require(bits !== 0n, 'NO_MESSAGE');
  const count = BigInt(bits.toString(2).length);
  require(first + count - 1n <= MAX_SEQ, 'LAST_OUT_OF_RANGE');
  const frames = [];
  for (let i = 0n; i < count; i++) {
    if (((bits >> i) & 1n) === 0n) continue;
    const frame = { type, session, seq: first + i };
    if (type in STATES) frame.state = STATES[type][Number(((low >> i) & 1n) + 2n * ((high >> i) & 1n))];
    frames.push(frame);
  }
  return frames;
}

/** Yields the frames in a datagram as bytes, until what follows is none: that is yielded as it is. */
export function* split(datagram) {
  let rest = datagram;
  while (rest.length > 0) {
    const isFrame = rest.length >= OVERHEAD && rest[0] === VERSION;
    const frame = rest.subarray(0, isFrame ? OVERHEAD + rest.readUInt32LE(4) : rest.length);
    yield frame;
    rest = rest.subarray(frame.length);
  }
}
