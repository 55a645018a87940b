import { describe, expect, it } from 'vitest';

import type { BoardFacts } from './api.js';
import { erase } from './erase.js';
import { padToSectors, type WritePlan } from './plan.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Reply, Script } from './testing/scripted-target.js';
import { wireCrc } from './wire-crc.js';
import { write } from './write.js';
import { WriteJob } from './write-job.js';

const BLANK = wireCrc(new Uint8Array(0x1000).fill(0xff));
const COMMON = { bootVersion: null, chipId: null, flashBytes: 0x200000 };
const T: BoardFacts = { ...COMMON, protocolClass: 'T', chip: 'BK7231T', flashId: null };
const N: BoardFacts = { ...COMMON, protocolClass: 'N', chip: 'BK7231N', flashId: [0xeb, 0x60, 0x15] };

function planOf(start: number, image: Uint8Array): WritePlan {
  const padded = padToSectors(image);
  return { start, end: start + padded.length, image: padded };
}

/** Tells what was asked of the flash, in order; `refuse` answers in place of the target. */
function flash(
  status: number,
  crc: number,
  refuse: (line: string, times: number) => Reply | undefined = () => undefined,
) {
  const log: string[] = [];
  const say = (line: string, reply: Uint8Array): Reply => {
    log.push(line);
    const answer = refuse(line, log.filter((other) => other === line).length);
    return answer === undefined ? reply : answer;
  };
  const at = (payload: Uint8Array, offset: number): string =>
    Buffer.from(payload).readUInt32LE(offset).toString(16);
  const crcBytes = Buffer.alloc(4);
  crcBytes.writeUInt32LE(crc);
  const script: Script = {
    short: {
      0x00: () => say('link', Uint8Array.of(0)),
      0x10: (payload) => say(`crc ${at(payload, 0)}-${at(payload, 4)}`, crcBytes),
    },
    long: {
      0x07: (payload) => say(`write ${at(payload, 0)}`, payload.slice(0, 4)),
      0x0c: ([register = 0]) => say(`sr ${register}`, Uint8Array.of(register, register === 5 ? status : 0)),
      0x0f: (payload) => say(`erase ${payload[0] === 0x20 ? '4k' : '64k'} ${at(payload, 1)}`, payload),
    },
  };
  return { log, script };
}

describe('erase', () => {
  const plan = planOf(0x1f000, new Uint8Array(0x12000));

  it('of class T begins with the link check that allows it, and asks for no CRC (protocol §7.3)', async () => {
    const { log, script } = flash(0, 0);
    const { clock, session, events } = await scriptedSession(script);
    await clock.run(erase(session, T, new WriteJob(plan)));
    expect(log).toEqual(['link', 'erase 4k 1f000', 'erase 64k 20000', 'erase 4k 30000']);
    expect(events.map((event) => event.type === 'progress' && event.done)).toEqual([
      0, 0x1000, 0x11000, 0x12000,
    ]);
  });

  it('of class N ends with a proof that the first sector is blank (protocol §13.1, 7b)', async () => {
    const { log, script } = flash(0, BLANK);
    const { clock, session } = await scriptedSession(script);
    await clock.run(erase(session, N, new WriteJob(plan)));
    expect(log.at(-1)).toBe('crc 1f000-1ffff');
  });

  it('of class N that was suppressed is a matter of protection', async () => {
    const { script } = flash(0x1c, 0x12345678);
    const { clock, session } = await scriptedSession(script);
    await expect(clock.run(erase(session, N, new WriteJob(plan)))).rejects.toMatchObject({
      code: 'FLASH_UNPROTECT',
      data: { after: '0x001C', flashId: 'EB 60 15' },
    });
  });

  it('of class N that left something although nothing protects is a failed erase (protocol §16)', async () => {
    const { script } = flash(0x00, 0x12345678);
    const { clock, session } = await scriptedSession(script);
    await expect(clock.run(erase(session, N, new WriteJob(plan)))).rejects.toMatchObject({
      code: 'FLASH_ERASE',
      data: { address: '0x01F000', status: 0 },
    });
  });

  it('tries three times and names place and status', async () => {
    const { log, script } = flash(0, 0, (line) => (line === 'erase 64k 20000' ? { status: 6 } : undefined));
    const { clock, session } = await scriptedSession(script);
    await expect(clock.run(erase(session, T, new WriteJob(plan)))).rejects.toMatchObject({
      code: 'FLASH_ERASE',
      data: { address: '0x020000', status: 6 },
    });
    expect(log.filter((line) => line === 'erase 64k 20000')).toHaveLength(3);
    expect(log).not.toContain('erase 4k 30000');
  });
});

describe('write', () => {
  const image = new Uint8Array(0x3000).fill(0x5a);
  image.fill(0xff, 0x1000, 0x2000);
  const plan = planOf(0x11000, image);

  it('goes sector by sector, skips blank ones, and counts them as done', async () => {
    const { log, script } = flash(0, 0);
    const { clock, session, events, notes } = await scriptedSession(script);
    await clock.run(write(session, new WriteJob(plan)));
    expect(log).toEqual(['write 11000', 'write 13000']);
    expect(notes()).toEqual(['loader.blank-skipped']);
    expect(events.flatMap((event) => (event.type === 'progress' ? [event.done] : []))).toEqual([
      0, 0x1000, 0x2000, 0x3000,
    ]);
  });

  it('links and erases before every retry (protocol §13)', async () => {
    const { log, script } = flash(0, 0, (line, times) =>
      line === 'write 13000' && times < 3 ? null : undefined,
    );
    const { clock, session } = await scriptedSession(script);
    await clock.run(write(session, new WriteJob(plan)));
    const again = ['link', 'erase 4k 13000', 'write 13000'];
    expect(log).toEqual(['write 11000', 'write 13000', ...again, ...again]);
  });

  it('gives up after three tries and names the sector', async () => {
    const { script } = flash(0, 0, (line) => (line === 'write 13000' ? null : undefined));
    const { clock, session } = await scriptedSession(script);
    await expect(clock.run(write(session, new WriteJob(plan)))).rejects.toMatchObject({
      code: 'FLASH_WRITE',
      data: { address: '0x013000', tries: 3 },
    });
  });
});
