import { expect, it } from 'vitest';

import { backupName } from './backup.js';
import { FrameLog, frameLine } from './frame-log.js';

it('of raw bytes hold time, direction and bytes', () => {
  expect(frameLine('tx', Uint8Array.of(1, 0xe0, 0xfc, 1, 0), 1.25)).toBe('    1.250000 TX 01 E0 FC 01 00\n');
});

it('of a backup are named by MAC, chip and date', () => {
  const now = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(backupName('d81f12004a07', 'BK7231N', now)).toBe('d81f12004a07-BK7231N-20260102-030405.bin');
  expect(backupName(null, 'BK7231T', now)).toMatch(/^no-mac-BK7231T-/);
});

it('keep raw bytes only while somebody wants them, the newest 8 MiB, and show the beginning of long ones', () => {
  const log = new FrameLog();
  expect(log.add({ way: 'tx', bytes: Uint8Array.of(1), at: 0 }, 5)).toBeNull();
  log.on = true;
  const long = new Uint8Array(4 * 1024 * 1024);
  expect(log.add({ way: 'rx', bytes: long, at: 10 }, 7)).toMatchObject({ at: 7, bytes: long.length });
  log.add({ way: 'rx', bytes: long, at: 20 }, 7);
  log.add({ way: 'tx', bytes: Uint8Array.of(1, 2), at: 1020 }, 7);
  log.add({ way: 'rx', bytes: long, at: 1030 }, 7);
  log.add({ way: 'rx', bytes: long.subarray(2), at: 1040 }, 7);
  const lines = log.lines();
  expect(lines.next().value).toBe('...\n');
  expect(lines.next().value).toBe('    0.000000 TX 01 02\n');
  log.clear();
  expect(log.empty).toBe(true);
});
