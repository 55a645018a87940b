import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { kiln, prepareToken } from './support/cli.js';
import type { Sim } from './support/sim.js';
import { expect, test } from './support/test.js';

/** The last thing a command said. */
function last({ events }: { readonly events: readonly Readonly<Record<string, unknown>>[] }) {
  return events.at(-1) ?? {};
}

function loader(board: Sim, dataFolder: string) {
  return (...args: readonly string[]) => kiln(...args, '--port', board.port, '--data', dataFolder, '--json');
}

for (const chip of ['BK7231T', 'BK7231N'] as const) {
  test(`${chip}: program, verify, edit, smart, read, erase, detect`, async ({ sim, dataFolder }, info) => {
    const { folder } = await prepareToken({ dataFolder, chip });
    const ua = join(folder, 'wifi_one_light_UA_1.0.0.bin');
    const image = await readFile(ua);
    const dump = info.outputPath('flash.bin');
    const board = await sim({ chip, args: ['--dump-on-exit', dump] });
    const run = loader(board, dataFolder);

    const backups = info.outputPath('backups');
    const frames = info.outputPath('frames.log');
    const first = await run('program', '--file', ua, '--backup', backups, '--frames', frames);
    expect(first.code).toBe(0);
    expect(last(first)).toMatchObject({
      event: 'done',
      operation: 'program',
      start: 0x11000,
      bytes: 0x119000,
      chip,
      baudRate: 921600,
    });
    const [backup = ''] = await readdir(backups);
    expect(backup).toMatch(new RegExp(`^${board.mac}-${chip}-\\d{8}-\\d{6}\\.bin$`));
    expect((await readFile(join(backups, backup))).length).toBe(0x200000);
    expect(await readFile(frames, 'utf8')).toMatch(/^ +\d+\.\d{6} TX 01 E0 FC 01 00$/m);

    expect((await run('verify', '--file', ua)).code).toBe(0);

    // Three changed sectors, in the part that no checksum of the file covers twice.
    const edited = Buffer.from(image);
    for (const at of [0x8123, 0x60000, 0xf0f0f]) edited[at] = (edited[at] ?? 0) ^ 1;
    const other = join(folder, 'edited.bin');
    await writeFile(other, edited);
    const differs = await run('verify', '--file', other);
    expect([differs.code, last(differs)]).toMatchObject([1, { code: 'FLASH_DIFFERS', data: { count: 3 } }]);
    const smart = await run('program', '--file', other, '--smart');
    expect(smart.code).toBe(0);
    expect(last(smart)).toMatchObject({ written: 0x3000, bytes: 0x119000 });

    const out = info.outputPath('read.bin');
    expect(
      (await run('read', '--start', '11000', '--length', image.length.toString(16), '--out', out)).code,
    ).toBe(0);
    expect(Buffer.compare(await readFile(out), edited)).toBe(0);

    expect(last(await run('detect'))).toMatchObject({ operation: 'detect', chip, mac: board.mac });
    // An application that ran would lay out its storage anew.
    const erased = await run('erase', '--start', '0x1EE000', '--length', '0x12000', '--no-reboot');
    expect(last(erased)).toMatchObject({ operation: 'erase', start: 0x1ee000, bytes: 0x12000 });

    await board.end();
    const flash = await readFile(dump);
    expect(Buffer.compare(flash.subarray(0x11000, 0x11000 + edited.length), edited)).toBe(0);
    expect(flash.subarray(0x1ee000).every((byte) => byte === 0xff)).toBe(true);
  });
}

for (const [chip, bytes] of [
  ['BK7238', 0x200000],
  ['BK7252', 0x400000],
] as const) {
  test(`${chip}: fastest rate, backup, frames, and go`, async ({ sim, dataFolder }, info) => {
    const board = await sim({ chip });
    const run = loader(board, dataFolder);
    const file = info.outputPath('app.bin');
    await writeFile(
      file,
      Uint8Array.from({ length: 0x3123 }, (_, index) => (index * 7) & 0xff),
    );
    const [backups, frames] = [info.outputPath('backups'), info.outputPath('frames.log')];
    const kept = ['--backup', backups, '--frames', frames, '--baud', 'max', '--no-reboot'];
    const done = await run('program', '--file', file, '--start', '0x11000', ...kept);
    expect(last(done)).toMatchObject({ operation: 'program', chip, baudRate: 2000000, bytes: 0x4000 });
    const [backup = ''] = await readdir(backups);
    expect(backup).toMatch(new RegExp(`^${board.mac}-${chip}-`));
    expect((await readFile(join(backups, backup))).length).toBe(bytes);
    expect(await readFile(frames, 'utf8')).toContain('RX 04 0E');
    expect(last(await run('go'))).toMatchObject({ operation: 'go', chip });
  });
}

test('erase with a hand on the reset button, asked for in words', async ({ sim, dataFolder }) => {
  const board = await sim({ chip: 'BK7231T', args: ['--no-auto-reset'] });
  const range = ['--start', '0x1EE000', '--length', '0x12000'];
  const erasing = kiln('erase', ...range, '--port', board.port, '--data', dataFolder);
  // The host polls as soon as its port is open; a press before that is lost, as on a bench.
  const pressing = setInterval(() => board.press('reset'), 1500);
  const erased = await erasing.finally(() => clearInterval(pressing));
  expect(erased.code).toBe(0);
  expect(erased.err).toContain('Reset the board now');
  expect(erased.out).toContain('73728 bytes at 0x001EE000');
});

test('what the loader refuses, each with its own code', async ({ sim, dataFolder }, info) => {
  const { folder, qio, ug } = await prepareToken({ dataFolder, chip: 'BK7231T' });
  const ua = join(folder, 'wifi_one_light_UA_1.0.0.bin');
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231T', args: ['--dump-on-exit', dump] });
  const run = loader(board, dataFolder);
  const codeOf = async (...args: readonly string[]) => {
    const result = await run(...args);
    return [result.code, last(result)['code']];
  };
  expect(await codeOf('program', '--file', ug)).toEqual([2, 'FIRMWARE_KIND']);
  expect(await codeOf('program', '--file', ua, '--start', '0')).toEqual([2, 'FIRMWARE_PLACE']);
  expect(await codeOf('program', '--file', qio, '--start', '0')).toEqual([2, 'FIRMWARE_PLACE']);
  expect(await codeOf('program', '--file', ua, '--chip', 'BK7231N')).toEqual([1, 'CHIP_MISMATCH']);
  expect(await codeOf('erase', '--start', '10000', '--length', '1000', '--override', 'really')).toEqual([
    1,
    'FLASH_RANGE_PROTECTED',
  ]);
  expect(await codeOf('erase', '--start', '1E0000', '--length', '1000')).toEqual([
    1,
    'FLASH_RANGE_PROTECTED',
  ]);
  expect(await codeOf('erase', '--start', '11800', '--length', '1000')).toEqual([2, 'RANGE_UNALIGNED']);
  expect(await codeOf('erase', '--start', '11000')).toEqual([2, 'USAGE']);
  expect(await codeOf('chip-erase', '--override', 'scrap it')).toEqual([1, 'NOT_ON_THIS_CHIP']);
  expect(await codeOf('efuse')).toEqual([1, 'NOT_ON_THIS_CHIP']);
  expect(await codeOf('read', '--out', join(info.outputDir, 'none', 'x.bin'))).toEqual([
    2,
    'FILE_UNWRITABLE',
  ]);
  await board.end();
  const flash = await readFile(dump);
  expect(flash.subarray(0x11000, 0x1e0000).every((byte) => byte === 0xff)).toBe(true);
});
