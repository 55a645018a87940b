import { rmSync } from 'node:fs';

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import type { License } from '../../../../../shared/domain/license.js';
import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import { fixedSecrets } from '../../../secrets/testing/fixed-key.js';
import { licenses, macOf } from '../../testing/fixture.js';
import { quickFolder } from '../../testing/quick-folder.js';
import { openDisk, type Disk } from './disk.js';
import { LeaseBatches } from './lease-batch.js';
import { LeaseBox, type BoxClaim } from './lease-box.js';
import { LeaseRows } from './lease-rows.js';
import { Wall } from './wall.js';

const URL = 'https://pms';
const HOURS = 60 * 60_000;
const MARK = 'mark';
const START = Date.UTC(2026, 0, 1);

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0).reverse()) clean();
});

/** Programs of one folder, by number; those in `living` run. */
function programs() {
  const folder = quickFolder('kiln-box-');
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const living = new Set<number>();
  const open = (pid: number) => {
    living.add(pid);
    const disk: Disk = openDisk(folder);
    cleanups.push(() => disk.close());
    const rows = new LeaseRows(disk, URL, fixedSecrets);
    const isAlive = (other: number): boolean => living.has(other);
    const runs = new Set<string>();
    const wall = new Wall(disk, URL);
    const box = new LeaseBox({ disk, rows, wall, pid, isAlive, isMine: (run) => runs.has(run) });
    return { pid, disk, rows, wall, box, runs, batches: new LeaseBatches({ disk, rows, isAlive }) };
  };
  return { living, open };
}

const batchOf = (list: readonly License[], keep = 50) => ({
  licenses: list,
  keep,
  forMs: 12 * HOURS,
  taken: [],
  asOf: new Date(START).toISOString(),
});
const asked = (at = START) => ({ mark: MARK, at, heard: true });
const never = (): boolean => false;
const claimOf = (board: number, runId = `run-${board}`): BoxClaim => ({
  mark: MARK,
  mac: macOf(board),
  runId,
});

describe('an answer of the server that is older than what was done here', () => {
  test('takes no license back from a board', () => {
    const { box, batches } = programs().open(1);
    const list = licenses(2);
    batches.merge(batchOf(list), asked());
    const given = box.reserve(claimOf(1), START, never);
    box.expose(claimOf(1), START);
    box.proved(claimOf(1), START, 'validated');
    box.ended('run-1');
    batches.merge(batchOf(list), asked(START + 1000));
    expect(box.ahead(START + 1000)).toBe(1);
    expect(box.reserve(claimOf(2), START + 1000, never)?.license.uuid).not.toBe(given?.license.uuid);
  });

  test('gives nothing that is on its way back', () => {
    const { box, batches } = programs().open(1);
    const list = licenses(2);
    batches.merge(batchOf(list), asked());
    const { uuid } = list[0]!;
    expect(batches.beginReturn([uuid], START)).toEqual({ all: [uuid], fresh: [uuid] });
    // Asked once more and not heard, it may have been taken back by the first time.
    const again = batches.beginReturn([uuid], START);
    expect(again).toEqual({ all: [uuid], fresh: [] });
    batches.undoReturn(again.fresh);
    expect(box.ahead(START)).toBe(1);
    batches.merge(batchOf(list), asked(START + 60_000));
    expect(box.ahead(START + 60_000)).toBe(1);
    // No request lives so long: the server has it set aside indeed.
    batches.merge(batchOf(list), asked(START + 3 * 60_000));
    expect(box.ahead(START + 3 * 60_000)).toBe(2);
  });

  test('forgets what it does not name any more, and says what is too much', () => {
    const { box, batches } = programs().open(1);
    const list = licenses(4);
    batches.merge(batchOf(list), asked());
    expect(batches.merge(batchOf(list.slice(1), 2), asked())).toEqual([list[3]?.uuid]);
    expect(box.ahead(START)).toBe(3);
  });
});

describe('what the server gave', () => {
  const held = (license: License, leased = true) => ({ license, leased, reused: false });

  test('is not used where this station gave that very license to another board', () => {
    const { box, batches } = programs().open(1);
    const [one] = licenses(1);
    batches.merge(batchOf(licenses(1)), asked());
    box.reserve(claimOf(1), START, never);
    expect(box.note(held(one!), claimOf(2), START)).toBe(false);
    expect(box.note(held(one!), claimOf(1), START)).toBe(true);
  });

  test('and did not lease is not shown without its word, and not given here again while that is in doubt', () => {
    const { box } = programs().open(1);
    const [one] = licenses(1);
    box.note(held(one!, false), claimOf(1), START);
    expect(box.mayShow(claimOf(1))).toBe(false);
    box.exposedThere(claimOf(1), START, false);
    expect(box.abandon(claimOf(1), START)).toBe(true);
    expect(box.reserve(claimOf(1, 'again'), START, never)).toBeNull();
    box.note(held(one!, false), claimOf(1, 'again'), START);
    box.exposedThere(claimOf(1, 'again'), START, true);
    box.ended('again');
    expect(box.reserve(claimOf(1, 'third'), START, never)).toMatchObject({
      license: { uuid: one?.uuid },
      reused: true,
      seen: true,
    });
  });
});

describe('whatever happens in whatever order', () => {
  const BOARDS = 4;
  const step = fc.oneof(
    fc.record({
      do: fc.constant('reserve' as const),
      by: fc.nat(1),
      board: fc.nat(BOARDS - 1),
      run: fc.nat(2),
    }),
    fc.record({
      do: fc.constant('expose' as const),
      by: fc.nat(1),
      board: fc.nat(BOARDS - 1),
      run: fc.nat(2),
    }),
    fc.record({
      do: fc.constant('abandon' as const),
      by: fc.nat(1),
      board: fc.nat(BOARDS - 1),
      run: fc.nat(2),
    }),
    fc.record({ do: fc.constant('end' as const), by: fc.nat(1), board: fc.nat(BOARDS - 1), run: fc.nat(2) }),
    fc.record({ do: fc.constant('merge' as const), by: fc.nat(1) }),
    fc.record({ do: fc.constant('kill' as const), by: fc.nat(1) }),
    fc.record({ do: fc.constant('wait' as const), by: fc.nat(1), hours: fc.nat(8) }),
  );

  test('a license is shown to one board, a board is shown one license, and none whose time is over', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { living, open } = programs();
        const list = licenses(3);
        const at = [open(1), open(2)];
        let pids = 2;
        let now = START;
        let until = START + 12 * HOURS;
        at[0]?.batches.merge(batchOf(list), asked(now));
        /** Who was shown what: board by license. */
        const shown = new Map<string, number>();
        for (const one of steps) {
          const { box, batches, runs, pid } = at[one.by]!;
          if (one.do === 'wait') now += one.hours * HOURS;
          else if (one.do === 'kill') {
            living.delete(pid);
            at[one.by] = open((pids += 1));
          } else if (one.do === 'merge') {
            // The server names what it knows to be unused; of what was shown here it has not heard.
            until = now + 12 * HOURS;
            batches.merge(batchOf(list), { ...asked(now), heard: false });
          } else {
            const runId = `${one.by} ${one.board} ${one.run}`;
            const claim = claimOf(one.board, runId);
            try {
              if (one.do === 'reserve') {
                runs.add(runId);
                box.reserve(claim, now, never);
              } else if (one.do === 'abandon') box.abandon(claim, now);
              else if (one.do === 'end') {
                runs.delete(runId);
                box.ended(runId);
              } else {
                const before = box.inHand(claim);
                const fresh = before?.state === 'reserved';
                const { uuid } = box.expose(claim, now);
                if (fresh) expect(now).toBeLessThan(until);
                expect(shown.get(uuid) ?? one.board).toBe(one.board);
                shown.set(uuid, one.board);
              }
            } catch (thrown) {
              if (!(thrown instanceof KilnError)) throw thrown;
              expect(['MAC_CLASH', 'LICENSE_STATE', 'LEASE_ENDED']).toContain(thrown.code);
            }
          }
          const boards = [...shown.values()];
          expect(new Set(boards).size).toBe(boards.length);
          expect(at[0]!.box.ahead(now)).toBeLessThanOrEqual(list.length - shown.size);
        }
        for (const clean of cleanups.splice(0).reverse()) clean();
      }),
      { numRuns: 60 },
    );
  });
});
