/** Reflected polynomial 0xEDB88320 (protocol §6). */
export const CRC32_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC register after `bytes`; init 0xFFFFFFFF, no final XOR: what the loader puts on the wire (protocol §6). */
export function crc32Register(bytes: Uint8Array, register = 0xffffffff): number {
  let crc = register;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC32_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return crc >>> 0;
}

/** The usual (zlib) CRC-32, as RBL headers and the production test's user parameters use it. */
export function crc32(bytes: Uint8Array): number {
  return ~crc32Register(bytes) >>> 0;
}
