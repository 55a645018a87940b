import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { csvOf } from '../../core/pms/testing/desk-bench.js';
import { runCommand } from '../testing/run-command.js';

let root: string;
let product: string;

async function kiln(...args: string[]): Promise<{ code: number; events: Record<string, unknown>[] }> {
  const { code, out } = await runCommand([...args, '--json', '--data', join(root, 'data')]);
  const lines = out.trim().split('\n');
  return { code, events: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
const order = (...args: string[]) => kiln('pms', 'order', '--product', product, ...args);
const reply = async (operation: string, request: object) => {
  const { events } = await kiln('pms', 'ask', operation, JSON.stringify(request));
  return events[0]?.['reply'] as Record<string, unknown>;
};

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-cli-order-'));
  writeFileSync(join(root, 'list.csv'), csvOf(8));
  await kiln('pms', 'import', join(root, 'list.csv'));
  const made = await reply('product.create', { name: 'Plug', category: 'p', mode: 'custom' });
  product = String(made['id']);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ONLY = ['--mode', 'authorize-only', '--identifier', 'on_board', '--version', '3.1.0'];

test('an order with all that its token asks of boards, and its credential at once', async () => {
  const zip = join(root, 'c.zip');
  const terms = ['--country', 'de', '--rssi', 'line 2:ap:-62', '--gpio', '--low-water', '2'];
  const dates = ['--effective', '2026-01-01', '--expires', '2999-12-31'];
  const macs = ['--macs', 'd8:1f:12:00:00:01..d81f12000005'];
  const { code, events } = await order('--quantity', '5', ...ONLY, ...terms, ...dates, ...macs, '--out', zip);
  expect(code).toBe(0);
  expect(events).toMatchObject([{ event: 'order', quantity: 5 }, { event: 'file' }]);
  const { items } = (await reply('token.list', {})) as { items: object[] };
  expect(items).toMatchObject([
    {
      country: 'DE',
      tests: { rssi: { ssid: 'line 2:ap', min: -62 }, gpio: true },
      macRule: { from: 'd81f12000001', to: 'd81f12000005' },
      lowWater: 2,
      effectiveAt: new Date('2026-01-01T00:00:00').toISOString(),
      expiresAt: new Date('2999-12-31T23:59:59.999').toISOString(),
    },
  ]);
  const text = strFromU8(
    unzipSync(new Uint8Array(readFileSync(zip)))['Token_information.txt'] ?? new Uint8Array(),
  );
  expect(text).toContain('RSSI test: line 2:ap, at least -62 dBm');
});

test('what makes no sense is refused by name, and nothing is ordered', async () => {
  const refused = async (...args: string[]) => {
    const { code, events } = await order('--quantity', '3', ...ONLY, ...args);
    return [code, events[0]?.['code']];
  };
  expect(await refused('--country', 'ZZ')).toEqual([2, 'COUNTRY_UNKNOWN']);
  expect(await refused('--macs', 'd81f12000001..d81f12000002')).toEqual([2, 'MAC_RANGE_SMALL']);
  expect(await refused('--macs', 'd81f12000001')).toEqual([2, 'USAGE']);
  expect(await refused('--expires', '2020-01-01')).toEqual([2, 'ORDER_EXPIRED']);
  expect(await refused('--effective', 'soon')).toEqual([2, 'USAGE']);
  expect(await refused('--low-water', '4')).toEqual([2, 'LOW_WATER_HIGH']);
  expect(await refused('--rssi', 'ap')).toEqual([2, 'USAGE']);
  expect(await refused('--mode', 'by-mail')).toEqual([2, 'USAGE']);
  expect(await refused('--out', join(root, 'x.csv'))).toEqual([2, 'USAGE']);
  const credential = await order('--quantity', '1', '--identifier', 'none');
  expect(credential.events[0]).toMatchObject({ code: 'DESK_UNKNOWN', data: { id: 'none' } });
  expect((await kiln('pms', 'order')).code).toBe(2);
  expect((await order()).code).toBe(2);
  expect(await reply('order.list', {})).toEqual({ items: [], next: null });
});

test('a license list goes into its file; its code fetches it again, and orders nothing', async () => {
  const path = join(root, 'list-2.csv');
  const { code, events } = await order('--quantity', '2', '--mode', 'license-list', '--out', path);
  expect(code).toBe(0);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
  const again = join(root, 'again.csv');
  const ordered = String(events[0]?.['code']);
  expect((await kiln('pms', 'order', ordered, '--out', again)).code).toBe(0);
  expect(readFileSync(again)).toEqual(readFileSync(path));
  expect((await kiln('pms', 'order', ordered)).code).toBe(2);
  expect((await kiln('pms', 'order', ordered, '--product', product, '--out', again)).code).toBe(2);
});
