/** Little-endian u16 at `offset`; missing bytes read as 0. */
export function u16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
}

/** Little-endian u32 at `offset`; missing bytes read as 0. */
export function u32(bytes: Uint8Array, offset: number): number {
  return (u16(bytes, offset) | (u16(bytes, offset + 2) << 16)) >>> 0;
}

export function le16(value: number): readonly number[] {
  return [value & 0xff, (value >>> 8) & 0xff];
}

export function le32(value: number): readonly number[] {
  return [...le16(value), ...le16(value >>> 16)];
}

/** True when `expected` stands at `offset`. */
export function holds(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte);
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

/** For events: `0x11000`. */
export function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase()}`;
}
