/** A MAC as Kiln keeps it: 12 lower-case hex digits, no separators (authorization §1.3, reply to 09). */
export type Mac = string & { readonly brand: 'Mac' };

/** Factory defaults seen after the RF sector was lost: they are no identity (authorization §1.9, §5.7). */
const DEFAULT_MACS = new Set(['c8478c000000', 'c8478c000018']);

export type MacProblem = 'format' | 'zero' | 'broadcast' | 'multicast' | 'default';

/** Reads `d8:1f:12:00:4a:07`, `D81F12004A07` and the like. Null where it is no MAC at all. */
export function parseMac(text: string): Mac | null {
  const hex = text
    .trim()
    .replace(/[:\-\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{12}$/.test(hex) ? (hex as Mac) : null;
}

/** Why `text` may not identify a board, or null where it may. */
export function macProblem(text: string): MacProblem | null {
  const mac = parseMac(text);
  if (mac === null) return 'format';
  if (mac === '000000000000') return 'zero';
  if (mac === 'ffffffffffff') return 'broadcast';
  if (DEFAULT_MACS.has(mac)) return 'default';
  if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) return 'multicast';
  return null;
}

/** For people: `D8 1F 12 00 4A 07`. */
export function formatMac(mac: string): string {
  return (mac.toUpperCase().match(/../g) ?? []).join(' ');
}

/** How many addresses there are from one to the other, both included. */
export function macCount(from: Mac, to: Mac): number {
  return Number.parseInt(to, 16) - Number.parseInt(from, 16) + 1;
}
