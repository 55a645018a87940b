import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { keyFile, type KeySource } from '../secrets/key-file.js';
import type { Backup } from './api.js';
import { fileBackups } from './backups.js';
import { fileSecrets } from './secrets-file.js';
import { LICENSE, usedFlash } from './testing/boards.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-backups-'));
});
afterEach(() => rm(folder, { recursive: true }));

const backup: Backup = {
  mac: 'd81f12004a07',
  chip: 'BK7231N',
  flashBytes: 0x200000,
  at: '2026-01-02T03:04:05.678Z',
  ranges: [
    { start: 0x1cf000, bytes: new Uint8Array(0x1000).fill(1) },
    { start: 0x1ed000, bytes: Uint8Array.from(Buffer.from(LICENSE.authkey.repeat(128))) },
  ],
};
const key = (): KeySource => keyFile({ folder, random: (bytes) => randomBytes(bytes) });
const open = () => fileBackups(join(folder, 'backups'), fileSecrets(key()));

describe('backups', () => {
  it('come back as they were, also to another run of the program', async () => {
    const path = await open().save(backup);
    expect(path).toBe(join(folder, 'backups', 'd81f12004a07-20260102-030405.kilnbackup'));
    expect(await open().load(path)).toEqual(backup);
  });

  it('lie sealed on the disk, key and files for their owner alone', async () => {
    const flash = usedFlash('BK7231N');
    const ranges = [{ start: 0x1ed000, bytes: flash.subarray(0x1ed000) }];
    const path = await open().save({ ...backup, ranges: [...backup.ranges, ...ranges] });
    const file = await readFile(path);
    expect(file.includes(LICENSE.authkey)).toBe(false);
    expect(file.includes(Buffer.from(flash.subarray(0x1ee000, 0x1ee010)))).toBe(false);
    if (process.platform === 'win32') return;
    for (const name of [path, join(folder, 'kiln.key')]) expect((await stat(name)).mode & 0o777).toBe(0o600);
  });

  it('never take the place of one another', async () => {
    const backups = open();
    const paths = await Promise.all([1, 2, 3].map(() => backups.save(backup)));
    expect(new Set(paths).size).toBe(3);
    expect((await readdir(join(folder, 'backups'))).every((name) => name.endsWith('.kilnbackup'))).toBe(true);
    const unnamed = await backups.save({ ...backup, mac: null });
    expect(unnamed).toContain('no-mac-20260102');
  });

  it('share one key where two begin at once', async () => {
    const [a, b] = [open(), open()];
    const [one, two] = await Promise.all([a.save(backup), b.save(backup)]);
    expect(await b.load(one)).toEqual(backup);
    expect(await a.load(two)).toEqual(backup);
  });

  it.each([
    ['changed', (file: Buffer) => file.fill(0x20, 60, 61)],
    ['cut off', (file: Buffer) => file.subarray(0, file.length - 5)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('PK\u0003\u0004 no backup at all, but long enough to be looked at')],
  ])('that are %s are refused', async (_name, damage) => {
    const path = await open().save(backup);
    await writeFile(path, damage(await readFile(path)));
    await expect(open().load(path)).rejects.toMatchObject({ code: 'BACKUP_UNREADABLE', data: { path } });
  });

  it('open with their own key only, and a broken key is never replaced', async () => {
    const path = await open().save(backup);
    await writeFile(join(folder, 'kiln.key'), 'ab'.repeat(32));
    await expect(open().load(path)).rejects.toMatchObject({ code: 'BACKUP_UNREADABLE' });
    await writeFile(join(folder, 'kiln.key'), 'not a key');
    await expect(open().save(backup)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    expect(await readFile(join(folder, 'kiln.key'), 'utf8')).toBe('not a key');
  });

  it('say why they cannot be saved or found', async () => {
    await writeFile(join(folder, 'backups'), 'a file in the way');
    await expect(open().save(backup)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    await expect(open().load(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
