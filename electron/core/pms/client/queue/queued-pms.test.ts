import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import type { Clock } from '../../../time/clock.js';
import { VirtualClock } from '../../../time/testing/virtual-clock.js';
import { openEmbeddedPms, type EmbeddedPms } from '../../embedded-pms.js';
import { bySilence } from '../../ledger/liveness.js';
import { countingRandom, errorOf, macOf, record, request } from '../../testing/fixture.js';
import { quickFolder } from '../../testing/quick-folder.js';
import { serve, type Served } from '../../testing/served.js';
import { pmsContract } from '../../testing/pms-contract.js';
import { cutStation } from '../../testing/cut-station.js';
import type { QueuedPms } from './queued-pms.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
const folderOf = (): string => {
  const folder = quickFolder('kiln-queue-');
  cleanups.push(async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  return folder;
};

/** A station of its own folder. */
function station(served: Served, clock: Clock, folder = folderOf()) {
  const made = cutStation({ served, clock, folder });
  cleanups.push(() => made.close());
  return { ...made, outbox: made.queue.outbox, sender: made.queue.sender };
}

pmsContract('A station with a queue', async () => {
  const folder = folderOf();
  const clock = new VirtualClock();
  const random = countingRandom();
  const opened: EmbeddedPms[] = [];
  const open = async (bearer?: string) => {
    const books = await openEmbeddedPms({ folder, clock, random, key: fixedKey, liveness: bySilence() });
    opened.push(books);
    const served = await serve(books, bearer === undefined ? {} : { bearer });
    cleanups.push(() => books.close());
    cleanups.push(() => served.close());
    return served;
  };
  const first = await open();
  return {
    pms: station(first, clock).pms,
    clock,
    again: async () => station(await open(first.bearer), clock).pms,
  };
});

describe('while the server is away', () => {
  let books: EmbeddedPms;
  let served: Served;
  let token: string;
  const clock = new VirtualClock();
  beforeEach(async () => {
    const folder = folderOf();
    books = await openEmbeddedPms({ folder, clock, random: countingRandom(), key: fixedKey });
    served = await serve(books);
    cleanups.push(() => books.close());
    cleanups.push(() => served.close());
    ({ token } = await books.createToken(request(3)));
  });
  const claim = (board: number, runId = `run-${board}`) => ({ token, mac: macOf(board), runId });
  const begun = async (at: QueuedPms, board: number): Promise<void> => {
    await at.startRun({ runId: `run-${board}`, token, port: 'p', startedAt: clock.wallTime() });
    await at.reserve(claim(board));
    await at.expose(claim(board));
  };
  const finished = async (at: QueuedPms, board: number): Promise<void> => {
    await at.markWritten(claim(board));
    await at.validate(claim(board));
    await at.finishRun(record(`run-${board}`));
  };

  test('a board is finished, and the server hears of it later, in order, once', async () => {
    const { pms, outbox, done, cut, mend } = station(served, clock);
    await begun(pms, 1);
    cut();
    await finished(pms, 1);
    expect(outbox.waiting()).toBe(3);
    expect(await books.tokenInfo(token)).toMatchObject({ reserved: 1, validated: 0 });
    done.length = 0;
    await mend();
    expect(outbox.waiting()).toBe(0);
    expect(done).toEqual(['license.written', 'license.validate', 'run.finish']);
    await pms.reserve(claim(2));
    expect(await books.tokenInfo(token)).toMatchObject({ reserved: 1, validated: 1 });
    expect(await books.run('run-1')).toMatchObject({ outcome: 'succeeded' });
  });

  test('a program that ends meanwhile leaves it to the next one', async () => {
    const { pms, cut, folder, close } = station(served, clock);
    await begun(pms, 1);
    cut();
    await finished(pms, 1);
    await close();
    const next = station(served, clock, folder);
    expect(next.outbox.waiting()).toBe(3);
    await next.sender.flush();
    expect(next.outbox.waiting()).toBe(0);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 1 });
  });

  test('no license is given and none is shown to a board', async () => {
    const { pms } = station(served, clock);
    await pms.reserve(claim(1));
    await served.server.close();
    expect(await errorOf(pms.reserve(claim(2)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(pms.expose(claim(1)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
  });

  test('what came after the lease ended is taken all the same', async () => {
    const { pms, cut, mend } = station(served, clock);
    await begun(pms, 1);
    cut();
    await finished(pms, 1);
    await clock.advance(11 * 60_000);
    await books.openToken(token);
    await mend();
    await pms.reserve(claim(2));
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 1, quarantined: 0 });
  });

  test('what the server refuses for good is told to whoever said it, and holds up nobody', async () => {
    const { pms, outbox } = station(served, clock);
    expect(await errorOf(pms.validate(claim(1)))).toMatchObject({ code: 'LICENSE_STATE' });
    expect(outbox.refused()).toMatchObject([
      { operation: 'license.validate', error: { code: 'LICENSE_STATE', data: { wanted: 'validated' } } },
    ]);
    await begun(pms, 1);
    await finished(pms, 1);
    expect(outbox.waiting()).toBe(0);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 1 });
  });

  test('two programs with one folder do not mix up the order', async () => {
    const one = station(served, clock);
    const other = station(served, clock, one.folder);
    await begun(one.pms, 1);
    await begun(other.pms, 2);
    one.cut();
    other.cut();
    await Promise.all([finished(one.pms, 1), finished(other.pms, 2)]);
    expect(one.outbox.waiting()).toBe(6);
    one.done.length = 0;
    other.done.length = 0;
    await Promise.all([one.mend(), other.mend()]);
    await clock.advance(90_000);
    await Promise.all([one.sender.flush(), other.sender.flush()]);
    expect(one.outbox.waiting()).toBe(0);
    expect(one.done.length + other.done.length).toBe(6);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 2 });
  });

  test('nothing that lies on the disk tells a token', async () => {
    const { pms, cut, folder, close } = station(served, clock);
    await begun(pms, 1);
    cut();
    await finished(pms, 1);
    await close();
    expect(readFileSync(join(folder, 'outbox.sqlite')).includes(token)).toBe(false);
  });
});
