import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { claimOf, LEASE, none } from './bench.js';
import { takeContract } from './contract-take.js';
import { errorOf, licenses, macOf } from './fixture.js';
import { A, B, HOURS, LeaseBench, uuidOf, type LeasesUnderTest } from './lease-bench.js';

/** How licenses are set aside for a station, and come back. */
function batchContract(bench: LeaseBench): void {
  test('are as many as asked for, with their secrets, in the hand of nobody else', async () => {
    const token = await bench.issue(10);
    const batch = await bench.lease(token, 3);
    expect(batch).toEqual({
      licenses: licenses(3).map(({ uuid, authkey, pskKey }) => ({ uuid, authkey, pskKey })),
      keep: 3,
      forMs: 12 * HOURS,
      taken: [],
      asOf: bench.clock.wallTime().toISOString(),
    });
    expect(await bench.states(token)).toEqual({ ...none, free: 7, reserved: 3 });
    expect(await bench.row(0)).toMatchObject({
      standing: 'reserved',
      leasedTo: A,
      mac: null,
      exposed: false,
    });
    expect(await bench.desk('token.info', { token })).toMatchObject({ leased: 3 });
    // Asked again, it has what it had.
    expect((await bench.lease(token, 3)).licenses).toEqual(batch.licenses);
    expect(await bench.story(0)).toEqual(['import', 'lease']);
    expect((await bench.pms.reserve(claimOf(token, 1))).license.uuid).toBe(uuidOf(3));
  });

  test('leave to others what they need: a station keeps at most half of what it has and what is free', async () => {
    const token = await bench.issue(10);
    expect((await bench.lease(token, 16)).licenses).toHaveLength(5);
    expect(await bench.lease(token, 16)).toMatchObject({ keep: 5 });
    expect((await bench.lease(token, 16, B)).licenses).toHaveLength(2);
    // The first has now more than its share, and gives back what is too much.
    const first = await bench.lease(token, 16);
    expect([first.licenses.length, first.keep]).toEqual([5, 4]);
    const uuids = first.licenses.slice(first.keep).map(({ uuid }) => uuid);
    await bench.leases.giveBack({ token, station: A, uuids });
    expect(await bench.states(token)).toEqual({ ...none, free: 4, reserved: 6 });
    expect(await bench.lease(token, 0)).toMatchObject({ keep: 0, licenses: { length: 4 } });
  });

  test('never are the last one', async () => {
    const token = await bench.issue(1);
    expect(await bench.lease(token, 16)).toMatchObject({ keep: 0, licenses: [] });
    expect(await bench.states(token)).toEqual({ ...none, free: 1 });
    await bench.through(claimOf(token, 1));
    expect(await bench.lease(token, 16)).toMatchObject({ keep: 0, licenses: [], taken: [macOf(1)] });
  });

  test('are shared by stations that ask at once, at two servers', async () => {
    const token = await bench.issue(30);
    const other = (await bench.again()) as typeof bench.leases;
    const batches = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        (index % 2 === 0 ? bench.leases : other).lease({ token, station: `station ${index}`, count: 8 }),
      ),
    );
    const uuids = batches.flatMap((batch) => batch.licenses.map(({ uuid }) => uuid));
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(batches.map((batch) => batch.licenses.length).sort()).toEqual([1, 2, 3, 7, 8, 8]);
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ free: 30 - uuids.length });
    await other.close();
  });

  test('are free again once the station says that no board saw them', async () => {
    const token = await bench.issue(8);
    await bench.lease(token, 4);
    await bench.lease(token, 1, B);
    const held = await bench.pms.reserve({ ...claimOf(token, 1), station: A });
    expect([held.license.uuid, held.leased]).toEqual([uuidOf(0), true]);
    await bench.take(token, 1, 2);
    const uuids = [0, 1, 2, 4, 7].map(uuidOf).concat('no such license');
    await bench.leases.giveBack({ token, station: A, uuids });
    await bench.leases.giveBack({ token, station: A, uuids });
    // In the hand of a run, on a board, of another station, never leased: passed over.
    expect(await Promise.all([0, 1, 2, 3, 4].map((one) => bench.row(one)))).toMatchObject([
      { standing: 'reserved', leasedTo: A, mac: macOf(1) },
      { standing: 'reserved', leasedTo: A, mac: macOf(2) },
      { standing: 'free', leasedTo: null },
      { standing: 'reserved', leasedTo: A },
      { standing: 'reserved', leasedTo: B },
    ]);
    expect(await bench.story(2)).toEqual(['import', 'lease', 'return']);
  });

  test('tell which boards have a license, all or since the last time', async () => {
    const token = await bench.issue(10);
    await bench.through(claimOf(token, 1));
    const first = await bench.lease(token, 2);
    expect(first.taken).toEqual([macOf(1)]);
    await bench.clock.advance(HOURS);
    await bench.through(claimOf(token, 2, 'run-2'));
    await bench.take(token, 1, 3);
    const then = await bench.lease(token, 2, A, first.asOf);
    expect([...then.taken].sort()).toEqual([macOf(1), macOf(2), macOf(3)]);
    await bench.clock.advance(HOURS);
    expect((await bench.lease(token, 2, A, then.asOf)).taken).toHaveLength(2);
    await bench.clock.advance(HOURS);
    const now = bench.clock.wallTime().toISOString();
    expect((await bench.lease(token, 2, A, now)).taken).toEqual([]);
  });

  test('are set aside by whoever may begin with the token, and returned by anybody', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 2);
    await bench.desk('token.revoke', { token, reason: 'wrong firmware' });
    expect(await bench.codeOf(bench.lease(token, 2))).toBe('TOKEN_REVOKED');
    await bench.leases.giveBack({ token, station: A, uuids: [uuidOf(0)] });
    expect(await bench.states(token)).toEqual({ ...none, free: 3, reserved: 1 });
  });
}

/** A run of a station that leases, at its server. */
function runContract(bench: LeaseBench): void {
  const of = (token: string, board: number, runId?: string) => ({
    ...claimOf(token, board, runId),
    station: A,
  });

  test('a board of the station gets its own license, then a leased one, then a free one', async () => {
    const token = await bench.issue(4);
    await bench.through(claimOf(token, 1));
    expect(await bench.lease(token, 1)).toMatchObject({ keep: 1 });
    expect(await bench.pms.reserve(of(token, 1, 'r2'))).toMatchObject({ reused: true, leased: false });
    const leased = await bench.pms.reserve(of(token, 2, 'r3'));
    expect([leased.license.uuid, leased.leased]).toEqual([uuidOf(1), true]);
    expect(await bench.pms.reserve(of(token, 2, 'r3'))).toEqual(leased);
    const free = await bench.pms.reserve(of(token, 3, 'r4'));
    expect([free.license.uuid, free.leased]).toEqual([uuidOf(2), false]);
  });

  test('a token whose licenses are all set aside still opens, and says so where there is none', async () => {
    const token = await bench.issue(2);
    await bench.lease(token, 1);
    await bench.pms.reserve(claimOf(token, 1));
    expect((await bench.pms.openToken(token)).free).toBe(0);
    expect(await errorOf(bench.pms.reserve(claimOf(token, 2, 'r2')))).toMatchObject({
      code: 'POOL_EMPTY',
      data: { amount: 2, leased: 1 },
    });
    await bench.pms.reserve(of(token, 2, 'r3'));
    expect(await errorOf(bench.pms.openToken(token))).toMatchObject({ data: { amount: 2, leased: 0 } });
  });

  test('what a silent run of the station has is nobody else\u2019s after ten minutes', async () => {
    const token = await bench.issue(2);
    await bench.lease(token, 1);
    await bench.pms.reserve(of(token, 1, 'silent'));
    await bench.pms.reserve(claimOf(token, 2, 'other'));
    await bench.clock.advance(LEASE + 1);
    // That of the other is.
    expect((await bench.pms.reserve(claimOf(token, 3, 'third'))).license.uuid).toBe(uuidOf(1));
    expect(await bench.codeOf(bench.pms.reserve(claimOf(token, 4, 'fourth')))).toBe('POOL_EMPTY');
    await bench.pms.expose(of(token, 1, 'silent'));
    await bench.pms.markWritten(of(token, 1, 'silent'));
    await bench.pms.validate(of(token, 1, 'silent'));
    expect(await bench.row(0)).toMatchObject({ standing: 'validated', leasedTo: null, mac: macOf(1) });
  });

  test('what it gives up unseen is set aside again; what a board may have seen waits for that board', async () => {
    const token = await bench.issue(6);
    await bench.lease(token, 2);
    await bench.pms.reserve(of(token, 1));
    await bench.pms.abandon(of(token, 1), 'cancelled');
    expect(await bench.row(0)).toMatchObject({ standing: 'reserved', leasedTo: A, mac: null });
    expect((await bench.lease(token, 2)).licenses.map(({ uuid }) => uuid)).toContain(uuidOf(0));
    await bench.pms.reserve(of(token, 2, 'r2'));
    await bench.pms.expose(of(token, 2, 'r2'));
    await bench.pms.abandon(of(token, 2, 'r2'), 'power cut');
    expect(await bench.row(0)).toMatchObject({ standing: 'quarantined', mac: macOf(2), exposed: true });
    expect(await bench.lease(token, 2)).toMatchObject({ licenses: { length: 2 }, taken: [macOf(2)] });
  });

  test('one that its station has not shown is given to its board by that station alone', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 1);
    await bench.pms.reserve(of(token, 1, 'first'));
    // Its answer may be lost, and the station show the license to the next board without the server.
    const elsewhere = await bench.pms.reserve({ ...claimOf(token, 1, 'second'), station: B });
    expect([elsewhere.license.uuid, elsewhere.leased]).toEqual([uuidOf(1), false]);
    expect(await bench.row(0)).toMatchObject({ standing: 'reserved', leasedTo: A, mac: null });
    await bench.take(token, 0, 2);
    expect(await bench.row(0)).toMatchObject({ mac: macOf(2), exposed: true });
    // Once it is heard of, it is that board's wherever it comes.
    const there = await bench.pms.reserve({ ...claimOf(token, 2, 'third'), station: B });
    expect(there).toMatchObject({ license: { uuid: uuidOf(0) }, leased: false, reused: true });
  });
}

/** Twelve hours without a word. */
function overContract(bench: LeaseBench): void {
  test('it waits for its station, and nobody is given it', async () => {
    const token = await bench.issue(6);
    await bench.lease(token, 3);
    await bench.clock.advance(12 * HOURS);
    await bench.pms.openToken(token);
    expect(await bench.states(token)).toEqual({ ...none, free: 3, reserved: 3 });
    await bench.clock.advance(1);
    await bench.pms.openToken(token);
    expect(await bench.states(token)).toEqual({ ...none, free: 3, quarantined: 3 });
    expect(await bench.row(0)).toMatchObject({ standing: 'quarantined', leasedTo: A, exposed: false });
    for (const board of [1, 2, 3]) await bench.through(claimOf(token, board, `run-${board}`));
    expect(await errorOf(bench.pms.reserve(claimOf(token, 4, 'r4')))).toMatchObject({
      code: 'POOL_EMPTY',
      data: { leased: 3 },
    });
    // Back: it gives one back, has shown one to a board, and goes on with the third.
    await bench.leases.giveBack({ token, station: A, uuids: [uuidOf(0)] });
    await bench.take(token, 1, 5);
    expect((await bench.lease(token, 3)).licenses.map(({ uuid }) => uuid)).toEqual([uuidOf(2)]);
    expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 2, validated: 3 });
  });

  test('asked for in time, its time begins anew', async () => {
    const token = await bench.issue(2);
    await bench.lease(token, 1);
    await bench.clock.advance(11 * HOURS);
    await bench.lease(token, 1);
    await bench.clock.advance(11 * HOURS);
    await bench.pms.openToken(token);
    expect(await bench.states(token)).toEqual({ ...none, free: 1, reserved: 1 });
  });

  test('a station that died: somebody releases it by hand, and not before', async () => {
    const token = await bench.issue(2);
    const reason = 'station scrapped';
    await bench.lease(token, 1);
    const release = () => bench.desk('ledger.release', { uuid: uuidOf(0), reason });
    expect(await bench.codeOf(release())).toBe('LICENSE_IN_HAND');
    await bench.clock.advance(12 * HOURS + 1);
    expect(await release()).toMatchObject({ standing: 'free', leasedTo: null });
    expect((await bench.lease(token, 1, B)).licenses.map(({ uuid }) => uuid)).toEqual([uuidOf(0)]);
  });

  test('kept back by hand, it goes to nobody', async () => {
    const token = await bench.issue(6);
    await bench.lease(token, 3);
    await bench.pms.reserve({ ...claimOf(token, 1), station: A });
    const keep = (license: number) =>
      bench.desk('ledger.quarantine', { uuid: uuidOf(license), reason: 'recount' });
    // Its station may have shown it to that board.
    expect(await keep(0)).toMatchObject({ standing: 'quarantined', mac: macOf(1), exposed: true });
    expect(await keep(1)).toMatchObject({ standing: 'held', leasedTo: null });
    await bench.clock.advance(12 * HOURS + 1);
    await bench.pms.openToken(token);
    expect(await keep(2)).toMatchObject({ standing: 'held', leasedTo: null });
    expect((await bench.lease(token, 3)).licenses.map(({ uuid }) => uuid)).not.toContain(uuidOf(1));
  });
}

/** Leases ahead, whatever stands behind them. */
export function leasesContract(name: string, make: () => Promise<LeasesUnderTest>): void {
  describe(`${name} leases ahead`, () => {
    const bench = new LeaseBench();
    beforeEach(async () => bench.set(await make()));
    afterEach(async () => {
      // Whatever was done: every license is accounted for, and follows from its lines.
      expect((await bench.books.reconcile()).faults).toEqual([]);
      await bench.pms.close();
      await bench.books.close();
    });
    describe('licenses that are set aside', () => batchContract(bench));
    describe('at its server', () => runContract(bench));
    describe('once its time is over', () => overContract(bench));
    describe('what a station did without its server', () => takeContract(bench));
  });
}
