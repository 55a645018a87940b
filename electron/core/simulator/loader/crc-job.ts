import { crc32Register } from '../codec/crc32.js';
import { le32 } from '../codec/bytes.js';
import type { Silicon } from '../board/silicon.js';

/** Over this many bytes the loader is busy until somebody resets it. */
const ENDLESS = 0x4000000;

/**
 * The CRC command's work (protocol §6): over `length` bytes from `start`, addresses modulo the flash size.
 * @param reach how far the command's address bytes go
 * @returns 4 bytes for the wire and how long it took; null where the range keeps the loader busy for good
 */
export function crcOf(
  silicon: Silicon,
  start: number,
  length: number,
  reach = Infinity,
): { wire: readonly number[]; cost: number } | null {
  if (length > ENDLESS) return null;
  const size = Math.min(silicon.flash.part.size, reach);
  let register = 0xffffffff;
  for (let done = 0; done < length;) {
    const from = (start + done) % size;
    const count = Math.min(length - done, size - from);
    register = crc32Register(silicon.flash.cells.subarray(from, from + count), register);
    done += count;
  }
  return { wire: le32(register), cost: length / silicon.timing.crcSpeed };
}
