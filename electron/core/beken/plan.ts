import { BLOCK_64K, CHIPS, SECTOR, type ChipName, type Region } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { address } from './hex.js';

/** One erase command: 4 KiB or an aligned 64 KiB. */
export interface EraseStep {
  readonly address: number;
  readonly bytes: typeof SECTOR | typeof BLOCK_64K;
}

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

/** Regions that no run may touch: the RF calibration with the MAC, and on T everything below the application. */
function forbidden(chip: ChipName): readonly Pick<Region, 'name' | 'start' | 'end'>[] {
  const { regions, firstWritable } = CHIPS[chip];
  const rf = regions.filter((region) => region.name === 'rf');
  return firstWritable > 0 ? [{ name: 'bootloader', start: 0, end: firstWritable }, ...rf] : rf;
}

/**
 * What is written where, or a refusal; the last check before the first erase (protocol §13.1, state 6). The T
 * loader itself lets 0x10000..0x10FFF and most of the bootloader be written (protocol §0.7), so the host refuses.
 * @throws KilnError FIRMWARE_EMPTY, BAD_REQUEST, FLASH_TOO_SMALL {end, flashBytes}, FLASH_RANGE_PROTECTED {start, end, region}
 */
export function planWrite(
  facts: Pick<BoardFacts, 'chip' | 'flashBytes'>,
  placement: { readonly start: number; readonly image: Uint8Array },
): WritePlan {
  const { start } = placement;
  if (placement.image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  if (!Number.isInteger(start) || start < 0 || start % SECTOR !== 0)
    throw new KilnError('BAD_REQUEST', { start });
  const image = padToSectors(placement.image);
  const end = start + image.length;
  if (end > facts.flashBytes) {
    throw new KilnError('FLASH_TOO_SMALL', { end: address(end), flashBytes: address(facts.flashBytes) });
  }
  const touched = forbidden(facts.chip).find((region) => start < region.end && end > region.start);
  if (touched) {
    throw new KilnError('FLASH_RANGE_PROTECTED', {
      start: address(start),
      end: address(end),
      region: touched.name,
    });
  }
  return { start, end, image };
}

/** 4 KiB until 64 KiB aligned, 64 KiB blocks, 4 KiB to the end: exactly [start, end), both sector-aligned (protocol §13.1, 7). */
export function planErase(start: number, end: number): readonly EraseStep[] {
  const steps: EraseStep[] = [];
  for (let at = start; at < end;) {
    const bytes = at % BLOCK_64K === 0 && at + BLOCK_64K <= end ? BLOCK_64K : SECTOR;
    steps.push({ address: at, bytes });
    at += bytes;
  }
  return steps;
}
