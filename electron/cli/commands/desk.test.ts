import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { csvOf } from '../../core/pms/testing/desk-bench.js';
import { runCommand } from '../testing/run-command.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-cli-desk-'));
  writeFileSync(join(root, 'list.csv'), csvOf(3));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const kiln = (args: string[], typed = '') => runCommand([...args, '--data', join(root, 'data')], typed);

async function ask(operation: string, request: object): Promise<Record<string, unknown>> {
  const { out } = await kiln(['pms', 'ask', operation, JSON.stringify(request), '--json']);
  return (JSON.parse(out.trim()) as { reply: Record<string, unknown> }).reply;
}

test('a list comes in, an order goes out, its token is verified', async () => {
  expect((await kiln(['pms', 'import', join(root, 'list.csv')])).out).toBe(
    '3 licenses of list.csv are in the pool.\n',
  );
  expect(await kiln(['pms', 'import', join(root, 'list.csv')])).toMatchObject({ code: 4 });
  const { id } = await ask('product.create', { name: 'Plug', category: 'p', mode: 'custom' });
  const order = { productId: id, mode: 'authorize-only', quantity: 2, identifier: 'i', version: '1.0.0' };
  const { code } = (await ask('order.create', order)) as { code: string };
  const zip = join(root, 'c.zip');
  expect((await kiln(['pms', 'order', code, '--out', zip])).code).toBe(0);
  expect(readFileSync(zip).subarray(0, 2).toString()).toBe('PK');
  const { token } = (await ask('order.credential', { code })) as { token: string };
  expect((await kiln(['token', 'verify', token])).out).toBe(`${token} is verified: it may be used now.\n`);
  const table = join(root, 'stock.csv');
  expect((await kiln(['pms', 'export', table, '--of', 'stock'])).code).toBe(0);
  expect(readFileSync(table, 'utf8').trim().split('\n')).toHaveLength(2);
  expect((await kiln(['pms', 'boards'])).code).toBe(0);
  expect(await kiln(['pms', 'order', code, '--out', join(root, 'l.csv')])).toMatchObject({ code: 2 });
});

test('says what it cannot do', async () => {
  expect(await kiln(['pms', 'ask', 'no.such'])).toMatchObject({ code: 2 });
  expect(await kiln(['pms', 'ask', 'order.list', '{'])).toMatchObject({ code: 2 });
  expect(await kiln(['pms', 'export', 'x.csv', '--of', 'nothing'])).toMatchObject({ code: 2 });
  expect(await kiln(['pms', 'init', '--email', 'a@kiln.example'], '')).toMatchObject({ code: 2 });
});

test('the first admin is made once, by a password nobody sees', async () => {
  const init = (typed: string) => kiln(['pms', 'init', '--email', 'Admin@kiln.example'], typed);
  expect(await init('short\n')).toMatchObject({ code: 2 });
  const made = await init('correct horse battery\n');
  expect(made.out).toBe('admin@kiln.example is the first admin. From now on everybody logs in.\n');
  expect(await init('correct horse battery\n')).toMatchObject({ code: 2 });
});

test('a craft line and its work order are made, shown, taken back and closed', async () => {
  const line = ['pms', 'craft-line', 'create', 'Lights', '--station', 'burn=Burning', '--station', 'TEST'];
  expect((await kiln(line)).out).toMatch(/^[0-9a-z]{12} {2}Lights: BURN > TEST\n$/);
  expect((await kiln(['pms', 'craft-line', 'list'])).out).toContain('Lights: BURN > TEST');
  const create = ['pms', 'work-order', 'create', '--line', 'Lights', '--quantity'];
  expect(await kiln([...create, 'many'])).toMatchObject({ code: 2 });
  const made = JSON.parse((await kiln([...create, '2', '--json'])).out) as { code: string };
  const { code } = made;
  const passed = { code, station: 'BURN', mac: 'd81f12000001', sn: 'SN-1', passed: true, runId: 'r' };
  await ask('workOrder.commit', passed);
  expect((await kiln(['pms', 'work-order', 'list'])).out).toContain(`${code}       1 / 2      open`);
  expect((await kiln(['pms', 'work-order', 'show', code.toLowerCase()])).out.split('\n')).toEqual([
    `${code}  Lights, open`,
    '  1 of 2 boards begun, token -',
    '  BURN         1 of 2 passed  Burning',
    '  TEST         0 of 2 passed  TEST',
    '',
  ]);
  const reset = ['pms', 'work-order', 'reset', code, '--station', 'burn'];
  expect(await kiln(reset)).toMatchObject({ code: 2 });
  expect((await kiln([...reset, '--sn', 'SN-1'])).out).toContain('BURN         0 of 2 passed');
  expect((await kiln(['pms', 'work-order', 'close', code])).out).toContain('Lights, closed');
  expect(await kiln([...create, '1', '--line', 'No such line'])).toMatchObject({ code: 2 });
});
