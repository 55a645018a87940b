import type { ListedLicense } from './pms.js';

const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz';
const MIXED = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** A cloud's uuid of 16 is hexadecimal (authorization §3); this never is. */
export const DEVELOPMENT_PREFIX = 'dev0';

/**
 * Made-up licenses for the virtual board: right in form, good for nothing else.
 * @param random bytes of any quality: these guard nothing
 * @throws RangeError where `count` is no whole number from 1 on
 */
export function generateDevelopmentLicenses(
  count: number,
  random: (bytes: number) => Uint8Array,
): ListedLicense[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError('count of licenses');
  const text = (length: number, alphabet: string): string =>
    Array.from(random(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return Array.from({ length: count }, (_, index) => {
    // Half number, half chance: unique within a batch and between batches.
    const serial = index.toString(36).padStart(4, '0').slice(-4);
    return {
      row: index + 1,
      uuid: `${DEVELOPMENT_PREFIX}${serial}${text(8, LOWER)}`,
      authkey: text(32, MIXED),
      pskKey: text(37, MIXED),
    };
  });
}
