import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { KilnError } from '../../../../shared/errors/kiln-error.js';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

function detailOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Turns what the file system throws into an error with a name. @throws KilnError FILE_UNREADABLE */
export function onDisk<T>(path: string, task: () => T): T {
  try {
    return task();
  } catch (thrown) {
    throw new KilnError('FILE_UNREADABLE', { path, detail: detailOf(thrown) }, { cause: thrown });
  }
}

/** Makes a folder that only its owner may enter; one that exists keeps its mode. @throws KilnError FILE_UNREADABLE */
export function makePrivateFolder(path: string): void {
  onDisk(path, () => mkdirSync(path, { recursive: true, mode: OWNER_ONLY_FOLDER }));
}

/** Sees to it that a file exists and that only its owner may open it. @throws KilnError FILE_UNREADABLE */
export function makePrivateFile(path: string): void {
  onDisk(path, () => {
    closeSync(openSync(path, 'a', OWNER_ONLY_FILE));
    chmodSync(path, OWNER_ONLY_FILE);
  });
}

function syncFolder(path: string): void {
  // Windows opens no folder, and needs no sync of one for a rename to last.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Puts a whole file in place or none: written beside it, synced, renamed.
 * @param temporary a name in the same folder that nobody else uses
 * @throws KilnError FILE_UNREADABLE
 */
export function placeFile(path: string, temporary: string, content: Uint8Array): void {
  onDisk(path, () => {
    try {
      const file = openSync(temporary, 'wx', OWNER_ONLY_FILE);
      try {
        writeFileSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (thrown) {
      rmSync(temporary, { force: true });
      throw thrown;
    }
    syncFolder(dirname(path));
  });
}

/** Puts a file that stands ready beside its place there, to last. @throws KilnError FILE_UNREADABLE */
export function placeWritten(path: string, temporary: string): void {
  onDisk(path, () => {
    const file = openSync(temporary, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  });
}
