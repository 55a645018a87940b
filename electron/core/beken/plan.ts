import { BLOCK_32K, BLOCK_64K, SECTOR, type ProtocolClass } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { alignedRange, requireWritable } from './range.js';

/** One erase command: 4 KiB, or an aligned 32 KiB (class N only) or 64 KiB. */
export interface EraseStep {
  readonly address: number;
  readonly bytes: number;
}

/** Erase sizes besides 4 KiB, the largest first: class T acknowledges 32 KiB without erasing (protocol §4). */
export const ERASE_BLOCKS: Readonly<Record<ProtocolClass, readonly number[]>> = {
  T: [BLOCK_64K],
  N: [BLOCK_64K, BLOCK_32K],
};

/** What is written where: whole sectors, tail filled with 0xFF (protocol §0.10). */
export interface WritePlan {
  readonly start: number;
  /** One past the last byte. */
  readonly end: number;
  readonly image: Uint8Array;
}

/** Fills the tail up to whole sectors with 0xFF. */
export function padToSectors(image: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(image.length / SECTOR) * SECTOR).fill(0xff);
  padded.set(image);
  return padded;
}

/**
 * What is written where, or a refusal; the last check before the first erase (protocol §13.1, state 6).
 * @param override the reason for writing over calibration and MAC
 * @throws KilnError FIRMWARE_EMPTY, RANGE_UNALIGNED, FLASH_TOO_SMALL {end, flashBytes}, FLASH_RANGE_PROTECTED {start, end, region}
 */
export function planWrite(
  facts: Pick<BoardFacts, 'chip' | 'flashBytes'>,
  placement: { readonly start: number; readonly image: Uint8Array },
  override?: string,
): WritePlan {
  if (placement.image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  const image = padToSectors(placement.image);
  const range = alignedRange(facts, placement.start, image.length);
  requireWritable(facts, range, override);
  return { ...range, image };
}

/**
 * The largest blocks that fit between 4 KiB edges: exactly [start, end), both sector-aligned (protocol §13.1, 7).
 * @param blocks sizes besides 4 KiB, the largest first
 */
export function planErase(
  start: number,
  end: number,
  blocks: readonly number[] = ERASE_BLOCKS.T,
): readonly EraseStep[] {
  const steps: EraseStep[] = [];
  for (let at = start; at < end;) {
    const bytes = blocks.find((size) => at % size === 0 && at + size <= end) ?? SECTOR;
    steps.push({ address: at, bytes });
    at += bytes;
  }
  return steps;
}
