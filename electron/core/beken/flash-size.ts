import type { Session } from './session.js';
import { note } from './session.js';
import { readRaw } from './read.js';

const MIB = 0x100000;
/**
 * Read at once and again one flash size further up. The last sector of the bootloader: it holds the bootloader's RBL
 * header, so it is never blank, and it may be read (protocol §0.7). A blank sector would match anything.
 */
const PROBE_AT = 0x10000;
/** 1 MiB as on some BK7231S and Q, then those of the page (protocol §10.4, §15). */
const SIZES = [MIB, 2 * MIB, 4 * MIB, 8 * MIB, 16 * MIB] as const;

/**
 * Flash size of a class T chip, which has no command for it: above its size the flash answers from the beginning
 * again (protocol §4, §10.4).
 * @returns bytes; `usual` with a warning where no size shows
 * @throws KilnError FLASH_READ, LINK_LOST
 */
export async function probeFlashSize(session: Session, usual: number): Promise<number> {
  const first = Buffer.from(await readRaw(session, PROBE_AT, 'identify'));
  if (!first.every((byte) => byte === 0xff)) {
    for (const size of SIZES) {
      // The SPI controller sends three address bytes: 16 MiB up is the same place on every part.
      if (size === 16 * MIB || first.equals(await readRaw(session, PROBE_AT + size, 'identify'))) return size;
    }
  }
  note(session, 'warning', 'loader.flash-size-unknown', { kib: usual / 1024 });
  return usual;
}
