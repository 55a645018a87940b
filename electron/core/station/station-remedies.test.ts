import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SAFE_POLICIES } from '../../../shared/contract/policies.js';
import type { SlotPhase } from '../../../shared/contract/station.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { inspectImage } from '../inspect/inspect-image.js';
import { tuningOfFaults, type CreateBoardOptions } from '../simulator/index.js';
import { DEFAULT_SETTINGS, type SettingsFile, type StationSettings } from './settings.js';
import { Station, type StationDeps } from './station.js';
import { IDENTIFIER, openBench, VERSION, type Bench } from './testing/bench.js';

let bench: Bench;
let station: Station;
let saved: StationSettings;
const verified: string[] = [];

const FRESH: Omit<CreateBoardOptions, 'clock'> = {
  chip: 'BK7231N',
  mac: 'd81f12000001',
  condition: 'fresh',
  fingerprint: { name: IDENTIFIER, version: VERSION },
};

async function open(boards: readonly Omit<CreateBoardOptions, 'clock'>[], part: Partial<StationDeps> = {}) {
  bench = await openBench(boards);
  saved = { ...DEFAULT_SETTINGS, layout: { rows: 1, columns: boards.length } };
  const settings: SettingsFile = {
    load: () => Promise.resolve(saved),
    save: (now) => {
      saved = now;
      return Promise.resolve();
    },
  };
  station = await Station.open({
    ...bench,
    settings,
    verifyCode: (token) => {
      verified.push(token);
      return Promise.resolve();
    },
    ...part,
  });
  for (const [index] of boards.entries())
    await station.setSlot({ slot: index + 1, port: `virtual:${index + 1}` });
}
const state = (slot = 1): SlotPhase => station.snapshot().slots[slot - 1]?.state ?? { phase: 'idle' };
/** Lets time pass until a slot is in one of these phases; files of backups and addresses are real ones. */
function until(slot: number, ...phases: SlotPhase['phase'][]): Promise<SlotPhase> {
  return bench.clock.run(
    new Promise((resolve) => {
      const look = (): void => {
        if (!phases.includes(state(slot).phase)) return;
        off();
        resolve(state(slot));
      };
      const off = station.onEvent(look);
      look();
    }),
  );
}
const ended = (slot = 1) => until(slot, 'succeeded', 'failed', 'cancelled');

beforeEach(() => verified.splice(0));
afterEach(async () => {
  await station.close();
  await bench.close();
});

describe('the same board again', () => {
  async function passedOnce(): Promise<void> {
    await open([FRESH]);
    await station.setMode('authorize');
    await station.setToken(await bench.token(2, { firmware: null }));
    station.run([1]);
    expect((await ended()).phase).toBe('succeeded');
    station.run([1]);
  }

  it('is asked about, and worked on at a yes', async () => {
    await passedOnce();
    expect(await until(1, 'asking')).toMatchObject({ question: { id: 'same-board', mac: FRESH.mac } });
    station.answer(1, true);
    expect(await ended()).toMatchObject({
      phase: 'succeeded',
      record: { decisions: [{ choice: 'yes' }, {}] },
    });
  });

  it('fails at a no, and the next run does not ask again', async () => {
    await passedOnce();
    await until(1, 'asking');
    station.answer(1, false);
    expect(await ended()).toMatchObject({ phase: 'failed', error: { code: 'STACK_UP' } });
    await station.remedy({ slot: 1, action: 'run-again' });
    expect((await ended()).phase).toBe('succeeded');
  });

  it('can be stopped while it is asked, and leaves no run behind', async () => {
    await passedOnce();
    await until(1, 'asking');
    station.stop([1]);
    expect((await ended()).phase).toBe('cancelled');
    station.answer(1, true);
    expect(state().phase).toBe('cancelled');
  });

  it('is no question at another workstation, nor where the station allows it', async () => {
    await passedOnce();
    await until(1, 'asking');
    station.answer(1, true);
    await ended();
    await station.setMode('verify');
    station.run([1]);
    expect((await ended()).phase).toBe('succeeded');
    await station.setPolicies({ ...SAFE_POLICIES, stackUp: 'allow' });
    expect(saved.policies.stackUp).toBe('allow');
    station.run([1]);
    expect((await ended()).phase).toBe('succeeded');
  });
});

describe('a remedy', () => {
  it('unlock: the locked board is opened, and then runs as the station works', async () => {
    await open([{ ...FRESH, condition: 'locked' }]);
    await station.setToken(await bench.token(1));
    station.run([1]);
    expect(await ended()).toMatchObject({ error: { code: 'TEST_CLOSED' } });
    await station.remedy({ slot: 1, action: 'unlock' });
    expect(station.snapshot().slots[0]?.mode).toBe('unlock');
    expect(await ended()).toMatchObject({ phase: 'succeeded', record: { mode: 'unlock' } });
    const flash = bench.boards[0]?.flashImage() ?? new Uint8Array();
    expect(inspectImage(flash, { chip: 'BK7231N' }).productionTestClosed).toBe(false);
    station.run([1]);
    // It holds its license from before, which is another matter.
    expect(await ended()).toMatchObject({ error: { code: 'BOARD_HAS_OTHER_LICENSE' } });
    expect(station.snapshot().slots[0]?.mode).toBeNull();
    // A repair makes no board.
    expect(station.snapshot().counters).toMatchObject({ pass: 0 });
  });

  it('close-slot: the slot that holds the port gives it up, and this one runs', async () => {
    await open([FRESH, FRESH]);
    await station.setMode('production-test');
    await station.setSlot({ slot: 2, port: 'virtual:1' });
    station.run([1, 2]);
    expect(await ended(2)).toMatchObject({ error: { code: 'PORT_BUSY', data: { holder: 'slot 1' } } });
    await station.remedy({ slot: 2, action: 'close-slot' });
    expect(state(1).phase).toBe('cancelled');
    expect((await ended(2)).phase).toBe('succeeded');
  });

  it('write-mac: takes an address of the station, and says so where there is none', async () => {
    await open([{ ...FRESH, ...tuningOfFaults(['default-mac']) }]);
    await station.setMode('authorize');
    await station.setToken(await bench.token(1, { firmware: null }));
    station.run([1]);
    expect(await ended()).toMatchObject({ error: { code: 'MAC_INVALID' } });
    const write = { slot: 1, action: 'write-mac' } as const;
    await expect(station.remedy(write)).rejects.toMatchObject({ code: 'MAC_POOL_EMPTY' });
    await station.setPolicies({ ...SAFE_POLICIES, macs: ['d81f12aa0000..d81f12aa0009'] });
    await station.remedy(write);
    expect(await ended()).toMatchObject({ phase: 'succeeded', record: { mac: 'd81f12aa0000' } });
  });

  it('verify-code goes to the PMS with the token that was typed', async () => {
    await open([FRESH]);
    await station.remedy({ slot: null, action: 'verify-code', token: '7K3M' });
    expect(verified).toEqual(['7K3M']);
    await expect(station.remedy({ slot: null, action: 'unlock' })).rejects.toBeInstanceOf(KilnError);
  });

  it('is refused where the failure does not call for it, and while a board is worked on', async () => {
    await open([FRESH]);
    await expect(station.remedy({ slot: 1, action: 'unlock' })).rejects.toMatchObject({
      code: 'REMEDY_NOT_HERE',
    });
    await station.setMode('production-test');
    station.run([1]);
    await expect(station.remedy({ slot: 1, action: 'run-again' })).rejects.toMatchObject({
      code: 'SLOT_RUNNING',
    });
  });
});

describe('wiping', () => {
  it('asks for a held button, and counts no board', async () => {
    await open([{ ...FRESH, condition: 'authorized' }]);
    await station.setMode('wipe');
    station.run([1]);
    expect(await ended()).toMatchObject({ error: { code: 'NOT_CONFIRMED', data: { licenses: 1 } } });
    station.run([1], true);
    expect(await ended()).toMatchObject({ phase: 'succeeded', record: { licensesWiped: 1 } });
    expect(station.snapshot().counters).toMatchObject({ pass: 0, fail: 0 });
  });
});
