import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IdentifiedBoard } from '../beken/api.js';
import { readRfMac } from '../beken/rf-mac.js';
import { unwritable } from './user-file.js';

/** `d81f12004a07-BK7231N-20260101-120000.bin` */
export function backupName(mac: string | null, chip: string, now: Date): string {
  const date = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${mac ?? 'no-mac'}-${chip}-${date}.bin`;
}

export interface BackupFile {
  readonly name: string;
  readonly folder: string;
  readonly mac: string | null;
}

/** Reads the whole flash, proved by CRC, into a new file of `folder`. @throws KilnError FILE_UNWRITABLE, FLASH_READ, LINK_LOST */
export async function backUp(board: IdentifiedBoard, folder: string, now: Date): Promise<BackupFile> {
  const { chip, flashBytes } = board.facts;
  const mac = await readRfMac(board);
  const name = backupName(mac, chip, now);
  const path = join(folder, name);
  // Before the long read: a folder that takes no file is told at once.
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw unwritable(folder, cause);
  });
  const content = await board.readRange(0, flashBytes);
  try {
    // Under its name only once it is whole: half a backup must not pass for one.
    await writeFile(`${path}.part`, content, { mode: 0o600, flag: 'w' });
    await rename(`${path}.part`, path);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  return { name, folder, mac };
}

/**
 * The backup of this board that `folder` holds already, or null. A board without a MAC cannot be told from another,
 * so it never has one.
 */
export async function findBackup(board: IdentifiedBoard, folder: string): Promise<BackupFile | null> {
  const mac = await readRfMac(board);
  if (mac === null) return null;
  const prefix = `${mac}-${board.facts.chip}-`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((file) => file.startsWith(prefix) && file.endsWith('.bin')).sort()) {
    const size = await stat(join(folder, name)).then(
      (entry) => entry.size,
      () => 0,
    );
    if (size === board.facts.flashBytes) return { name, folder, mac };
  }
  return null;
}
