/** Reflected polynomial 0xEDB88320 (protocol §6). */
export const CRC32_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC register after `bytes`; init 0xFFFFFFFF, no final XOR: what the loader puts on the wire (protocol §6). */
export function crc32Register(bytes: Uint8Array, register = 0xffffffff): number {
  const table = CRC32_TABLE;
  let crc = register | 0;
  // Whole flashes go through here: an index loop over a typed array is several times a `for of`.
  for (let at = 0; at < bytes.length; at++)
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return crc >>> 0;
}

/** The usual (zlib) CRC-32, as RBL headers and the production test's user parameters use it. */
export function crc32(bytes: Uint8Array): number {
  return ~crc32Register(bytes) >>> 0;
}
