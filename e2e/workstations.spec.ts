import { authorizationOnlyToken, kiln } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';

const PASS_MS = 30_000;

test('authorization only, the same board again, verify: one license, nothing burned', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const token = await authorizationOnlyToken(dataFolder);
  const fresh = ['--condition', 'fresh', '--fingerprint', 'wifi_one_light@1.0.0'];
  const board = await sim({ chip: 'BK7231N', args: fresh });
  const { page } = await launch({ args: ['--port', board.port] });
  const station = new StationPage(page);
  const work = async (name: string): Promise<void> => {
    await page.getByRole('combobox', { name: 'Workstation' }).click();
    await page.getByRole('option', { name, exact: true }).click();
    await page.getByRole('button', { name: 'OK', exact: true }).click();
  };
  await station.ready();
  await station.enterToken(token);
  await expect(page.getByRole('meter', { name: '3 of 3 licenses left' })).toBeVisible();
  await station.choosePort(1, /board0/);
  await work('Authorization Only');
  await expect(station.slot(1)).not.toContainText('Write firmware');

  await station.runAll.click();
  await station.expectLook(1, 'pass', PASS_MS);
  await expect(page.getByRole('meter', { name: '2 of 3 licenses left' })).toBeVisible();

  await page.keyboard.press('F6');
  await station.expectLook(1, 'ask', PASS_MS);
  await expect(page.getByTestId('slot-1-state')).toContainText('SAME BOARD?');
  await page.keyboard.press('Escape');
  await station.expectLook(1, 'fail');
  await expect(station.slot(1)).toContainText('The same board again');

  await work('Verify');
  await station.button(1, /^Run/).click();
  await station.expectLook(1, 'pass', PASS_MS);
  await expect(page.getByRole('meter', { name: '2 of 3 licenses left' })).toBeVisible();
});

test('the command line: production test without a token, wipe only with a yes', async ({
  sim,
  dataFolder,
}) => {
  const board = await sim({ chip: 'BK7231N', args: ['--condition', 'authorized'] });
  const run = (...args: string[]) =>
    kiln('run', '--port', board.port, '--data', dataFolder, '--json', ...args).then(({ code, events }) => ({
      code,
      last: events.at(-1),
    }));
  const tested = await run('--mode', 'production-test', '--rssi', 'test_ap:-60', '--gpio');
  expect(tested).toMatchObject({
    code: 0,
    last: { event: 'record', token: null, rssi: -45, gpio: 'passed' },
  });
  const asked = await run('--mode', 'wipe');
  expect(asked).toMatchObject({ code: 2, last: { code: 'NOT_CONFIRMED', data: { licenses: 1 } } });
  const wiped = await run('--mode', 'wipe', '--yes');
  expect(wiped).toMatchObject({ code: 0, last: { event: 'record', licensesWiped: 1 } });
});
