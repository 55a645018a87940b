import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { sysfsPorts } from './sysfs-ports.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-sysfs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function tty(name: string, device: string | null): void {
  mkdirSync(join(root, 'class', name), { recursive: true });
  if (device !== null) symlinkSync(join(root, device), join(root, 'class', name, 'device'));
}

test('names the ttys that have a device, with the ids of its USB adapter', async () => {
  const usb = join(root, 'usb', '1-2');
  mkdirSync(join(usb, '1-2:1.0', 'ttyUSB0'), { recursive: true });
  const facts = { idVendor: '1a86', idProduct: '7523', manufacturer: 'QinHeng' };
  for (const [name, value] of Object.entries(facts)) writeFileSync(join(usb, name), `${value}\n`);
  mkdirSync(join(root, 'platform', 'serial8250'), { recursive: true });
  tty('ttyUSB0', 'usb/1-2/1-2:1.0/ttyUSB0');
  tty('ttyS0', 'platform/serial8250');
  tty('tty1', null);

  const found = await sysfsPorts(join(root, 'class'));
  expect(found.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    { path: '/dev/ttyS0' },
    {
      path: '/dev/ttyUSB0',
      vendorId: '1a86',
      productId: '7523',
      serialNumber: undefined,
      manufacturer: 'QinHeng',
      pnpId: '1-2',
    },
  ]);
});

test('finds nothing where there is no such folder', async () => {
  expect(await sysfsPorts(join(root, 'none'))).toEqual([]);
});
