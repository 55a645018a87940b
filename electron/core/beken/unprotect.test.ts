import { describe, expect, it } from 'vitest';

import type { BoardFacts } from './api.js';
import type { FlashId } from './flash-parts.js';
import { scriptedSession } from './testing/scripted-session.js';
import type { Script } from './testing/scripted-target.js';
import { unprotect } from './unprotect.js';

/** A status register on the bench: what it holds, and how the part takes writes. */
interface Register {
  value: number;
  /** SR2 follows `01 lo hi`. */
  readonly wide: boolean;
  /** SR2 follows `31 hi`. */
  readonly separate: boolean;
  writes: number[][];
}

function registerScript(register: Register): Script {
  return {
    long: {
      0x0c: ([command = 0]) => {
        const value = command === 0x05 ? register.value & 0xff : register.value >> 8;
        return Uint8Array.of(command, value);
      },
      0x0d: (payload) => {
        const [command, low = 0, high] = payload;
        register.writes.push([...payload]);
        if (command === 0x31) {
          if (register.separate) register.value = (register.value & 0xff) | (low << 8);
        } else {
          register.value = (register.value & 0xff00) | low;
          if (high !== undefined && register.wide) register.value = (register.value & 0xff) | (high << 8);
        }
        return payload;
      },
    },
  };
}

function facts(flashId: FlashId | null): BoardFacts {
  return {
    protocolClass: flashId ? 'N' : 'T',
    chip: flashId ? 'BK7231N' : 'BK7231T',
    bootVersion: null,
    chipId: null,
    flashId,
    flashBytes: 0x200000,
  };
}

async function unprotected(register: Register, flashId: FlashId) {
  const bench = await scriptedSession(registerScript(register));
  return { ...bench, done: bench.clock.run(unprotect(bench.session, facts(flashId))) };
}

const TH: FlashId = [0xeb, 0x60, 0x15];
const EN: FlashId = [0x1c, 0x70, 0x15];
const wideRegister = (value: number): Register => ({ value, wide: true, separate: false, writes: [] });

describe('unprotect, class N', () => {
  it('writes nothing where nothing is protected', async () => {
    const register = wideRegister(0x0200);
    const { done, notes } = await unprotected(register, TH);
    await done;
    expect(register.writes).toEqual([]);
    expect(notes()).toEqual([]);
  });

  it('clears the bits of the mask and no other (quad enable stays)', async () => {
    const register = wideRegister(0x427c);
    const { done, events } = await unprotected(register, TH);
    await done;
    expect(register.writes).toEqual([[0x01, 0x00, 0x02]]);
    expect(events).toContainEqual(
      expect.objectContaining({ key: 'loader.unprotected', data: { before: '0x427C', after: '0x0200' } }),
    );
  });

  it('writes one byte to a one-byte part', async () => {
    const register = wideRegister(0x001c);
    const { done } = await unprotected(register, EN);
    await done;
    expect(register.writes).toEqual([[0x01, 0x00]]);
  });

  it('writes the second register on its own where it did not follow (protocol §7.2)', async () => {
    const register: Register = { value: 0x407c, wide: false, separate: true, writes: [] };
    const { done } = await unprotected(register, TH);
    await done;
    expect(register.writes).toEqual([
      [0x01, 0x00, 0x00],
      [0x31, 0x00],
    ]);
  });

  it('tries the other width where the table is wrong', async () => {
    // Rejects every two-byte write.
    const register: Register = { value: 0x001c, wide: false, separate: false, writes: [] };
    const bench = await scriptedSession({
      long: {
        ...registerScript(register).long,
        0x0d: (payload) => {
          if (payload.length === 2) register.value = payload[1] ?? 0;
          return payload;
        },
      },
    });
    await bench.clock.run(unprotect(bench.session, facts(TH)));
    expect(register.value).toBe(0);
  });

  it('does not mistake WIP and WEL for protection (protocol §7.2)', async () => {
    const register = wideRegister(0x0003);
    const { done } = await unprotected(register, TH);
    await done;
    expect(register.writes).toEqual([]);
  });

  it('gives up after ten tries, within a second or so, with what it saw', async () => {
    const register = wideRegister(0x001c);
    const script = registerScript(register);
    const bench = await scriptedSession({ long: { ...script.long, 0x0d: (payload) => payload } });
    await expect(bench.clock.run(unprotect(bench.session, facts(TH)))).rejects.toMatchObject({
      code: 'FLASH_UNPROTECT',
      data: { before: '0x001C', after: '0x001C', flashId: 'EB 60 15' },
    });
    expect(bench.clock.now()).toBeLessThan(1000);
  });

  it('warns of a part that is not in the table and takes the usual bits', async () => {
    const register = wideRegister(0x4000);
    const { done, notes } = await unprotected(register, [0x12, 0x34, 0x15]);
    await done;
    expect(notes()).toEqual(['loader.flash-unknown', 'loader.unprotected']);
  });

  it('asks again when a reply is lost', async () => {
    const register = wideRegister(0x001c);
    const script = registerScript(register);
    let asked = 0;
    const bench = await scriptedSession({
      long: {
        ...script.long,
        0x0c: (payload) => (++asked === 1 ? null : (script.long?.[0x0c]?.(payload) ?? null)),
      },
    });
    await bench.clock.run(unprotect(bench.session, facts(TH)));
    expect(register.value).toBe(0);
    expect(bench.notes()).toEqual(['loader.retry', 'loader.unprotected']);
  });
});

describe('unprotect, class T', () => {
  it('is a link check and nothing else (protocol §7.3)', async () => {
    const { clock, session, transport } = await scriptedSession({});
    await clock.run(unprotect(session, facts(null)));
    expect(transport.written.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(['01e0fc0100']);
  });
});
