import { CHIPS, SECTOR, type ChipChoice, type ChipName } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { bootloaderClass } from '../firmware/heads.js';
import { decodeStorage, imageSource, KEY_TN, SCAN_FROM } from '../tuya/storage/index.js';
import type { Snapshot } from './api.js';
import { macIn, RF_N, RF_T, snapshotOf } from './snapshot.js';

/** No chip here has a larger flash (protocol §15). */
const LARGEST = 0x1000000;
const FLASH = 0x200000;

/** The chip that a dump is of, as far as it tells: by its bootloader, else by where its calibration stands. */
function chipOf(image: Uint8Array, keySector: number | null): ChipName | null {
  const known = bootloaderClass(image);
  if (keySector === 0x1eb000) return 'BK7231Q';
  if (known !== null) return known === 'N' ? 'BK7231N' : 'BK7231T';
  const flash = imageSource(image);
  if (macIn(flash.sector(RF_N)) !== null) return 'BK7231N';
  return macIn(flash.sector(RF_T)) !== null ? 'BK7231T' : null;
}

/**
 * Where a file that is no whole flash belongs. A piece tells by its key sector, which stands at 0x1EE000 on T and N; otherwise
 * the file starts at 0, as a dump that was cut off does.
 */
function baseOf(image: Uint8Array): number {
  if (image.length >= SCAN_FROM) return 0;
  // Scanning starts at SCAN_FROM, so a piece is looked at as if it stood there.
  const found = decodeStorage(imageSource(image, SCAN_FROM)).key?.address;
  const base = found === undefined ? 0 : KEY_TN - (found - SCAN_FROM);
  return base >= 0 && base + image.length <= FLASH ? base : 0;
}

/**
 * A file as a board would read. Anything is taken, and said what is missing: a dump, a beginning of one, the storage alone, or
 * what has nothing to do with flash.
 * @throws KilnError FIRMWARE_EMPTY, FIRMWARE_TOO_LARGE {bytes, max}
 */
export function imageSnapshot(image: Uint8Array, choice: ChipChoice = 'auto'): Snapshot {
  if (image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  if (image.length > LARGEST)
    throw new KilnError('FIRMWARE_TOO_LARGE', { bytes: image.length, max: LARGEST });
  const start = baseOf(image);
  const found = decodeStorage(imageSource(image, start)).key?.address ?? null;
  const chip = choice === 'auto' ? chipOf(image, found) : choice;
  const whole = image.subarray(0, image.length - (image.length % SECTOR));
  const facts = chip && {
    chip,
    protocolClass: CHIPS[chip].protocolClass,
    flashBytes: Math.max(CHIPS[chip].flashBytes, start + whole.length),
  };
  return snapshotOf(facts, [{ start, bytes: whole }]);
}
