import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import type { StorePms } from './store-pms.js';
import { SQLITE_FORMATS } from './store/migrations/sqlite.js';
import { openSqlite } from './store/sqlite.js';
import { countingRandom, errorOf, licenses, macOf, request } from './testing/fixture.js';

let folder: string;
let seed = 1;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-sealed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): Promise<StorePms> =>
  openEmbeddedPms({ folder, clock: new VirtualClock(), random: countingRandom((seed += 1)) });
const key = (): string => join(folder, 'kiln.key');
const onDisk = (): string =>
  readdirSync(folder)
    .filter((name) => name.startsWith('ledger.'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join();

/** A ledger as an earlier Kiln left it: licenses open, and some of what was there before in free pages. */
function earlier(): void {
  const db = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5 });
  db.exec('PRAGMA journal_mode = WAL');
  for (const { number, sql } of SQLITE_FORMATS) if (number <= 2) db.exec(sql);
  db.exec(`PRAGMA user_version = 2;
    INSERT INTO token (token, identifier, version, gpio, development, created_at)
      VALUES ('0123456789ABCDEF', 'i', 'v', 0, 0, 5)`);
  for (const { uuid, authkey, pskKey } of licenses(500)) {
    db.prepare('INSERT INTO license (token, uuid, authkey, psk_key) VALUES (?, ?, ?, ?)').run(
      '0123456789ABCDEF',
      uuid,
      authkey,
      pskKey,
    );
  }
  db.close();
}

test('no authkey and no psk lies open on the disk', async () => {
  const pms = await open();
  const { token } = await pms.createToken(request(20));
  const { license } = await pms.reserve({ token, mac: macOf(1), runId: 'r' });
  expect(license.authkey).toContain('SECRET');
  expect(license.pskKey).toContain('SECRET');
  expect(onDisk()).toContain(license.uuid);
  expect(onDisk()).not.toContain('SECRET');
  await pms.close();
  expect(onDisk()).not.toContain('SECRET');
});

test('what an earlier Kiln left open is sealed when it is opened, to the last page', async () => {
  earlier();
  expect(onDisk()).toContain('SECRET');
  const pms = await open();
  expect(onDisk()).not.toContain('SECRET');
  await pms.close();
  expect(onDisk()).not.toContain('SECRET');

  const again = await open();
  const one = licenses(500)[499] ?? expect.fail();
  // Known again by its mark.
  const other = { ...one, uuid: 'feedffffffffffff', row: 2 };
  expect(await errorOf(again.createToken({ ...request(1), licenses: [other] }))).toMatchObject({
    data: { rows: [{ problem: 'known-authkey' }] },
  });
  await again.close();
});

test('a lost key, another key, none at all: said, and nothing is overwritten', async () => {
  const pms = await open();
  const { token } = await pms.createToken(request(1));
  await pms.close();
  const ledger = readFileSync(join(folder, 'ledger.sqlite'));
  const kept = readFileSync(key());

  renameSync(key(), `${key()}.kept`);
  expect(await errorOf(open())).toEqual({ code: 'SECRET_KEY_LOST', data: { path: key() } });
  expect(readdirSync(folder)).not.toContain('kiln.key');

  const another = `kiln-key plain ${Buffer.alloc(32, 9).toString('base64')}\n`;
  for (const text of [another, 'nothing of the kind']) {
    writeFileSync(key(), text);
    expect(await errorOf(open())).toEqual({ code: 'SECRET_KEY_WRONG', data: { path: key() } });
    expect(readFileSync(key(), 'latin1')).toBe(text);
  }
  expect(readFileSync(join(folder, 'ledger.sqlite')).equals(ledger)).toBe(true);

  writeFileSync(key(), kept);
  const back = await open();
  expect((await back.reserve({ token, mac: macOf(1), runId: 'r' })).license.authkey).toContain('SECRET');
  await back.close();
});

test('a value that was changed on the disk is not handed out', async () => {
  const pms = await open();
  const { token } = await pms.createToken(request(2));
  const db = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5 });
  db.exec(`DROP TRIGGER license_moves_forward;
    UPDATE license SET authkey = (SELECT authkey FROM license WHERE id = 2) WHERE id = 1`);
  db.close();
  const reserving = pms.reserve({ token, mac: macOf(1), runId: 'r' });
  expect(await errorOf(reserving)).toEqual({ code: 'SECRET_UNREADABLE', data: {} });
  expect((await pms.tokenInfo(token)).free).toBe(2);
  await pms.close();
});

test('two programs that start at once on an empty folder end up with one key', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  const { token } = await one.createToken(request(1));
  expect((await two.reserve({ token, mac: macOf(1), runId: 'r' })).license.authkey).toContain('SECRET');
  await one.close();
  await two.close();
});
