import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';

import type { FlashRange, WriterFile } from '../../../shared/contract/writer.js';
import { CHIPS, SECTOR, type ChipChoice, type ChipName } from '../../../shared/domain/chip.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { KilnError, toCodedError, type CodedError } from '../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../firmware/identify.js';
import { placeFile } from '../firmware/place-file.js';
import { readUserFile } from './user-file.js';
import { isForeign } from './wanted.js';

/** A file in memory, as it was when it was read. */
export interface LoadedFile {
  readonly path: string;
  readonly image: Uint8Array;
  readonly sha256: string;
  readonly facts: FirmwareFacts | null;
  /** Why it may not be written anywhere: it is empty, damaged, or made for the cloud. */
  readonly refusal: CodedError | null;
}

function recognise(image: Uint8Array, name: string): Pick<LoadedFile, 'facts' | 'refusal'> {
  try {
    const facts = identifyFirmware(image, name);
    const packaged = facts.kind === 'UG' || facts.kind === 'RBL';
    const error = packaged ? new KilnError('FIRMWARE_KIND', { kind: facts.kind, wanted: 'UA' }) : null;
    return { facts, refusal: error?.toJSON() ?? null };
  } catch (error) {
    // Content that is no firmware may be meant: a saved sector, a file system. A person says where it goes.
    return { facts: null, refusal: isForeign(error) ? null : toCodedError(error) };
  }
}

/** Reads a file and says what it is. @throws KilnError FILE_UNREADABLE */
export async function loadFile(path: string): Promise<LoadedFile> {
  const image = await readUserFile(path);
  const sha256 = createHash('sha256').update(image).digest('hex');
  return { path, image, sha256, ...recognise(image, basename(path)) };
}

/** Where a file belongs on a chip, in whole sectors; null where only a person can say, or nobody may. */
export function placeOf({ image, facts, refusal }: LoadedFile, chip: ChipName): FlashRange | null {
  if (facts === null || refusal !== null) return null;
  try {
    const placement = placeFile({ image, facts, start: null }, chip);
    return { start: placement.start, length: Math.ceil(placement.image.length / SECTOR) * SECTOR };
  } catch {
    // Made for another class: said when the board has answered, or at once where the chip was chosen.
    return null;
  }
}

/** A file made for the other class of chip than the one that was chosen. */
function wrongChip({ facts }: LoadedFile, chip: ChipName, chosen: ChipChoice): CodedError | null {
  const madeFor = facts?.protocolClass ?? null;
  if (chosen === 'auto' || madeFor === null || madeFor === CHIPS[chip].protocolClass) return null;
  return new KilnError('FIRMWARE_CHIP', { madeFor, board: chip }).toJSON();
}

/** What the view shows of a file. */
export function cardOf(file: LoadedFile, chip: ChipName, chosen: ChipChoice): WriterFile {
  const { path, image, sha256, facts } = file;
  const refusal = file.refusal ?? wrongChip(file, chip, chosen);
  return {
    name: basename(path),
    folder: dirname(path),
    bytes: image.length,
    sha256,
    kind: facts?.kind ?? null,
    protocolClass: facts?.protocolClass ?? null,
    version: facts?.version ?? null,
    warnings: [...(facts?.warnings ?? [])],
    place: placeOf(file, chip),
    refusal: refusal === null ? null : { code: refusal.code, data: { ...refusal.data } },
  };
}
