import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import { createSecrets } from '../../../secrets/secrets.js';
import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import { VirtualClock } from '../../../time/testing/virtual-clock.js';
import { openEmbeddedPms } from '../../embedded-pms.js';
import { lineOf, type Line } from '../../line.js';
import { countingRandom, macOf } from '../../testing/fixture.js';
import { serve } from '../../testing/served.js';
import type { Wire } from '../wire.js';
import { openDisk } from './disk.js';
import { Outbox } from './outbox.js';
import { Sender } from './sender.js';

const cleanups: (() => Promise<void> | void)[] = [];
let wire: Wire;
let line: Line;
let outbox: Outbox;
let sender: Sender;
let clock: VirtualClock;
let code: string;
/** `away`: nothing gets through. `deaf`: it gets through, and the answer is lost. */
let server: 'there' | 'away' | 'deaf';
const sent: string[] = [];

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-line-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  clock = new VirtualClock();
  const books = await openEmbeddedPms({ folder, clock, random: countingRandom(), key: fixedKey });
  cleanups.push(() => books.close());
  const served = await serve(books);
  cleanups.push(() => served.close());
  wire = served.wire();
  server = 'there';
  sent.splice(0);
  const disk = openDisk(join(folder, 'station'));
  cleanups.push(() => disk.close());
  outbox = new Outbox(disk, served.url, createSecrets(new Uint8Array(32).fill(7)));
  sender = new Sender({
    outbox,
    clock,
    holder: 'station',
    onChange: () => undefined,
    async send(operation, request) {
      const lost = new KilnError('PMS_UNREACHABLE', { url: served.url, detail: 'cut' });
      if (server === 'away') throw lost;
      const reply = await wire.perform(operation, request, { once: true });
      sent.push(operation);
      if (server === 'deaf') throw lost;
      return reply;
    },
  });
  cleanups.push(() => sender.close());
  line = lineOf(() => ({
    perform: (operation, request) => wire.perform(operation, request),
    later: (request) => sender.record('workOrder.commit', request),
    flush: () => sender.flush(),
  }));
  const stations = ['BURN', 'TEST'].map((name) => ({ code: name, name }));
  const { id } = await wire.perform('craftLine.create', { name: 'Line 4', stations });
  ({ code } = await wire.perform('workOrder.create', { craftLineId: id, quantity: 3 }));
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const unit = (station: string, board = 1) => ({ code, station, mac: macOf(board), sn: null });
const passes = (runId: string, board = 1) => line.commit(unit('BURN', board), { passed: true, runId });
const passed = async () => (await wire.perform('workOrder.get', { code })).passed;

describe('the result of a board whose server is away', () => {
  test('waits, stands there once however often it is said, and is sent when the server is back', async () => {
    server = 'away';
    await passes('r1');
    await passes('r1');
    await line.commit(unit('BURN', 2), { passed: false, runId: 'r2' });
    expect(outbox.waiting()).toBe(2);
    expect(await passed()).toEqual({});
    server = 'there';
    await sender.flush();
    expect(outbox.waiting()).toBe(0);
    expect(sent).toEqual(['workOrder.commit', 'workOrder.commit']);
    expect(await passed()).toEqual({ BURN: 1 });
  });

  test('comes first before the same station asks for a board again', async () => {
    server = 'away';
    await passes('r1');
    server = 'there';
    expect(await line.check(unit('TEST'))).toEqual({ passedHere: false });
  });

  test('counts once where its answer was lost, and the order was closed before it was sent again', async () => {
    server = 'deaf';
    await passes('r1');
    expect(outbox.waiting()).toBe(1);
    await wire.perform('workOrder.close', { code });
    server = 'there';
    await sender.flush();
    expect(outbox.waiting()).toBe(0);
    expect(outbox.refused()).toEqual([]);
    expect(await passed()).toEqual({ BURN: 1 });
  });

  test('that the order refuses when it comes is kept for whoever asks, and holds up nobody', async () => {
    server = 'away';
    await line.commit(unit('TEST'), { passed: true, runId: 'r1' });
    await passes('r2', 2);
    server = 'there';
    await sender.flush();
    expect(outbox.refused()).toMatchObject([
      { operation: 'workOrder.commit', step: `r1 ${macOf(1)}`, error: { code: 'STATION_SKIPPED' } },
    ]);
    expect(await passed()).toEqual({ BURN: 1 });
  });

  test('that is refused at once is said at once', async () => {
    await expect(line.commit(unit('TEST'), { passed: true, runId: 'r1' })).rejects.toMatchObject({
      code: 'STATION_SKIPPED',
      data: { name: 'BURN' },
    });
  });
});
