import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import { bySilence } from './ledger/liveness.js';
import type { Claim, Pms } from './pms.js';
import { StorePms } from './store-pms.js';
import { openSqlite } from './store/sqlite.js';
import { leasesContract } from './testing/contract-leases.js';
import { reconcileContract } from './testing/contract-reconcile.js';
import { audit, openText } from './testing/audit.js';
import { countingRandom, licenses, macOf, request } from './testing/fixture.js';
import { pmsContract } from './testing/pms-contract.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const embedded = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-pms-'));
  folders.push(folder);
  const clock = new VirtualClock();
  const random = countingRandom();
  // Each as a program of its own, the others dead.
  const open = () => openEmbeddedPms({ folder, clock, random, isAlive: () => false });
  const pms = await open();
  return { pms, clock, again: open, books: pms };
};
pmsContract('the embedded store', embedded);
// Leases are for what stands behind a server: a run lives as long as it is heard of.
leasesContract('the embedded store', async () => {
  const { pms, ...under } = await embedded();
  const books = new StorePms({ ...pms.parts, liveness: bySilence() });
  return { ...under, pms: books, books };
});

reconcileContract('the embedded store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-pms-'));
  folders.push(folder);
  const pms = await openEmbeddedPms({ folder, clock: new VirtualClock(), random: countingRandom() });
  const tamper = (sql: string): Promise<void> => {
    const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5 });
    const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of triggers as { name: string }[]) database.exec(`DROP TRIGGER ${name}`);
    database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
    database.close();
    return Promise.resolve();
  };
  return { pms, tamper };
});

describe('the embedded store besides', () => {
  const clock = new VirtualClock();
  const place = (): { folder: string; open: () => Promise<Pms> } => {
    const folder = mkdtempSync(join(tmpdir(), 'kiln-pms-'));
    folders.push(folder);
    return {
      folder,
      open: () =>
        openEmbeddedPms({
          folder,
          clock,
          random: countingRandom(),
          actor: 'line 4',
          isAlive: () => false,
        }),
    };
  };
  const token = async (pms: Pms): Promise<string> => (await pms.createToken(request(3))).token;

  /** One license each: used, given up before and after the board saw it, never touched. */
  const work = async (pms: Pms, of: string): Promise<void> => {
    const claim = (mac: number): Claim => ({ token: of, mac: macOf(mac), runId: `run-${mac}` });
    for (const mac of [1, 2, 3]) await pms.reserve(claim(mac));
    for (const mac of [1, 2]) await pms.expose(claim(mac));
    await pms.markWritten(claim(1));
    await pms.validate(claim(1));
    await pms.abandon(claim(2), 'LINK_LOST');
    await pms.abandon(claim(3), 'CANCELLED');
  };

  test('refuses a second board with the MAC of one that is being worked on, and only as long as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiln-pms-'));
    folders.push(folder);
    const living = new Set([process.pid]);
    const pms = await openEmbeddedPms({
      folder,
      clock,
      random: countingRandom(),
      isAlive: (pid) => living.has(pid),
    });
    const of = await token(pms);
    const start = (runId: string) =>
      pms.startRun({ runId, token: of, port: 'COM5', startedAt: clock.wallTime() });
    const claim = (runId: string): Claim => ({ token: of, mac: macOf(1), runId });
    await start('first');
    await pms.reserve(claim('first'));
    await pms.expose(claim('first'));
    await start('second');
    await expect(pms.reserve(claim('second'))).rejects.toMatchObject({
      code: 'MAC_CLASH',
      data: { mac: macOf(1) },
    });
    // The first is not disturbed by it.
    await pms.markWritten(claim('first'));
    await expect(pms.reserve(claim('second'))).rejects.toMatchObject({ code: 'MAC_CLASH' });
    // Its program dies: the board may come again at once.
    living.clear();
    expect((await pms.reserve(claim('second'))).reused).toBe(true);
    await pms.close();
    expect((await audit(folder)).faults).toEqual([]);
  });

  test('refuses a license it has under another uuid, and a uuid it has in other letters', async () => {
    const { open } = place();
    const pms = await open();
    const one = licenses(1)[0] ?? expect.fail();
    const wanted = (license: typeof one) =>
      pms.createToken({ ...request(1), licenses: [{ ...license, row: 2 }] });
    await wanted(one);
    const problem = (name: string) =>
      expect.objectContaining({
        code: 'LIST_INVALID',
        data: { count: 1, rows: [expect.objectContaining({ problem: name })] },
      }) as Error;
    await expect(wanted({ ...one, uuid: `${one.uuid.slice(0, -1)}_` })).rejects.toEqual(
      problem('known-authkey'),
    );
    const other = `${one.authkey.slice(0, -1)}Q`;
    await expect(wanted({ ...one, uuid: one.uuid.toUpperCase(), authkey: other })).rejects.toEqual(
      problem('known-uuid'),
    );
    await pms.close();
  });

  test('writes a line for every move, and its lines add up', async () => {
    const { folder, open } = place();
    const pms = await open();
    await work(pms, await token(pms));
    await pms.close();
    expect((await audit(folder)).faults).toEqual([]);

    const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5, readOnly: true });
    const lines = database
      .prepare(
        'SELECT license_id, step, run_id, mac, from_state, to_state, exposed, reason, at, actor FROM license_event',
      )
      .all() as Record<string, unknown>[];
    database.close();
    for (const line of lines) expect(line).toMatchObject({ at: clock.wallTime().getTime(), actor: 'line 4' });
    const told = (id: number): unknown[] =>
      lines
        .filter((line) => line['license_id'] === id)
        .map((line) => [
          line['step'],
          line['run_id'],
          line['mac'],
          line['from_state'],
          line['to_state'],
          line['exposed'],
          line['reason'],
        ]);
    expect(told(1)).toEqual([
      ['import', null, null, null, 'free', 0, null],
      ['reserve', 'run-1', macOf(1), 'free', 'reserved', 0, null],
      ['expose', 'run-1', macOf(1), 'reserved', 'reserved', 1, null],
      ['write', 'run-1', macOf(1), 'reserved', 'written', 1, null],
      ['validate', 'run-1', macOf(1), 'written', 'validated', 1, null],
    ]);
    expect(told(2).at(-1)).toEqual(['abandon', 'run-2', macOf(2), 'reserved', 'quarantined', 1, 'LINK_LOST']);
    expect(told(3).at(-1)).toEqual(['abandon', 'run-3', macOf(3), 'reserved', 'free', 0, 'CANCELLED']);
  });

  test('says no secret in its lines and records', async () => {
    const { folder, open } = place();
    const pms = await open();
    const of = await token(pms);
    await pms.startRun({ runId: 'run-1', token: of, port: 'COM3', startedAt: clock.wallTime() });
    await work(pms, of);
    await clock.advance(600_001);
    await (await open()).close();
    await pms.close();
    const text = openText(folder);
    expect(text).toContain('interrupted');
    expect(text).not.toContain(of);
    expect(text).not.toContain('SECRET');
  });

  test('keeps a token whole: nothing of it stands where its licenses are refused', async () => {
    const { folder, open } = place();
    const pms = await open();
    await token(pms);
    const again = pms.createToken(request(0, { licenses: [...licenses(2, 1), ...licenses(1)] }));
    await expect(again).rejects.toMatchObject({ code: 'LIST_INVALID' });
    await pms.close();
    expect((await audit(folder)).licenses).toHaveLength(3);
    const database = openSqlite(join(folder, 'ledger.sqlite'), { busyMs: 5, readOnly: true });
    expect(database.prepare('SELECT count(*) AS tokens FROM token').all()).toEqual([{ tokens: 1 }]);
    database.close();
  });

  test('takes a list of many thousands', async () => {
    const { open } = place();
    const pms = await open();
    expect(await pms.createToken(request(9_001))).toMatchObject({ amount: 9_001, free: 9_001 });
    const refused = pms.createToken(request(9_001));
    await expect(refused).rejects.toMatchObject({ code: 'LIST_INVALID', data: { count: 9_001 } });
    await pms.close();
  });

  test('does not hand out a firmware that changed on the disk', async () => {
    const { folder, open } = place();
    const pms = await open();
    const info = await pms.createToken(request(1));
    writeFileSync(join(folder, 'firmware', `${info.firmware.file?.sha256}.bin`), 'something else');
    const refused = { code: 'FIRMWARE_STORE', data: { sha256: info.firmware.file?.sha256 } };
    await expect(pms.firmwareImage(info.token)).rejects.toMatchObject(refused);
    await pms.close();
  });

  test('two tokens of one firmware share its file', async () => {
    const { folder, open } = place();
    const pms = await open();
    await token(pms);
    await pms.createToken(request(0, { licenses: licenses(1, 1), version: '1.0.0 ' }));
    expect(readdirSync(join(folder, 'firmware'))).toHaveLength(1);
    await pms.close();
  });

  test('never issues one token twice, and says when chance fails it', async () => {
    const folder = place().folder;
    const pms = await openEmbeddedPms({ folder, clock, random: (bytes) => new Uint8Array(bytes) });
    await token(pms);
    const second = pms.createToken(request(0, { licenses: licenses(1, 1) }));
    await expect(second).rejects.toThrow('randomness');
    await pms.close();
  });
});
