import { macProblem, parseMac, type Mac } from './mac.js';

/** More addresses than any lot has; a range beyond it is a slip of the pen. */
const MOST = 1 << 20;

interface Span {
  readonly first: number;
  readonly last: number;
}

function spanOf(entry: string): Span | null {
  const [from = '', to = from, ...more] = entry.split(
    /\.\.|[–~]|\s+-\s+|(?<=[0-9a-f]{12})-(?=[0-9a-f]{12})/i,
  );
  const [first, last] = [parseMac(from), parseMac(to)];
  if (more.length > 0 || first === null || last === null) return null;
  const span = { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) };
  return span.last < span.first || span.last - span.first >= MOST ? null : span;
}

/** What is wrong with the first bad entry of a pool, or null: `format` of the entry, or the problem of an address. */
export function macPoolProblem(entries: readonly string[]): { entry: string; problem: string } | null {
  for (const entry of entries) {
    const span = spanOf(entry);
    if (span === null) return { entry, problem: 'format' };
    for (const end of [span.first, span.last]) {
      const problem = macProblem(hex(end));
      if (problem !== null) return { entry, problem };
    }
  }
  return null;
}

/** The addresses of a pool in order: single ones, and ranges `d81f12000001..d81f120000ff`. What is no identity is left out. */
export function* macsOf(entries: readonly string[]): Generator<Mac> {
  for (const entry of entries) {
    const span = spanOf(entry);
    if (span === null) continue;
    for (let value = span.first; value <= span.last; value += 1) {
      const mac = parseMac(hex(value));
      if (mac !== null && macProblem(mac) === null) yield mac;
    }
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(12, '0');
}
