/** A flash offset for people: `0x011000`. */
export function address(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(6, '0')}`;
}

/** A value of `digits` hex digits: `0x407C`. */
export function word(value: number, digits: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** Bytes in the order of the wire: `EB 60 15`. */
export function bytesOf(values: readonly number[]): string {
  return values.map((value) => value.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
