import { describe, expect, test } from 'vitest';

import fc from 'fast-check';

import { LICENSE_STATES } from '../testing/license-states.js';
import { migrate } from './migrations/sqlite.js';
import { openSqlite, sqlTrouble, type SqlConnection, type SqlValue } from './sqlite.js';

const MAC = 'd81f12000001';

/** A ledger in memory with one license, put into a state by the shortest way. */
function ledgerWith(state: string, exposed: number): SqlConnection {
  const connection = openSqlite(':memory:', { busyMs: 5 });
  connection.exec('PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON');
  migrate(connection);
  connection.exec(`
    INSERT INTO firmware VALUES ('${'ab'.repeat(32)}', 'n', 'QIO', 1, NULL);
    INSERT INTO token (token, firmware, identifier, version, gpio, development, created_at)
      VALUES ('0123456789ABCDEF', '${'ab'.repeat(32)}', 'i', 'v', 0, 0, 0);
    INSERT INTO license (id, token, uuid, authkey, psk_key) VALUES (1, '0123456789ABCDEF', 'u', 'a', 'p')`);
  const reserve = `UPDATE license SET state = 'reserved', mac = '${MAC}', run_id = 'r', reserved_at = 1`;
  if (state !== 'free') connection.exec(reserve);
  if (exposed === 1) connection.exec('UPDATE license SET exposed = 1');
  if (state === 'written' || state === 'validated') connection.exec("UPDATE license SET state = 'written'");
  if (state === 'validated' || state === 'quarantined')
    connection.exec(`UPDATE license SET state = '${state}'`);
  return connection;
}

const REACHABLE = [
  ['free', 0],
  ['reserved', 0],
  ['reserved', 1],
  ['written', 1],
  ['validated', 1],
  ['quarantined', 1],
] as const;

/** What may follow what; the state diagram of the README, once more and by hand. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'free 0': ['free 0', 'reserved 0', 'reserved 1'],
  'reserved 0': ['free 0', 'reserved 0', 'reserved 1', 'written 1', 'quarantined 1'],
  'reserved 1': ['reserved 1', 'written 1', 'quarantined 1'],
  'written 1': ['written 1', 'validated 1'],
  'validated 1': ['validated 1'],
  'quarantined 1': ['quarantined 1', 'reserved 1'],
};

describe('the database itself', () => {
  for (const [state, exposed] of REACHABLE) {
    test(`lets a license go from ${state}${exposed ? ' (exposed)' : ''} only where it may`, () => {
      const went: string[] = [];
      for (const next of LICENSE_STATES) {
        for (const nextExposed of [0, 1]) {
          const connection = ledgerWith(state, exposed);
          const free = next === 'free';
          const values: SqlValue[] = [
            next,
            nextExposed,
            free ? null : MAC,
            free ? null : 'r',
            free ? null : 1,
          ];
          try {
            connection
              .prepare('UPDATE license SET state = ?, exposed = ?, mac = ?, run_id = ?, reserved_at = ?')
              .run(...values);
            went.push(`${next} ${nextExposed}`);
          } catch (thrown) {
            expect(String(thrown)).toMatch(/constraint|forward|stays/i);
          }
          connection.close();
        }
      }
      expect(went.sort()).toEqual([...ALLOWED[`${state} ${exposed}`]!].sort());
    });
  }

  test('lets no sequence of updates at all unbind a license that a board may have seen', () => {
    const value = fc.record({
      state: fc.constantFrom(...LICENSE_STATES),
      exposed: fc.constantFrom(0, 1),
      mac: fc.constantFrom(null, MAC, 'd81f12000002'),
      run_id: fc.constantFrom(null, 'r', 's'),
      reserved_at: fc.constantFrom(null, 1),
    });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (updates) => {
        const connection = ledgerWith('free', 0);
        let bound: string | null = null;
        for (const { state, exposed, mac, run_id, reserved_at } of updates) {
          try {
            connection
              .prepare('UPDATE license SET state = ?, exposed = ?, mac = ?, run_id = ?, reserved_at = ?')
              .run(state, exposed, mac, run_id, reserved_at);
          } catch {
            // Refused: what matters is what stands afterwards.
          }
          const [row] = connection.prepare('SELECT mac, exposed FROM license').all() as {
            mac: string;
            exposed: number;
          }[];
          if (bound !== null) expect(row).toMatchObject({ mac: bound, exposed: 1 });
          else if (row!.exposed === 1) bound = row!.mac;
        }
        connection.close();
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['DELETE FROM license', 'never removed'],
    ['DELETE FROM token', 'FOREIGN KEY'],
    ["UPDATE license SET uuid = 'other'", 'stays what was imported'],
    ["UPDATE license SET authkey = 'other'", 'stays what was imported'],
    ["UPDATE license SET psk_key = 'other'", 'stays what was imported'],
    ['UPDATE license SET mac = NULL', 'stays with its board'],
    ["UPDATE license SET mac = 'd81f12000002'", 'stays with its board'],
    [
      "INSERT INTO license (token, uuid, authkey, psk_key) VALUES ('0123456789ABCDEF', 'u', 'b', 'q')",
      'UNIQUE',
    ],
    [
      "INSERT OR REPLACE INTO license (id, token, uuid, authkey, psk_key) VALUES (1, '0123456789ABCDEF', 'u', 'b', 'q')",
      'never removed',
    ],
    [
      "INSERT INTO license (token, uuid, authkey, psk_key, state, mac, run_id, reserved_at, exposed) VALUES ('0123456789ABCDEF', 'v', 'b', 'q', 'validated', 'd81f12000002', 'r', 1, 1)",
      'starts free',
    ],
    [
      "INSERT INTO license (token, uuid, authkey, psk_key) VALUES ('0000000000000000', 'v', 'b', 'q')",
      'FOREIGN KEY',
    ],
    ["INSERT INTO run VALUES ('r', NULL, 'p', 0, NULL, 'succeeded', NULL)", 'CHECK'],
    ["INSERT INTO run VALUES ('r', NULL, 'p', 0, NULL, 'succeeded', '{')", 'CHECK|malformed'],
  ])('refuses %s', (sql, why) => {
    const connection = ledgerWith('validated', 1);
    expect(() => connection.exec(sql)).toThrow(new RegExp(why));
    expect(connection.prepare('SELECT * FROM license').all()).toHaveLength(1);
    connection.close();
  });

  test('gives one board of a token one license', () => {
    const connection = ledgerWith('validated', 1);
    connection.exec(
      "INSERT INTO license (token, uuid, authkey, psk_key) VALUES ('0123456789ABCDEF', 'v', 'b', 'q')",
    );
    const second = `UPDATE license SET state = 'reserved', mac = '${MAC}', run_id = 's', reserved_at = 1 WHERE uuid = 'v'`;
    expect(() => connection.exec(second)).toThrow(/UNIQUE/);
    connection.close();
  });

  test('only adds to the ledger', () => {
    const connection = ledgerWith('free', 0);
    connection.exec(
      "INSERT INTO license_event (license_id, at, actor, step, to_state, exposed) VALUES (1, 0, 'k', 'import', 'free', 0)",
    );
    expect(() => connection.exec("UPDATE license_event SET actor = 'someone else'")).toThrow(/only added to/);
    expect(() => connection.exec('DELETE FROM license_event')).toThrow(/only added to/);
    connection.close();
  });

  test('a constraint is no trouble of the file', () => {
    const connection = ledgerWith('validated', 1);
    try {
      connection.exec('DELETE FROM license');
    } catch (thrown) {
      expect(sqlTrouble(thrown)).toBeNull();
    }
    expect(sqlTrouble(new Error('some other error'))).toBeNull();
    expect(sqlTrouble('no error')).toBeNull();
    connection.close();
  });
});
