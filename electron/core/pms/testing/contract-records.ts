import { expect, test, describe } from 'vitest';

import type { RunMode } from '../../../../shared/domain/stage.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { claimOf, LEASE, type Bench } from './bench.js';
import { errorOf, IDENTIFIER, licenses, macOf, record } from './fixture.js';

/** The records of runs. */
export function recordContract(bench: Bench): void {
  describe('records', () => {
    const startedAt = (): Date => bench.clock.wallTime();

    test('are kept as they were, newest first', async () => {
      const token = await bench.issue(1);
      const made = [];
      for (const runId of ['a', 'b', 'c']) {
        await bench.pms.startRun({ runId, token, port: 'COM3', startedAt: startedAt() });
        const one = record(runId, { startedAt: startedAt().toISOString(), port: 'COM3' });
        made.unshift(one);
        await bench.pms.finishRun(one);
        if (runId !== 'b') await bench.clock.advance(1000);
      }
      expect(await bench.pms.runs(10)).toEqual(made);
      expect(await bench.pms.runs(2)).toEqual(made.slice(0, 2));
      expect(await bench.pms.runs(0)).toEqual([]);
      expect(await bench.pms.runs(-1)).toEqual([]);
    });

    test('are found by their id once they are closed, and by when they started', async () => {
      const token = await bench.issue(1);
      const at = startedAt();
      await bench.pms.startRun({ runId: 'a', token, port: 'COM3', startedAt: at });
      expect(await bench.pms.run('a')).toBeNull();
      const one = record('a', { startedAt: at.toISOString() });
      await bench.pms.finishRun(one);
      expect(await bench.pms.run('a')).toEqual(one);
      expect(await bench.pms.run('b')).toBeNull();
      const later = new Date(at.getTime() + 1);
      expect(await bench.pms.runs(9, { from: at, to: later })).toEqual([one]);
      expect(await bench.pms.runs(9, { from: later, to: new Date(at.getTime() + 9) })).toEqual([]);
      expect(await bench.pms.runs(9, { from: new Date(0), to: at })).toEqual([]);
    });

    test('are closed once', async () => {
      const token = await bench.issue(1);
      await bench.pms.startRun({ runId: 'a', token, port: 'COM3', startedAt: startedAt() });
      await bench.pms.startRun({ runId: 'a', token, port: 'COM4', startedAt: startedAt() });
      expect(await bench.pms.runs(10)).toEqual([]);
      await bench.pms.finishRun(record('a', { seconds: 1 }));
      await bench.pms.finishRun(record('a', { seconds: 2, outcome: 'failed' }));
      expect(await bench.pms.runs(10)).toEqual([record('a', { seconds: 1 })]);
    });

    test('of a run that nobody finished say interrupted, once it is older than a lease', async () => {
      const token = await bench.issue(1);
      const at = startedAt();
      await bench.pms.startRun({ runId: 'lost', token, port: 'COM3', startedAt: at });
      await bench.clock.advance(30_000);
      await bench.pms.reserve(claimOf(token, 1, 'lost'));
      await bench.pms.expose(claimOf(token, 1, 'lost'));
      await bench.clock.advance(LEASE - 30_000);
      await (await bench.again()).close();
      expect(await bench.pms.runs(10)).toEqual([]);
      await bench.clock.advance(1);
      await (await bench.again()).close();
      const [interrupted] = await bench.pms.runs(10);
      expect(interrupted).toMatchObject({
        runId: 'lost',
        outcome: 'interrupted',
        startedAt: at.toISOString(),
        seconds: 30,
        port: 'COM3',
        token: maskToken(token),
        mac: macOf(1),
        firmware: { identifier: IDENTIFIER, file: { kind: 'QIO' } },
        license: { uuid: licenses(1)[0]!.uuid, reused: false },
        error: null,
      });
      // It was alive after all.
      await bench.pms.finishRun(record('lost'));
      expect(await bench.pms.runs(10)).toMatchObject([
        { runId: 'lost', outcome: 'succeeded', seconds: 12.5 },
      ]);
    });

    test('of a run that never had a license name none', async () => {
      const token = await bench.issue(1);
      await bench.pms.startRun({ runId: 'lost', token, port: 'COM3', startedAt: startedAt() });
      await bench.clock.advance(LEASE + 1);
      await (await bench.again()).close();
      expect(await bench.pms.runs(10)).toMatchObject([
        { outcome: 'interrupted', seconds: 0, mac: null, license: null },
      ]);
    });

    test('of an interrupted run say what it did, with a token or without', async () => {
      const token = await bench.issue(1);
      const start = (runId: string, of: string | null, mode?: RunMode) =>
        bench.pms.startRun({ runId, token: of, port: 'COM3', startedAt: startedAt(), mode });
      await start('a', token, 'authorize');
      await start('b', null, 'unlock');
      await start('c', null);
      await start('d', token);
      await bench.clock.advance(LEASE + 1);
      await (await bench.again()).close();
      const found = await bench.pms.runs(10);
      expect(found.map(({ runId, mode, outcome }) => [runId, mode, outcome]).sort()).toEqual([
        ['a', 'authorize', 'interrupted'],
        ['b', 'unlock', 'interrupted'],
        // What was opened before runs said it.
        ['c', 'production-test', 'interrupted'],
        ['d', 'burn-authorize', 'interrupted'],
      ]);
      expect(found.find(({ runId }) => runId === 'b')).toMatchObject({
        token: null,
        firmware: null,
        mac: null,
      });
    });

    test('of an interrupted run are closed by the next that starts, and not while somebody is at it', async () => {
      const token = await bench.issue(1);
      const start = (runId: string) =>
        bench.pms.startRun({ runId, token, port: 'COM3', startedAt: startedAt(), mode: 'authorize' });
      await start('lost');
      await bench.clock.advance(LEASE + 1);
      await start('next');
      expect(await bench.pms.runs(10)).toMatchObject([{ runId: 'lost', outcome: 'interrupted' }]);
    });

    test('hold no secret, even where the caller forgot to mask it', async () => {
      const token = await bench.issue(1);
      const { license } = await bench.pms.reserve(claimOf(token, 1));
      const careless = record('a', {
        token,
        license: { uuid: license.uuid, authkey: license.authkey, reused: false },
      });
      await bench.pms.finishRun(careless);
      const kept = JSON.stringify(await bench.pms.runs(1));
      expect(kept).toContain(license.uuid);
      expect(kept).not.toContain(license.authkey);
      expect(kept).not.toContain(token);
    });
  });

  test('what one program does, another sees at once', async () => {
    const token = await bench.issue(2);
    const other = await bench.again();
    await bench.through(claimOf(token, 1));
    expect(await other.tokenInfo(token)).toMatchObject({ used: 1, validated: 1 });
    const { license } = await other.reserve(claimOf(token, 1, 'run-2'));
    expect(await bench.pms.licenseOf(token, macOf(1))).toEqual(license);
    expect(await errorOf(bench.pms.expose(claimOf(token, 1)))).toMatchObject({ code: 'LICENSE_STATE' });
    await other.close();
  });

  test('closing twice is closing once', async () => {
    await bench.pms.close();
    await bench.pms.close();
  });
}
