import { ascii } from '../codec/bytes.js';

/** Opens key and protected sectors (authorization §5.2). */
export const MASTER_KEY = ascii('qwertyuiopasdfgh');

const PART_1 = ascii('8710_2M');
const PART_2 = ascii('HHRRQbyemofrtytf');

/** The key of the data sectors: (P1[i & 3] + P2[i] + inner[i]) mod 256 (authorization §5.2). */
export function dataKey(inner: Uint8Array): Uint8Array {
  return Uint8Array.from(inner, (byte, index) => (PART_1[index & 3] ?? 0) + (PART_2[index] ?? 0) + byte);
}

/** "Checksum" everywhere in the storage: the plain byte sum mod 2^32 (authorization §5.2). */
export function byteSum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0) >>> 0;
}
