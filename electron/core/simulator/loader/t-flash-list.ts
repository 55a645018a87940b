import type { FlashPart } from '../flash/part.js';

/** JEDEC ids that the T loaders know; anything else they neither protect nor unprotect (protocol §7.3). */
const KNOWN = new Set(
  `1C7015 1C7016 0B4014 0B4015 0B4016 0B4017 0E4016 C84015 C84016 204016 C22315 EF4016 EF4017 856016`.split(
    ' ',
  ),
);
/** Known from 1.0.6 on (protocol §7.3). */
const KNOWN_LATELY = 'EB6015';
const FIRST_THAT_KNOWS = /_1\.0\.([6-9]|[1-9]\d)/;
/** BP0..BP4, and four of them on Macronix (protocol §7.3). */
const PROTECT = 0x1f << 2;
const PROTECT_MACRONIX = 0x0f << 2;
const MACRONIX = 0xc2;

/**
 * What a T loader writes into the status register after a CRC (protocol §7.3).
 * @param bootVersion null: no Tuya loader, whose list nobody has; taken for the newest
 */
export function protectValue(part: FlashPart, bootVersion: string | null): number {
  const id = Buffer.from(part.jedec).toString('hex').toUpperCase();
  const lately = bootVersion === null || FIRST_THAT_KNOWS.test(bootVersion);
  if (!KNOWN.has(id) && !(lately && id === KNOWN_LATELY)) return 0;
  return part.jedec[0] === MACRONIX ? PROTECT_MACRONIX : PROTECT;
}
