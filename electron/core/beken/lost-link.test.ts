import { describe, expect, it } from 'vitest';

import { Bench } from './testing/bench.js';

const APP = 0x11000;
const IMAGE = Uint8Array.from({ length: 0x23456 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const T = { chip: 'BK7231T', resetWired: true } as const;
const N = { chip: 'BK7231N', resetWired: true } as const;

/** Does `work` once, in mid-write, after the sector at `address`. */
function atSector(bench: Bench, address: number, work: () => void): void {
  let done = false;
  bench.onEvent = (event) => {
    if (done || event.type !== 'progress' || event.address !== address || bench.stages.at(-1) !== 'program')
      return;
    done = true;
    work();
  };
}

/** Sectors in the order in which the board got them. */
function writesOf(bench: Bench): number[] {
  const writes: number[] = [];
  bench.faults.toBoard = (bytes) => {
    if (bytes.length === 4108 && bytes[7] === 7) writes.push(Buffer.from(bytes).readUInt32LE(8));
    return bytes;
  };
  return writes;
}

describe.each([
  [{ ...T, timing: 'instant' }],
  [{ ...T, timing: 'realistic' }],
  [{ ...N, timing: 'instant' }],
  [{ ...N, timing: 'realistic' }],
] as const)('a board that restarts in mid-write, %o', (options) => {
  it('is captured again, and the run goes on at the sector', async () => {
    const bench = new Bench(options);
    const writes = writesOf(bench);
    const before = bench.board.flashImage();
    atSector(bench, 0x18000, () => bench.board.pressReset());
    const report = await bench.program(IMAGE, APP);
    expect(report.bytes).toBe(0x24000);
    const after = bench.board.flashImage();
    expect(Buffer.compare(after.subarray(APP, APP + IMAGE.length), IMAGE)).toBe(0);
    expect(Buffer.compare(after.subarray(0, APP), before.subarray(0, APP))).toBe(0);
    expect(Buffer.compare(after.subarray(APP + 0x24000), before.subarray(APP + 0x24000))).toBe(0);
    expect(bench.notes).toContain('loader.link-lost');
    // What was written before is not written again.
    expect(writes.filter((at) => at <= 0x18000)).toHaveLength(8);
    expect(bench.stages.filter((stage) => stage === 'capture')).toHaveLength(2);
  });

  it('is found again at its rate where only the line was dead for a while', async () => {
    const bench = new Bench(options);
    let dead = false;
    bench.faults.fromBoard = (bytes) => (dead ? null : bytes);
    atSector(bench, 0x18000, () => {
      dead = true;
      // The write's own deadline and three link checks are over by then.
      bench.clock.schedule(2300, () => (dead = false));
    });
    await bench.program(IMAGE, APP);
    expect(Buffer.compare(bench.board.flashImage().subarray(APP, APP + IMAGE.length), IMAGE)).toBe(0);
    expect(bench.stages.filter((stage) => stage === 'capture')).toHaveLength(1);
    expect(bench.notes).toContain('loader.link-lost');
  });

  it('fails in the end where it never comes back', async () => {
    const bench = new Bench(options);
    atSector(bench, 0x18000, () => bench.board.power(false));
    await expect(bench.program(IMAGE, APP, { captureMs: 8000 })).rejects.toMatchObject({
      code: 'LINK_LOST',
      data: { during: 'program' },
    });
  });
});

it('another board in its place is not burned on', async () => {
  const bench = new Bench(N);
  let swapped = false;
  bench.faults.fromBoard = (bytes) =>
    // The flash id of the second board.
    swapped && bytes[9] === 0x0e ? Uint8Array.from([...bytes.subarray(0, 12), 0xc8, 0x40, 0x15]) : bytes;
  atSector(bench, 0x18000, () => {
    swapped = true;
    bench.board.pressReset();
  });
  await expect(bench.program(IMAGE, APP)).rejects.toMatchObject({ code: 'BOARD_CHANGED' });
});

it('a board that restarts again and again is worked on at ever slower rates', async () => {
  const bench = new Bench(T);
  bench.onEvent = (event) => {
    if (event.type === 'progress' && bench.stages.at(-1) === 'program') bench.board.pressReset();
  };
  await bench.program(IMAGE, APP);
  expect(Buffer.compare(bench.board.flashImage().subarray(APP, APP + IMAGE.length), IMAGE)).toBe(0);
  const rates = bench.events.flatMap((event) => (event.type === 'baud' ? [event.baudRate] : []));
  expect(rates).toEqual([921600, 921600, 460800, 230400, 115200]);
});
