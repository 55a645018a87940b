/** `01 E0 FC 01 00` as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'));
}

/** Bytes as `01 E0 FC 01 00`. */
export function hexOf(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** 00, 01 … FF, 00 …, `length` bytes of it. */
export const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index & 0xff);

/** Compares flash images: vitest takes seconds to compare 2 MiB element by element. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
