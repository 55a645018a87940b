import { describe, expect, it } from 'vitest';

import { readRaw, readSector } from './read.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Reply } from './testing/scripted-target.js';

/** Class T at 2 MiB: below 0x10000 one byte of payload too many and status 6 (protocol §14), the rest is readable. */
function guardedTarget() {
  const asked: number[] = [];
  const read = (payload: Uint8Array): Reply => {
    const at = Buffer.from(payload).readUInt32LE(0);
    asked.push(at);
    if (at < 0x10000) return { status: 6, payload: Uint8Array.of(...payload, 0) };
    return Uint8Array.of(...payload, ...new Uint8Array(0x1000).fill((at >> 12) & 0xff));
  };
  return { asked, script: { long: { 0x09: read } } };
}

describe('a read of what class T guards', () => {
  it('is refused by name at once where it is asked for as it stands (protocol §16)', async () => {
    const { asked, script } = guardedTarget();
    const { clock, session } = await scriptedSession(script);
    await expect(clock.run(readRaw(session, 0x3000, 'read'))).rejects.toMatchObject({
      code: 'FLASH_READ_GUARDED',
      data: { address: '0x003000' },
    });
    expect(asked).toEqual([0x3000]);
  });

  it('goes one flash size further up, and only there (protocol §4)', async () => {
    const { asked, script } = guardedTarget();
    const { clock, session } = await scriptedSession(script);
    const facts = { chip: 'BK7231T', flashBytes: 0x200000 } as const;
    for (const at of [0x0, 0x10000, 0x11000]) await clock.run(readSector(session, facts, at, 'read'));
    expect(asked).toEqual([0x200000, 0x210000, 0x11000]);
  });
});
