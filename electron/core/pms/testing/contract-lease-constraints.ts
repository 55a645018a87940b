import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LICENSE_STATES } from '../../../../shared/domain/license.js';
import { refusalOf, type BareLedger } from './contract-constraints.js';

const MAC = 'd81f12000001';
const TOKEN = '0123456789ABCDEF';

/** `state exposed board station`: M one board, A one station, - none. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'free 0 - -': [
    ...['free 0 - -', 'reserved 0 - A'],
    ...['reserved 0 M -', 'reserved 0 M A', 'reserved 1 M -', 'reserved 1 M A'],
  ],
  // Set aside, no board yet: to its board, back, or aside where two boards are in question.
  'reserved 0 - A': [
    ...[
      'free 0 - -',
      'reserved 0 - A',
      'reserved 0 M -',
      'reserved 0 M A',
      'reserved 1 M -',
      'reserved 1 M A',
    ],
    ...[
      'quarantined 0 - A',
      'quarantined 0 M A',
      'quarantined 1 - A',
      'quarantined 1 M -',
      'quarantined 1 M A',
    ],
    'written 1 M -',
  ],
  'reserved 0 M A': [
    ...[
      'free 0 - -',
      'reserved 0 - A',
      'reserved 0 M -',
      'reserved 0 M A',
      'reserved 1 M -',
      'reserved 1 M A',
    ],
    ...['quarantined 0 - A', 'quarantined 0 M A', 'quarantined 1 M -', 'quarantined 1 M A', 'written 1 M -'],
  ],
  'reserved 1 M A': [
    ...['reserved 1 M -', 'reserved 1 M A', 'quarantined 1 M -', 'quarantined 1 M A', 'written 1 M -'],
  ],
  // Its time is over: as before, but nothing is written without a run.
  'quarantined 0 - A': [
    ...[
      'free 0 - -',
      'reserved 0 - A',
      'reserved 0 M -',
      'reserved 0 M A',
      'reserved 1 M -',
      'reserved 1 M A',
    ],
    ...[
      'quarantined 0 - A',
      'quarantined 0 M A',
      'quarantined 1 - A',
      'quarantined 1 M -',
      'quarantined 1 M A',
    ],
  ],
  'quarantined 0 M A': [
    ...[
      'free 0 - -',
      'reserved 0 - A',
      'reserved 0 M -',
      'reserved 0 M A',
      'reserved 1 M -',
      'reserved 1 M A',
    ],
    ...['quarantined 0 - A', 'quarantined 0 M A', 'quarantined 1 M -', 'quarantined 1 M A'],
  ],
  'quarantined 1 M A': ['reserved 1 M -', 'reserved 1 M A', 'quarantined 1 M -', 'quarantined 1 M A'],
  // Put aside: some board has it, and nobody knows which.
  'quarantined 1 - A': ['quarantined 1 - A'],
};

const WAYS: Readonly<Record<string, readonly string[]>> = {
  'free 0 - -': [],
  'reserved 0 - A': ['reserved 0 - A'],
  'reserved 0 M A': ['reserved 0 M A'],
  'reserved 1 M A': ['reserved 1 M A'],
  'quarantined 0 - A': ['reserved 0 - A', 'quarantined 0 - A'],
  'quarantined 0 M A': ['reserved 0 M A', 'quarantined 0 M A'],
  'quarantined 1 M A': ['reserved 1 M A', 'quarantined 1 M A'],
  'quarantined 1 - A': ['reserved 0 - A', 'quarantined 1 - A'],
};

const TARGETS = LICENSE_STATES.flatMap((state) =>
  ['0', '1'].flatMap((exposed) =>
    ['-', 'M'].flatMap((mac) => ['-', 'A'].map((station) => `${state} ${exposed} ${mac} ${station}`)),
  ),
);

/** As the rules would write it. */
function updateTo(target: string, station = 'line 1'): string {
  const [state, exposed, mac, leased] = target.split(' ');
  const bound = mac === 'M' ? `'${MAC}', run_id = 'r'` : 'NULL, run_id = NULL';
  const lease = leased === 'A' ? `'${station}', leased_until = 9` : 'NULL, leased_until = NULL';
  return `UPDATE license SET state = '${state}', exposed = ${exposed}, mac = ${bound}, leased_to = ${lease},
    reserved_at = ${state === 'free' ? 'NULL' : '1'}`;
}

/** What the database itself refuses of a license that is set aside for a station. */
export function leaseConstraintContract(
  name: string,
  open: () => Promise<BareLedger>,
  { sequences }: { readonly sequences: number },
): void {
  describe(`${name} itself, of what is leased,`, () => {
    let ledger: BareLedger;
    beforeAll(async () => {
      ledger = await open();
    });
    afterAll(() => ledger.close());

    const withLicense = async (ways: readonly string[], work: () => Promise<void>): Promise<void> => {
      await ledger.sql(`BEGIN;
        INSERT INTO token (token, identifier, version, gpio, development, created_at)
          VALUES ('${TOKEN}', 'i', 'v', 0, 0, 0);
        INSERT INTO license (id, token, uuid, authkey, psk_key, authkey_mark)
          VALUES (1, '${TOKEN}', 'u', 'k1:a', 'k1:p', '${'a'.repeat(64)}')`);
      try {
        for (const way of ways) await ledger.sql(updateTo(way));
        await work();
      } finally {
        await ledger.sql('ROLLBACK');
      }
    };
    const refusal = (text: string) => refusalOf(ledger, text);

    test.each(Object.keys(ALLOWED))('lets one go from %s only where it may', async (from) => {
      await withLicense(WAYS[from] ?? [], async () => {
        const went: string[] = [];
        for (const target of TARGETS) {
          await ledger.sql('SAVEPOINT before');
          const refused = await refusal(updateTo(target));
          if (refused === null) went.push(target);
          else expect(refused, target).toMatch(/constraint|forward|stays/i);
          await ledger.sql('ROLLBACK TO before');
        }
        expect(went.sort()).toEqual([...(ALLOWED[from] ?? [])].sort());
      });
    });

    test.each([
      ['reserved 0 - A', updateTo('reserved 0 - A', 'line 2'), 'stays with the station'],
      ['reserved 1 M A', `UPDATE license SET mac = 'd81f12000002'`, 'stays with its board'],
      ['reserved 0 M A', `UPDATE license SET mac = 'd81f12000002'`, 'stays with its board'],
      ['reserved 0 - A', 'UPDATE license SET leased_until = NULL', 'check'],
      ['reserved 0 - A', "UPDATE license SET run_id = 'r'", 'check'],
      ['reserved 0 - A', 'UPDATE license SET held = 1', 'check'],
      ['free 0 - -', "UPDATE license SET leased_to = 'line 1', leased_until = 9", 'check'],
    ])('refuses, from %s, %s', async (from, text, why) => {
      await withLicense(WAYS[from] ?? [], async () => {
        expect(await refusal(text)).toMatch(new RegExp(why, 'i'));
      });
    });

    test('lets no sequence of updates at all give what a board may have seen to another', async () => {
      const value = fc.record({
        target: fc.constantFrom(...TARGETS),
        station: fc.constantFrom('line 1', 'line 2'),
        mac: fc.constantFrom(MAC, 'd81f12000002'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 30 }), (updates) =>
          withLicense([], async () => {
            let seen: { mac: string | null } | null = null;
            for (const { target, station, mac } of updates) {
              // Refused or not: what matters is what stands afterwards.
              await refusal(updateTo(target, station).replace(MAC, mac));
              const [row] = (await ledger.sql('SELECT state, mac, exposed FROM license')) as {
                state: string;
                mac: string | null;
                exposed: number;
              }[];
              if (seen !== null) expect(row).toMatchObject({ mac: seen.mac, exposed: 1 });
              else if (row?.exposed === 1) seen = { mac: row.mac };
              if (seen?.mac === null) expect(row?.state).toBe('quarantined');
            }
          }),
        ),
        { numRuns: sequences },
      );
    });
  });
}
