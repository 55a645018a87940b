import { APP_START, type ChipName, type ProtocolClass } from '../../../shared/domain/chip.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';

/** What goes where: `start` is an absolute flash offset, 4 KiB aligned. */
export interface ProductionPlacement {
  readonly start: number;
  readonly image: Uint8Array;
}

/**
 * Only a QIO may be the production firmware of a token: it alone boots a blank module (protocol §12.2).
 * @param name file name, for the error's words
 * @throws KilnError FIRMWARE_KIND {kind, wanted, name?}
 */
export function requireProduction(facts: FirmwareFacts, name?: string): void {
  if (facts.kind !== 'QIO') throw wrongKind(facts, name);
}

/** The chips that the known bootloaders belong to (protocol §12.1): others of the same class do not boot them. */
const KNOWN_BOOTLOADERS: readonly ChipName[] = ['BK7231T', 'BK7231S', 'BK7231N'];

/**
 * What of an image is written where on this board. Class N takes a QIO whole at 0x0; class T keeps its own
 * bootloader, so a QIO loses its first 0x11000 bytes (protocol §12.2, §0.7). A UA goes to 0x11000 on both.
 * @throws KilnError FIRMWARE_CHIP {madeFor: class, board: name} where the file's bootloader is the other
 * class's,
 * FIRMWARE_KIND {kind, wanted} for kinds that are never written this way (protocol §0.12)
 */
export function placeProduction(
  image: Uint8Array,
  facts: FirmwareFacts,
  chip: { readonly name: ChipName; readonly protocolClass: ProtocolClass },
): ProductionPlacement {
  const known = facts.protocolClass;
  if (known !== null && (known !== chip.protocolClass || !KNOWN_BOOTLOADERS.includes(chip.name))) {
    throw new KilnError('FIRMWARE_CHIP', { madeFor: known, board: chip.name });
  }
  if (facts.kind === 'UA') return { start: APP_START, image };
  if (facts.kind !== 'QIO') throw wrongKind(facts);
  return chip.protocolClass === 'N'
    ? { start: 0, image }
    : { start: APP_START, image: image.subarray(APP_START) };
}

function wrongKind(facts: FirmwareFacts, name?: string): KilnError {
  return new KilnError('FIRMWARE_KIND', {
    kind: facts.kind,
    wanted: 'QIO',
    ...(name === undefined ? {} : { name }),
  });
}
