import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';

import { kiln } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';

const VIRTUAL = ['--virtual', 'BK7231N', '--timing', 'instant'];

/**
 * A file of the disk is dragged over the page and dropped: the browser's own drag, with the file's path behind it, as
 * from a folder of the desktop.
 */
async function dropFile(page: Page, target: Locator, path: string): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('nothing to drop on');
  const client = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await client.detach();
}

/** What the system's dialogs answer from now on: nobody is there to click in them. */
async function chooseFile(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);
}
async function saveTo(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
  }, path);
}

async function openDesk(page: Page): Promise<void> {
  // Keys are heard once the first view stands.
  await expect(page.getByTestId('slot-1')).toBeVisible();
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('navigation', { name: 'Desk' })).toBeVisible();
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

async function addProduct(page: Page, name: string, mode: RegExp): Promise<void> {
  await page.keyboard.press('Alt+p');
  const form = dialog(page, 'New product');
  await form.getByLabel('Product name').fill(name);
  await form.getByLabel('Category').fill('Lighting');
  await form.getByRole('radio', { name: mode }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

/** Firmware, its files one after the other, enabled for everybody. */
async function addFirmware(page: Page, app: ElectronApplication, folder: string): Promise<void> {
  await page.keyboard.press('Alt+a');
  const form = dialog(page, 'Add custom firmware');
  await form.getByLabel(/^Firmware Identifier/).fill('wifi_one_light');
  await expect(form).toContainText('1 byte = 8 bits; 16 Mbit / 8 = 2 MB');
  await page.keyboard.press('Control+Enter');
  const slots = { QIO: 'Production firmware', UA: 'User area firmware', UG: 'Firmware update' } as const;
  // What is no UA is refused as one, in the slot that it was given to.
  await chooseFile(app, join(folder, 'wifi_one_light_QIO_1.0.0.bin'));
  const ua = page.getByRole('region', { name: slots.UA });
  await ua.getByRole('button', { name: /Choose file/ }).click();
  await expect(ua.getByRole('alert')).toContainText('QIO');
  for (const kind of ['QIO', 'UA', 'UG'] as const) {
    await chooseFile(app, join(folder, `wifi_one_light_${kind}_1.0.0.bin`));
    const slot = page.getByRole('region', { name: slots[kind] });
    await slot.getByRole('button', { name: /Choose file/ }).click();
    await expect(slot).toContainText('SHA-256');
  }
  await page.keyboard.press('Alt+e');
  await expect(dialog(page, /Enable firmware/)).toContainText('mass production');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Enabled: General availability')).toBeVisible();
}

async function sample(dataFolder: string, licenses = 5): Promise<string> {
  const folder = join(dataFolder, '..', 'files');
  const named = ['--chip', 'BK7231N', '--identifier', 'wifi_one_light'];
  const made = await kiln('sample', ...named, '--licenses', String(licenses), '--out', folder);
  if (made.code !== 0) throw new Error(made.err);
  return folder;
}

test('from firmware to a green board: upload, enable, two free licenses, credential, verify, burn, ledger', async ({
  launch,
  dataFolder,
}) => {
  const folder = await sample(dataFolder);
  const { page, app } = await launch({ args: VIRTUAL });
  await openDesk(page);
  await addProduct(page, 'One light', /^Custom/);
  await addFirmware(page, app, folder);

  await page.keyboard.press('Alt+f');
  await expect(dialog(page, 'Get 2 Free Licenses')).toContainText('writes one license into each board');
  await page.keyboard.press('Control+Enter');
  const receipt = page.getByRole('complementary', { name: 'Receipt of the order' });
  await expect(receipt).toContainText('2 licenses');
  const zip = join(dataFolder, '..', 'credential.zip');
  await saveTo(app, zip);
  await page.keyboard.press('Alt+d');
  await expect(receipt.getByRole('status')).toContainText('credential.zip');
  const files = unzipSync(new Uint8Array(await readFile(zip)));
  const information = Buffer.from(files['Token_information.txt'] ?? []).toString();
  const token = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(information)?.[0] ?? '';
  expect(token).not.toBe('');

  await page.keyboard.press('Control+1');
  const station = new StationPage(page);
  await station.enterToken(token);
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('Failed to get token, no permissions for actions');
  await refusal.getByRole('button', { name: 'Verify code' }).click();
  await expect(page.getByRole('meter', { name: '2 of 2 licenses left' })).toBeVisible();
  await station.choosePort(1, /BK7231N/);
  await page.keyboard.press('F5');
  await station.expectLook(1, 'wait');
  await station.button(1, /Press the board’s reset/).click();
  await station.expectLook(1, 'pass', 40_000);

  await openDesk(page);
  await page.keyboard.press('Alt+5');
  const ledger = page.getByRole('table', { name: 'Ledger' });
  await page.keyboard.press('Control+f');
  await page.keyboard.type(token);
  await expect(ledger.getByRole('row', { name: /Validated/ })).toHaveCount(1);
  await ledger.getByRole('row', { name: /Validated/ }).click();
  await expect(page.getByRole('complementary')).toContainText('Proved on the board');
  await page.keyboard.press('Alt+r');
  await expect(page.getByRole('heading', { name: 'Balanced' })).toBeVisible();
});

test('a no-code product: no license without a board, a code from a bound one, none from an unbound one', async ({
  launch,
  dataFolder,
}) => {
  const folder = await sample(dataFolder);
  const { page, app } = await launch();
  await openDesk(page);
  await addProduct(page, 'Night lamp', /^No-code/);
  await addFirmware(page, app, folder);
  await page.keyboard.press('Alt+f');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, 'Get 2 Free Licenses').getByRole('alert')).toContainText(
    'A Sandwich board is needed',
  );
  await page.keyboard.press('Escape');

  await page.keyboard.press('Alt+7');
  await page.keyboard.press('Alt+r');
  const register = dialog(page, 'Register a board');
  await register.getByLabel(/^Board ID/).fill('SW-0042');
  await register.getByLabel(/^Password/).fill('blue-kettle');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, 'Board registered')).toContainText('SW-0042');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+n');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, /Authorization code/).getByRole('alert')).toContainText(
    'not bound to your account',
  );
  await page.keyboard.press('Escape');

  await page.keyboard.press('Alt+a');
  const bind = dialog(page, 'Add Development Board');
  await bind.getByLabel(/^Board ID/).fill('sw-0042');
  await bind.getByLabel(/^Password/).fill('wrong');
  await page.keyboard.press('Control+Enter');
  await expect(bind.getByRole('alert')).toContainText('ID or password of the board is wrong');
  await bind.getByLabel(/^Password/).fill('blue-kettle');
  await page.keyboard.press('Control+Enter');
  await expect(bind).toHaveCount(0);
  await page.keyboard.press('Alt+n');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, 'Authorization code')).toContainText(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/);
});

test('10 000 licenses come in with a report; a list with bad rows is refused row by row, whole', async ({
  launch,
  dataFolder,
}) => {
  const folder = await sample(dataFolder, 10_000);
  const list = join(folder, 'licenses.csv');
  const { page, app } = await launch();
  await openDesk(page);
  await page.keyboard.press('Alt+4');
  await chooseFile(app, list);
  await page.keyboard.press('Alt+i');
  const panel = page.getByRole('region', { name: 'Import list' });
  await expect(panel).toContainText('licenses.csv');
  await page.keyboard.press('Alt+s');
  await expect(panel.getByRole('progressbar')).toBeVisible();
  await expect(panel).toContainText(/10.000 licenses imported/, { timeout: 20_000 });
  await expect(page.getByText(/in stock/).first()).toBeVisible();

  const bad = join(folder, 'bad.csv');
  const [head, first = '', second = ''] = (await readFile(list, 'utf8')).split('\n');
  const fresh = first.replace(/^.{8}/, 'kilndev9');
  await writeFile(bad, [head, 'too-short,abc,', first, fresh, second].join('\n'));
  await panel.getByRole('button', { name: /Close/ }).click();
  await chooseFile(app, bad);
  await button(page, /^Import list/).click();
  await page.keyboard.press('Alt+s');
  await expect(panel.getByRole('alert')).toContainText('bad rows');
  const report = panel.getByRole('table', { name: 'Bad rows' });
  await expect(report.getByRole('row', { name: /^2\b.*UUID must have/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Lists that came in' })).toContainText('1 list');
});

test('files that are dropped come in: a firmware into its slot, a list onto the page', async ({
  launch,
  dataFolder,
}) => {
  const folder = await sample(dataFolder);
  const { page } = await launch();
  await openDesk(page);
  await addProduct(page, 'One light', /^Custom/);
  await page.keyboard.press('Alt+a');
  const form = dialog(page, 'Add custom firmware');
  await form.getByLabel(/^Firmware Identifier/).fill('wifi_one_light');
  await form.getByLabel(/^Firmware Version/).fill('1.0.1');
  await page.keyboard.press('Control+Enter');
  const slot = (name: string) => page.getByRole('region', { name });
  const file = (name: string) => join(folder, `wifi_one_light_${name}_1.0.0.bin`);
  await dropFile(page, slot('User area firmware'), file('QIO'));
  await expect(slot('User area firmware').getByRole('alert')).toContainText('QIO');
  await dropFile(page, slot('Production firmware'), file('QIO'));
  await expect(slot('Production firmware')).toContainText('SHA-256');
  await expect(slot('Production firmware')).toContainText('this version is called 1.0.1');
  await page.keyboard.press('Alt+e');
  await expect(dialog(page, /Enable firmware/)).toContainText('this version is called 1.0.1');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Alt+4');
  await dropFile(page, page.getByRole('main'), join(folder, 'licenses.csv'));
  const panel = page.getByRole('region', { name: 'Import list' });
  await expect(panel).toContainText('licenses.csv');
  await page.keyboard.press('Alt+s');
  await expect(panel).toContainText('5 licenses imported');
});

/** A product by the command line, and licenses for it: what the test is about comes after that. */
async function stocked(dataFolder: string, licenses: number): Promise<string> {
  const folder = await sample(dataFolder, licenses);
  const at = ['--data', dataFolder, '--json'];
  const made = await kiln('pms', 'import', join(folder, 'licenses.csv'), ...at);
  const product = { name: 'One light', category: 'Lighting', mode: 'custom' };
  const asked = await kiln('pms', 'ask', 'product.create', JSON.stringify(product), ...at);
  if (made.code !== 0 || asked.code !== 0) throw new Error(made.err + asked.err);
  return (JSON.parse(asked.out) as { reply: { id: string } }).reply.id;
}

test('an order by the command line carries its terms onto the token’s page; many orders go into one folder', async ({
  launch,
  dataFolder,
}) => {
  const product = await stocked(dataFolder, 6);
  const order = (...terms: string[]) =>
    kiln(
      ...['pms', 'order', '--product', product, '--mode', 'authorize-only', '--data', dataFolder],
      ...[
        '--identifier',
        'wifi_one_light',
        '--version',
        '1.0.0',
        '--quantity',
        '2',
        '--development',
        ...terms,
      ],
    );
  const rules = ['--country', 'de', '--rssi', 'line2:-62', '--gpio', '--expires', '2999-12-31'];
  expect((await order(...rules, '--macs', 'd81f12000001..d81f120000ff')).code).toBe(0);
  expect((await order()).code).toBe(0);
  expect((await order('--country', 'ZZ')).err).toContain('There is no such country');

  const { page, app } = await launch();
  await openDesk(page);
  await page.keyboard.press('Alt+3');
  await page.getByRole('table', { name: 'Tokens' }).getByRole('row', { name: /DE/ }).click();
  const token = page.getByRole('complementary', { name: 'The token' });
  for (const term of ['DE', 'RSSI of line2 at least -62 dBm, GPIO', 'D8 1F 12 00 00 FF', '2999-12-31']) {
    await expect(token).toContainText(term);
  }

  await page.keyboard.press('Alt+2');
  await page.getByRole('checkbox', { name: 'Choose all rows that are here' }).check();
  const out = join(dataFolder, '..', 'out');
  await mkdir(out);
  await chooseFile(app, out);
  await page.keyboard.press('Alt+d');
  const report = dialog(page, /Downloaded into/);
  await expect(report).toContainText('2 done');
  const names = (await readdir(out)).sort();
  expect(names.map((name) => name.replace(/[0-9A-Z]{9}/, 'CODE'))).toEqual([
    'credential-CODE.zip',
    'credential-CODE.zip',
  ]);
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Choose all rows that are here' }).check();
  await page.keyboard.press('Alt+d');
  await expect(report).toContainText('2 refused');
  await expect(report).toContainText('is in that folder');
});

test('many licenses are kept back by keys and for one reason; each refusal is told, and the filter comes back', async ({
  launch,
  dataFolder,
}) => {
  await stocked(dataFolder, 300);
  const { page, app } = await launch();
  await openDesk(page);
  await page.keyboard.press('Alt+5');
  const ledger = page.getByRole('table', { name: 'Ledger' });
  await ledger.getByRole('row').nth(1).focus();
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('3 chosen')).toBeVisible();
  await page.keyboard.press('Alt+q');
  const form = dialog(page, 'Keep back 3 licenses');
  await form.getByLabel(/^Reason/).fill('recalled by the vendor');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, 'What became of 3')).toContainText('3 done');
  await page.keyboard.press('Escape');
  await expect(ledger.getByRole('row', { name: /Held back/ })).toHaveCount(3);

  await page.getByRole('checkbox', { name: 'Choose all rows that are here' }).check();
  await button(page, 'Choose all that the filter finds').click();
  await expect(page.getByText('300 chosen')).toBeVisible();
  const csv = join(dataFolder, '..', 'chosen.csv');
  await saveTo(app, csv);
  await page.keyboard.press('Alt+c');
  await expect(page.getByText(/Saved chosen.csv/)).toBeVisible();
  expect((await readFile(csv, 'utf8')).trim().split('\n')).toHaveLength(301);
  await page.keyboard.press('Alt+l');
  await dialog(page, 'Release 300 licenses')
    .getByLabel(/^Reason/)
    .fill('recall is over');
  await page.keyboard.press('Control+Enter');
  const report = dialog(page, 'What became of 300');
  await expect(report).toContainText('3 done');
  await expect(report).toContainText('297 refused');
  await expect(report.getByRole('row', { name: /LICENSE_STATE/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('297 chosen')).toBeVisible();

  await page.keyboard.press('Control+1');
  await openDesk(page);
  await expect(page.getByText('297 chosen')).toBeVisible();
});
