import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Bridge } from '../shared/contract/channels.js';
import { prepareToken } from './support/cli.js';
import { expect, test } from './support/test.js';
import { WriterPage } from './support/writer-page.js';

declare const window: Window & { readonly kiln: Bridge };

const PASS_MS = 60_000;
const FILLED = { start: 0x1ee000, length: 0x12000 };

test('a UA by keyboard: backup, program, PASS; again nothing to write; read, verify, differ', async ({
  sim,
  launch,
  dataFolder,
}, info) => {
  const { folder } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  // Code comes in blocks of 34 bytes: the first 3000 of them are a small firmware, and a quick one.
  const image = (await readFile(join(folder, 'wifi_one_light_UA_1.0.0.bin'))).subarray(0, 34 * 3000);
  const ua = join(folder, 'small_UA_1.0.0.bin');
  await writeFile(ua, image);
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231N', args: ['--dump-on-exit', dump] });
  const kiln = await launch({ args: ['--port', board.port] });
  const writer = new WriterPage(kiln);
  const { page } = kiln;
  await writer.open(/board0/);
  await writer.browse(ua);
  await expect(writer.start).toHaveValue('0x00011000');
  await expect(writer.length).toHaveValue('0x00019000');
  await writer.expectLook('ready');

  await page.keyboard.press('F5');
  await writer.expectLook('pass', PASS_MS);
  const backups = join(dataFolder, 'backups');
  const [backup = ''] = await readdir(backups);
  expect(backup).toMatch(new RegExp(`^${board.mac}-BK7231N-\\d{8}-\\d{6}\\.bin$`));
  const saved = await readFile(join(backups, backup));
  expect(saved.length).toBe(0x200000);
  expect(saved.subarray(0x11000, 0x12000).every((byte) => byte === 0xff)).toBe(true);
  await expect(page.getByTestId('writer-facts')).toContainText(backup);

  // Nothing has changed since, and the board has its backup.
  await page.keyboard.press('F5');
  await expect(page.getByTestId('writer-facts')).toContainText('Written0 KB', { timeout: PASS_MS });
  expect(await readdir(backups)).toEqual([backup]);

  const out = info.outputPath('read.bin');
  await writer.answerSave(out);
  await page.keyboard.press('Alt+r');
  await expect(page.getByTestId('writer-facts')).toContainText('read.bin', { timeout: PASS_MS });
  expect(Buffer.compare((await readFile(out)).subarray(0, image.length), image)).toBe(0);

  await page.keyboard.press('Alt+v');
  await writer.expectLook('pass', PASS_MS);
  const edited = Buffer.from(image);
  edited[0x12345] = (edited[0x12345] ?? 0) ^ 1;
  const other = join(folder, 'edited_UA.bin');
  await writeFile(other, edited);
  await writer.drop(other);
  await page.keyboard.press('Alt+v');
  await writer.expectFailure('FLASH_DIFFERS');
  // The button under the failure does the remedy.
  await page.getByRole('button', { name: 'Program the file' }).click();
  await expect(page.getByTestId('writer-facts')).toContainText('Written4 KB', { timeout: PASS_MS });

  await board.end();
  const flash = await readFile(dump);
  expect(Buffer.compare(flash.subarray(0x11000, 0x11000 + edited.length), edited)).toBe(0);
  expect(Buffer.compare(flash.subarray(0, 0x11000), saved.subarray(0, 0x11000))).toBe(0);
});

for (const chip of ['BK7231T', 'BK7231N'] as const) {
  test(`${chip}: Erase Flash of the authorization data, reset by hand when Kiln asks`, async ({
    sim,
    launch,
  }, info) => {
    const before = Buffer.alloc(0x200000, 0xff);
    const fresh = info.outputPath('fresh.bin');
    const first = await sim({ chip, args: ['--dump-on-exit', fresh] });
    await first.end();
    (await readFile(fresh)).copy(before);
    before.fill(0x5a, 0x1e8000);
    const flashFile = info.outputPath('before.bin');
    await writeFile(flashFile, before);
    const dump = info.outputPath('after.bin');
    const args = ['--no-auto-reset', '--flash', flashFile, '--dump-on-exit', dump];
    const board = await sim({ chip, args });
    const kiln = await launch({ args: ['--port', board.port] });
    const writer = new WriterPage(kiln);
    await writer.open(/board1/);
    await writer.pick('Target IC', new RegExp(`^${chip} `));
    await kiln.page.getByRole('button', { name: 'Auth data' }).click();
    await expect(writer.start).toHaveValue('0x001EE000');
    await expect(writer.length).toHaveValue('0x00012000');
    await expect(kiln.page.getByText('The license in it goes too')).toBeVisible();
    await kiln.page.getByText('Back up first').click();
    await expect(kiln.page.getByLabel('Back up first')).not.toBeChecked();

    await kiln.page.keyboard.press('Alt+e');
    await writer.expectLook('wait');
    await expect(writer.state).toContainText('RESET THE BOARD NOW');
    board.press('reset');
    await writer.expectLook('pass', PASS_MS);
    await board.end();
    const after = await readFile(dump);
    before.fill(0xff, FILLED.start, FILLED.start + FILLED.length);
    expect(Buffer.compare(after, before)).toBe(0);
  });
}

test('what the Writer refuses, each with its own words, and the flash untouched', async ({
  sim,
  launch,
  dataFolder,
}, info) => {
  const { folder, ug } = await prepareToken({ dataFolder, chip: 'BK7231T' });
  const ua = join(folder, 'wifi_one_light_UA_1.0.0.bin');
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231T', args: ['--dump-on-exit', dump] });
  const kiln = await launch({ args: ['--port', board.port] });
  const writer = new WriterPage(kiln);
  const { page } = kiln;
  const program = page.getByRole('button', { name: /^Program/ });
  const erase = page.getByRole('button', { name: /^Erase Flash/ });
  await writer.open(/board0/);

  await writer.browse(ug);
  await expect(page.getByTestId('file-card')).toContainText('This is a UG file');
  await expect(program).toBeDisabled();
  const refused = (request: unknown) =>
    page.evaluate(
      (wanted) =>
        window.kiln.call('writer.run', wanted as never).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      request,
    );
  // The view is not what keeps a board safe.
  expect(await refused({ action: 'program' })).toBe('FIRMWARE_KIND');
  expect(
    await page.evaluate(() =>
      window.kiln
        .call('writer.drop', { path: '/etc/hostname' })
        .catch((error: { code: string }) => error.code),
    ),
  ).toBe('BAD_REQUEST');
  expect(
    await page.evaluate(() =>
      window.kiln.drop(new File(['x'], 'x.bin')).catch((error: { code: string }) => error.code),
    ),
  ).toBe('BAD_REQUEST');

  // Auto: what is below 0x11000 on class T only the board can tell.
  await writer.setRange('10000', '1000');
  await page.keyboard.press('Alt+e');
  await writer.expectFailure('FLASH_RANGE_PROTECTED');
  // The board is known now, and the view with it.
  await expect(erase).toBeDisabled();
  expect(await refused({ action: 'erase', override: 'really' })).toBe('taken');
  await writer.expectFailure('FLASH_RANGE_PROTECTED');

  await writer.setRange('1E0000', '1000');
  await expect(erase).toBeDisabled();
  await expect(page.getByLabel('Why should Kiln override its guard?')).toBeVisible();
  expect(await refused({ action: 'erase' })).toBe('taken');
  await writer.expectFailure('FLASH_RANGE_PROTECTED');

  await writer.setRange('1FF000', '2000');
  await page.keyboard.press('Alt+e');
  await writer.expectFailure('FLASH_TOO_SMALL');
  await writer.setRange('11800', '1000');
  await expect(page.getByText('Not whole 4 KB sectors')).toBeVisible();
  expect(await refused({ action: 'erase' })).toBe('RANGE_UNALIGNED');
  await page.getByRole('button', { name: 'Round', exact: true }).click();
  await expect(writer.start).toHaveValue('0x00011000');
  await expect(writer.length).toHaveValue('0x00002000');

  await writer.browse(ua);
  await writer.setRange('0', '119000');
  await expect(program).toBeDisabled();
  expect(await refused({ action: 'program' })).toBe('FIRMWARE_PLACE');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await writer.pick('Target IC', /^BK7231N /);
  await page.keyboard.press('F5');
  await writer.expectFailure('CHIP_MISMATCH');

  await board.end();
  const flash = await readFile(dump);
  expect(flash.subarray(0x11000, 0x1e0000).every((byte) => byte === 0xff)).toBe(true);
  await expect(readdir(join(dataFolder, 'backups'))).rejects.toThrow();
});

test('Stop gives the port back; frames and log are saved', async ({ sim, launch }, info) => {
  const board = await sim({ args: ['--no-auto-reset'] });
  const kiln = await launch({ args: ['--port', board.port] });
  const writer = new WriterPage(kiln);
  const { page } = kiln;
  await writer.open(/board0/);
  await page.getByRole('button', { name: 'Frames' }).click();
  await page.keyboard.press('Alt+d');
  await writer.expectLook('wait');
  await page.keyboard.press('Escape');
  await writer.expectLook('stopped');
  await page.keyboard.press('Alt+d');
  await writer.expectLook('wait');
  board.press('reset');
  await writer.expectLook('pass', PASS_MS);
  await expect(page.getByTestId('writer-facts')).toContainText('BK7231N');
  const log = info.outputPath('writer.log');
  await writer.answerSave(log);
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(log, 'utf8').catch(() => '')).toMatch(/^ +\d+\.\d{6} TX 01 E0 FC 01 00$/m);
});
