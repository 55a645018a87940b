import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ExcelJS from 'exceljs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { RunRecord } from '../../../shared/contract/records.js';
import type { Pms } from '../pms/pms.js';
import { openEmbeddedPms } from '../pms/embedded-pms.js';
import { countingRandom, record } from '../pms/testing/fixture.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { dayOf, startOf } from './days.js';
import { exportRuns } from './export.js';
import { recordsDay, runsOfDays } from './journal.js';

let folder: string;
let pms: Pms;
const noon = new Date(2026, 10, 25, 12);
const clock = new VirtualClock(noon.getTime());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-records-'));
  pms = await openEmbeddedPms({ folder, clock, random: countingRandom() });
});
afterEach(async () => {
  await pms.close();
  rmSync(folder, { recursive: true });
});

async function run(id: string, startedAt: Date, change: Partial<RunRecord> = {}): Promise<void> {
  await pms.finishRun(record(id, { startedAt: startedAt.toISOString(), ...change }));
}

test('a day begins and ends at midnight of this place, whatever the clocks do there', () => {
  expect(dayOf(startOf('2026-03-01', -1))).toBe('2026-02-28');
  expect(dayOf(startOf('2026-12-31', 1))).toBe('2027-01-01');
  expect(startOf('2026-11-25').getHours()).toBe(0);
});

test('a day shows its runs, oldest first, and the fourteen days up to it', async () => {
  await run('first', new Date(2026, 10, 25, 0, 0, 0));
  await run('second', new Date(2026, 10, 25, 9), {
    outcome: 'failed',
    error: { code: 'LINK_LOST', data: {} },
    license: null,
  });
  await run('late', new Date(2026, 10, 25, 23, 59, 59), { outcome: 'cancelled' });
  await run('tomorrow', new Date(2026, 10, 26, 0, 0, 0));
  await run('yesterday', new Date(2026, 10, 24, 23, 59), { seconds: 20 });
  await run('long ago', new Date(2026, 10, 11, 12));
  await run('before that', new Date(2026, 10, 12, 0, 0, 1), { seconds: 10 });

  const day = await recordsDay({ pms, clock }, null);
  expect(day).toMatchObject({ day: '2026-11-25', truncated: false });
  expect(day.rows.map(({ runId, error, uuid }) => [runId, error?.code ?? null, uuid !== null])).toEqual([
    ['first', null, true],
    ['second', 'LINK_LOST', false],
    ['late', null, true],
  ]);
  expect(day.days).toHaveLength(14);
  expect(day.days[0]).toEqual({ day: '2026-11-12', pass: 1, fail: 0, meanSeconds: 10 });
  expect(day.days[12]).toEqual({ day: '2026-11-24', pass: 1, fail: 0, meanSeconds: 20 });
  expect(day.days[13]).toEqual({ day: '2026-11-25', pass: 1, fail: 1, meanSeconds: 12.5 });
  expect((await recordsDay({ pms, clock }, '2026-11-26')).rows.map(({ runId }) => runId)).toEqual([
    'tomorrow',
  ]);
  expect((await pms.run('second'))?.error).toEqual({ code: 'LINK_LOST', data: {} });
  expect(await pms.run('nobody')).toBeNull();
});

test('runs go into a CSV and a spreadsheet, and a cell is never a formula', async () => {
  await run('a', noon, { port: '=cmd|calc' });
  await run('b', noon, { mac: null });
  const runs = await runsOfDays({ pms, clock }, '2026-11-25', '2026-11-25');

  const csv = join(folder, 'out.csv');
  await exportRuns(csv, runs);
  const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
  expect(lines[0]?.startsWith('\uFEFFstartedAt,outcome,mode,mac,uuid')).toBe(true);
  expect(lines).toHaveLength(3);
  expect(readFileSync(csv, 'utf8')).toContain(",'=cmd|calc,");

  const xlsx = join(folder, 'out.xlsx');
  await exportRuns(xlsx, runs);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(xlsx);
  const sheet = book.getWorksheet('records');
  expect(sheet?.rowCount).toBe(3);
  expect(sheet?.getRow(2).values).toContain('succeeded');

  await expect(exportRuns(join(folder, 'no', 'out.csv'), runs)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
