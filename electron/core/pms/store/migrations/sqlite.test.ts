import { expect, test } from 'vitest';

import { fixedSecrets } from '../../../secrets/testing/fixed-key.js';
import { rowsOf } from '../query.js';
import { reconcile } from '../../ledger/reconcile.js';
import { AFTER_5, FORMAT_4_LEDGER, FORMAT_4_LICENSES, FORMAT_4_LOOK } from '../../testing/format-4.js';
import { openLicense, type SealedColumns } from '../sealed-license.js';
import { openSqlite } from '../sqlite.js';
import { formatOf, KNOWN_FORMAT, migrate, SQLITE_FORMATS } from './sqlite.js';

const SHA = 'ab'.repeat(32);

test('a ledger of format 1 comes up to date with everything in it', async () => {
  const db = openSqlite(':memory:', { busyMs: 5 });
  db.exec('PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON');
  db.exec(SQLITE_FORMATS[0]?.sql ?? '');
  db.exec('PRAGMA user_version = 1');
  const record = JSON.stringify({
    firmware: { identifier: 'i', version: 'v', kind: 'QIO', bytes: 7, sha256: SHA },
  });
  db.exec(`
    INSERT INTO firmware VALUES ('${SHA}', 'n', 'QIO', 7, 'N');
    INSERT INTO token (token, firmware, identifier, version, gpio, development, created_at)
      VALUES ('0123456789ABCDEF', '${SHA}', 'i', 'v', 0, 0, 5);
    INSERT INTO license (id, token, uuid, authkey, psk_key) VALUES (1, '0123456789ABCDEF', 'u', 'a', 'p');
    INSERT INTO license_event (license_id, at, actor, step, to_state, exposed) VALUES (1, 5, 'k', 'import', 'free', 0);
    INSERT INTO run (run_id, token, port, started_at, outcome, record)
      VALUES ('r', '0123456789ABCDEF', 'COM1', 1, 'failed', '${record}')`);

  db.exec('BEGIN IMMEDIATE');
  await migrate(db, fixedSecrets);
  db.exec('COMMIT');

  expect(formatOf(db)).toBe(KNOWN_FORMAT);
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(db.prepare('SELECT token, firmware, created_at, license_kind FROM token').all()).toEqual([
    { token: '0123456789ABCDEF', firmware: SHA, created_at: 5, license_kind: 'tuyaos' },
  ]);
  expect(db.prepare('SELECT uuid, token, kind, development, held FROM license').all()).toEqual([
    { uuid: 'u', token: '0123456789ABCDEF', kind: 'tuyaos', development: 0, held: 0 },
  ]);
  expect(db.prepare('SELECT license_id, step FROM license_event').all()).toEqual([
    { license_id: 1, step: 'import' },
  ]);
  // Tokens of before were of one's own lists: nobody has to verify them.
  expect(db.prepare('SELECT needs_verification, account, low_water FROM token').all()).toEqual([
    { needs_verification: 0, account: null, low_water: 0 },
  ]);
  // What stood open is sealed, and opens again.
  const [license] = db.prepare('SELECT uuid, authkey, psk_key, authkey_mark FROM license').all();
  expect(JSON.stringify(license)).not.toMatch(/"[ap]"/);
  expect(openLicense(fixedSecrets, license as SealedColumns & { uuid: string })).toEqual({
    uuid: 'u',
    authkey: 'a',
    pskKey: 'p',
  });
  expect(license).toMatchObject({ authkey_mark: fixedSecrets.fingerprint('a') });
  const [run] = db.prepare('SELECT record FROM run').all() as { record: string }[];
  expect(JSON.parse(run?.record ?? '')).toEqual({
    firmware: { identifier: 'i', version: 'v', file: { kind: 'QIO', bytes: 7, sha256: SHA } },
  });
  // References to the table that was made anew still hold.
  expect(() => db.exec("UPDATE run SET token = 'no such token' WHERE run_id = 'r'")).toThrow();
  db.close();
});

test('a ledger of format 4 is carried over with every kind of license', async () => {
  const db = openSqlite(':memory:', { busyMs: 5 });
  db.exec('PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; BEGIN');
  for (const { number, sql, after = '' } of SQLITE_FORMATS) if (number <= 4) db.exec(sql + after);
  db.exec(`PRAGMA user_version = 4; ${FORMAT_4_LEDGER}; COMMIT`);
  const look = () => FORMAT_4_LOOK.map((sql) => db.prepare(sql).all());
  const before = look();
  expect(before[0]).toHaveLength(FORMAT_4_LICENSES);

  db.exec('BEGIN IMMEDIATE');
  await migrate(db, fixedSecrets);
  db.exec('COMMIT');

  expect(formatOf(db)).toBe(KNOWN_FORMAT);
  expect(look()).toEqual(before);
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(db.prepare('SELECT DISTINCT leased_to, leased_until FROM license').all()).toEqual([
    { leased_to: null, leased_until: null },
  ]);
  expect(db.prepare('SELECT DISTINCT mode FROM run').all()).toEqual([{ mode: null }]);
  const { balanced, faults } = await reconcile(rowsOf(db, fixedSecrets), []);
  expect({ balanced, faults }).toEqual({ balanced: true, faults: [] });
  for (const [sql, refusal] of AFTER_5) {
    if (refusal === null) db.exec(sql);
    else expect(() => db.exec(sql), sql).toThrow(refusal);
  }
  db.close();
});
