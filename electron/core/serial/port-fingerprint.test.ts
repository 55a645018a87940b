import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { portFingerprint } from './port-fingerprint.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-tty-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const device = (name: string, target: string): void => symlinkSync(target, join(folder, name));

it('stays the same while nothing changes, and changes when a device comes, goes or is replaced', async () => {
  device('ttyUSB0', '../../devices/usb1/1-1/ttyUSB0');
  const one = await portFingerprint('linux', folder);
  expect(one).toContain('ttyUSB0');
  expect(await portFingerprint('linux', folder)).toBe(one);
  device('ttyUSB1', '../../devices/usb1/1-2/ttyUSB1');
  const two = await portFingerprint('linux', folder);
  expect(two).not.toBe(one);
  rmSync(join(folder, 'ttyUSB1'));
  device('ttyUSB1', '../../devices/usb1/1-3/ttyUSB1');
  expect(await portFingerprint('linux', folder)).not.toBe(two);
});

it('is not to be had on other systems, nor without the folder', async () => {
  expect(await portFingerprint('win32', folder)).toBeNull();
  expect(await portFingerprint('linux', join(folder, 'gone'))).toBeNull();
});

it.runIf(process.platform === 'linux')('of this machine does not change by being read', async () => {
  const now = await portFingerprint('linux');
  expect(await portFingerprint('linux')).toBe(now);
});
