import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { makePrivateFolder, onDisk, placeFile } from './files.js';

/** Firmware files by their fingerprint: `firmware/<sha256>.bin`. */
export interface FirmwareStore {
  /** Keeps an image; one that is there already and sound stays as it is. @throws KilnError FILE_UNREADABLE */
  put(image: Uint8Array): string;
  /** @throws KilnError FIRMWARE_STORE where the file is gone or holds something else */
  get(sha256: string): Uint8Array;
}

/** Lower-case hex. */
export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** @param random bytes for names of half-written files, so that two processes never share one */
export function openFirmwareStore(folder: string, random: (bytes: number) => Uint8Array): FirmwareStore {
  const place = join(folder, 'firmware');
  makePrivateFolder(place);
  const pathOf = (sha256: string): string => join(place, `${sha256}.bin`);
  const readSound = (sha256: string): Uint8Array | null => {
    const path = pathOf(sha256);
    if (!existsSync(path)) return null;
    const content = onDisk(path, () => readFileSync(path));
    return sha256Of(content) === sha256 ? content : null;
  };
  return {
    put(image) {
      const sha256 = sha256Of(image);
      if (readSound(sha256) === null) {
        const suffix = `${process.pid}-${Buffer.from(random(8)).toString('hex')}`;
        placeFile(pathOf(sha256), join(place, `${sha256}.part-${suffix}`), image);
      }
      return sha256;
    },
    get(sha256) {
      try {
        const content = readSound(sha256);
        // A plain array: slice() of a Buffer shares its memory, and callers cut images up.
        if (content !== null) return new Uint8Array(content);
      } catch (cause) {
        throw new KilnError('FIRMWARE_STORE', { sha256 }, { cause });
      }
      throw new KilnError('FIRMWARE_STORE', { sha256 });
    },
  };
}
