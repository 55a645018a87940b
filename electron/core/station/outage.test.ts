import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import type { PmsReply } from '../../../shared/contract/pms/operations.js';
import type { SlotView } from '../../../shared/contract/station.js';
import { localDoor } from '../pms/desk/local-door.js';
import { remedyOf } from '../../../shared/errors/remedies.js';
import { openEmbeddedPms, type EmbeddedPms } from '../pms/embedded-pms.js';
import { bySilence } from '../pms/ledger/liveness.js';
import { cutStation, type CutStation } from '../pms/testing/cut-station.js';
import { countingRandom } from '../pms/testing/fixture.js';
import { serve } from '../pms/testing/served.js';
import { DEFAULT_SETTINGS, settingsFile } from './settings.js';
import { Station } from './station.js';
import { licenses, newToken, openBench, type Bench } from './testing/bench.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface Plant {
  readonly bench: Bench;
  readonly books: EmbeddedPms;
  readonly token: string;
  /** A program of the station, with that folder; the server is there. */
  readonly at: (folder?: string) => CutStation;
  readonly station: (at: CutStation) => Promise<Station>;
}

/** Two boards at a station of a server. */
async function plant(): Promise<Plant> {
  const bench = await openBench(
    ['d81f12000001', 'd81f12000002'].map((mac) => ({ chip: 'BK7231N' as const, mac })),
  );
  cleanups.push(() => bench.close());
  const folder = join(bench.folder, 'server');
  const { clock } = bench;
  const books = await openEmbeddedPms({ folder, clock, random: countingRandom(), liveness: bySilence() });
  cleanups.push(() => books.close());
  const served = await serve(books);
  cleanups.push(() => served.close());
  const { token } = await books.createToken(newToken(licenses(8)));
  return {
    bench,
    books,
    token,
    at(own) {
      const made = cutStation({ served, clock, ahead: 4, ...(own === undefined ? {} : { folder: own }) });
      cleanups.push(() => rmSync(made.folder, { recursive: true, force: true }));
      cleanups.push(() => made.close());
      return made;
    },
    async station({ pms, line }) {
      const settings = settingsFile(join(bench.folder, 'station.json'), DEFAULT_SETTINGS);
      const made = await Station.open({ ...bench, pms, line, settings });
      cleanups.push(() => made.close());
      return made;
    },
  };
}

/** Runs every slot to its end in virtual time. */
async function ran({ clock }: Bench, station: Station): Promise<readonly SlotView[]> {
  station.run('all');
  const idle = new Promise<void>((resolve) => {
    const check = (): void => void (station.busy ? clock.schedule(20, check) : resolve());
    check();
  });
  await clock.run(idle);
  return station.snapshot().slots;
}

function uuidsOf(slots: readonly SlotView[]): (string | undefined)[] {
  return slots.map(({ state }) => {
    expect(state).toMatchObject({ phase: 'succeeded' });
    return state.phase === 'succeeded' ? state.record.license?.uuid : undefined;
  });
}

const ONE_RUN = ['run.start', 'license.take', 'license.written', 'license.validate', 'run.finish'];

it('two boards are burned while the server is away, and its ledger says the same as the boards afterwards', async () => {
  const { bench, books, token, at: programOf, station: stationOf } = await plant();
  const at = programOf();
  const station = await stationOf(at);
  await station.setLayout({ rows: 1, columns: 2 });
  for (const slot of [1, 2]) await station.setSlot({ slot, port: `virtual:${slot}` });
  await station.setToken(token);
  await at.settled();

  at.cut();
  at.done.length = 0;
  const uuids = uuidsOf(await ran(bench, station));
  expect(new Set(uuids).size).toBe(2);
  expect(at.done).toEqual([]);
  expect(station.snapshot()).toMatchObject({ token: { free: 2 }, counters: { pass: 2, fail: 0 } });
  expect(await books.tokenInfo(token)).toMatchObject({ validated: 0 });

  await at.mend();
  const sent = at.done.filter((name) => ONE_RUN.includes(name));
  expect(sent.sort()).toEqual([...ONE_RUN, ...ONE_RUN].sort());
  expect(at.queue.outbox.waiting()).toBe(0);
  expect(at.queue.refused()).toEqual([]);
  for (const [index, mac] of ['d81f12000001', 'd81f12000002'].entries())
    expect(await books.licensesOfMac(mac)).toMatchObject([{ uuid: uuids[index], state: 'validated' }]);
  expect(await books.reconcile()).toMatchObject({ balanced: true, total: { issued: 8, validated: 2 } });
  expect((await books.runs(10)).map(({ outcome, mode }) => [outcome, mode])).toEqual([
    ['succeeded', 'burn-authorize'],
    ['succeeded', 'burn-authorize'],
  ]);
  // The board itself is asked what it holds, and the server's books what it was given.
  const verified = await bench.run({ mode: 'verify', token }, { pms: books });
  expect(verified).toMatchObject({ outcome: 'succeeded', license: { uuid: uuids[0] } });
}, 20_000);

it('a program that is started in the middle of an outage goes on: token, counts, the same board, the next board', async () => {
  const { bench, books, token, at: programOf, station: stationOf } = await plant();
  const first = programOf();
  const before = await stationOf(first);
  await before.setSlot({ slot: 1, port: 'virtual:1' });
  await before.setToken(token);
  await first.settled();
  first.cut();
  const [uuid] = uuidsOf(await ran(bench, before));
  await before.close();
  await first.close();

  const at = programOf(first.folder);
  at.cut();
  const station = await stationOf(at);
  expect(station.snapshot()).toMatchObject({ token: { token, free: 3 }, counters: { pass: 1 } });
  expect(uuidsOf(await ran(bench, station))).toEqual([uuid]);
  await station.setSlot({ slot: 1, port: 'virtual:2' });
  const [next] = uuidsOf(await ran(bench, station));
  expect(next).not.toBe(uuid);
  expect(station.snapshot()).toMatchObject({ token: { free: 2 }, counters: { pass: 3 } });

  await at.mend();
  expect(at.queue.refused()).toEqual([]);
  expect(await books.licensesOfMac('d81f12000001')).toMatchObject([{ uuid, state: 'validated' }]);
  expect(await books.licensesOfMac('d81f12000002')).toMatchObject([{ uuid: next, state: 'validated' }]);
  expect(await books.reconcile()).toMatchObject({ balanced: true, total: { validated: 2 } });
}, 20_000);

it('in a work order no new board is begun while the server is away: it is told why, left as it is, and made afterwards', async () => {
  const { bench, books, token, at: programOf, station: stationOf } = await plant();
  const { perform } = localDoor(books);
  const asked = { name: 'Lights', stations: [{ code: 'BURN', name: 'Burning' }] };
  const { id } = (await perform('craftLine.create', asked)) as PmsReply<'craftLine.create'>;
  const order = { craftLineId: id, token, quantity: 8 };
  const { code } = (await perform('workOrder.create', order)) as PmsReply<'workOrder.create'>;
  const passed = async () => ((await perform('workOrder.get', { code })) as PmsReply<'workOrder.get'>).passed;
  const at = programOf();
  const station = await stationOf(at);
  await station.setSlot({ slot: 1, port: 'virtual:1' });
  await station.setOrder(code, 'BURN');
  await at.settled();
  expect(at.queue.ahead()).toBe(4);

  at.cut();
  const untouched = bench.boards[0]?.flashImage() ?? new Uint8Array();
  const [slot] = await ran(bench, station);
  expect(slot?.state).toMatchObject({
    phase: 'failed',
    error: { code: 'ORDER_UNREACHABLE', data: { code, station: 'BURN' } },
    record: { written: null, license: null },
  });
  expect(slot?.state.phase === 'failed' && remedyOf(slot.state.error)).toBe('run-again');
  expect(Buffer.compare(bench.boards[0]?.flashImage() ?? new Uint8Array(), untouched)).toBe(0);
  expect(at.queue.ahead()).toBe(4);

  await at.mend();
  uuidsOf(await ran(bench, station));
  await at.settled();
  expect(await passed()).toEqual({ BURN: 1 });
  expect(at.queue.refused()).toEqual([]);
}, 20_000);
