import type { WriterSettings } from '../../../shared/contract/writer.js';
import { SECTOR } from '../../../shared/domain/chip.js';
import type { WriterAction } from '../../../shared/domain/writer.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { planWrite } from '../beken/plan.js';
import { alignedRange, requireWritable } from '../beken/range.js';
import type { LoadedFile } from './file-card.js';
import { placed, type WantedImage } from './wanted.js';

/** Larger than any flash: whether a range fits is known once the board has said how large its own is. */
const ANY_FLASH = { flashBytes: 0x1_0000_0000 };

/** The file as the settings want it on the board. @throws KilnError FILE_NOT_CHOSEN, FIRMWARE_* */
export function wantedOf(
  file: LoadedFile | null,
  { range, rangeFrom }: Pick<WriterSettings, 'range' | 'rangeFrom'>,
): WantedImage {
  if (file === null) throw new KilnError('FILE_NOT_CHOSEN');
  const { image, facts, refusal } = file;
  if (refusal !== null) throw new KilnError(refusal.code, refusal.data);
  const typed = rangeFrom === 'typed';
  if (facts === null && !typed) throw new KilnError('FIRMWARE_UNKNOWN', { head: headOf(image) });
  return { image, facts, start: typed ? range.start : null, length: typed ? range.length : null };
}

function headOf(image: Uint8Array): string {
  return Buffer.from(image.subarray(0, 8)).toString('hex');
}

/**
 * What can be refused before anybody has to press reset; the loader checks everything again once the board has
 * said what it is.
 * @throws KilnError PORT_NOT_CHOSEN, FILE_NOT_CHOSEN, FIRMWARE_*, RANGE_UNALIGNED, FLASH_RANGE_PROTECTED
 */
export function precheck(
  action: WriterAction,
  settings: WriterSettings,
  file: LoadedFile | null,
  override?: string,
): void {
  const { chip, port, range, rangeFrom } = settings;
  if (port === null) throw new KilnError('PORT_NOT_CHOSEN', {});
  if (action === 'detect') return;
  if (action === 'erase') {
    const whole = alignedRange(ANY_FLASH, range.start, range.length);
    if (chip !== 'auto') requireWritable({ chip }, whole, override);
    return;
  }
  if (action === 'read') {
    // A length between sectors is fine to read; a start is not.
    alignedRange(ANY_FLASH, range.start, Math.ceil(range.length / SECTOR) * SECTOR);
    return;
  }
  const wanted = wantedOf(file, settings);
  if (rangeFrom === 'typed') alignedRange(ANY_FLASH, range.start, range.length);
  if (chip !== 'auto') {
    const placement = placed(wanted, chip);
    if (action === 'program') planWrite({ chip, ...ANY_FLASH }, placement, override);
  } else if (wanted.facts?.kind === 'UA') {
    // The one kind that has the same place on every chip (protocol §12.2).
    placed(wanted, 'BK7231N');
  }
}
