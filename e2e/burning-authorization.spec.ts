import { readFile } from 'node:fs/promises';

import { SerialPort } from 'serialport';

import { kiln, prepareToken } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';

const PASS_MS = 60_000;

/** Bytes of the QIO that must stand in flash, and where from (class T keeps its bootloader). */
async function expectBurned(dump: string, qio: string, from: number): Promise<void> {
  const [flash, image] = await Promise.all([readFile(dump), readFile(qio)]);
  expect(Buffer.compare(flash.subarray(from, image.length), image.subarray(from))).toBe(0);
}

test('by keyboard: token, port, Run, reset, firmware and license in the board, green', async ({
  sim,
  launch,
  dataFolder,
}, info) => {
  const { token, qio } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231N', args: ['--no-auto-reset', '--dump-on-exit', dump] });
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  await station.ready();

  await page.keyboard.press('Control+t');
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('meter', { name: '5 of 5 licenses left' })).toBeVisible();
  await expect(page.getByText('wifi_one_light').first()).toBeVisible();

  const port = page.getByRole('combobox', { name: 'Port of slot 1' });
  for (
    let tabs = 0;
    tabs < 20 && !(await port.evaluate((field) => field === document.activeElement));
    tabs += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(port).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await station.expectLook(1, 'ready');

  await page.keyboard.press('F5');
  await station.expectLook(1, 'wait');
  await expect(page.getByTestId('slot-1-state')).toContainText('RESET THE BOARD NOW');
  board.press('reset');
  await station.expectLook(1, 'pass', PASS_MS);

  await expect(station.slot(1)).toContainText(board.mac.toUpperCase().replace(/(..)(?=.)/g, '$1 '));
  await expect(page.getByTestId('today-pass')).toHaveText('1');
  await expect(page.getByRole('meter', { name: '4 of 5 licenses left' })).toBeVisible();
  expect(await board.end()).toBe(0);
  await expectBurned(dump, qio, 0);
});

test('by mouse, a class T board, twice: the same license, the bootloader untouched, the count unmoved', async ({
  sim,
  launch,
  dataFolder,
}, info) => {
  const { token, qio } = await prepareToken({ dataFolder, chip: 'BK7231T' });
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231T', args: ['--dump-on-exit', dump] });
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  await station.token.click();
  await station.token.fill(token);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await station.choosePort(1, /board0/);
  await station.runAll.click();
  await station.expectLook(1, 'pass', PASS_MS);
  const first = (await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0];
  expect(first).toMatchObject({ amount: 5, used: 1, validated: 1 });

  await station.button(1, /Next board/).click();
  await expect(station.slot(1)).toContainText('Board 2');
  await station.expectLook(1, 'ask', PASS_MS);
  await station.button(1, /Same board again/).click();
  await station.expectLook(1, 'pass', PASS_MS);
  await expect(station.slot(1)).toContainText('the board’s own from before');
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toEqual(first);
  await board.end();
  await expectBurned(dump, qio, 0x11000);
});

test('a wrong token is refused in words, in its row, and the station goes on', async ({
  launch,
  dataFolder,
}) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const { page } = await launch();
  const station = new StationPage(page);
  await station.enterToken('7K3M-QX2P');
  await expect(page.getByRole('alert')).toContainText('This is not a token');
  await station.enterToken('0000-0000-0000-0000');
  await expect(page.getByRole('alert')).toContainText('Failed to get token');
  await expect(station.runAll).toBeDisabled();
  await station.enterToken(token);
  await expect(page.getByRole('meter', { name: '5 of 5 licenses left' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a port in use is named as such, and free again it works', async ({ sim, launch, dataFolder }) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const board = await sim();
  const other = new SerialPort({ path: board.port, baudRate: 115200, autoOpen: false });
  await new Promise<void>((resolve, reject) => other.open((error) => (error ? reject(error) : resolve())));
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  await station.enterToken(token);
  await station.choosePort(1, /board0/);
  await page.keyboard.press('F5');
  await station.expectLook(1, 'fail');
  await expect(station.slot(1)).toContainText('is in use');
  await expect(station.slot(1)).toContainText('PORT_BUSY');
  await new Promise((resolve) => other.close(resolve));
  await station.button(1, /Run again/).click();
  await station.expectLook(1, 'pass', PASS_MS);
});

test('Stop in mid-write: the port is closed, no license is lost, the next run is taken up', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N', licenses: 1 });
  const board = await sim({ args: ['--timing', 'realistic'] });
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  await station.enterToken(token);
  await station.choosePort(1, /board0/);
  await page.keyboard.press('F5');
  const writing = station.slot(1).getByRole('listitem').filter({ hasText: 'Write firmware' });
  await expect(writing).toHaveAttribute('aria-current', 'step', { timeout: PASS_MS });
  await page.keyboard.press('Escape');
  await station.expectLook(1, 'stopped');
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
    used: 0,
    free: 1,
  });
  const other = new SerialPort({ path: board.port, baudRate: 115200, autoOpen: false });
  await new Promise<void>((resolve, reject) => other.open((error) => (error ? reject(error) : resolve())));
  await new Promise((resolve) => other.close(resolve));
  await page.keyboard.press('F6');
  await expect(station.slot(1)).toContainText('Board 2');
  await expect(writing).toHaveAttribute('aria-current', 'step', { timeout: PASS_MS });
});

test('a board that loses its power in mid-write is asked for again, and goes on where it was', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N', licenses: 1 });
  const board = await sim({ args: ['--timing', 'realistic'] });
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  await station.enterToken(token);
  await station.choosePort(1, /board0/);
  await page.keyboard.press('F5');
  const writing = station.slot(1).getByRole('listitem').filter({ hasText: 'Write firmware' });
  await expect(writing).toHaveAttribute('aria-current', 'step', { timeout: PASS_MS });
  board.press('off');
  await station.expectLook(1, 'wait', PASS_MS);
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
    used: 0,
    free: 1,
  });
  board.press('on');
  await station.expectLook(1, 'pass', PASS_MS);
  await expect(page.getByRole('meter', { name: '0 of 1 licenses left' })).toBeVisible();
});

test('four boards at once, each its own license', async ({ sim, launch, dataFolder }) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const boards = [];
  for (const digit of [1, 2, 3, 4]) boards.push(await sim({ args: ['--mac', `d81f1200000${digit}`] }));
  const { page } = await launch({ args: boards.flatMap(({ port }) => ['--port', port]) });
  const station = new StationPage(page);
  await station.enterToken(token);
  await page.getByRole('combobox', { name: 'Multi Selection' }).click();
  await page.getByRole('option', { name: '2*2' }).click();
  for (const slot of [1, 2, 3, 4]) await station.choosePort(slot, new RegExp(`board${slot - 1}`));
  await page.keyboard.press('F5');
  for (const slot of [1, 2, 3, 4]) await station.expectLook(slot, 'pass', PASS_MS);
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
    used: 4,
    validated: 4,
    free: 1,
  });
});
