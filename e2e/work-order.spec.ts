import type { Page } from '@playwright/test';

import { kiln, prepareToken } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';

const PASS_MS = 60_000;

// Eight programs are started one after the other beside the app.
test.describe.configure({ timeout: 180_000 });

/** An engineer's part: a line of two stations, and an order with a token on it. @returns its code */
async function makeOrder(
  dataFolder: string,
): Promise<{ readonly code: string; readonly passed: () => Promise<unknown> }> {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const pms = async (...args: string[]) => {
    const { code, events, err } = await kiln('pms', ...args, '--data', dataFolder, '--json');
    expect(code, err).toBe(0);
    return events[0] ?? {};
  };
  const stations = ['--station', 'BURN=Burning', '--station', 'TEST=Final test'];
  await pms('craft-line', 'create', 'Lights', ...stations);
  const terms = ['--line', 'Lights', '--quantity', '5', '--token', token];
  const code = String((await pms('work-order', 'create', ...terms))['code']);
  return { code, passed: async () => (await pms('work-order', 'show', code))['passed'] };
}

/** Ticks that every board says its serial number. The box shows what the core answered. */
async function askSerials(page: Page): Promise<void> {
  const box = page.getByLabel('Serial numbers', { exact: true });
  await box.click();
  await expect(box).toBeChecked();
}

/** A barcode scanner, while no field has the focus: faster than any hand, however slow this machine is. */
async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    },
    [...text, 'Enter'],
  );
}

test('an order through two stations: read, burned, refused where it skipped one, passed, and found in the records', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const { code, passed } = await makeOrder(dataFolder);
  const passing = await sim({ args: ['--mac', 'd81f12000001'] });
  const skipping = await sim({ args: ['--mac', 'd81f12000002'] });
  const { page } = await launch({ args: [passing, skipping].flatMap(({ port }) => ['--port', port]) });
  const station = new StationPage(page);
  await station.enterToken(code.toLowerCase());
  await expect(page.getByLabel('Work order', { exact: true })).toHaveValue(code);
  await askSerials(page);
  await station.choosePort(1, /board0/);
  await station.expectLook(1, 'notReady');
  await expect(station.slot(1)).toContainText('Scan the serial number of the board.');

  const serial = station.serial(1);
  await serial.fill(code);
  await serial.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This is the code of the order');
  await serial.fill('SN-0001');
  await serial.press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await station.expectLook(1, 'ready');
  await page.keyboard.press('F5');
  await expect(serial).toHaveAttribute('readonly');
  await expect(serial).toHaveValue('SN-0001');
  await station.expectLook(1, 'pass', PASS_MS);
  await expect(serial).toHaveValue('');
  await expect(station.slot(1)).toContainText('SN-0001');
  expect(await passed()).toEqual({ BURN: 1 });

  // The same program goes on as the second station.
  await page.getByRole('combobox', { name: 'Which station of the line this is' }).click();
  await page.getByRole('option', { name: /TEST/ }).click();
  await expect(page.getByText('of 5 boards passed here')).toContainText('0');
  await page.getByRole('combobox', { name: 'Workstation' }).click();
  await page.getByRole('option', { name: 'Verify', exact: true }).click();
  await page.getByRole('button', { name: 'OK', exact: true }).click();

  await station.choosePort(1, /board1/);
  await scan(page, 'SN-0002');
  await expect(serial).toHaveValue('SN-0002');
  await page.keyboard.press('F5');
  await station.expectLook(1, 'fail', PASS_MS);
  await expect(station.slot(1)).toContainText('The board skipped a station');
  await expect(serial).toHaveValue('SN-0002');

  // The number of the other board stands there: it is replaced in its field.
  await station.choosePort(1, /board0/);
  await page.keyboard.press('Control+b');
  await expect(serial).toBeFocused();
  await page.keyboard.type('SN-0001');
  await page.keyboard.press('Enter');
  await expect(serial).toHaveValue('SN-0001');
  await page.keyboard.press('F5');
  await station.expectLook(1, 'pass', PASS_MS);
  expect(await passed()).toEqual({ BURN: 1, TEST: 1 });

  await page.keyboard.press('Control+5');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(4);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('sn-0001');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText(`${code} TEST`);
  await expect(rows.nth(2)).toContainText(`${code} BURN`);
  await rows.nth(2).click();
  const story = page.getByRole('complementary', { name: 'The board’s story' });
  await expect(story).toContainText('SN-0001');
  await expect(story).toContainText(`${code} · BURN`);
});

test('two slots by the scanner alone: each label goes to the slot that waits, none is taken twice', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const { code, passed } = await makeOrder(dataFolder);
  const boards = [];
  for (const digit of [1, 2]) boards.push(await sim({ args: ['--mac', `d81f1200000${digit}`] }));
  const { page } = await launch({ args: boards.flatMap(({ port }) => ['--port', port]) });
  const station = new StationPage(page);
  await station.ready();
  await scan(page, code);
  await askSerials(page);
  await page.getByRole('combobox', { name: 'Multi Selection' }).click();
  await page.getByRole('option', { name: '1*2' }).click();
  for (const slot of [1, 2]) await station.choosePort(slot, new RegExp(`board${slot - 1}`));

  await station.slot(1).click({ position: { x: 5, y: 5 } });
  await scan(page, 'SN-0002');
  await expect(station.serial(1)).toHaveValue('SN-0002');
  await expect(station.serial(2)).toBeFocused();
  await page.keyboard.type('SN-0002');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Slot 1 has this serial number');
  await expect(station.serial(2)).toHaveValue('SN-0002');
  // What was refused is chosen: the next label takes its place.
  await page.keyboard.type('SN-0001');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  for (const slot of [1, 2]) await station.expectLook(slot, 'ready');
  await scan(page, 'SN-0003');
  await expect(page.getByTestId('notice')).toContainText('No slot waits for a serial number');

  await page.keyboard.press('F5');
  for (const slot of [1, 2]) await station.expectLook(slot, 'pass', PASS_MS);
  expect(await passed()).toEqual({ BURN: 2 });
  const known = await kiln(
    'pms',
    'work-order',
    'reset',
    code,
    '--station',
    'BURN',
    '--sn',
    'SN-0001',
    '--data',
    dataFolder,
  );
  expect(known.code).toBe(0);
  expect(await passed()).toEqual({ BURN: 1 });
});
