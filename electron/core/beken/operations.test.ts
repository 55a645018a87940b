import { describe, expect, it } from 'vitest';

import type { BurnedImage, BurnedImages } from './api.js';
import {
  detect,
  eraseRange,
  eraseWholeChip,
  program,
  readFlash,
  readKey,
  reset,
  restart,
  statusRegister,
  verifyFlash,
} from './loader.js';
import { Bench, type BenchOptions, type Faults } from './testing/bench.js';
import { losing } from './testing/line-faults.js';

const T = { chip: 'BK7231T', resetWired: true } as const;
const N = { chip: 'BK7231N', resetWired: true } as const;
const APP = 0x11000;
const IMAGE = Uint8Array.from({ length: 0x23456 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const both: readonly BenchOptions[] = [T, N];

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Everything outside [start, end) is as it was. */
function untouched(bench: Bench, before: Uint8Array, start: number, end: number): boolean {
  const after = bench.board.flashImage();
  return (
    same(after.subarray(0, start), before.subarray(0, start)) &&
    same(after.subarray(end), before.subarray(end))
  );
}

function burnedImages(...images: BurnedImage[]): BurnedImages {
  return { recent: () => images, add: (image) => void images.unshift(image) };
}

/** Bytes read, as a file would have them. */
function sink(partial?: Uint8Array) {
  const bytes = new Uint8Array(0x200000);
  const offsets: number[] = [];
  const put = (offset: number, sector: Uint8Array): Promise<void> => {
    bytes.set(sector, offset);
    offsets.push(offset);
    return Promise.resolve();
  };
  return { bytes, offsets, sink: partial ? { partial, put } : { put } };
}

describe.each(both)('erase, $chip', (options) => {
  it('erases the authorization data and nothing else, and proves it', async () => {
    const flash = new Bench(options).board.flashImage();
    flash.fill(0x5a, 0x1ee000);
    const real = new Bench({ ...options, flash });
    const report = await real.operate(eraseRange, { start: 0x1ee000, length: 0x12000 });
    expect(report).toMatchObject({ start: 0x1ee000, bytes: 0x12000, crc: 0x05671351 });
    expect(
      real.board
        .flashImage()
        .subarray(0x1ee000)
        .every((byte) => byte === 0xff),
    ).toBe(true);
    expect(untouched(real, flash, 0x1ee000, 0x200000)).toBe(true);
    expect(real.stages).not.toContain('program');
  });

  it('refuses calibration and MAC without a reason, ranges between sectors, and what lies outside', async () => {
    const rf = options.chip === 'BK7231T' ? 0x1e0000 : 0x1d0000;
    const refused = (start: number, length: number | null, override?: string) => {
      const bench = new Bench(options);
      return bench.operate(eraseRange, { start, length, ...(override === undefined ? {} : { override }) });
    };
    await expect(refused(rf, 0x1000)).rejects.toMatchObject({
      code: 'FLASH_RANGE_PROTECTED',
      data: { region: 'rf' },
    });
    await expect(refused(0x11800, 0x1000)).rejects.toMatchObject({ code: 'RANGE_UNALIGNED' });
    await expect(refused(0x11000, 0x800)).rejects.toMatchObject({ code: 'RANGE_UNALIGNED' });
    await expect(refused(0x11000, 0)).rejects.toMatchObject({ code: 'RANGE_UNALIGNED' });
    await expect(refused(0x1ff000, 0x2000)).rejects.toMatchObject({ code: 'FLASH_TOO_SMALL' });
    await expect(refused(rf, 0x1000, 'calibrated anew')).resolves.toMatchObject({ bytes: 0x1000 });
    await expect(refused(0x1f0000, null)).resolves.toMatchObject({ bytes: 0x10000 });
  });
});

it('never erases the bootloader of class T, whatever the reason', async () => {
  for (const start of [0, 0x10000]) {
    const bench = new Bench(T);
    const before = bench.board.flashImage();
    await expect(
      bench.operate(eraseRange, { start, length: 0x1000, override: 'I know what I do' }),
    ).rejects.toMatchObject({ code: 'FLASH_RANGE_PROTECTED', data: { region: 'bootloader' } });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  }
});

describe.each(both)('read, $chip', (options) => {
  it('reads the whole flash, the bootloader included', async () => {
    const bench = new Bench(options);
    const { bytes, sink: into } = sink();
    const report = await bench.operate(readFlash, { start: 0, length: null, sink: into });
    expect(report.bytes).toBe(0x200000);
    expect(same(bytes, bench.board.flashImage())).toBe(true);
  });

  it('goes on from what an earlier read left, and trusts only what the chip confirms', async () => {
    const bench = new Bench(options);
    const flash = bench.board.flashImage();
    const partial = flash.slice(0, 0x20800);
    partial[0x7123] = (partial[0x7123] ?? 0) ^ 1;
    const { offsets, sink: into } = sink(partial);
    await bench.operate(readFlash, { start: 0, length: 0x30000, sink: into });
    expect(offsets).toEqual([0x7000, ...Array.from({ length: 16 }, (_, index) => 0x20000 + index * 0x1000)]);
    expect(bench.notes).toContain('loader.read-resumed');
  });

  it('reads again what came over wrong', async () => {
    let spoiled = 0;
    const fromBoard = (bytes: Uint8Array): Uint8Array => {
      const read = bytes.length === 4111 && bytes[9] === 0x09;
      spoiled += read ? 1 : 0;
      return read && spoiled === 3 ? bytes.map((byte, index) => (index === 2000 ? byte ^ 4 : byte)) : bytes;
    };
    const bench = new Bench({ ...options, faults: { fromBoard } });
    const { bytes, offsets, sink: into } = sink();
    await bench.operate(readFlash, { start: APP, length: 0x8000, sink: into });
    expect(offsets.filter((offset) => offset === 0x2000)).toHaveLength(2);
    expect(same(bytes.subarray(0, 0x8000), bench.board.flashImage().subarray(APP, APP + 0x8000))).toBe(true);
    expect(bench.notes).toContain('loader.read-again');
  });
});

describe.each(both)('a read that does not come through, $chip', (options) => {
  const refused = async (faults: Faults, code: object): Promise<void> => {
    const bench = new Bench({ ...options, faults });
    const before = bench.board.flashImage();
    const read = bench.operate(readFlash, { start: APP, length: 0x4000, sink: sink().sink });
    await expect(read).rejects.toMatchObject(code);
    expect(same(bench.board.flashImage(), before)).toBe(true);
  };

  it('names the sector that is never returned', () =>
    refused(losing({ long: 0x09 }), { code: 'FLASH_READ', data: { address: '0x011000', tries: 5 } }));

  it('names the sector that comes over wrong again and again', () =>
    refused(
      {
        fromBoard: (bytes) =>
          bytes.length === 4111 && bytes[12] === 0x20
            ? bytes.map((byte, index) => (index === 99 ? byte ^ 1 : byte))
            : bytes,
      },
      { code: 'FLASH_READ', data: { address: '0x012000', tries: 3 } },
    ));
});

describe.each(both)('verify, $chip', (options) => {
  it('says yes, or which sectors differ, and changes nothing', async () => {
    const bench = new Bench(options);
    await bench.program(IMAGE, APP, { after: 'stay' });
    const before = bench.board.flashImage();
    const place = () => Promise.resolve({ start: APP, image: IMAGE });
    await expect(bench.operate(verifyFlash, { place })).resolves.toMatchObject({
      start: APP,
      bytes: 0x24000,
    });
    const edited = IMAGE.slice();
    for (const at of [0x3100, 0x1f000]) edited[at] = (edited[at] ?? 0) ^ 0x10;
    const differing = () => Promise.resolve({ start: APP, image: edited });
    await expect(bench.operate(verifyFlash, { place: differing })).rejects.toMatchObject({
      code: 'FLASH_DIFFERS',
      data: { address: '0x014000', sectors: '0x014000, 0x030000', count: 2 },
    });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });
});

describe.each(both)('smart program, $chip', (options) => {
  const edited = IMAGE.slice();
  for (const at of [0x100, 0x12345, 0x23000]) edited[at] = (edited[at] ?? 0) ^ 1;

  async function burned(): Promise<Bench> {
    const first = new Bench(options);
    await first.program(IMAGE, APP);
    return new Bench({ ...options, flash: first.board.flashImage() });
  }

  it('writes only the sectors that differ', async () => {
    const bench = await burned();
    const before = bench.board.flashImage();
    const report = await bench.program(edited, APP, { smart: true });
    expect(report).toMatchObject({ bytes: 0x24000, written: 0x3000 });
    expect(same(bench.board.flashImage().subarray(APP, APP + edited.length), edited)).toBe(true);
    expect(untouched(bench, before, APP, APP + 0x24000)).toBe(true);
    expect(bench.stages).toContain('compare');
  });

  it('recognises an image that was burned before by a few CRCs', async () => {
    const memory = burnedImages();
    const first = new Bench(options);
    await first.program(IMAGE, APP, { burned: memory });
    let crcs = 0;
    const toBoard = (bytes: Uint8Array): Uint8Array => {
      if (bytes[4] === 0x10 && bytes.length === 13) crcs += 1;
      return bytes;
    };
    const bench = new Bench({ ...options, flash: first.board.flashImage(), faults: { toBoard } });
    const report = await bench.program(edited, APP, { smart: true, burned: memory });
    expect(report.written).toBe(0x3000);
    // Four quarters, and the proof of three sectors; class N also proves the first erased one blank.
    expect(crcs).toBe(4 + 3 + (options.chip === 'BK7231N' ? 1 : 0));
    expect(memory.recent()).toHaveLength(2);
  });

  it('is not misled by a memory of something else', async () => {
    const bench = await burned();
    const wrong: BurnedImage = { start: 0x10000, sectors: Array.from({ length: 200 }, (_, index) => index) };
    const report = await bench.program(edited, APP, { smart: true, burned: burnedImages(wrong) });
    expect(report.written).toBe(0x3000);
  });

  it('writes nothing, and proves everything, where nothing differs', async () => {
    const bench = await burned();
    const before = bench.board.flashImage();
    const report = await bench.program(IMAGE, APP, { smart: true });
    expect(report.written).toBe(0);
    expect(same(bench.board.flashImage(), before)).toBe(true);
    expect(bench.stages).toEqual(['capture', 'identify', 'baud', 'compare', 'reboot']);
  });

  it('falls back to a plain write where everything differs', async () => {
    const large = Uint8Array.from({ length: 0x80000 }, (_, index) => (index * 31 + (index >> 7)) & 255);
    let crcs = 0;
    const toBoard = (bytes: Uint8Array): Uint8Array => {
      if (bytes[4] === 0x10 && bytes.length === 13) crcs += 1;
      return bytes;
    };
    const bench = new Bench({ ...options, faults: { toBoard } });
    const report = await bench.program(large, APP, { smart: true });
    expect(report.written).toBe(0x80000);
    // One a sector would be 128, without the search for the way down.
    expect(crcs).toBeLessThan(80);
  });
});

describe('class N only', () => {
  it('reads the key in the eFuse', async () => {
    await expect(new Bench(N).operate(readKey, {})).resolves.toMatchObject({ kind: 'tuya' });
    const words = Uint8Array.from({ length: 16 }, (_, index) => [1, 2, 3, 4][index % 4] ?? 0);
    const kinds = await Promise.all(
      [new Uint8Array(16), words, words.map((byte, index) => byte + index)].map((efuseKey) =>
        new Bench({ ...N, efuseKey }).operate(readKey, {}),
      ),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['zero', 'four-identical', 'other']);
    expect(kinds[1]?.key).toEqual(words);
  });

  it('reads and writes status registers', async () => {
    const bench = new Bench({ ...N, statusRegister: 0x401c });
    const read = await bench.operate(statusRegister, { after: 'stay' });
    expect(read).toMatchObject({
      protected: true,
      registers: [
        { command: 0x05, value: 0x1c },
        { command: 0x35, value: 0x40 },
      ],
    });
    const write = { command: 0x01, values: [0x00, 0x00], override: 'to erase by hand' };
    await expect(bench.operate(statusRegister, { write })).resolves.toMatchObject({ protected: false });
  });

  it('erases the whole chip, for a reason', async () => {
    const bench = new Bench(N);
    await expect(bench.operate(eraseWholeChip, { override: '' })).rejects.toMatchObject({
      code: 'FLASH_RANGE_PROTECTED',
    });
    const again = new Bench(N);
    await again.operate(eraseWholeChip, { override: 'scrap' });
    expect(again.board.flashImage().every((byte) => byte === 0xff)).toBe(true);
  });

  it('resets by the watchdog', async () => {
    const bench = new Bench(N);
    const resets: string[] = [];
    bench.board.onEvent((event) => event.type === 'reset' && resets.push(event.by));
    await bench.operate(reset, {});
    await bench.clock.advance(100);
    expect(resets.at(-1)).toBe('watchdog');
  });

  it.each([
    ['efuse', readKey, {}],
    ['status-register', statusRegister, {}],
    ['chip-erase', eraseWholeChip, { override: 'scrap' }],
    ['watchdog', reset, {}],
  ] as const)('is refused on T: %s', async (what, operation, request) => {
    const bench = new Bench(T);
    const before = bench.board.flashImage();
    const run = operation as typeof eraseWholeChip;
    await expect(bench.operate(run, request as { override: string })).rejects.toMatchObject({
      code: 'NOT_ON_THIS_CHIP',
      data: { what, chip: 'BK7231T' },
    });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });
});

describe('detect', () => {
  it('says what a board of each class is', async () => {
    await expect(new Bench(T).operate(detect, {})).resolves.toMatchObject({
      facts: { chip: 'BK7231T' },
      part: null,
      protection: null,
      bootloader: { crc: 0xe5cbc953, name: 'BK7231T 1.0.6' },
      key: null,
      mac: 'd81f127231a0',
    });
    await expect(new Bench(N).operate(detect, {})).resolves.toMatchObject({
      part: 'TH25Q16HB',
      protection: { status: 0x1c, on: true },
      bootloader: { crc: 0xe14191ba, name: 'BK7231N 1.0.1' },
      key: { kind: 'tuya', fits: true },
      mac: 'd81f127231c0',
    });
  });

  it.each(both)('warns where calibration and MAC are gone, $chip (protocol §16)', async (options) => {
    const flash = new Bench(options).board.flashImage();
    flash.fill(0xff, 0x1d0000, 0x1d1000).fill(0xff, 0x1e0000, 0x1e1000);
    const bench = new Bench({ ...options, flash });
    await expect(bench.operate(detect, {})).resolves.toMatchObject({ mac: null });
    expect(bench.notes).toContain('loader.no-calibration');
  });

  it('sees a bootloader that the key of the chip does not fit', async () => {
    const bench = new Bench({ ...N, efuseKey: new Uint8Array(16) });
    await expect(bench.operate(detect, {})).resolves.toMatchObject({ key: { kind: 'zero', fits: false } });
  });
});

describe('between two operations', () => {
  it('the loader may stay, so that the second needs no reset', async () => {
    const bench = new Bench({ ...T, resetWired: false });
    bench.clock.schedule(50, () => bench.board.pressReset());
    await bench.operate(detect, { after: 'stay' });
    const before = bench.clock.now();
    await bench.operate(restart, { captureMs: 5000 });
    expect(bench.clock.now() - before).toBeLessThan(1000);
  });

  it('the rate that worked is remembered, and `max` begins with it', async () => {
    let kept: number | null = null;
    const rates = { recall: () => kept, keep: (rate: number) => void (kept = rate) };
    const onRate = (rate: number): void => {
      if (rate > 1_000_000) throw new Error('invalid rate');
    };
    const bench = new Bench({ ...N, faults: { onRate } });
    await bench.operate(detect, { baudRate: 'max', rates });
    expect(kept).toBe(1_000_000);
    const again = new Bench({ ...N, faults: { onRate } });
    await again.operate(detect, { baudRate: 'max', rates });
    expect(again.notes).not.toContain('loader.adapter-rate');
    const fast = new Bench(N);
    await expect(fast.operate(detect, { baudRate: 'max' })).resolves.toMatchObject({ baudRate: 2_000_000 });
  });

  it('a tap sees the raw bytes of both directions', async () => {
    const bench = new Bench(N);
    const seen: string[] = [];
    const tap = (way: string, bytes: Uint8Array): void =>
      void seen.push(`${way} ${Buffer.from(bytes).toString('hex')}`);
    const work = detect(bench.transport, { chip: 'auto', baudRate: 921600 }, { ...bench.context, tap });
    await bench.clock.run(work);
    expect(seen).toContain('tx 01e0fc0100');
    expect(seen).toContain('rx 040e0501e0fc0100');
  });
});

describe('placing against the key', () => {
  it('a decision may read the key first', async () => {
    const bench = new Bench(N);
    const refusal = new Error('another key');
    const place = async (board: Parameters<Parameters<typeof program>[1]['place']>[0]) => {
      expect(await board.readEfuseKey()).toHaveLength(16);
      throw refusal;
    };
    await expect(bench.operate(program, { place })).rejects.toBe(refusal);
  });
});
