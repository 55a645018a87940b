import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { placeLink, removeLink } from './link-file.js';

const USAGE = { code: 'USAGE' };

describe.skipIf(process.platform === 'win32')('the link to a pseudo terminal', () => {
  let folder: string;
  let link: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kiln-link-'));
    link = join(folder, 'board');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made where nothing stands, and removed', async () => {
    await placeLink(link, '/dev/pts/7');
    expect(readlinkSync(link)).toBe('/dev/pts/7');
    await removeLink(link, '/dev/pts/7');
    expect(existsSync(link)).toBe(false);
    await removeLink(link, '/dev/pts/7');
  });

  it('replaces what a former run left, whether or not that terminal is still there', async () => {
    for (const former of ['/dev/pts/0', '/dev/pts/123456']) {
      rmSync(link, { force: true });
      symlinkSync(former, link);
      await placeLink(link, '/dev/pts/7');
      expect(readlinkSync(link)).toBe('/dev/pts/7');
    }
  });

  it.each(['/dev/ttyUSB0', '/dev/pts/', '/dev/pts/7x', '/home/dev/pts/7', 'pts/7'])(
    'never replaces a link to %s',
    async (target) => {
      symlinkSync(target, link);
      await expect(placeLink(link, '/dev/pts/7')).rejects.toMatchObject(USAGE);
      expect(readlinkSync(link)).toBe(target);
    },
  );

  it('never replaces a file or a folder', async () => {
    writeFileSync(link, 'precious');
    await expect(placeLink(link, '/dev/pts/7')).rejects.toMatchObject(USAGE);
    expect(readFileSync(link, 'utf8')).toBe('precious');
    const inside = join(folder, 'folder');
    mkdirSync(inside);
    await expect(placeLink(inside, '/dev/pts/7')).rejects.toMatchObject(USAGE);
    expect(existsSync(inside)).toBe(true);
  });

  it('says so where the folder does not take it', async () => {
    await expect(placeLink(join(folder, 'no', 'board'), '/dev/pts/7')).rejects.toMatchObject(USAGE);
  });

  it('is removed by its owner only', async () => {
    symlinkSync('/dev/pts/8', link);
    await removeLink(link, '/dev/pts/7');
    expect(readlinkSync(link)).toBe('/dev/pts/8');
    rmSync(link);
    writeFileSync(link, '');
    await removeLink(link, '/dev/pts/7');
    expect(existsSync(link)).toBe(true);
  });
});
