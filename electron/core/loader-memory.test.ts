import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { PortInfo } from '../../shared/contract/ports.js';
import { adapterKey, openLoaderMemory } from './loader-memory.js';

const folder = mkdtempSync(join(tmpdir(), 'kiln-memory-'));
afterEach(() => rmSync(join(folder, 'loader.json'), { force: true }));

const port: PortInfo = {
  path: 'COM5',
  kind: 'serial',
  label: 'CH340',
  vendorId: '1A86',
  productId: '7523',
  socket: '1-2',
};

describe('the memory of the loader', () => {
  it('knows an adapter by its ids and serial number, or else its socket', () => {
    expect(adapterKey(port)).toBe('1a86:7523:1-2');
    expect(adapterKey({ ...port, serialNumber: 'A9' })).toBe('1a86:7523:a9');
    expect(adapterKey({ path: '/dev/pts/3', kind: 'serial', label: '' })).toBeNull();
    expect(adapterKey(undefined)).toBeNull();
  });

  it('keeps rates and images from run to run', async () => {
    const first = await openLoaderMemory(folder);
    expect(first.ratesOf(port)?.recall()).toBeNull();
    first.ratesOf(port)?.keep(1_500_000);
    first.burned.add({ start: 0x11000, sectors: [1, 2, 3] });
    first.burned.add({ start: 0x11000, sectors: [4] });
    first.burned.add({ start: 0x11000, sectors: [1, 2, 3] });
    await first.save();
    const second = await openLoaderMemory(folder);
    expect(second.ratesOf(port)?.recall()).toBe(1_500_000);
    expect(second.ratesOf({ ...port, socket: '1-3' })?.recall()).toBeNull();
    expect(second.burned.recent()).toEqual([
      { start: 0x11000, sectors: [1, 2, 3] },
      { start: 0x11000, sectors: [4] },
    ]);
    expect(second.ratesOf(undefined)).toBeNull();
  });

  it('does not grow without end', async () => {
    const memory = await openLoaderMemory(folder);
    for (let index = 0; index < 100; index += 1) {
      memory.burned.add({ start: 0, sectors: [index] });
      memory.ratesOf({ ...port, socket: `1-${index}` })?.keep(921600);
    }
    await memory.save();
    const kept = JSON.parse(readFileSync(join(folder, 'loader.json'), 'utf8')) as {
      rates: object;
      images: object[];
    };
    expect(kept.images).toHaveLength(16);
    expect(Object.keys(kept.rates)).toHaveLength(64);
    expect(kept.rates).toHaveProperty('1a86:7523:1-99');
  });

  it('begins anew where its file is damaged', async () => {
    writeFileSync(join(folder, 'loader.json'), '{"rates":');
    const memory = await openLoaderMemory(folder);
    expect(memory.burned.recent()).toEqual([]);
  });
});
