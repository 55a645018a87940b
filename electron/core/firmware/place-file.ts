import { CHIPS, type ChipName } from '../../../shared/domain/chip.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { placeProduction, type ProductionPlacement } from './production.js';

/** A file that somebody wants on a board. */
export interface WantedFile {
  readonly image: Uint8Array;
  /** What it is; null where it is no firmware that Kiln knows, such as a saved RF sector. */
  readonly facts: FirmwareFacts | null;
  /** Absolute flash offset that was asked for; null: where such a file belongs. */
  readonly start: number | null;
}

function hex(offset: number): string {
  return `0x${offset.toString(16).toUpperCase().padStart(6, '0')}`;
}

function wrongKind({ kind }: FirmwareFacts): KilnError {
  return new KilnError('FIRMWARE_KIND', { kind, wanted: 'QIO' });
}

/** An update package has one place only: the download area, and there without its cloud header (protocol §0.12, §12.2). */
function placeUpdate(
  image: Uint8Array,
  facts: FirmwareFacts,
  start: number | null,
  chip: ChipName,
): ProductionPlacement {
  const download = CHIPS[chip].regions.find(({ name }) => name === 'download');
  if (facts.kind !== 'RBL' || !download || start !== download.start) throw wrongKind(facts);
  return { start, image };
}

/**
 * What of a file goes where on a board, by what the file is (protocol §12.2): a UA to 0x11000; a QIO or a dump to 0 on
 * class N and without its bootloader to 0x11000 on class T. Anything that Kiln does not know goes where it is told.
 * @throws KilnError FIRMWARE_KIND for update packages, FIRMWARE_PLACE {kind, start, wanted}, FIRMWARE_CHIP,
 * FIRMWARE_UNKNOWN where neither file nor caller says where it belongs
 */
export function placeFile({ image, facts, start }: WantedFile, chip: ChipName): ProductionPlacement {
  if (!facts) {
    if (start === null) throw new KilnError('FIRMWARE_UNKNOWN');
    return { start, image };
  }
  if (facts.kind === 'UG' || facts.kind === 'RBL') return placeUpdate(image, facts, start, chip);
  const { protocolClass } = CHIPS[chip];
  const asQio: FirmwareFacts = facts.kind === 'DUMP' ? { ...facts, kind: 'QIO' } : facts;
  const placement = placeProduction(image, asQio, { name: chip, protocolClass });
  if (start !== null && start !== placement.start) {
    throw new KilnError('FIRMWARE_PLACE', {
      kind: facts.kind,
      start: hex(start),
      wanted: hex(placement.start),
    });
  }
  return placement;
}

/** The key that code in a file is scrambled with: Tuya's, none, or nobody can say (protocol §12.1). */
export function keyOf(facts: FirmwareFacts | null): 'tuya' | 'zero' | null {
  if (!facts || facts.warnings.includes('unknown-head')) return null;
  return facts.warnings.includes('not-encrypted') ? 'zero' : 'tuya';
}

/**
 * Refuses code that the chip would write well and never run (protocol §11, §16).
 * @param found kind of the key in the chip's eFuse
 * @throws KilnError FIRMWARE_KEY {wanted, found}
 */
export function requireKey(facts: FirmwareFacts | null, found: string): void {
  const wanted = keyOf(facts);
  if (wanted !== null && wanted !== found) throw new KilnError('FIRMWARE_KEY', { wanted, found });
}
