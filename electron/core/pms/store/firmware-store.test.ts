import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { countingRandom } from '../testing/fixture.js';
import { openFirmwareStore, sha256Of, type FirmwareStore } from './firmware-store.js';

describe('the firmware store', () => {
  let folder: string;
  let store: FirmwareStore;
  const image = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251);
  const sha256 = sha256Of(image);
  const fileOf = (name: string): string => join(folder, 'firmware', name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kiln-firmware-'));
    store = openFirmwareStore(folder, countingRandom());
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('knows the fingerprint of the empty file', () => {
    expect(sha256Of(new Uint8Array())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('gives back what it was given, under its fingerprint, to its owner only', () => {
    expect(store.put(image)).toBe(sha256);
    expect(store.get(sha256)).toEqual(image);
    expect(readdirSync(join(folder, 'firmware'))).toEqual([`${sha256}.bin`]);
    expect(statSync(fileOf(`${sha256}.bin`)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'firmware')).mode & 0o777).toBe(0o700);
  });

  test('a caller may change what it got', () => {
    store.put(image);
    store.get(sha256).slice(0, 10).fill(0);
    store.get(sha256).fill(0);
    expect(store.get(sha256)).toEqual(image);
  });

  test('keeps a sound file as it is and mends a changed one', () => {
    store.put(image);
    const { ino } = statSync(fileOf(`${sha256}.bin`));
    store.put(image);
    expect(statSync(fileOf(`${sha256}.bin`)).ino).toBe(ino);
    writeFileSync(fileOf(`${sha256}.bin`), 'changed');
    store.put(image);
    expect(store.get(sha256)).toEqual(image);
  });

  test.each([
    ['gone', () => rmSync(fileOf(`${sha256}.bin`))],
    ['cut short', () => writeFileSync(fileOf(`${sha256}.bin`), image.subarray(1))],
    [
      'changed by one bit',
      () => {
        const content = readFileSync(fileOf(`${sha256}.bin`));
        content.writeUInt8(content.readUInt8(5000) ^ 1, 5000);
        writeFileSync(fileOf(`${sha256}.bin`), content);
      },
    ],
  ])('a file that is %s is not handed out', (_how, damage) => {
    store.put(image);
    damage();
    expect(() => store.get(sha256)).toThrow(
      expect.objectContaining({ code: 'FIRMWARE_STORE', data: { sha256 } }),
    );
  });

  test('leaves nothing half-written where it cannot write', () => {
    rmSync(join(folder, 'firmware'), { recursive: true });
    expect(() => store.put(image)).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }));
    expect(readdirSync(folder)).toEqual([]);
  });
});
