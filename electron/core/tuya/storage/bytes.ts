/** Bytes of a sector of flash. */
export const SECTOR = 0x1000;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Little-endian, as everything here (authorization §5.2). */
export const u16 = (bytes: Uint8Array, at: number): number => view(bytes).getUint16(at, true);
export const u32 = (bytes: Uint8Array, at: number): number => view(bytes).getUint32(at, true);

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  view(bytes).setUint16(at, value, true);
}

export function putU32(bytes: Uint8Array, at: number, value: number): void {
  view(bytes).setUint32(at, value, true);
}

/** "Checksum" everywhere in this storage: plain sum of bytes, 32 bits (authorization §5.2). */
export function byteSum(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum += bytes[at] ?? 0;
  return sum >>> 0;
}

export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff);
}

/** A new sector as an erase leaves it. */
export function blankSector(): Uint8Array {
  return new Uint8Array(SECTOR).fill(0xff);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
