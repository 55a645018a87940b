import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openEmbeddedPms } from '../../core/pms/embedded-pms.js';
import { openSqlite } from '../../core/pms/store/sqlite.js';
import { countingRandom, macOf, request } from '../../core/pms/testing/fixture.js';
import { systemClock } from '../../core/time/clock.js';
import { runCommand } from '../testing/run-command.js';

let root: string;
let data: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-cli-pms-'));
  data = join(root, 'data');
  const pms = await openEmbeddedPms({ folder: data, clock: systemClock, random: countingRandom() });
  const { token } = await pms.createToken(request(5));
  await pms.reserve({ token, mac: macOf(1), runId: 'r' });
  await pms.close();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const kiln = (...args: string[]) => runCommand([...args, '--data', data]);

test('a backup is made beside the work, and replaces nothing', async () => {
  const to = join(root, 'copy.sqlite');
  const made = await kiln('pms', 'backup', '--out', to);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toContain(to);
  expect(made.out).toContain('kiln.key');
  const copy = openSqlite(to, { busyMs: 5, readOnly: true });
  expect(copy.prepare('SELECT count(*) AS count FROM license').all()).toEqual([{ count: 5 }]);
  copy.close();
  expect(await kiln('pms', 'backup', '--out', to)).toMatchObject({ code: 2, out: '' });
});

test('books that balance say so, and exit 0', async () => {
  const { code, out, err } = await kiln('pms', 'reconcile');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/All +issued 5 = free 4 \+ reserved 1 \+ written 0 \+ validated 0 \+ quarantined 0\n$/);
  const [event] = (await kiln('pms', 'reconcile', '--json')).out.split('\n');
  expect(JSON.parse(event ?? '')).toMatchObject({ event: 'reconciliation', balanced: true, faults: [] });
});

test('books that do not are named line by line, and exit 4', async () => {
  const db = openSqlite(join(data, 'ledger.sqlite'), { busyMs: 5 });
  db.exec(
    "DROP TRIGGER license_moves_forward; UPDATE license SET state = 'free', mac = NULL, run_id = NULL, reserved_at = NULL",
  );
  db.close();
  for (const [lang, said] of [
    ['en', 'not what its last line says'],
    ['zh-CN', '不符'],
  ] as const) {
    const { code, out, err } = await kiln('pms', 'reconcile', '--lang', lang);
    expect(code).toBe(4);
    expect(out).toContain('feed000000000000');
    expect(out).toContain(said);
    expect(err).not.toBe('');
  }
  expect((await kiln('pms', 'reconcile', '--json')).out).toContain('LEDGER_UNBALANCED');
});
