import { CHIPS, type ChipName } from '../../../shared/domain/chip.js';
import type { FlashRange } from '../../../shared/contract/inspect.js';

/** Chips whose storage stands where the page says (authorization §5.1), and which may therefore be repaired. */
const KNOWN_MAP: ReadonlySet<ChipName> = new Set([
  'BK7231T',
  'BK7231S',
  'BK7231U',
  'BK7231Q',
  'BK7231N',
  'BK7231M',
]);
/** Storage of the larger chips (authorization §5.1); read only. */
const LARGE: Partial<Record<ChipName, FlashRange>> = {
  BK7258: { start: 0x7cd000, end: 0x7fe000 },
  BK7236: { start: 0x3c9000, end: 0x3fe000 },
};

/** Where the documented erase starts on T and N, where Q's storage starts, and where all of them end (authorization §5.1). */
export const STORAGE_START = 0x1ee000;
export const STORAGE_START_Q = 0x1eb000;
export const STORAGE_END = 0x200000;
export const PROTECTED: FlashRange = { start: 0x1ed000, end: 0x1ee000 };
export const MIRROR: FlashRange = { start: 0x1cf000, end: 0x1d0000 };
/** The last sector of the application holds its header (protocol §12.2). */
const APP_TAIL: FlashRange = { start: 0x129000, end: 0x12a000 };
const RF: readonly FlashRange[] = [
  { start: 0x1d0000, end: 0x1d1000 },
  { start: 0x1e0000, end: 0x1e1000 },
];

export function hasKnownMap(chip: ChipName): boolean {
  return KNOWN_MAP.has(chip);
}

/** RF and MAC sectors of a chip, never touched here. */
export function rfRanges(chip: ChipName): readonly FlashRange[] {
  return CHIPS[chip].regions.filter(({ name }) => name === 'rf');
}

export function overlap(a: FlashRange, b: FlashRange): boolean {
  return a.start < b.end && b.start < a.end;
}

/** What inspecting reads of a chip: 25 sectors, about a second at 921600 baud. In order of address. */
export function inspectRanges(chip: ChipName, flashBytes: number): readonly FlashRange[] {
  const large = LARGE[chip];
  const ranges = large
    ? [...rfRanges(chip), large]
    : [APP_TAIL, MIRROR, ...RF, { start: STORAGE_START_Q, end: STORAGE_END }];
  return ranges.filter(({ end }) => end <= flashBytes).sort((a, b) => a.start - b.start);
}

/** Ranges that touch become one, so that reading them takes one CRC instead of two. */
export function joined(ranges: readonly FlashRange[]): readonly FlashRange[] {
  const result: FlashRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
