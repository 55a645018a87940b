import { crc32 } from 'node:zlib';

/** CRC-32 as the chip computes it: not inverted at the end, hence the bitwise NOT of zlib's (protocol §6). */
export function wireCrc(bytes: Uint8Array): number {
  return ~crc32(bytes) >>> 0;
}
