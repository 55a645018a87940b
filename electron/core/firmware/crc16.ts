/** MSB first, polynomial 0x8005, nothing reflected (protocol §12.1). */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc & 0xffff;
});

/**
 * CRC-16 of a code block's payload: init 0xFFFF, no final XOR (protocol §12.1).
 * @param start first byte, inclusive. @default 0
 * @param end one past the last byte. @default the whole array
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0xffff;
  for (let index = start; index < end; index += 1) {
    crc = ((crc << 8) & 0xffff) ^ (TABLE[((crc >> 8) ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return crc;
}
