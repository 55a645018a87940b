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
    // A register that is there would have answered by now; a second round would wait longer.
    expect(clock.now()).toBe(40);
  });

  it('hears a link check at least twice a second from a chip that is silent to all questions', async () => {
    const times: number[] = [];
    const heard = (): void => void times.push(clock.now());
    const { clock, session } = await scriptedSession({
      short: {
        0x00: () => (heard(), Uint8Array.of(0)),
        // The bootloader's checksum is the last resort; with that of blank flash the questions are over.
        0x10: () => (heard(), hex('DE 57 57 01')),
      },
    });
    await expect(clock.run(identify(session, 'auto'))).rejects.toMatchObject({ code: 'FLASH_BLANK' });
    const gaps = times.map((at, index) => at - (times[index - 1] ?? 0));
    expect(times.length).toBeGreaterThan(2);
    expect(Math.max(...gaps)).toBeLessThan(500);
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
    ['a chip known by its id only', { 0x03: registerReply('56 72 00 00') }, 'chip id 0x07256'],
    ['a chip of an id nobody knows', { 0x03: registerReply('34 12 00 00') }, 'chip id 0x01234'],
    ['a loader without registers', { 0x03: () => ({ status: 7 }) }, 'chip id refused, status 7'],
    [
      'another version',
      { 0x11: () => Uint8Array.of(...Buffer.from('BK7252U_1.0.3'), 0, 0, 0) },
      'boot version BK7252U_1.0.3',
    ],
    ['an unknown bootloader', { 0x10: crcReply(0x12345678) }, 'bootloader 0x12345678'],
    ['silence to everything but link checks', {}, 'no answer to chip id, version and checksum'],
  ] satisfies readonly (readonly [string, Script['short'], string])[])(
    'does not burn %s',
    async (_what, short, detail) => {
      const { facts } = await identified({ short });
      await expect(facts).rejects.toMatchObject({ code: 'CHIP_UNKNOWN', data: { detail } });
    },
  );

  it.each([
    ['38 72 00 00', 0x7238, 'BK7238'],
    ['2A 25 07 00', 0x7252a, 'BK7252N'],
    ['1C 23 07 00', 0x7231c, 'BK7231N'],
  ])('knows class N by the id %s', async (id, chipId, chip) => {
    const { facts } = await identified({ short: { 0x03: registerReply(id) }, long: FLASH_ID });
    await expect(facts).resolves.toMatchObject({ protocolClass: 'N', chip, chipId });
  });

  it.each([
    ['16', 'BK7236', 0x400000],
    ['17', 'BK7258', 0x800000],
  ])(
    'finds the id in another register, and tells two chips apart by their flash: %s',
    async (capacity, chip, size) => {
      const { facts } = await identified({
        short: {
          0x03: (payload) =>
            registerReply(
              Buffer.from(payload).readUInt32LE(0) === 0x44010004 ? '36 72 00 00' : '00 00 00 00',
            )(payload),
        },
        long: { 0x0e: () => hex(`00 C8 40 ${capacity}`) },
      });
      await expect(facts).resolves.toMatchObject({ chip, chipId: 0x7236, flashBytes: size });
    },
  );

  it('believes the operator where one answer fits several chips, or none but the class', async () => {
    const twin = await identified({ short: N_ID, long: FLASH_ID }, 'BK7231M');
    await expect(twin.facts).resolves.toMatchObject({ chip: 'BK7231M' });
    const stranger = { short: { 0x03: registerReply('34 12 00 00') }, long: FLASH_ID };
    await expect((await identified(stranger, 'BK7238')).facts).resolves.toMatchObject({
      chip: 'BK7238',
      chipId: 0x1234,
    });
    await expect((await identified(stranger, 'BK7231T')).facts).rejects.toMatchObject({
      code: 'CHIP_MISMATCH',
    });
    const version = { 0x11: () => Uint8Array.of(...Buffer.from('BK7231S_1.0.6'), 0, 0, 0) };
    await expect((await identified({ short: version }, 'BK7231U')).facts).rejects.toMatchObject({
      code: 'CHIP_MISMATCH',
      data: { chosen: 'BK7231U', answered: 'BK7231T' },
    });
  });

  it('never takes a known bootloader for another chip, even on the word of the operator', async () => {
    const { facts } = await identified({ short: { 0x10: crcReply(0x2739019f) } }, 'BK7231T');
    await expect(facts).rejects.toMatchObject({
      code: 'CHIP_MISMATCH',
      data: { chosen: 'BK7231T', answered: 'BK7231U' },
    });
  });

  it('sees that a flash reads blank although a loader runs from it (protocol §16)', async () => {
    const { facts } = await identified({ short: { 0x10: () => hex('DE 57 57 01') } });
    await expect(facts).rejects.toMatchObject({ code: 'FLASH_BLANK' });
  });

  /** A flash of `size` bytes behind a class T loader of a BK7231U: it answers again from the beginning above its size. */
  function wrapping(size: number, sectorAt: (address: number) => number): Script {
    return {
      short: { 0x10: crcReply(0x2739019f) },
      long: {
        0x09: (payload) => {
          const at = Buffer.from(payload).readUInt32LE(0) % size;
          return Uint8Array.of(...payload, ...new Uint8Array(0x1000).fill(sectorAt(at)));
        },
      },
    };
  }

  it.each([1, 2, 4, 8, 16])('probes %i MiB by where the flash begins anew (protocol §10.4)', async (mib) => {
    const { facts } = await identified(wrapping(mib * 0x100000, (at) => at >> 16));
    await expect(facts).resolves.toMatchObject({
      chip: 'BK7231U',
      flashId: null,
      flashBytes: mib * 0x100000,
    });
  });

  it('takes the usual size, with a warning, where a blank sector would match anything', async () => {
    const { facts, notes } = await identified(wrapping(0x400000, () => 0xff));
    await expect(facts).resolves.toMatchObject({ flashBytes: 0x200000 });
    expect(notes()).toContain('loader.flash-size-unknown');
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
