import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { DEFAULT_SETTINGS, settingsFile, type StationSettings } from './settings.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const changed: StationSettings = {
  ...DEFAULT_SETTINGS,
  layout: { rows: 2, columns: 2 },
  slots: [{ slot: 1, port: 'COM5', baudRate: 460800 }],
};

it('starts with the defaults and gives back what was saved', async () => {
  const file = settingsFile(join(folder, 'new', 'station.json'), DEFAULT_SETTINGS);
  expect(await file.load()).toEqual(DEFAULT_SETTINGS);
  await file.save(changed);
  expect(await file.load()).toEqual(changed);
});

it('keeps the last of many saves, for the owner only', async () => {
  const path = join(folder, 'station.json');
  const file = settingsFile(path, DEFAULT_SETTINGS);
  await Promise.all([1, 2, 3, 4].map((rows) => file.save({ ...changed, layout: { rows, columns: 1 } })));
  expect((await file.load()).layout.rows).toBe(4);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
});

it('sets a damaged file aside and says nothing of it', async () => {
  const path = join(folder, 'station.json');
  await writeFile(path, '{"version":1,');
  expect(await settingsFile(path, DEFAULT_SETTINGS).load()).toEqual(DEFAULT_SETTINGS);
  expect(await readdir(folder)).toEqual(['station.json.damaged']);
  expect(await readFile(`${path}.damaged`, 'utf8')).toBe('{"version":1,');
});
