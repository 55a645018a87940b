import { BAUD_RATES, CHIP_NAMES, type ChipChoice } from '../../../shared/domain/chip.js';
import type { LoaderRequest } from '../../core/beken/api.js';
import type { CommonOptions } from '../environment.js';
import { usage } from '../usage.js';

/** What every command takes that talks to a loader. */
export interface LoaderOptions extends CommonOptions {
  readonly port: string;
  readonly chip: string;
  readonly baud: string;
  readonly wait: string;
  /** File for the raw bytes of both directions. */
  readonly frames?: string;
  /** Commander's `--no-reboot`. */
  readonly reboot?: boolean;
}

/** A range as it was typed. */
export interface RangeOptions {
  readonly start?: string;
  readonly length?: string;
}

/** Hex with or without `0x`; undefined stays. @throws KilnError USAGE */
export function parseHex(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^(0x)?[0-9a-f]{1,8}$/i.test(text)) throw usage(`${option} ${text}: hex, such as 0x11000`);
  return Number.parseInt(text.replace(/^0x/i, ''), 16);
}

/** A reason is words, so that nobody overrides by habit. @throws KilnError USAGE */
export function parseOverride(text: string | undefined): string | undefined {
  if (text !== undefined && text.trim().length < 3) throw usage('--override: say why');
  return text?.trim();
}

/** @throws KilnError USAGE */
export function parseChip(text: string): ChipChoice {
  const chips: readonly ChipChoice[] = ['auto', ...CHIP_NAMES];
  const chip = chips.find((name) => name.toLowerCase() === text.toLowerCase());
  if (chip === undefined) throw usage(`--chip ${text}: one of ${chips.join(', ')}`);
  return chip;
}

/** @throws KilnError USAGE */
export function parseBaud(text: string): LoaderRequest['baudRate'] {
  if (text === 'max') return 'max';
  const baudRate = BAUD_RATES.find((rate) => String(rate) === text);
  if (baudRate === undefined) throw usage(`--baud ${text}: max, or one of ${BAUD_RATES.join(', ')}`);
  return baudRate;
}

/** Checks what was typed. @throws KilnError USAGE */
export function loaderRequest(options: LoaderOptions): LoaderRequest {
  const seconds = Number(options.wait);
  if (!(seconds > 0 && seconds <= 3600)) throw usage(`--wait ${options.wait}: seconds, up to 3600`);
  return {
    chip: parseChip(options.chip),
    baudRate: parseBaud(options.baud),
    captureMs: seconds * 1000,
    after: options.reboot === false ? 'stay' : 'reboot',
  };
}

/** Where an operation is about. @throws KilnError USAGE */
export function typedRange({ start, length }: RangeOptions): {
  readonly start: number | null;
  readonly length: number | null;
} {
  return { start: parseHex('--start', start), length: parseHex('--length', length) };
}

/** Bytes as hex, such as `00 40`. @throws KilnError USAGE */
export function parseBytes(option: string, text: string): number[] {
  const bytes = text.trim().split(/[\s,]+/);
  if (!bytes.every((byte) => /^(0x)?[0-9a-f]{1,2}$/i.test(byte))) throw usage(`${option} ${text}: hex bytes`);
  return bytes.map((byte) => Number.parseInt(byte.replace(/^0x/i, ''), 16));
}
