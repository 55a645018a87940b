const THIN = ' ';

/** `1 012`: groups of three with a thin space, no decimals. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** `19.8`: seconds with one decimal. */
export function seconds(value: number): string {
  return value.toFixed(1);
}

/** Whole seconds until a deadline, never below zero. Both in epoch ms. */
export function countdown(deadlineAt: number, now: number): number {
  return Math.max(0, Math.ceil((deadlineAt - now) / 1000));
}

/** `0x000D4000`: a flash address in eight digits. */
export function address(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** `8C 41 0E D2`: pairs of hex digits. */
export function pairs(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(' ');
}

/** `3fa9…c1`: enough of a SHA-256 to tell two files apart. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)}…${sha256.slice(-2)}`;
}

/** Bytes as whole KB (1024). */
export function kilobytes(bytes: number): string {
  return grouped(bytes / 1024);
}

/** `07:24:31` in local time. */
export function clockTime(at: number | string): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => part.toString().padStart(2, '0'))
    .join(':');
}

/** `COM5`, `ttyUSB0`: a port's path without its folder; the scheme of a virtual port stays out too. */
export function portName(path: string): string {
  return path.replace(/^\/dev\//, '').replace(/^virtual:(\/\/)?/, '');
}

/** `2026-11-25 07:24` in local time. */
export function dateTime(at: number | string): string {
  const time = new Date(at);
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const date = parts.map((part) => part.toString().padStart(2, '0')).join('-');
  return `${date} ${clockTime(at).slice(0, 5)}`;
}
