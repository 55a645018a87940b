import { readLogical } from './blocks.js';
import { APP_START, DESCRIPTOR_NAME, DESCRIPTOR_OFFSET } from './map.js';

/** What command 06 answers (authorization §1.3). */
export interface Fingerprint {
  readonly name: string;
  readonly version: string;
}

const LONGEST = 512;

/**
 * The name that an application carries in its own image: at logical offset 0x200 `KILN-DEMO-APP`, NUL, then
 * `{"firmName":"…","firmVer":"…"}`, NUL. Images of real firmware are scrambled and have none: null.
 */
export function readDescriptor(flash: Uint8Array): Fingerprint | null {
  const text = Buffer.from(readLogical(flash, APP_START, DESCRIPTOR_OFFSET, LONGEST)).toString('latin1');
  const head = `${DESCRIPTOR_NAME}\0`;
  const end = text.indexOf('\0', head.length);
  if (!text.startsWith(head) || end < 0) return null;
  try {
    const json = JSON.parse(Buffer.from(text.slice(head.length, end), 'latin1').toString('utf8')) as unknown;
    const { firmName, firmVer } = json as Record<string, unknown>;
    return typeof firmName === 'string' && typeof firmVer === 'string'
      ? { name: firmName, version: firmVer }
      : null;
  } catch {
    return null;
  }
}
