import { describe, expect, it } from 'vitest';

import { CHIPS, SECTOR, VIRTUAL_CHIPS, type ChipName } from '../../../shared/domain/chip.js';
import { factoryFlash } from '../simulator/index.js';
import {
  EN25QH16B,
  MX25V1635F,
  P25Q16HB,
  GT25Q16B,
  XM25QH256D,
  type FlashPart,
} from '../simulator/flash/part.js';
import type { ReadSink } from './api.js';
import {
  detect,
  eraseRange,
  eraseWholeChip,
  program,
  readFlash,
  readKey,
  reset,
  verifyFlash,
} from './loader.js';
import { Bench } from './testing/bench.js';

const MIB = 0x100000;
const APP = 0x11000;
/** Edges, a 32K and a 64K block, a blank sector, and a tail that is no whole sector. */
const IMAGE = Uint8Array.from({ length: 0x2a123 }, (_, index) =>
  index >> 12 === 7 ? 0xff : (index * 13 + (index >> 9)) & 0xff,
);
const PADDED = 0x2b000;
const place = () => Promise.resolve({ start: APP, image: IMAGE });
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** What a host may know of each (protocol §10, §15). `auto`: the name that the answer leads to. */
const STORIES: Readonly<
  Record<
    ChipName,
    {
      readonly auto: ChipName;
      readonly bytes: number;
      readonly version: string | null;
      readonly id: number | null;
      readonly bootloader: string | null;
      readonly key: string | null;
    }
  >
> = {
  BK7231T: story('BK7231T', 2, { version: 'BK7231S_1.0.6', bootloader: 'BK7231T 1.0.6' }),
  BK7231S: story('BK7231T', 2, { version: 'BK7231S_1.0.5', bootloader: 'BK7231T 1.0.5' }),
  BK7231U: story('BK7231U', 2, { bootloader: 'BK7231U 1.0.6' }),
  BK7231Q: story('BK7231Q', 2, { bootloader: 'BK7231Q' }),
  BK7252: story('BK7252', 4, { bootloader: 'BK7252 0.1.3' }),
  BK7231N: story('BK7231N', 2, { id: 0x7231c, bootloader: 'BK7231N 1.0.1', key: 'tuya' }),
  BK7231M: story('BK7231N', 2, { id: 0x7231c, key: 'zero' }),
  BK7238: story('BK7238', 2, { id: 0x7238, bootloader: 'BK7238 1.0.14', key: 'four-identical' }),
  BK7252N: story('BK7252N', 4, { id: 0x7252a, key: 'four-identical' }),
  BK7236: story('BK7236', 4, { id: 0x7236 }),
  BK7258: story('BK7258', 8, { id: 0x7236 }),
};

function story(
  auto: ChipName,
  mib: number,
  known: { version?: string; id?: number; bootloader?: string; key?: string },
) {
  const { version = null, id = null, bootloader = null, key = null } = known;
  return { auto, bytes: mib * MIB, version, id, bootloader, key };
}

function sink(length: number): { readonly bytes: Uint8Array; readonly sink: ReadSink } {
  const bytes = new Uint8Array(length);
  const put = (offset: number, sector: Uint8Array): Promise<void> => {
    bytes.set(sector, offset);
    return Promise.resolve();
  };
  return { bytes, sink: { put } };
}

describe.each(VIRTUAL_CHIPS)('%s', (chip) => {
  const known = STORIES[chip];
  const { protocolClass } = CHIPS[chip];
  const bench = (): Bench => new Bench({ chip, resetWired: true });

  it('is detected, and named where its answer names it', async () => {
    const board = bench();
    const report = await board.operate(detect, {});
    expect(report.facts).toMatchObject({
      chip: known.auto,
      protocolClass,
      bootVersion: known.version,
      chipId: known.id,
      flashBytes: known.bytes,
    });
    expect(report.bootloader.name).toBe(known.bootloader);
    expect(report.key?.kind ?? null).toBe(known.key);
    expect(report.mac).toBe(board.board.mac);
    expect(board.notes).not.toContain('loader.no-calibration');
    expect(report.protection === null).toBe(protocolClass === 'T');
  });

  it('is programmed, verified, read, and erased again, by its own name; nothing else changes', async () => {
    const board = bench();
    const before = board.board.flashImage();
    const stay = { chip, after: 'stay' } as const;
    const report = await board.operate(program, { ...stay, place });
    expect(report.facts).toMatchObject({ chip, flashBytes: known.bytes });
    expect(report).toMatchObject({ baudRate: 921600, start: APP, bytes: PADDED, written: PADDED });
    const written = board.board.flashImage();
    expect(same(written.subarray(APP, APP + IMAGE.length), IMAGE)).toBe(true);
    expect(same(written.subarray(0, APP), before.subarray(0, APP))).toBe(true);
    expect(same(written.subarray(APP + PADDED), before.subarray(APP + PADDED))).toBe(true);

    await expect(board.operate(verifyFlash, { ...stay, place })).resolves.toMatchObject({ bytes: PADDED });
    const into = sink(PADDED + APP);
    await board.operate(readFlash, { ...stay, start: 0, length: PADDED + APP, sink: into.sink });
    expect(same(into.bytes, written.subarray(0, PADDED + APP))).toBe(true);

    await board.operate(eraseRange, { chip, start: APP, length: PADDED });
    expect(same(board.board.flashImage(), before)).toBe(true);
    expect(board.notes).not.toContain('loader.retry');
  });

  it('keeps its calibration and, on class T, its bootloader', async () => {
    const board = bench();
    const before = board.board.flashImage();
    for (const { name, start } of CHIPS[chip].regions.filter((region) => region.name === 'rf')) {
      await expect(
        board.operate(eraseRange, { chip, start, length: SECTOR, after: 'stay' }),
      ).rejects.toMatchObject({ code: 'FLASH_RANGE_PROTECTED', data: { region: name } });
    }
    const boot = board.operate(eraseRange, { chip, start: 0x10000, length: SECTOR, override: 'to see' });
    if (protocolClass === 'N') await expect(boot).resolves.toMatchObject({ bytes: SECTOR });
    else {
      await expect(boot).rejects.toMatchObject({ code: 'FLASH_RANGE_PROTECTED' });
      expect(same(board.board.flashImage(), before)).toBe(true);
    }
  });

  it('finds the fastest rate, and runs its firmware or resets by what its class has', async () => {
    const board = bench();
    await expect(
      board.operate(readFlash, {
        chip,
        baudRate: 'max',
        start: APP,
        length: SECTOR,
        ...sink(SECTOR),
        after: 'stay',
      }),
    ).resolves.toMatchObject({ baudRate: 2000000 });
    const watchdog = board.operate(reset, { chip });
    if (protocolClass === 'N') await expect(watchdog).resolves.toBeDefined();
    else await expect(watchdog).rejects.toMatchObject({ code: 'NOT_ON_THIS_CHIP' });
    const key = board.operate(readKey, { chip });
    if (known.key === null) await expect(key).rejects.toMatchObject({ code: 'NOT_ON_THIS_CHIP' });
    else await expect(key).resolves.toMatchObject({ kind: known.key });
  });

  it('is refused under a name of the other class, before anything is erased', async () => {
    const board = bench();
    const before = board.board.flashImage();
    const other = protocolClass === 'T' ? 'BK7231N' : 'BK7231T';
    await expect(board.operate(program, { chip: other, place })).rejects.toMatchObject({
      code: 'CHIP_MISMATCH',
    });
    expect(same(board.board.flashImage(), before)).toBe(true);
    expect(board.stages).not.toContain('erase');
  });
});

describe('a flash of 256 Mbit on BK7258 (protocol §4)', () => {
  const HIGH = 0x1800000;
  const wide = (): Bench => {
    const flash = factoryFlash({ chip: 'BK7258', size: XM25QH256D.size });
    // What a command with three address bytes would hit instead.
    flash.fill(0x5a, HIGH % 0x1000000, (HIGH % 0x1000000) + 0x40000);
    return new Bench({ chip: 'BK7258', resetWired: true, part: XM25QH256D, flash });
  };

  it('is written, proved and read where three address bytes do not reach', async () => {
    const bench = wide();
    const before = bench.board.flashImage();
    const high = () => Promise.resolve({ start: HIGH, image: IMAGE });
    const report = await bench.operate(program, { place: high, after: 'stay' });
    expect(report.facts).toMatchObject({ chip: 'BK7258', flashBytes: 32 * MIB });
    const into = sink(PADDED);
    await bench.operate(readFlash, { start: HIGH, length: PADDED, sink: into.sink, after: 'stay' });
    expect(same(into.bytes.subarray(0, IMAGE.length), IMAGE)).toBe(true);
    await bench.operate(eraseRange, { start: HIGH, length: PADDED });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });
});

describe.each<readonly [FlashPart, number]>([
  [EN25QH16B, 0x003c],
  [P25Q16HB, 0x407c],
  [GT25Q16B, 0x407c],
  [MX25V1635F, 0x103c],
])('flash $name on class N', (part, statusRegister) => {
  it('is unprotected by the commands it knows, written, and protected again (protocol §7.2)', async () => {
    const bench = new Bench({ chip: 'BK7231N', resetWired: true, part, statusRegister });
    const report = await bench.operate(program, { place });
    expect(report.facts.flashId).toEqual(part.jedec);
    expect(same(bench.board.flashImage().subarray(APP, APP + IMAGE.length), IMAGE)).toBe(true);
    expect(bench.notes).toContain('loader.unprotected');
    expect(bench.notes).not.toContain('loader.protect-failed');
    const { protection } = await bench.operate(detect, {});
    expect(protection).toEqual({ status: 0x001c & part.protectMask, on: true });
  });
});

describe('BK7231S that answers like BK7231T', () => {
  const license = { start: 0x1ee000, length: 0x12000 } as const;

  it('keeps its calibration, which stands where the other has its license', async () => {
    const bench = new Bench({ chip: 'BK7231S', resetWired: true });
    const before = bench.board.flashImage();
    const image = new Uint8Array(0x12000);
    const over = () => Promise.resolve({ start: license.start, image });
    for (const work of [
      () => bench.operate(eraseRange, { ...license, after: 'stay' }),
      () => bench.operate(program, { place: over, after: 'stay' }),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'FLASH_RANGE_PROTECTED', data: { region: 'rf' } });
    expect(same(bench.board.flashImage(), before)).toBe(true);
    await expect(bench.operate(eraseRange, { ...license, override: 'to see' })).resolves.toBeDefined();
  });

  it('does not keep the other from losing its license', async () => {
    const bench = new Bench({ chip: 'BK7231T', resetWired: true });
    await expect(bench.operate(eraseRange, license)).resolves.toMatchObject({ bytes: 0x12000 });
  });
});

describe('a flash of 1 MiB on BK7231S', () => {
  it('shows its size by where it begins anew (protocol §10.4)', async () => {
    const part: FlashPart = { ...EN25QH16B, name: '1 MiB', jedec: [0x0b, 0x40, 0x14], size: MIB };
    const bench = new Bench({ chip: 'BK7231S', resetWired: true, part });
    await expect(bench.operate(detect, { chip: 'BK7231S' })).resolves.toMatchObject({
      facts: { chip: 'BK7231S', flashBytes: MIB },
    });
    const start = 0x180000;
    await expect(bench.operate(eraseRange, { chip: 'BK7231S', start, length: SECTOR })).rejects.toMatchObject(
      {
        code: 'FLASH_TOO_SMALL',
      },
    );
  });
});

it('the whole flash of every class N chip is erased on a reason, and of no class T chip', async () => {
  for (const chip of ['BK7238', 'BK7236', 'BK7252'] as const) {
    const bench = new Bench({ chip, resetWired: true });
    const work = bench.operate(eraseWholeChip, { chip, override: 'scrap' });
    if (CHIPS[chip].protocolClass === 'T')
      await expect(work).rejects.toMatchObject({ code: 'NOT_ON_THIS_CHIP' });
    else {
      await work;
      expect(bench.board.flashImage().every((byte) => byte === 0xff)).toBe(true);
    }
  }
});
