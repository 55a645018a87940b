import { CRC32_TABLE, crc32Register } from '../codec/crc32.js';

/**
 * Four bytes that lead the CRC register of `before` to `target`. Lets a synthetic bootloader answer with the CRC by
 * which hosts know the real one (protocol §10.3), without a byte of the real one.
 */
export function forgeCrc32(before: Uint8Array, target: number): Uint8Array {
  let register = target >>> 0;
  for (let step = 0; step < 4; step++) {
    const index = CRC32_TABLE.findIndex((entry) => entry >>> 24 === register >>> 24);
    register = (((register ^ (CRC32_TABLE[index] ?? 0)) << 8) | index) >>> 0;
  }
  const patch = (register ^ crc32Register(before)) >>> 0;
  return Uint8Array.of(patch & 0xff, (patch >>> 8) & 0xff, (patch >>> 16) & 0xff, patch >>> 24);
}
