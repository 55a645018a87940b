import { describe, expect, it } from 'vitest';

import { cancelled } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard } from './api.js';
import { Bench, type BenchOptions } from './testing/bench.js';
import { padToSectors } from './plan.js';
import { wireCrc } from './wire-crc.js';

const APP = 0x11000;
/** Counting bytes with a blank sector in it and a tail that is no whole sector. */
function firmware(bytes: number): Uint8Array {
  const image = Uint8Array.from({ length: bytes }, (_, index) => (index * 7 + (index >> 8)) & 255);
  return image.fill(0xff, 0x3000, 0x4000);
}
const IMAGE = firmware(0x23456);

const BOARDS: readonly BenchOptions[] = [
  { chip: 'BK7231T', timing: 'instant', resetWired: true },
  { chip: 'BK7231T', timing: 'realistic', resetWired: true },
  { chip: 'BK7231N', timing: 'instant', resetWired: true },
  { chip: 'BK7231N', timing: 'realistic', resetWired: true },
];
const T = { chip: 'BK7231T', resetWired: true } as const;
const N = { chip: 'BK7231N', resetWired: true } as const;

function expectFlash(bench: Bench, image: Uint8Array, start: number, before: Uint8Array): void {
  const after = bench.board.flashImage();
  const padded = padToSectors(image);
  const end = start + padded.length;
  expect(Buffer.compare(after.subarray(start, end), padded)).toBe(0);
  // Nothing outside the range has changed.
  expect(Buffer.compare(after.subarray(0, start), before.subarray(0, start))).toBe(0);
  expect(Buffer.compare(after.subarray(end), before.subarray(end))).toBe(0);
}

describe.each(BOARDS)('program, $chip $timing', (options) => {
  it('burns, proves and reports', async () => {
    const bench = new Bench(options);
    const before = bench.board.flashImage();
    const report = await bench.program(IMAGE, APP, { chip: options.chip });
    const isN = options.chip === 'BK7231N';
    expect(report).toEqual({
      facts: {
        protocolClass: isN ? 'N' : 'T',
        chip: options.chip,
        bootVersion: isN ? null : 'BK7231S_1.0.6',
        chipId: isN ? 0x7231c : null,
        flashId: isN ? [0xeb, 0x60, 0x15] : null,
        flashBytes: 0x200000,
      },
      baudRate: 921600,
      start: APP,
      bytes: 0x24000,
      crc: wireCrc(padToSectors(IMAGE)),
      written: 0x24000,
    });
    expectFlash(bench, IMAGE, APP, before);
    expect(bench.stages).toEqual([
      'capture',
      'identify',
      'baud',
      'unprotect',
      'erase',
      'program',
      'verify',
      ...(isN ? ['protect'] : []),
      'reboot',
    ]);
    expect(bench.notes).not.toContain('loader.retry');
  });

  it('waits for a hand on the reset button', async () => {
    const bench = new Bench({ ...options, resetWired: false });
    // The window of its power-up is long over.
    await bench.clock.advance(5000);
    bench.clock.schedule(7300, () => bench.board.pressReset());
    await bench.program(IMAGE, APP);
    const waits = bench.events.filter((event) => event.type === 'waiting');
    expect(waits).toHaveLength(8);
    expect(waits[0]).toMatchObject({ deadline: 65_000 });
  });
});

describe('a realistic burn', () => {
  it('takes the time that the protocol page names', async () => {
    const bench = new Bench({ ...T, timing: 'realistic' });
    const image = new Uint8Array(0x119000).fill(0x5a);
    const at: Record<string, number> = {};
    bench.onEvent = (event) => {
      if (event.type === 'stage') at[event.stage] = bench.clock.now();
    };
    await bench.program(image, APP);
    const seconds = (from: string, to: string): number => ((at[to] ?? 0) - (at[from] ?? 0)) / 1000;
    // Protocol §8: 281 sectors at 921600 take about 13 s to write, about 5 s to erase.
    expect(seconds('program', 'verify')).toBeGreaterThan(12.5);
    expect(seconds('program', 'verify')).toBeLessThan(17);
    expect(seconds('erase', 'program')).toBeGreaterThan(3);
    expect(seconds('erase', 'program')).toBeLessThan(7);
  });

  it('reports progress in bytes, a sector at a time, to the end', async () => {
    const bench = new Bench(N);
    await bench.program(IMAGE, APP);
    const steps = bench.events.filter((event) => event.type === 'progress' && event.total === 0x24000);
    expect(steps.at(-1)).toMatchObject({ done: 0x24000 });
    expect(steps.length).toBeGreaterThan(0x24);
    expect(bench.notes).toContain('loader.blank-skipped');
  });
});

describe('placement', () => {
  it('knows the board and may read it before anything is erased', async () => {
    const bench = new Bench(T);
    const before = bench.board.flashImage();
    const refusal = new Error('no license left');
    const work = bench.program(IMAGE, APP, {
      place: async ({ facts, baudRate, readSector }) => {
        expect(facts.chip).toBe('BK7231T');
        expect(baudRate).toBe(921600);
        const sector = await readSector(0x1e0000);
        expect(Buffer.compare(sector, before.subarray(0x1e0000, 0x1e1000))).toBe(0);
        throw refusal;
      },
    });
    await expect(work).rejects.toBe(refusal);
    expect(Buffer.compare(bench.board.flashImage(), before)).toBe(0);
  });

  it('reads what the class T loader guards one flash size further up (protocol §4)', async () => {
    const bench = new Bench(T);
    const before = bench.board.flashImage();
    const stop = new Error('seen');
    const place = async ({ readSector, readRange }: IdentifiedBoard): Promise<never> => {
      expect(Buffer.compare(await readSector(0), before.subarray(0, 0x1000))).toBe(0);
      expect(Buffer.compare(await readRange(0xf000, 0x4000), before.subarray(0xf000, 0x13000))).toBe(0);
      throw stop;
    };
    await expect(bench.program(IMAGE, APP, { place })).rejects.toBe(stop);
  });

  it.each([
    [T, 0x10000, 'bootloader'],
    [T, 0x1df000, 'rf'],
    [N, 0x1cf000, 'rf'],
  ] as const)('is refused over a protected region: %o at %i', async (options, start, region) => {
    const bench = new Bench(options);
    const before = bench.board.flashImage();
    await expect(bench.program(firmware(0x5000), start)).rejects.toMatchObject({
      code: 'FLASH_RANGE_PROTECTED',
      data: { region },
    });
    expect(Buffer.compare(bench.board.flashImage(), before)).toBe(0);
    expect(bench.stages.at(-1)).toBe('baud');
  });

  it('may write the bootloader of class N', async () => {
    const bench = new Bench(N);
    const before = bench.board.flashImage();
    await bench.program(IMAGE, 0);
    expectFlash(bench, IMAGE, 0, before);
  });
});

describe('the wrong chip', () => {
  it.each([
    [T, 'BK7231N', 'BK7231T'],
    [N, 'BK7231T', 'BK7231N'],
  ] as const)('%o with %s chosen is refused before any erase', async (options, chosen, answered) => {
    const bench = new Bench(options);
    const before = bench.board.flashImage();
    await expect(bench.program(IMAGE, APP, { chip: chosen })).rejects.toMatchObject({
      code: 'CHIP_MISMATCH',
      data: { chosen, answered },
    });
    expect(Buffer.compare(bench.board.flashImage(), before)).toBe(0);
  });

  it('a class T loader without a version command is known by its first bytes', async () => {
    const bench = new Bench({ ...T, bootVersion: null });
    const report = await bench.program(IMAGE, APP);
    expect(report.facts).toMatchObject({ chip: 'BK7231T', bootVersion: null, flashBytes: 0x200000 });
  });

  it('a bootloader that nobody knows is burned on the word of the operator only', async () => {
    const flash = new Bench(T).board.flashImage();
    flash[0x20] = (flash[0x20] ?? 0) ^ 1;
    const options = { ...T, bootVersion: null, flash };
    await expect(new Bench(options).program(IMAGE, APP)).rejects.toMatchObject({
      code: 'CHIP_UNKNOWN',
      data: { detail: expect.stringContaining('bootloader 0x') as string },
    });
    const trusted = new Bench(options);
    await trusted.program(IMAGE, APP, { chip: 'BK7231T' });
    expect(trusted.notes).toContain('loader.bootloader-unknown');
  });
});

describe('nothing answers', () => {
  it('gives up in time and says what was seen', async () => {
    const bench = new Bench({ chip: 'BK7231T' });
    bench.board.power(false);
    await expect(bench.program(IMAGE, APP, { captureMs: 10_000 })).rejects.toMatchObject({
      code: 'BUS_NOT_CAPTURED',
      data: { seconds: 10, seen: 'nothing', bytes: 0 },
    });
    expect(bench.clock.now()).toBeLessThan(10_100);
  });

  it('tells an echo', async () => {
    const bench = new Bench({ chip: 'BK7231T' });
    bench.faults.toBoard = (bytes) => {
      bench.clock.schedule(1, () => bench.echo(bytes));
      return null;
    };
    await expect(bench.program(IMAGE, APP, { captureMs: 2000 })).rejects.toMatchObject({
      data: { seen: 'echo' },
    });
  });

  it('lets the reset line go, whichever way it ends', async () => {
    const bench = new Bench({ ...T, faults: { fromBoard: () => null } });
    const rts: boolean[] = [];
    const setLines = bench.transport.setLines.bind(bench.transport);
    bench.transport.setLines = (lines) => {
      if (lines.rts !== undefined) rts.push(lines.rts);
      return setLines(lines);
    };
    // 100 ms into the pulse of the second cycle.
    bench.clock.schedule(3100, () => bench.stop.abort(cancelled()));
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(rts).toEqual([true, false, true, false]);
  });
});

describe('protection', () => {
  it.each([0x001c, 0x4000, 0x407c])('of class N is lifted: status %i', async (statusRegister) => {
    const bench = new Bench({ ...N, statusRegister });
    const before = bench.board.flashImage();
    await bench.program(IMAGE, APP);
    expectFlash(bench, IMAGE, APP, before);
    expect(bench.notes).toContain('loader.unprotected');
  });

  it('of class N that cannot be lifted stops the run', async () => {
    const bench = new Bench({ ...N, statusRegister: 0x001c, statusLocked: true });
    const before = bench.board.flashImage();
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({
      code: 'FLASH_UNPROTECT',
      data: { before: '0x001C', after: '0x001C', flashId: 'EB 60 15' },
    });
    expect(Buffer.compare(bench.board.flashImage(), before)).toBe(0);
  });

  it('of class T is lifted by the link check before the erase, although a placement took time', async () => {
    const bench = new Bench({ ...T, statusRegister: 0x007c });
    const before = bench.board.flashImage();
    await bench.program(IMAGE, APP);
    expectFlash(bench, IMAGE, APP, before);
  });
});

describe('baud rate', () => {
  it('steps down without a reset where the board can be led back', async () => {
    // The host cannot be heard wrong: replies at 921600 are lost, commands get through.
    const bench = new Bench({
      ...N,
      faults: { fromBoard: (bytes, rate) => (rate === 921600 ? null : bytes) },
    });
    const report = await bench.program(IMAGE, APP);
    expect(report.baudRate).toBe(460800);
    expect(bench.notes).toContain('loader.baud-failed');
    expect(bench.stages.filter((stage) => stage === 'capture')).toHaveLength(1);
  });

  it('captures the board again where a rate has lost it', async () => {
    const noise = (bytes: Uint8Array, rate: number) =>
      rate > 500_000 ? bytes.map((byte) => byte ^ 0x0f) : bytes;
    const bench = new Bench({ ...T, faults: { toBoard: noise, fromBoard: noise } });
    const report = await bench.program(IMAGE, APP);
    expect(report.baudRate).toBe(460800);
    expect(bench.notes).toContain('loader.baud-lost');
    expect(bench.stages.slice(0, 6)).toEqual(['capture', 'identify', 'baud', 'capture', 'identify', 'baud']);
    expect(bench.events.filter((event) => event.type === 'baud')).toEqual([
      { type: 'baud', baudRate: 460800 },
    ]);
  });

  it('fails where the board never comes back from a rate', async () => {
    const bench = new Bench({ chip: 'BK7231T' });
    const noise = (bytes: Uint8Array, rate: number) => (rate > 115200 ? null : bytes);
    Object.assign(bench.faults, { toBoard: noise, fromBoard: noise });
    bench.clock.schedule(100, () => bench.board.pressReset());
    await expect(bench.program(IMAGE, APP, { captureMs: 5000 })).rejects.toMatchObject({
      code: 'BAUD_RATE_FAILED',
      data: { tried: '921600' },
    });
  });

  it('asks the adapter first, and skips what it cannot do', async () => {
    const onRate = (rate: number): void => {
      if (rate === 921600) throw new Error('invalid rate');
    };
    const bench = new Bench({ ...T, faults: { onRate } });
    expect((await bench.program(IMAGE, APP)).baudRate).toBe(460800);
    expect(bench.notes).toContain('loader.adapter-rate');
  });

  it('sends no command where 115200 is wanted (protocol §3.2)', async () => {
    const sent: string[] = [];
    const toBoard = (bytes: Uint8Array): Uint8Array => {
      sent.push(Buffer.from(bytes.subarray(0, 5)).toString('hex'));
      return bytes;
    };
    const bench = new Bench({ ...T, faults: { toBoard } });
    expect((await bench.program(IMAGE, APP, { baudRate: 115200 })).baudRate).toBe(115200);
    expect(sent).not.toContain('01e0fc060f');
  });

  it('takes a lost reply for no failure when link checks answer (protocol §3.2)', async () => {
    const fromBoard = (bytes: Uint8Array): Uint8Array | null =>
      bytes[6] === 0x0f && bytes[2] === 9 ? null : bytes;
    const bench = new Bench({ ...T, faults: { fromBoard } });
    expect((await bench.program(IMAGE, APP)).baudRate).toBe(921600);
  });
});

describe.each([
  [{ ...T, timing: 'instant' }],
  [{ ...T, timing: 'realistic' }],
  [{ ...N, timing: 'instant' }],
  [{ ...N, timing: 'realistic' }],
] as const)('a bad line, %o', (options) => {
  it('survives a byte lost in a write: link, erase, write again', async () => {
    let writes = 0;
    const toBoard = (bytes: Uint8Array): Uint8Array => {
      if (bytes.length !== 4108 || bytes[7] !== 7) return bytes;
      writes += 1;
      return writes === 5 ? Uint8Array.from([...bytes.subarray(0, 2000), ...bytes.subarray(2001)]) : bytes;
    };
    const bench = new Bench({ ...options, faults: { toBoard } });
    const before = bench.board.flashImage();
    await bench.program(IMAGE, APP);
    expectFlash(bench, IMAGE, APP, before);
    expect(bench.notes.filter((key) => key === 'loader.retry')).toHaveLength(1);
  });

  it('survives a lost reply to an erase and to a write', async () => {
    let lost = 0;
    const fromBoard = (bytes: Uint8Array): Uint8Array | null => {
      const op = bytes[6] === 0xf4 ? bytes[9] : undefined;
      if ((op === 0x0f && lost === 0) || (op === 0x07 && lost === 1)) {
        lost += 1;
        return null;
      }
      return bytes;
    };
    const bench = new Bench({ ...options, faults: { fromBoard } });
    const before = bench.board.flashImage();
    await bench.program(IMAGE, APP);
    expectFlash(bench, IMAGE, APP, before);
  });

  it('names the first bad sector where the flash does not hold what was sent', async () => {
    const bad = new Set([0x19000, 0x2a000]);
    const toBoard = (bytes: Uint8Array): Uint8Array => {
      if (bytes.length !== 4108 || bytes[7] !== 7) return bytes;
      const at = Buffer.from(bytes).readUInt32LE(8);
      return bad.has(at) ? bytes.map((byte, index) => (index === 100 ? byte ^ 1 : byte)) : bytes;
    };
    const bench = new Bench({ ...options, faults: { toBoard } });
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({
      code: 'FLASH_VERIFY',
      data: { address: '0x019000' },
    });
    expect(bench.stages).not.toContain('reboot');
  });

  it('gives up on a board that falls silent', async () => {
    const bench = new Bench(options);
    bench.onEvent = (event) => {
      if (event.type === 'progress' && event.address === 0x18000) bench.board.power(false);
    };
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({ code: 'LINK_LOST' });
  });

  it('notices the adapter being unplugged', async () => {
    const bench = new Bench(options);
    bench.onEvent = (event) => {
      if (event.type === 'progress' && event.address === 0x18000) bench.transport.unplug();
    };
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({ code: 'PORT_LOST' });
  });

  it('stops in mid-write at once, and only what was planned has changed', async () => {
    const bench = new Bench(options);
    const before = bench.board.flashImage();
    let stoppedAt = 0;
    bench.onEvent = (event) => {
      if (event.type !== 'progress' || event.address !== 0x18000 || bench.stages.at(-1) !== 'program') return;
      stoppedAt = bench.clock.now();
      bench.stop.abort(cancelled());
    };
    await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(bench.clock.now() - stoppedAt).toBeLessThan(1);
    const after = bench.board.flashImage();
    expect(Buffer.compare(after.subarray(0, APP), before.subarray(0, APP))).toBe(0);
    expect(Buffer.compare(after.subarray(0x35000), before.subarray(0x35000))).toBe(0);
    // The same board burns on the next run.
    const again = new Bench({ ...options, flash: after });
    await again.program(IMAGE, APP);
    expectFlash(again, IMAGE, APP, before);
  });
});
