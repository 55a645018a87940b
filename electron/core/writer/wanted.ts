import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard, Placement } from '../beken/api.js';
import { hasEfusePort, keyKind } from '../beken/efuse.js';
import { identifyFirmware } from '../firmware/identify.js';
import { keyOf, placeFile, requireKey, type WantedFile } from '../firmware/place-file.js';
import type { ChipName } from '../../../shared/domain/chip.js';

/** A file that somebody wants on a board, and how much of the flash it may take. */
export interface WantedImage extends WantedFile {
  /** Most bytes that may be written; null: as the file has. */
  readonly length: number | null;
}

/** Codes of content that is no firmware, but may be meant. */
const FOREIGN: readonly KilnError['code'][] = ['FIRMWARE_UNKNOWN', 'FIRMWARE_TOO_LARGE', 'FIRMWARE_BLANK'];

export function isForeign(error: unknown): error is KilnError {
  return error instanceof KilnError && FOREIGN.includes(error.code);
}

/**
 * What a file is. Content that is no firmware may be meant, where the caller says where it goes; a damaged firmware
 * never is.
 * @throws KilnError FIRMWARE_*
 */
export function factsOf(image: Uint8Array, name: string, start: number | null): FirmwareFacts | null {
  try {
    return identifyFirmware(image, name);
  } catch (error) {
    if (!isForeign(error) || start === null) throw error;
    return null;
  }
}

/** Where a file goes on this chip. @throws KilnError FIRMWARE_* */
export function placed(wanted: WantedImage, chip: ChipName): Placement {
  const placement = placeFile(wanted, chip);
  const { length } = wanted;
  if (length !== null && placement.image.length > length) {
    throw new KilnError('FIRMWARE_TOO_LARGE', { bytes: placement.image.length, max: length });
  }
  return placement;
}

/** Refuses code that the key of this chip would not run. @throws KilnError FIRMWARE_KEY, LINK_LOST */
export async function checkKey(wanted: WantedImage, board: IdentifiedBoard): Promise<void> {
  if (keyOf(wanted.facts) === null || !hasEfusePort(board.facts)) return;
  const kind = await board.readEfuseKey().then(keyKind, (error: unknown) => {
    // Where it cannot be read nobody can say, and nothing speaks against it.
    if (error instanceof KilnError && error.code === 'EFUSE_UNREADABLE') return null;
    throw error;
  });
  if (kind !== null) requireKey(wanted.facts, kind);
}
