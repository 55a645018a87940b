import { closeSync, openSync, readSync, writeSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { randomBytes, seededRandom } from '../random.js';
import { loadLibc, type Libc } from './libc.js';
import { openPtyPair, type PtyPair } from './pty-pair.js';
import { PtyWriter } from './pty-writer.js';
import { unread } from './termios.js';

const LINUX = process.platform === 'linux';

async function withPair(work: (pair: PtyPair, libc: Libc) => Promise<void> | void): Promise<void> {
  const libc = await loadLibc();
  const pair = openPtyPair(libc);
  try {
    await work(pair, libc);
  } finally {
    closeSync(pair.master);
    closeSync(pair.slave);
  }
}

interface Wish {
  readonly clock: VirtualClock;
  /** Enough has come. */
  readonly done: (heard: Buffer) => boolean;
}

/** What comes at the host's side while the clock moves on, until `done`; fails instead of hanging. */
async function readUntil(pair: PtyPair, libc: Libc, { clock, done }: Wish): Promise<Buffer> {
  let heard = Buffer.alloc(0);
  for (let turns = 0; turns < 20_000; turns++) {
    if (done(heard)) return heard;
    const chunk = Buffer.alloc(unread(libc, pair.slave));
    if (chunk.length > 0) heard = Buffer.concat([heard, chunk.subarray(0, readSync(pair.slave, chunk))]);
    await clock.advance(5);
  }
  throw new Error(`only ${heard.length} bytes came`);
}

const whole =
  (count: number) =>
  (heard: Buffer): boolean =>
    heard.length >= count;

describe.skipIf(!LINUX)('a pseudo terminal', () => {
  it('passes every byte value as it is, in both directions', () =>
    withPair(async (pair, libc) => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      writeSync(pair.master, all);
      expect(await readUntil(pair, libc, { clock: new VirtualClock(), done: whole(256) })).toEqual(all);
      writeSync(pair.slave, all);
      const back = Buffer.alloc(256);
      expect(readSync(pair.master, back)).toBe(256);
      expect(back).toEqual(all);
    }));

  it('has a path that other programs can open, and lives on when they close it', () =>
    withPair((pair) => {
      expect(pair.path).toMatch(/^\/dev\/pts\/\d+$/);
      for (let round = 0; round < 3; round++) {
        const host = openSync(pair.path, 'r+');
        writeSync(host, Buffer.from([round]));
        closeSync(host);
        const heard = Buffer.alloc(4);
        expect(readSync(pair.master, heard)).toBe(1);
        expect(heard[0]).toBe(round);
      }
    }));

  it.each(['posix_openpt', 'grantpt', 'unlockpt', 'ptsname_r'] as const)(
    'that cannot be made says which step failed: %s',
    async (step) => {
      const libc = await loadLibc();
      const failing = { ...libc, [step]: () => -1 };
      expect(() => openPtyPair(failing)).toThrow(
        expect.objectContaining({
          code: 'PORT_OPEN_FAILED',
          data: expect.objectContaining({ detail: step }) as unknown,
        }),
      );
    },
  );
});

describe.skipIf(!LINUX)('the writer of a pseudo terminal', () => {
  it('keeps everything in order through a reader that comes late', () =>
    withPair(async (pair, libc) => {
      const clock = new VirtualClock();
      const writer = new PtyWriter(pair.master, clock);
      const sent = randomBytes(seededRandom(5), 60_000);
      for (let at = 0; at < sent.length; at += 4111) writer.write(sent.subarray(at, at + 4111));
      // The kernel is full by now: a retry waits, one for all.
      expect(clock.pending).toBe(1);
      const heard = await readUntil(pair, libc, { clock, done: whole(sent.length) });
      expect(heard.length).toBe(sent.length);
      expect(Buffer.compare(heard, sent)).toBe(0);
      expect(clock.pending).toBe(0);
      writer.close();
    }));

  it('loses the oldest beyond its backlog where nobody reads', () =>
    withPair(async (pair, libc) => {
      const clock = new VirtualClock();
      const writer = new PtyWriter(pair.master, clock);
      for (let round = 0; round < 40; round++) writer.write(new Uint8Array(8192).fill(round));
      const ends = (heard: Buffer): boolean =>
        heard.length >= 8192 && heard.subarray(-8192).every((byte) => byte === 39);
      const heard = await readUntil(pair, libc, { clock, done: ends });
      expect(heard.length).toBeLessThan(40 * 8192);
      expect(heard.length).toBeGreaterThanOrEqual(65_536);
      expect(heard[0]).toBe(0);
      // What is left is in order, with one gap.
      const steps = heard.filter((byte, at) => at > 0 && byte > (heard[at - 1] ?? 0) + 1);
      expect(steps.length).toBe(1);
      writer.close();
    }));

  it('does nothing after close, and leaves no timer', () =>
    withPair((pair, libc) => {
      const clock = new VirtualClock();
      const writer = new PtyWriter(pair.master, clock);
      writer.write(new Uint8Array(65_536));
      expect(clock.pending).toBe(1);
      writer.close();
      expect(clock.pending).toBe(0);
      const before = unread(libc, pair.slave);
      writer.write(Uint8Array.of(1, 2, 3));
      expect(unread(libc, pair.slave)).toBe(before);
      expect(clock.pending).toBe(0);
    }));

  it('drops what a dead descriptor does not take', () => {
    const clock = new VirtualClock();
    const full = openSync('/dev/full', 'w');
    const writer = new PtyWriter(full, clock);
    writer.write(Uint8Array.of(1));
    expect(clock.pending).toBe(0);
    closeSync(full);
    expect(() => writer.write(Uint8Array.of(2))).not.toThrow();
    expect(clock.pending).toBe(0);
  });
});
