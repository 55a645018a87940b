import { describe, expect, it } from 'vitest';

import type { BoardFacts } from './api.js';
import { padToSectors, type WritePlan } from './plan.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Script } from './testing/scripted-target.js';
import { verify } from './verify.js';
import { wireCrc } from './wire-crc.js';
import { WriteJob } from './write-job.js';

const START = 0x11000;
const T: BoardFacts = {
  protocolClass: 'T',
  chip: 'BK7231T',
  bootVersion: null,
  chipId: null,
  flashId: null,
  flashBytes: 0x200000,
};
const N: BoardFacts = { ...T, protocolClass: 'N', chip: 'BK7231N', flashId: [0xeb, 0x60, 0x15] };

function planOf(bytes: number): WritePlan {
  const image = padToSectors(
    Uint8Array.from({ length: bytes }, (_, index) => (index * 13 + (index >> 9)) & 255),
  );
  return { start: START, end: START + image.length, image };
}

/** A flash that computes the CRC of what it holds, erases, and takes writes unless `broken` says otherwise. */
function flashScript(
  flash: Uint8Array,
  spoil: (asked: number) => boolean = () => false,
  broken: (at: number) => boolean = () => false,
): Script & { asked: number; log: string[] } {
  const at = (payload: Uint8Array, offset: number): number => Buffer.from(payload).readUInt32LE(offset);
  const script = {
    asked: 0,
    log: [] as string[],
    short: {
      0x10: (payload: Uint8Array) => {
        script.asked += 1;
        const crc = wireCrc(flash.subarray(at(payload, 0) - START, at(payload, 4) + 1 - START));
        const reply = Buffer.alloc(4);
        reply.writeUInt32LE(spoil(script.asked) ? 0 : crc);
        return reply;
      },
    },
    long: {
      0x07: (payload: Uint8Array) => {
        script.log.push(`write ${at(payload, 0).toString(16)}`);
        if (!broken(at(payload, 0))) flash.set(payload.subarray(4), at(payload, 0) - START);
        return payload.slice(0, 4);
      },
      0x0f: (payload: Uint8Array) => {
        script.log.push(`erase ${at(payload, 1).toString(16)}`);
        if (!broken(at(payload, 1)))
          flash.fill(0xff, at(payload, 1) - START, at(payload, 1) - START + 0x1000);
        return payload;
      },
      0x0c: ([register = 0]: Uint8Array) => Uint8Array.of(register, 0),
    },
  };
  return script;
}

describe('verify', () => {
  const plan = planOf(0x24000);

  it('asks once and returns what the chip computed', async () => {
    const script = flashScript(plan.image);
    const { clock, session, events } = await scriptedSession(script);
    await expect(clock.run(verify(session, T, new WriteJob(plan)))).resolves.toBe(wireCrc(plan.image));
    expect(script.asked).toBe(1);
    expect(events.filter((event) => event.type === 'progress').at(-1)).toMatchObject({
      done: 0x24000,
      total: 0x24000,
    });
  });

  it('asks again before it believes in a mismatch (protocol §16)', async () => {
    const { clock, session, notes } = await scriptedSession(flashScript(plan.image, (asked) => asked === 1));
    await expect(clock.run(verify(session, T, new WriteJob(plan)))).resolves.toBe(wireCrc(plan.image));
    expect(notes()).toEqual(['loader.verify-again', 'loader.verified']);
  });

  it.each([0, 1, 15, 16, 17, 22, 23].map((sector) => [START + sector * 0x1000, sector] as const))(
    'finds the bad sectors by bisection and rewrites just those: %i and the last',
    async (at, sector) => {
      const flash = plan.image.slice();
      const bad = [...new Set([sector, 23])];
      for (const index of bad) flash[index * 0x1000 + 77] = (plan.image[index * 0x1000 + 77] ?? 0) ^ 0x80;
      const script = flashScript(flash);
      const { clock, session, notes } = await scriptedSession(script);
      await expect(clock.run(verify(session, T, new WriteJob(plan)))).resolves.toBe(wireCrc(plan.image));
      expect(script.log.filter((line) => line.startsWith('write'))).toEqual(
        bad.map((index) => `write ${(START + index * 0x1000).toString(16)}`),
      );
      expect(script.log).toContain(`erase ${at.toString(16)}`);
      expect(notes()).toContain('loader.repair');
      // Twice the whole, a path down to each bad sector, and the whole again.
      expect(script.asked).toBeLessThanOrEqual(3 + bad.length * Math.ceil(Math.log2(36)));
      expect(Buffer.compare(flash, plan.image)).toBe(0);
    },
  );

  it.each([
    [T, 'supply'],
    [N, 'weak-flash'],
  ])('names what stays bad after two rounds, and what may be behind it: %o', async (facts, hint) => {
    const flash = plan.image.slice();
    const broken = new Set([START + 0x3000, START + 0x4000]);
    for (const at of broken) flash[at - START] = (flash[at - START] ?? 0) ^ 1;
    const script = flashScript(flash, undefined, (at) => broken.has(at));
    const { clock, session, notes } = await scriptedSession(script);
    const work = clock.run(verify(session, facts, new WriteJob(plan)));
    // Class N tells at once that the sector did not become blank.
    if (facts.protocolClass === 'N')
      await expect(work).rejects.toMatchObject({ code: 'FLASH_ERASE', data: { address: '0x014000' } });
    else {
      await expect(work).rejects.toMatchObject({
        code: 'FLASH_VERIFY',
        data: { address: '0x014000', sectors: '0x014000, 0x015000', count: 2, hint },
      });
      expect(notes().filter((key) => key === 'loader.repair')).toHaveLength(2);
      expect(script.log.filter((line) => line.startsWith('write'))).toHaveLength(4);
    }
  });

  it('proves only what a comparison left unproved', async () => {
    const flash = plan.image.slice();
    const script = flashScript(flash);
    const { clock, session } = await scriptedSession(script);
    const job = new WriteJob(plan);
    job.select([START + 0x2000, START + 0x3000, START + 0x7000]);
    await clock.run(verify(session, T, job));
    expect(script.asked).toBe(2);
  });

  it('gives the chip the time that the length asks for, three times (protocol §6)', async () => {
    const large = planOf(0x119000);
    const { clock, session } = await scriptedSession({});
    await expect(clock.run(verify(session, T, new WriteJob(large)))).rejects.toMatchObject({
      code: 'CRC_NO_ANSWER',
      data: { start: '0x011000', end: '0x12A000' },
    });
    // 0x119000 bytes at 200 kB/s and a second, thrice.
    expect(clock.now()).toBeCloseTo(3 * (0x119000 / 200 + 1000), 0);
  });
});
