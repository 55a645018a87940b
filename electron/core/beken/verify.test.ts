import { describe, expect, it } from 'vitest';

import { padToSectors, type WritePlan } from './plan.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Script } from './testing/scripted-target.js';
import { verify } from './verify.js';
import { wireCrc } from './wire-crc.js';

const START = 0x11000;

function planOf(bytes: number): WritePlan {
  const image = padToSectors(
    Uint8Array.from({ length: bytes }, (_, index) => (index * 13 + (index >> 9)) & 255),
  );
  return { start: START, end: START + image.length, image };
}

/** A flash that computes the CRC of what it holds. */
function flashScript(
  flash: Uint8Array,
  spoil: (asked: number) => boolean = () => false,
): Script & { asked: number } {
  const script = {
    asked: 0,
    short: {
      0x10: (payload: Uint8Array) => {
        script.asked += 1;
        const view = Buffer.from(payload);
        const crc = wireCrc(flash.subarray(view.readUInt32LE(0) - START, view.readUInt32LE(4) + 1 - START));
        const reply = Buffer.alloc(4);
        reply.writeUInt32LE(spoil(script.asked) ? 0 : crc);
        return reply;
      },
    },
  };
  return script;
}

describe('verify', () => {
  const plan = planOf(0x24000);

  it('asks once and returns what the chip computed', async () => {
    const script = flashScript(plan.image);
    const { clock, session, events } = await scriptedSession(script);
    await expect(clock.run(verify(session, plan))).resolves.toBe(wireCrc(plan.image));
    expect(script.asked).toBe(1);
    expect(events.filter((event) => event.type === 'progress').at(-1)).toMatchObject({
      done: 0x24000,
      total: 0x24000,
    });
  });

  it('asks again before it believes in a mismatch (protocol §16)', async () => {
    const { clock, session, notes } = await scriptedSession(flashScript(plan.image, (asked) => asked === 1));
    await expect(clock.run(verify(session, plan))).resolves.toBe(wireCrc(plan.image));
    expect(notes()).toEqual(['loader.verify-again', 'loader.verified']);
  });

  it.each([0, 1, 15, 16, 17, 22, 23].map((sector) => [START + sector * 0x1000, sector] as const))(
    'names the first bad sector, here %i',
    async (at, sector) => {
      const flash = plan.image.slice();
      for (const bad of [sector, 23]) flash[bad * 0x1000 + 77] = (plan.image[bad * 0x1000 + 77] ?? 0) ^ 0x80;
      const script = flashScript(flash);
      const { clock, session } = await scriptedSession(script);
      await expect(clock.run(verify(session, plan))).rejects.toMatchObject({
        code: 'FLASH_VERIFY',
        data: { address: `0x${at.toString(16).toUpperCase().padStart(6, '0')}` },
      });
      expect(script.asked).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(36)));
    },
  );

  it('gives the chip the time that the length asks for, three times (protocol §6)', async () => {
    const large = planOf(0x119000);
    const { clock, session } = await scriptedSession({});
    await expect(clock.run(verify(session, large))).rejects.toMatchObject({ code: 'FLASH_VERIFY' });
    // 0x119000 bytes at 200 kB/s and a second, thrice.
    expect(clock.now()).toBeCloseTo(3 * (0x119000 / 200 + 1000), 0);
  });
});
