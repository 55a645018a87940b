import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import type { Clock } from '../../../time/clock.js';
import { VirtualClock } from '../../../time/testing/virtual-clock.js';
import { openEmbeddedPms, type EmbeddedPms } from '../../embedded-pms.js';
import { bySilence } from '../../ledger/liveness.js';
import { cutStation, type CutStation, type StationOptions } from '../../testing/cut-station.js';
import { countingRandom, errorOf, licenses, macOf, record, request } from '../../testing/fixture.js';
import { quickFolder } from '../../testing/quick-folder.js';
import { serve, type Served } from '../../testing/served.js';

const HOURS = 60 * 60_000;
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

let books: EmbeddedPms;
let served: Served;
let token: string;
let clock: VirtualClock;
/** The calendar of all of them runs ahead of the timers by so much: half a day goes by at once. */
let shift: number;
const time: Clock = {
  now: () => clock.now(),
  schedule: (ms, task) => clock.schedule(ms, task),
  wallTime: () => new Date(clock.wallTime().getTime() + shift),
};
/** Programs that run, by number. */
let living: Set<number>;

const folderOf = (): string => {
  const folder = quickFolder('kiln-outage-');
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

beforeEach(async () => {
  clock = new VirtualClock();
  shift = 0;
  living = new Set();
  const folder = folderOf();
  const options = { folder, clock: time, random: countingRandom(), key: fixedKey, liveness: bySilence() };
  books = await openEmbeddedPms(options);
  served = await serve(books);
  cleanups.push(() => books.close());
  cleanups.push(() => served.close());
  ({ token } = await books.createToken(request(20)));
});

interface Told extends Partial<Omit<StationOptions, 'served' | 'program'>> {
  readonly pid?: number;
}

/** A station that sets four aside. */
function station({ pid = 1, ...told }: Told = {}): CutStation {
  living.add(pid);
  const program = { pid, isAlive: (other: number) => living.has(other) };
  const folder = told.folder ?? folderOf();
  const made = cutStation({ served, clock: time, ahead: 4, ...told, folder, program });
  cleanups.push(() => made.close());
  return made;
}

/** One that worked with the token, and whose server went away then. */
async function cutOff(told: Told = {}): Promise<CutStation> {
  const made = station(told);
  await made.pms.openToken(token);
  await made.settled();
  made.cut();
  made.done.length = 0;
  return made;
}

const claimOf = (board: number, runId = `run-${board}`) => ({ token, mac: macOf(board), runId });

/** All that a run asks of its books, up to where its license is shown. */
async function shown({ pms }: CutStation, board: number, runId?: string): Promise<string> {
  const claim = claimOf(board, runId);
  await pms.openToken(token);
  await pms.tokenRules(token);
  await pms.firmwareImage(token);
  await pms.startRun({
    runId: claim.runId,
    token,
    port: 'p',
    startedAt: time.wallTime(),
    mode: 'burn-authorize',
  });
  await pms.licenseOf(token, claim.mac);
  await pms.licensesOfMac(claim.mac);
  const { license } = await pms.reserve(claim);
  await pms.expose(claim);
  return license.uuid;
}

async function finished({ pms }: CutStation, board: number, runId?: string): Promise<void> {
  const claim = claimOf(board, runId);
  await pms.markWritten(claim);
  await pms.validate(claim);
  await pms.finishRun(record(claim.runId, { startedAt: time.wallTime().toISOString(), mac: claim.mac }));
  await pms.tokenInfo(token);
  await pms.runs(10);
}

async function burned(at: CutStation, board: number, runId?: string): Promise<string> {
  const uuid = await shown(at, board, runId);
  await finished(at, board, runId);
  return uuid;
}

/** What the server's ledger says of a board. */
const boardAt = async (board: number) =>
  (await books.licensesOfMac(macOf(board))).map(({ uuid, state }) => ({ uuid, state }));

const STEPS = ['run.start', 'license.take', 'license.written', 'license.validate', 'run.finish'];

describe('while the server is away', () => {
  test('boards are burned, and the server hears of all of it later, in order, once', async () => {
    const at = await cutOff();
    expect(at.queue.ahead()).toBe(4);
    const uuids = [await burned(at, 1), await burned(at, 2)];
    expect(new Set(uuids).size).toBe(2);
    expect(at.queue.ahead()).toBe(2);
    expect(await at.pms.tokenInfo(token)).toMatchObject({ amount: 20, free: 2 });
    expect((await at.pms.runs(10)).map(({ runId }) => runId).sort()).toEqual(['run-1', 'run-2']);
    expect(await books.tokenInfo(token)).toMatchObject({ free: 16, reserved: 4 });

    await at.mend();
    expect(at.done.filter((name) => STEPS.includes(name))).toEqual([...STEPS, ...STEPS]);
    expect(at.queue.outbox.waiting()).toBe(0);
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid: uuids[0], state: 'validated' }]);
    expect(await boardAt(2)).toEqual([{ uuid: uuids[1], state: 'validated' }]);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 2, free: 14, reserved: 4 });
    expect(await books.run('run-1')).toMatchObject({ outcome: 'succeeded', mode: 'burn-authorize' });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('as many as lie here and not one more', async () => {
    const at = await cutOff();
    const uuids = [1, 2, 3, 4].map((board) => shown(at, board));
    expect(new Set(await Promise.all(uuids)).size).toBe(4);
    expect(await errorOf(at.pms.reserve(claimOf(5)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await at.pms.tokenInfo(token)).toMatchObject({ free: 0 });
  });

  test('a board that comes back gets its own again, and the count does not move', async () => {
    const at = await cutOff();
    const first = await burned(at, 1);
    expect(await at.pms.licenseOf(token, macOf(1))).toMatchObject({ uuid: first });
    expect(await at.pms.licensesOfMac(macOf(1))).toMatchObject([{ uuid: first, state: 'validated' }]);
    expect(await at.pms.reserve(claimOf(1, 'again'))).toMatchObject({
      license: { uuid: first },
      reused: true,
    });
    expect(await burned(at, 1, 'again')).toBe(first);
    expect(at.queue.ahead()).toBe(3);
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid: first, state: 'validated' }]);
    expect(await books.run('again')).toMatchObject({ outcome: 'succeeded' });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('a board that holds it already is written down without being shown it again', async () => {
    const at = await cutOff();
    const uuid = await burned(at, 1);
    const again = claimOf(1, 'again');
    await at.pms.startRun({ runId: 'again', token, port: 'p', startedAt: time.wallTime() });
    await at.pms.reserve(again);
    await at.pms.markWritten(again);
    await at.pms.validate(again);
    await at.pms.finishRun(record('again'));
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
  });

  test('a board of before is burned again here, one of another station needs the server', async () => {
    const elsewhere = await station().pms.reserve(claimOf(7));
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    const own = await burned(at, 1);
    await at.settled();
    at.cut();
    expect(await burned(at, 1, 'again')).toBe(own);
    expect(await errorOf(at.pms.reserve(claimOf(7)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(at.pms.licenseOf(token, macOf(7)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(at.pms.licensesOfMac(macOf(7)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(at.pms.holderOf(elsewhere.license.uuid))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await at.pms.holderOf(own)).toEqual({ mac: macOf(1), token });
    await at.mend();
    expect(await boardAt(1)).toEqual([{ uuid: own, state: 'validated' }]);
    expect(at.queue.refused()).toEqual([]);
  });

  test('a run that gives up before its license was shown leaves it to the next board', async () => {
    const at = await cutOff();
    const { license } = await at.pms.reserve(claimOf(1));
    expect(at.queue.ahead()).toBe(3);
    await at.pms.abandon(claimOf(1), 'CANCELLED');
    expect(at.queue.outbox.waiting()).toBe(0);
    expect(at.queue.ahead()).toBe(4);
    expect(await burned(at, 2)).toBe(license.uuid);
    await at.mend();
    expect(await boardAt(1)).toEqual([]);
    expect(await boardAt(2)).toEqual([{ uuid: license.uuid, state: 'validated' }]);
  });

  test('one that gives up after it was shown keeps it for that board', async () => {
    const at = await cutOff();
    const uuid = await shown(at, 1);
    await at.pms.abandon(claimOf(1), 'LICENSE_REFUSED');
    await at.pms.finishRun(record('run-1', { outcome: 'failed' }));
    expect(await shown(at, 2)).not.toBe(uuid);
    expect(await burned(at, 1, 'again')).toBe(uuid);
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('two boards with one address at once: the second one is refused', async () => {
    const at = await cutOff();
    await shown(at, 1);
    expect(await errorOf(at.pms.reserve(claimOf(1, 'other')))).toMatchObject({ code: 'MAC_CLASH' });
  });

  test('nothing that lies on the disk tells a token or a key', async () => {
    const at = await cutOff();
    await burned(at, 1);
    await at.close();
    const disk = readFileSync(join(at.folder, 'outbox.sqlite'));
    for (const secret of [token, 'SECRETauthkey', 'SECRETpsk']) expect(disk.includes(secret)).toBe(false);
  });

  test('without licenses here, or for a token that none are of, nothing begins', async () => {
    const none = station({ ahead: 0 });
    await none.pms.openToken(token);
    await none.settled();
    none.cut();
    expect(await errorOf(none.pms.openToken(token))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    const at = await cutOff();
    const other = await books.createToken(request(2, { licenses: licenses(2, 1) }));
    expect(await errorOf(at.pms.openToken(other.token))).toMatchObject({ code: 'PMS_UNREACHABLE' });
  });
});

describe('when the server is back after long', () => {
  test('a board does not wait until it has heard of all that was done', async () => {
    const at = await cutOff({ ahead: 10 });
    for (const board of [1, 2, 3, 4, 5]) await burned(at, board);
    expect(at.queue.outbox.waiting()).toBe(25);
    const { done } = at;
    const goOn = at.holdBack('run.finish');
    const back = at.mend();
    const uuid = await burned(at, 6);
    expect(done).not.toContain('run.finish');
    goOn();
    await back;
    await at.settled();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(6)).toEqual([{ uuid, state: 'validated' }]);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 6 });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });
});

describe('a program that ends in the middle of it', () => {
  test('is started again, and goes on with what lies there', async () => {
    const at = await cutOff();
    const first = await burned(at, 1);
    await at.close();
    const next = station({ folder: at.folder });
    next.cut();
    const second = await burned(next, 2);
    expect(await burned(next, 1, 'again')).toBe(first);
    expect(next.queue.ahead()).toBe(2);
    await next.mend();
    expect(next.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid: first, state: 'validated' }]);
    expect(await boardAt(2)).toEqual([{ uuid: second, state: 'validated' }]);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 2, reserved: 4 });
  });

  test('killed before the license was shown: the next board may have it', async () => {
    const at = await cutOff();
    const { pms } = at;
    await pms.startRun({ runId: 'run-1', token, port: 'p', startedAt: time.wallTime() });
    const { license } = await pms.reserve(claimOf(1));
    at.kill();
    living.delete(1);
    const next = station({ folder: at.folder, pid: 2 });
    next.cut();
    await expect(next.pms.openToken(token)).resolves.toMatchObject({ free: 4 });
    const uuids = [];
    for (const board of [2, 3, 4, 5]) uuids.push(await burned(next, board));
    expect(uuids).toContain(license.uuid);
    await next.mend();
    expect(next.queue.refused()).toEqual([]);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 4, reserved: 4 });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('killed after it was shown: it stays that board’s, whose next run finishes it', async () => {
    const at = await cutOff();
    const uuid = await shown(at, 1);
    at.kill();
    living.delete(1);
    const next = station({ folder: at.folder, pid: 2 });
    next.cut();
    expect(await burned(next, 2)).not.toBe(uuid);
    expect(await burned(next, 1, 'again')).toBe(uuid);
    await next.mend();
    expect(next.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
    expect(await books.run('again')).toMatchObject({ outcome: 'succeeded' });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('of two programs of one folder none gives what the other gave', async () => {
    const one = await cutOff();
    const other = station({ folder: one.folder, pid: 2 });
    other.cut();
    await Promise.all([other.pms.openToken(token), one.pms.openToken(token)]);
    const uuids = await Promise.all([shown(one, 1), shown(other, 2), shown(one, 3), shown(other, 4)]);
    expect(new Set(uuids).size).toBe(4);
    expect(await errorOf(other.pms.reserve(claimOf(5)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(other.pms.reserve(claimOf(1, 'other')))).toMatchObject({ code: 'MAC_CLASH' });
    for (const [at, board] of [
      [one, 1],
      [other, 2],
      [one, 3],
      [other, 4],
    ] as const)
      await finished(at, board);
    await Promise.all([one.mend(), other.mend()]);
    await clock.advance(90_000);
    await Promise.all([one.settled(), other.settled()]);
    expect([...one.queue.refused(), ...other.queue.refused()]).toEqual([]);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 4 });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });
});

describe('the time of what is set aside', () => {
  test('is over: nothing is given, and what was picked is not shown', async () => {
    const at = await cutOff();
    await at.pms.reserve(claimOf(1));
    shift += 12 * HOURS;
    expect(at.queue.ahead()).toBe(0);
    expect(await errorOf(at.pms.expose(claimOf(1)))).toMatchObject({ code: 'LEASE_ENDED' });
    await at.pms.abandon(claimOf(1), 'LEASE_ENDED');
    expect(await errorOf(at.pms.reserve(claimOf(2)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(at.queue.outbox.waiting()).toBe(0);
    await at.mend();
    // Its station is back, and goes on from there.
    expect(at.queue.ahead()).toBe(4);
    expect(await books.tokenInfo(token)).toMatchObject({ free: 16, reserved: 4, quarantined: 0 });
  });

  test('does not touch what a board has already', async () => {
    const at = await cutOff();
    const uuid = await burned(at, 1);
    shift += 12 * HOURS;
    expect(await burned(at, 1, 'again')).toBe(uuid);
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
  });

  test('cannot be told by a clock that was set back, until the server has answered', async () => {
    let back = 0;
    const set: Clock = { ...time, wallTime: () => new Date(time.wallTime().getTime() - back) };
    const at = await cutOff({ clock: set });
    shift += HOURS;
    expect(at.queue.ahead()).toBe(4);
    back = 2 * HOURS;
    expect(at.queue.ahead()).toBe(0);
    expect(await errorOf(at.pms.reserve(claimOf(1)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    await at.mend();
    expect(at.queue.ahead()).toBe(4);
    at.cut();
    await burned(at, 1);
    await at.mend();
    expect(await boardAt(1)).toMatchObject([{ state: 'validated' }]);
  });
});

describe('what the server says late', () => {
  test('a board that has another license already: its word stands, and the rest goes on', async () => {
    const at = await cutOff();
    // While this station is cut off, the board is burned at another one.
    const elsewhere = station({ ahead: 0 });
    const other = await burned(elsewhere, 1);
    const uuid = await burned(at, 1);
    const good = await burned(at, 2);
    expect(uuid).not.toBe(other);
    await at.mend();
    expect(at.queue.refused()).toMatchObject([
      {
        operation: 'license.take',
        step: `run-1 ${macOf(1)}`,
        error: { code: 'LEASE_CONFLICT', data: { uuid, other, mac: macOf(1) } },
      },
    ]);
    expect(await boardAt(1)).toEqual([{ uuid: other, state: 'validated' }]);
    expect(await boardAt(2)).toEqual([{ uuid: good, state: 'validated' }]);
    expect(await books.tokenInfo(token)).toMatchObject({ quarantined: 1, validated: 2 });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
    // That board needs the server now, and has the other one from it.
    at.cut();
    expect(await errorOf(at.pms.reserve(claimOf(1, 'again')))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    await at.mend();
    expect(await at.pms.reserve(claimOf(1, 'again'))).toMatchObject({ license: { uuid: other } });
    at.queue.outbox.forget(at.queue.refused().map(({ id }) => id));
    expect(at.queue.refused()).toEqual([]);
  });

  test('a license that somebody released by hand meanwhile is lost to this station', async () => {
    const at = await cutOff();
    const uuid = await burned(at, 1);
    shift += 13 * HOURS;
    await books.openToken(token);
    const reason = 'that station is gone';
    await served.wire().perform('ledger.release', { uuid, reason });
    const elsewhere = station({ ahead: 0 });
    expect(await burned(elsewhere, 9)).toBe(uuid);
    await at.mend();
    expect(at.queue.refused()).toMatchObject([
      { operation: 'license.take', error: { code: 'LEASE_LOST', data: { uuid } } },
    ]);
    expect(await boardAt(9)).toEqual([{ uuid, state: 'validated' }]);
    expect(await boardAt(1)).toEqual([]);
    // Run again it gets one of its own.
    expect(await burned(at, 1, 'again')).not.toBe(uuid);
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });
});

describe('a line that breaks in the middle of a step', () => {
  test('the license was given and nobody heard: another one is shown, and the first is free again', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    at.loseAnswersOf('license.allocate');
    const uuid = await burned(at, 1);
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
    expect(await books.reconcile()).toMatchObject({ balanced: true, total: { validated: 1 } });
  });

  test('it was shown and the server’s word got lost: the run goes on', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    at.loseAnswersOf('license.take');
    const uuid = await burned(at, 1);
    expect(at.queue.outbox.waiting()).toBeGreaterThan(0);
    await at.mend();
    expect(at.queue.refused()).toEqual([]);
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
  });

  test('a batch that the server may have taken back is not used until it has said so', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    at.loseAnswersOf('license.return');
    await at.close();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20 });
    const next = station({ folder: at.folder });
    next.cut();
    expect(next.queue.ahead()).toBe(0);
    expect(await errorOf(next.pms.reserve(claimOf(1)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    await next.mend();
    await next.pms.openToken(token);
    await next.settled();
    await clock.advance(11 * 60_000);
    await next.settled();
    expect(next.queue.ahead()).toBe(4);
    expect(await books.tokenInfo(token)).toMatchObject({ free: 16, reserved: 4 });
  });
});

describe('what is not needed goes back', () => {
  test('when the station is closed', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 16, reserved: 4 });
    await at.close();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20, reserved: 0 });
  });

  test('when somebody says so, whoever asked for it', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    const other = station({ folder: at.folder, pid: 2, ahead: null });
    await other.queue.keeper.giveBackEverything();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20 });
    expect([at.queue.ahead(), other.queue.aheadByToken()]).toEqual([0, []]);
  });

  test('when it works with another token', async () => {
    const other = (await books.createToken(request(20, { licenses: licenses(20, 1) }))).token;
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    await at.pms.openToken(other);
    await at.settled();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20 });
    expect(await books.tokenInfo(other)).toMatchObject({ free: 16, reserved: 4 });
    expect(at.queue.aheadByToken()).toMatchObject([{ token: other, ahead: 4 }]);
  });

  test('when Settings ask for fewer, and for none', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    at.queue.keeper.count = 1;
    await at.settled();
    expect(at.queue.ahead()).toBe(1);
    expect(await books.tokenInfo(token)).toMatchObject({ free: 19, reserved: 1 });
    at.queue.keeper.count = 0;
    await at.settled();
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20 });
  });

  test('what a program that was killed left of another token, once nobody works with it', async () => {
    const other = (await books.createToken(request(20, { licenses: licenses(20, 1) }))).token;
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    at.kill();
    living.delete(1);
    const next = station({ folder: at.folder, pid: 2 });
    await next.pms.openToken(other);
    await next.settled();
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await books.tokenInfo(token)).toMatchObject({ free: 16 });
      await clock.advance(10 * 60_000);
      await next.settled();
    }
    expect(await books.tokenInfo(token)).toMatchObject({ free: 20 });
    expect(next.queue.aheadByToken()).toMatchObject([{ token: other, ahead: 4 }]);
  });
});

describe('a program for one board', () => {
  test('sets nothing aside, and leaves what lies here to the one that did', async () => {
    const app = station();
    await app.pms.openToken(token);
    await app.settled();
    const command = station({ folder: app.folder, pid: 2, ahead: null });
    await burned(command, 1);
    await command.close();
    expect(command.done).not.toContain('license.lease');
    expect(command.done).not.toContain('license.return');
    expect(app.queue.ahead()).toBe(3);
  });

  test('burns with what lies here while the server is away', async () => {
    const app = await cutOff();
    app.kill();
    living.delete(1);
    const command = station({ folder: app.folder, pid: 2, ahead: null });
    command.cut();
    const uuid = await burned(command, 1);
    await command.close();
    const next = station({ folder: app.folder, pid: 3 });
    await next.settled();
    expect(await boardAt(1)).toEqual([{ uuid, state: 'validated' }]);
  });
});

describe('while the server is there', () => {
  test('boards get what is set aside, and it is filled up again', async () => {
    const at = station();
    await at.pms.openToken(token);
    await at.settled();
    for (const board of [1, 2, 3, 4, 5, 6]) await burned(at, board);
    await at.settled();
    expect(at.queue.ahead()).toBe(4);
    expect(await books.tokenInfo(token)).toMatchObject({ validated: 6, reserved: 4, free: 10 });
    expect(await at.pms.tokenInfo(token)).toMatchObject({ validated: 6, reserved: 0, free: 14, used: 6 });
    expect(await books.reconcile()).toMatchObject({ balanced: true });
  });

  test('the last one of a token is given, wherever it is set aside here', async () => {
    const few = (await books.createToken(request(2, { licenses: licenses(2, 1) }))).token;
    const at = station();
    const of = (board: number) => ({ ...claimOf(board), token: few });
    await at.pms.openToken(few);
    await at.settled();
    for (const board of [1, 2]) {
      await at.pms.reserve(of(board));
      await at.pms.expose(of(board));
      await at.pms.markWritten(of(board));
      await at.pms.validate(of(board));
    }
    expect(await errorOf(at.pms.reserve(of(3)))).toMatchObject({ code: 'POOL_EMPTY' });
    expect(await books.tokenInfo(few)).toMatchObject({ validated: 2, free: 0 });
  });

  test('somebody else who logs in does not work on with what another was allowed', async () => {
    let account = 'admin@plant.example';
    const at = await cutOff({ account: () => account });
    account = 'line4@plant.example';
    expect(await errorOf(at.pms.openToken(token))).toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect(await errorOf(at.pms.reserve(claimOf(1)))).toMatchObject({ code: 'PMS_UNREACHABLE' });
  });
});
