/** Reads the arguments of a program. */

import { parseArgs } from 'node:util';
import { MAX_WINDOW } from './wire.mjs';

export class BadInput extends Error {}

const isWindow = (value) => Number.isInteger(value) && value > 0 && value <= MAX_WINDOW && (value & (value - 1)) === 0;
/** What is a number: which ones are allowed, and how that is said. */
const NUMBERS = {
  port: [(value) => Number.isInteger(value) && value >= 0 && value < 2 ** 16, 'a port'],
  loss: [(value) => value >= 0 && value <= 1, 'from 0 to 1'],
};
for (const each of ['window', 'max-window']) NUMBERS[each] = [isWindow, 'a power of two up to 2^30'];
for (const each of ['count', 'messages', 'seed']) {
  NUMBERS[each] = [(value) => Number.isSafeInteger(value) && value >= 0, 'a whole number'];
}
for (const each of ['idle', 'first', 'longest', 'limit']) NUMBERS[each] = [(value) => value >= 0, 'seconds'];

function read(name, text) {
  if (name === 'sender') {
    if (/^\d+$/.test(text) && BigInt(text) < 2n ** 64n) return BigInt(text);
    throw new BadInput(`sender: ${text} is not from 0 to 2^64 - 1`);
  }
  if (text === undefined || !(name in NUMBERS)) return text;
  const [isAllowed, what] = NUMBERS[name];
  const value = text.trim() === '' ? NaN : Number(text);
  if (!isAllowed(value)) throw new BadInput(`${name}: ${text} is not ${what}`);
  return value;
}

/** Returns the values by name: arguments in their order, options with their defaults, and flags. */
export function readArguments(program, { arguments: names, options: defaults, flags }, args) {
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' }]));
  for (const option of Object.keys(defaults)) options[option] = { type: 'string' };
  const usage = ['usage:', program, ...names.map((each) => each.toUpperCase())]
    .concat(Object.entries(defaults).map(([option, value]) => `[--${option} ${value ?? 'FILE'}]`))
    .concat(flags.map((flag) => `[--${flag}]`))
    .join(' ');
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch {
    throw new BadInput(usage);
  }
  if (parsed.positionals.length !== names.length) throw new BadInput(usage);
  const given = { ...defaults, ...parsed.values };
  names.forEach((each, i) => (given[each] = parsed.positionals[i]));
  return Object.fromEntries(Object.entries(given).map(([each, text]) => [each, read(each, text)]));
}

/** Runs a program, and ends with the code it returns; bad input is one line, and code 2. */
export async function run(main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (e) {
    if (!(e instanceof BadInput)) throw e;
    console.error(e.message);
    process.exitCode = 2;
  }
}
