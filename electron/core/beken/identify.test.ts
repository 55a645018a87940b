import { describe, expect, it } from 'vitest';

import { identify } from './identify.js';
import { hex } from './testing/hex.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Script } from './testing/scripted-target.js';

const registerReply = (value: string) => (payload: Uint8Array) => Uint8Array.of(...payload, ...hex(value));
const N_ID = { 0x03: registerReply('1C 23 07 00') };
const FLASH_ID = { 0x0e: () => hex('00 EB 60 15') };
const crcReply = (zlibForm: number) => () => {
  const reply = Buffer.alloc(4);
  reply.writeUInt32LE(~zlibForm >>> 0);
  return reply;
};

async function identified(script: Script, chosen: Parameters<typeof identify>[1] = 'auto') {
  const bench = await scriptedSession(script);
  const facts = bench.clock.run(identify(bench.session, chosen));
  return { ...bench, facts };
}

describe('identify', () => {
  it('knows class N by its chip id, and its flash by name', async () => {
    const { facts } = await identified({ short: N_ID, long: FLASH_ID });
    await expect(facts).resolves.toEqual({
      protocolClass: 'N',
      chip: 'BK7231N',
      bootVersion: null,
      chipId: 0x7231c,
      flashId: [0xeb, 0x60, 0x15],
      flashBytes: 0x200000,
    });
  });

  it('masks the leading byte of some ids (protocol §3.3)', async () => {
    const { facts } = await identified({ short: { 0x03: registerReply('1C 23 07 01') }, long: FLASH_ID });
    await expect(facts).resolves.toMatchObject({ chipId: 0x7231c });
  });

  it('knows class T by its silence to the register and by its version', async () => {
    const { facts, clock } = await identified({
      short: { 0x11: () => Uint8Array.of(...Buffer.from('BK7231S_1.0.4'), 0, 0, 0) },
    });
    await expect(facts).resolves.toMatchObject({
      chip: 'BK7231T',
      bootVersion: 'BK7231S_1.0.4',
      flashId: null,
    });
    expect(clock.now()).toBe(300);
  });

  it('asks twice before it believes in silence', async () => {
    let asked = 0;
    const { facts } = await identified({
      short: { 0x03: (payload) => (++asked === 2 ? registerReply('1C 23 07 00')(payload) : null) },
      long: FLASH_ID,
    });
    await expect(facts).resolves.toMatchObject({ chip: 'BK7231N' });
  });

  it.each([
    ['another chip', { 0x03: registerReply('38 72 00 00') }, 'chip id 0x07238'],
    ['a loader without registers', { 0x03: () => ({ status: 7 }) }, 'chip id refused, status 7'],
    [
      'another version',
      { 0x11: () => Uint8Array.of(...Buffer.from('BK7252U_1.0.3'), 0, 0, 0) },
      'boot version BK7252U_1.0.3',
    ],
    ['the bootloader of a BK7231U', { 0x10: crcReply(0x2739019f) }, 'bootloader 0x2739019F'],
    ['an unknown bootloader', { 0x10: crcReply(0x12345678) }, 'bootloader 0x12345678'],
    ['silence to everything but link checks', {}, 'no answer to chip id, version and checksum'],
  ] satisfies readonly (readonly [string, Script['short'], string])[])(
    'does not burn %s',
    async (_what, short, detail) => {
      const { facts } = await identified({ short });
      await expect(facts).rejects.toMatchObject({ code: 'CHIP_UNKNOWN', data: { detail } });
    },
  );

  it('never burns a known other chip, even on the word of the operator', async () => {
    const { facts } = await identified({ short: { 0x10: crcReply(0x2739019f) } }, 'BK7231T');
    await expect(facts).rejects.toMatchObject({ code: 'CHIP_UNKNOWN' });
  });

  it('says that the link is lost where not even link checks are answered', async () => {
    const { facts } = await identified({ short: { 0x00: () => null } });
    await expect(facts).rejects.toMatchObject({ code: 'LINK_LOST', data: { during: 'identify' } });
  });

  it.each([
    ['00 00 00 00', '00 00 00'],
    ['FF FF FF FF', 'FF FF FF'],
  ])('reports a flash that does not answer: %s', async (reply, id) => {
    let asked = 0;
    const { facts } = await identified({
      short: N_ID,
      long: { 0x0e: () => (asked++, hex(reply)) },
    });
    await expect(facts).rejects.toMatchObject({ code: 'FLASH_NO_ANSWER', data: { id } });
    expect(asked).toBe(4);
  });

  it('waits for a flash that wakes up late', async () => {
    let asked = 0;
    const { facts } = await identified({
      short: N_ID,
      long: { 0x0e: () => (++asked < 3 ? hex('00 00 00 00') : hex('00 1C 70 15')) },
    });
    await expect(facts).resolves.toMatchObject({ flashId: [0x1c, 0x70, 0x15] });
  });
});
