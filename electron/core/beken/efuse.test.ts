import { describe, expect, it } from 'vitest';

import { keyKind, readEfuseKey } from './efuse.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Reply, Script } from './testing/scripted-target.js';

const CONTROL = 0x800074;
const N = { chip: 'BK7231N', protocolClass: 'N' } as const;
const FACTS = {
  ...N,
  bootVersion: null,
  chipId: 0x7231c,
  flashId: [0xeb, 0x60, 0x15],
  flashBytes: 0x200000,
} as const;

/** The eFuse port of protocol §11; `busy` polls until a byte is there, `data` what the data register then says. */
function port(
  busy: number,
  data: (index: number) => number,
): { readonly written: number[]; readonly script: Script } {
  const written: number[] = [];
  let [control, polls] = [0x4200, 0];
  const registers = (payload: Uint8Array): Reply => {
    const view = Buffer.from(payload);
    const address = view.readUInt32LE(0);
    const started = address === CONTROL && (control & 1) === 1;
    if (started && (polls += 1) > busy) control &= ~1;
    const value = address === CONTROL ? control : data((control >> 8) & 0x1f);
    const reply = Buffer.alloc(8);
    reply.writeUInt32LE(address, 0);
    reply.writeUInt32LE(value >>> 0, 4);
    return Uint8Array.from(reply);
  };
  const write = (payload: Uint8Array): Reply => {
    control = Buffer.from(payload).readUInt32LE(4);
    polls = 0;
    written.push(control);
    return payload;
  };
  return { written, script: { short: { 0x03: registers, 0x01: write } } };
}

describe('the key in the eFuse (protocol §11)', () => {
  it('is sixteen bytes, each asked for by its address, with the programming bit down', async () => {
    const { written, script } = port(2, (index) => 0x100 | (0xa0 + index));
    const { clock, session } = await scriptedSession(script);
    const key = await clock.run(readEfuseKey(session, FACTS));
    expect([...key]).toEqual(Array.from({ length: 16 }, (_, index) => 0xa0 + index));
    expect(written).toEqual(Array.from({ length: 16 }, (_, index) => 0x4001 | (index << 8)));
    expect(keyKind(key)).toBe('other');
  });

  it('is told unreadable where a byte never becomes valid, and where it is never ready', async () => {
    for (const [busy, valid] of [
      [0, 0],
      [Infinity, 0x100],
    ] as const) {
      const { clock, session } = await scriptedSession(port(busy, () => valid).script);
      await expect(clock.run(readEfuseKey(session, FACTS))).rejects.toMatchObject({
        code: 'EFUSE_UNREADABLE',
        data: { byte: 0 },
      });
      // The page gives it a second (protocol §11).
      expect(clock.now()).toBeLessThan(1500);
    }
  });

  it('is somewhere else on BK7258', async () => {
    const { clock, session } = await scriptedSession({});
    await expect(clock.run(readEfuseKey(session, { ...FACTS, chip: 'BK7258' }))).rejects.toMatchObject({
      code: 'NOT_ON_THIS_CHIP',
    });
  });
});
