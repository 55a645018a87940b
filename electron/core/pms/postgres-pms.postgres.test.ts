import { rmSync } from 'node:fs';

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import { fixedKey } from '../secrets/testing/fixed-key.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openPostgresPms } from './postgres-pms.js';
import type { Claim, Pms } from './pms.js';
import { countingRandom, errorOf, licenses, macOf, request } from './testing/fixture.js';
import { leasesContract } from './testing/contract-leases.js';
import { reconcileContract } from './testing/contract-reconcile.js';
import { happenings, LeaseWorld } from './testing/lease-world.js';
import { pmsContract } from './testing/pms-contract.js';
import { quickFolder } from './testing/quick-folder.js';
import { usedLedgers } from './testing/used-ledgers.js';

const ledger = usedLedgers();
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** A database, and servers on it: each with a pool of connections of its own. */
async function place() {
  const folder = quickFolder('kiln-pg-');
  const database = await ledger();
  const opened: Pms[] = [];
  cleanups.push(
    async () => {
      for (const pms of opened) await pms.close();
    },
    () => rmSync(folder, { recursive: true, force: true }),
    () => database.drop(),
  );
  const clock = new VirtualClock();
  const random = countingRandom();
  const open = async () => {
    const pms = await openPostgresPms({ database: database.url, folder, clock, random, key: fixedKey });
    opened.push(pms);
    return pms;
  };
  return { clock, open, database };
}

pmsContract('PostgreSQL', async () => {
  const { clock, open } = await place();
  return { pms: await open(), clock, again: open };
});

leasesContract('PostgreSQL', async () => {
  const { clock, open } = await place();
  const pms = await open();
  return { pms, clock, again: open, books: pms };
});

reconcileContract('PostgreSQL', async () => {
  const { open, database } = await place();
  const tamper = async (sql: string): Promise<void> => {
    // Triggers and foreign keys of this session only.
    await database.sql(`SET session_replication_role = replica; ${sql}; RESET session_replication_role`);
  };
  return { pms: await open(), tamper };
});

describe('several servers on one database', () => {
  test('give a board that asks all of them at once the same license, once', async () => {
    const { open } = await place();
    const servers = [await open(), await open(), await open()];
    const { token } = await servers[0]!.createToken(request(10));
    for (let board = 1; board <= 8; board += 1) {
      const held = await Promise.all(
        servers.map((pms, server) => pms.reserve({ token, mac: macOf(board), runId: `${board}-${server}` })),
      );
      expect(new Set(held.map(({ license }) => license.uuid)).size).toBe(1);
    }
    expect(await servers[1]!.tokenInfo(token)).toMatchObject({ reserved: 8, free: 2, used: 8 });
  });

  test('give the last license to one of those that ask for it', async () => {
    const { open } = await place();
    const servers = [await open(), await open()];
    for (let round = 0; round < 5; round += 1) {
      const { token } = await servers[0]!.createToken(request(0, { licenses: licenses(1, round) }));
      const asked = Array.from({ length: 8 }, (_, board): Promise<unknown> =>
        servers[board % 2]!.reserve({ token, mac: macOf(board + 1), runId: `run-${board}` }).catch(
          (thrown: unknown) => thrown,
        ),
      );
      const answers = await Promise.all(asked);
      expect(answers.filter((answer) => !(answer instanceof Error))).toHaveLength(1);
      for (const answer of answers)
        if (answer instanceof Error) expect(answer).toMatchObject({ code: 'POOL_EMPTY' });
    }
  });

  test('take a list from one of two that bring it at once', async () => {
    const { open } = await place();
    const servers = [await open(), await open()];
    const brought = await Promise.allSettled(servers.map((pms) => pms.createToken(request(50))));
    expect(brought.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = brought.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'LIST_INVALID', data: { count: 50 } });
  });

  test('end a lease once, whoever finds it first', async () => {
    const { clock, open } = await place();
    const pms = await open();
    const { token } = await pms.createToken(request(6));
    for (const board of [1, 2, 3]) await pms.reserve({ token, mac: macOf(board), runId: `run-${board}` });
    await pms.expose({ token, mac: macOf(1), runId: 'run-1' });
    await clock.advance(600_001);
    const servers = await Promise.all([open(), open(), open(), open()]);
    await Promise.all(servers.map((server) => server.openToken(token)));
    expect(await pms.tokenInfo(token)).toMatchObject({ quarantined: 1, free: 5, reserved: 0 });
  });

  test('refuse a second board with the MAC of one that was heard of just now', async () => {
    const { clock, open } = await place();
    const [pms, other] = [await open(), await open()];
    const { token } = await pms.createToken(request(2));
    const claim = (runId: string): Claim => ({ token, mac: macOf(1), runId });
    const start = (runId: string) =>
      pms.startRun({ runId, token, port: 'COM5', startedAt: clock.wallTime() });
    await start('first');
    await clock.advance(100_000);
    await pms.reserve(claim('first'));
    await start('second');
    // Each step counts as being heard of, not the start alone.
    await clock.advance(119_999);
    expect(await errorOf(other.reserve(claim('second')))).toMatchObject({ code: 'MAC_CLASH' });
    await clock.advance(1);
    expect((await other.reserve(claim('second'))).reused).toBe(false);
    expect(await errorOf(pms.expose(claim('first')))).toMatchObject({ code: 'LICENSE_STATE' });
  });
});

test('whatever stations lease, return, take and show: no license is on two boards, and the books balance', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (plan) => {
      const { clock, open } = await place();
      const pms = await open();
      const { token } = await pms.createToken(request(9));
      expect(await new LeaseWorld(pms, clock, token).live(plan)).toEqual([]);
    }),
    { numRuns: 4 },
  );
});
