/** Hex with or without `0x`, at most eight digits; null where it is none. */
export function parseHex(text: string): number | null {
  const digits = text.trim().replace(/^0x/i, '').replace(/[\s_]/g, '');
  return /^[0-9a-f]{1,8}$/i.test(digits) ? Number.parseInt(digits, 16) : null;
}

/** `0x011000`: an offset on the map, in six digits. */
export function shortHex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(6, '0')}`;
}
