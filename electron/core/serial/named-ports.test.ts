import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { withNamedPorts } from './named-ports.js';
import type { SerialBackend } from './transport.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-ports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const backend = (listed: readonly string[]): SerialBackend => ({
  owns: (path) => path.startsWith('/'),
  list: () => Promise.resolve(listed.map((path) => ({ path, kind: 'serial' as const, label: 'CH340' }))),
  open: () => Promise.reject(new Error('not here')),
});

it('lists a named port while it exists, and not before or after', async () => {
  const path = join(folder, 'board.tty');
  const ports = withNamedPorts(backend([]), [path]);
  expect(await ports.list()).toEqual([]);
  writeFileSync(path, '');
  expect(await ports.list()).toEqual([{ path, kind: 'serial', label: '' }]);
  rmSync(path);
  expect(await ports.list()).toEqual([]);
});

it('does not list a port twice, by whatever name', async () => {
  const path = join(folder, 'ttyUSB0');
  const link = join(folder, 'jig');
  writeFileSync(path, '');
  symlinkSync(path, link);
  const ports = withNamedPorts(backend([path]), [link]);
  expect((await ports.list()).map((port) => port.path)).toEqual([path]);
});

it('leaves owning and opening to the backend', async () => {
  const ports = withNamedPorts(backend([]), []);
  expect(ports.owns('/dev/x')).toBe(true);
  expect(ports.owns('virtual:1')).toBe(false);
  await expect(ports.open('/dev/x', { baudRate: 115200 })).rejects.toThrow('not here');
});

it('lists what was named by hand also where the system cannot list its own', async () => {
  const path = join(folder, 'board.tty');
  writeFileSync(path, '');
  const broken = { ...backend([]), list: () => Promise.reject(new Error('udevadm: not found')) };
  expect((await withNamedPorts(broken, [path]).list()).map((port) => port.path)).toEqual([path]);
});
