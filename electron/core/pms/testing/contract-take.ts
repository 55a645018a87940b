import { expect, test } from 'vitest';

import { claimOf, LEASE, none } from './bench.js';
import { errorOf, macOf } from './fixture.js';
import { A, B, HOURS, uuidOf, type LeaseBench } from './lease-bench.js';

/** A report that comes late is a fact, and no license goes to two boards by it. */
export function takeContract(bench: LeaseBench): void {
  test('is taken as it was, once, and goes on from there', async () => {
    const token = await bench.issue(6);
    await bench.lease(token, 2);
    await bench.clock.advance(8 * HOURS);
    await bench.take(token, 1, 7);
    await bench.take(token, 1, 7);
    expect(await bench.row(1)).toMatchObject({ standing: 'reserved', exposed: true, mac: macOf(7) });
    expect(await bench.story(1)).toEqual(['import', 'lease', 'take']);
    expect((await bench.lease(token, 2)).licenses.map(({ uuid }) => uuid)).not.toContain(uuidOf(1));
    const claim = claimOf(token, 7, 'off-7');
    await bench.pms.markWritten(claim);
    await bench.pms.validate(claim);
    await bench.take(token, 1, 7);
    expect(await bench.row(1)).toMatchObject({ standing: 'validated', leasedTo: null, mac: macOf(7) });
    expect(await bench.story(1)).toEqual(['import', 'lease', 'take', 'write', 'validate']);
    // The same board comes to another station.
    expect(await bench.pms.reserve({ ...claimOf(token, 7, 'again'), station: B })).toMatchObject({
      license: { uuid: uuidOf(1) },
      reused: true,
    });
  });

  test('given up afterwards, it waits for its board', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 2);
    await bench.take(token, 0, 7);
    await bench.pms.abandon(claimOf(token, 7, 'off-7'), 'LINK_LOST');
    expect(await bench.states(token)).toEqual({ ...none, free: 2, reserved: 1, quarantined: 1 });
    await bench.take(token, 0, 7, { runId: 'off-7b' });
    expect(await bench.row(0)).toMatchObject({ standing: 'reserved', runId: 'off-7b' });
  });

  test('does not cut off a run that lives', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 1);
    await bench.take(token, 0, 7);
    const startedAt = bench.clock.wallTime();
    await bench.pms.startRun({ runId: 'now', token, port: 'COM3', startedAt, mode: 'authorize' });
    const now = claimOf(token, 7, 'now');
    await bench.pms.reserve(now);
    await bench.take(token, 0, 7, { runId: 'off-7b' });
    expect(await bench.row(0)).toMatchObject({ runId: 'now' });
    await bench.pms.expose(now);
  });

  test('of a board that has another license by now: the leased one is put aside for good', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 2);
    await bench.through(claimOf(token, 7));
    const refused = { code: 'LEASE_CONFLICT', data: { uuid: uuidOf(0), other: uuidOf(2), mac: macOf(7) } };
    expect(await errorOf(bench.take(token, 0, 7))).toEqual(refused);
    expect(await errorOf(bench.take(token, 0, 7))).toEqual(refused);
    expect(await bench.row(0)).toMatchObject({ standing: 'quarantined', exposed: true, mac: null });
    expect(await bench.story(0)).toEqual(['import', 'lease', 'take']);
    expect(await bench.lastReason(0)).toBe(`${A}, ${macOf(7)} has ${uuidOf(2)}`);
    expect(await bench.row(2)).toMatchObject({ standing: 'validated', mac: macOf(7) });
    // By no way does it come back.
    await bench.leases.giveBack({ token, station: A, uuids: [uuidOf(0)] });
    expect((await bench.lease(token, 2)).licenses.map(({ uuid }) => uuid)).not.toContain(uuidOf(0));
    await bench.clock.advance(13 * HOURS);
    await bench.pms.openToken(token);
    const release = { uuid: uuidOf(0), reason: 'it looks free' };
    expect(await bench.codeOf(bench.desk('ledger.release', release))).toBe('LICENSE_SEEN');
    expect(await bench.codeOf(bench.take(token, 0, 8))).toBe('LEASE_LOST');
    expect(await bench.row(0)).toMatchObject({ standing: 'quarantined', exposed: true, mac: null });
  });

  test('of a board for which another was only reserved: that one is given back', async () => {
    const token = await bench.issue(6);
    await bench.lease(token, 2);
    await bench.pms.reserve(claimOf(token, 7, 'idle'));
    await bench.pms.reserve({ ...claimOf(token, 8, 'own'), station: A });
    await bench.take(token, 1, 7);
    expect(await bench.row(2)).toMatchObject({ standing: 'free', mac: null });
    expect(await bench.codeOf(bench.pms.expose(claimOf(token, 7, 'idle')))).toBe('LICENSE_STATE');
    await bench.lease(token, 2);
    await bench.take(token, 2, 8);
    expect(await bench.row(0)).toMatchObject({ standing: 'reserved', leasedTo: A, mac: null });
    expect(await bench.row(2)).toMatchObject({ mac: macOf(8), exposed: true });
  });

  test('of a board for which another station has one that it may have shown: neither goes on', async () => {
    const token = await bench.issue(8);
    await bench.lease(token, 1);
    await bench.lease(token, 1, B);
    await bench.pms.reserve({ ...claimOf(token, 7, 'at b'), station: B });
    expect(await bench.codeOf(bench.take(token, 0, 7))).toBe('LEASE_CONFLICT');
    expect(await bench.row(1)).toMatchObject({ standing: 'reserved', mac: macOf(7) });
  });

  test('of one that a run had for another board, and never showed: it is with the board that saw it', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 1);
    const online = { ...claimOf(token, 1, 'online'), station: A };
    await bench.pms.reserve(online);
    await bench.take(token, 0, 2);
    expect(await bench.row(0)).toMatchObject({ mac: macOf(2), exposed: true });
    expect(await bench.codeOf(bench.pms.expose(online))).toBe('LICENSE_STATE');
  });

  test('of one that was released and is still there: it is with the board that saw it', async () => {
    const token = await bench.issue(2);
    await bench.lease(token, 1);
    await bench.clock.advance(12 * HOURS + 1);
    await bench.desk('ledger.release', { uuid: uuidOf(0), reason: 'station scrapped' });
    await bench.desk('ledger.quarantine', { uuid: uuidOf(0), reason: 'or not' });
    await bench.take(token, 0, 7);
    expect(await bench.row(0)).toMatchObject({ standing: 'reserved', mac: macOf(7), exposed: true });
    expect(await bench.story(0)).toEqual(['import', 'lease', 'release', 'quarantine', 'lease', 'take']);
  });

  test('of one that was released and is another board\u2019s: it is lost, and its history says so', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 2);
    await bench.clock.advance(12 * HOURS + 1);
    for (const license of [0, 1])
      await bench.desk('ledger.release', { uuid: uuidOf(license), reason: 'station scrapped' });
    await bench.through(claimOf(token, 1));
    expect((await bench.lease(token, 1, B)).licenses.map(({ uuid }) => uuid)).toEqual([uuidOf(1)]);

    expect(await errorOf(bench.take(token, 0, 7))).toEqual({
      code: 'LEASE_LOST',
      data: { uuid: uuidOf(0) },
    });
    expect(await bench.codeOf(bench.take(token, 0, 7))).toBe('LEASE_LOST');
    expect(await bench.row(0)).toMatchObject({ standing: 'validated', mac: macOf(1) });
    expect(await bench.lastReason(0)).toBe(`${A}, also on ${macOf(7)}`);
    expect((await bench.story(0)).filter((step) => step === 'take')).toHaveLength(1);
    // The other station has not shown it yet, as far as is known: no further board gets it.
    expect(await bench.codeOf(bench.take(token, 1, 8))).toBe('LEASE_LOST');
    expect(await bench.row(1)).toMatchObject({ standing: 'quarantined', leasedTo: B, exposed: true });
    expect((await bench.lease(token, 1, B)).licenses.map(({ uuid }) => uuid)).not.toContain(uuidOf(1));
    expect(await bench.codeOf(bench.take(token, 99, 9))).toBe('LEASE_LOST');
  });

  test('is taken although the token is over by now, or the board is none of its own: the reason says so', async () => {
    const token = await bench.issue(8);
    await bench.lease(token, 4);
    await bench.bindMacs(token, macOf(1), macOf(5));
    await bench.take(token, 0, 9);
    expect(await bench.lastReason(0)).toBe(`${A}, MAC_RULE`);
    await bench.desk('token.revoke', { token, reason: 'wrong firmware' });
    await bench.take(token, 1, 3);
    expect(await bench.lastReason(1)).toBe(`${A}, TOKEN_REVOKED`);
    await bench.take(token, 2, 0, { mac: '000000000000' });
    expect(await bench.row(2)).toMatchObject({ mac: '000000000000' });
    expect(await bench.lastReason(2)).toBe(`${A}, TOKEN_REVOKED, MAC_RULE`);
    expect(await bench.codeOf(bench.take(token, 3, 0, { mac: 'D8-1F' }))).toBe('MAC_INVALID');
  });

  test('outlasts the ten minutes of a run, and what was done meanwhile', async () => {
    const token = await bench.issue(4);
    await bench.lease(token, 1);
    await bench.take(token, 0, 7);
    await bench.clock.advance(LEASE + 1);
    await bench.pms.openToken(token);
    await bench.clock.advance(12 * HOURS);
    await bench.pms.openToken(token);
    expect(await bench.row(0)).toMatchObject({ standing: 'quarantined', mac: macOf(7), exposed: true });
    await bench.pms.markWritten(claimOf(token, 7, 'off-7'));
    expect(await bench.row(0)).toMatchObject({ standing: 'written', leasedTo: null });
  });
}
