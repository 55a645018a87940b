import { readFile, stat, writeFile } from 'node:fs/promises';

import { decodeStorage, editStorage, imageSource } from '../electron/core/tuya/storage/index.js';
import { kiln, prepareToken } from './support/cli.js';
import { expect, test } from './support/test.js';

/** The last thing a command said. */
function last({ events }: { readonly events: readonly Readonly<Record<string, unknown>>[] }) {
  return events.at(-1) ?? {};
}

/** Closes the production test in a dump, as an application does that ran for a quarter of an hour. */
async function close(path: string): Promise<Buffer> {
  const flash = await readFile(path);
  const closed = Uint8Array.from(Buffer.from('true\0'));
  for (const { address, sector } of editStorage(decodeStorage(imageSource(flash)), 'mf_test_close', closed))
    flash.set(sector, address);
  await writeFile(path, flash);
  return flash;
}

for (const chip of ['BK7231T', 'BK7231N'] as const) {
  test(`${chip}: authorize, lock, inspect, unlock with the same license, wipe`, async ({
    sim,
    dataFolder,
  }, info) => {
    const dump = info.outputPath('flash.bin');
    const { token } = await prepareToken({ dataFolder, chip });
    const factory = await sim({ chip, args: ['--dump-on-exit', dump] });
    const burned = await kiln(
      'run',
      '--mode',
      'burn-authorize',
      '--token',
      token,
      '--port',
      factory.port,
      '--data',
      dataFolder,
      '--json',
    );
    expect(burned.code).toBe(0);
    await factory.end();

    const image = (...args: string[]) => kiln('inspect', '--image', dump, ...args);
    const open = last(await image('--json'));
    expect(open).toMatchObject({ chip, authorized: true, productionTestClosed: false, provisioned: false });
    const uuid = String(open['uuid']);
    const before = await close(dump);
    expect((await image('--lang', 'zh-CN')).out).toContain('已授权 · 产测已关闭 · 未配网');

    const board = await sim({ chip, args: ['--flash', dump, '--dump-on-exit', dump] });
    const run = (...args: string[]) => kiln(...args, '--port', board.port, '--data', dataFolder);
    const report = info.outputPath('report.json');
    const live = await run('inspect', '--baud', 'max', '--out', report);
    expect([live.code, live.out.split('\n')[0]]).toEqual([
      0,
      'Authorized · production test closed · not paired',
    ]);
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({ uuid, mac: board.mac });

    const unasked = await run('unlock', '--json');
    expect([unasked.code, last(unasked)['code']]).toEqual([2, 'USAGE']);
    const unlocked = await run('unlock', '--yes', '--json');
    expect([unlocked.code, last(unlocked)]).toMatchObject([
      0,
      {
        operation: 'unlock',
        way: chip === 'BK7231T' ? 'rewrite' : 'restore',
        uuid,
        proved: true,
        mac: board.mac,
      },
    ]);
    const backup = String(last(unlocked)['backup']);
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    expect(last(await run('inspect', '--json'))).toMatchObject({
      event: 'done',
      authorized: true,
      uuid,
      productionTestClosed: false,
    });

    expect((await run('wipe', '--yes')).code).toBe(0);
    expect(last(await run('inspect', '--json'))).toMatchObject({ authorized: false, uuid: null });
    expect((await run('restore', '--backup', backup)).code).toBe(0);
    expect(last(await run('inspect', '--json'))).toMatchObject({ uuid, productionTestClosed: true });
    await board.end();
    const after = await readFile(dump);
    const rf = chip === 'BK7231T' ? 0x1e0000 : 0x1d0000;
    expect(after.subarray(0, 0x1cf000).equals(before.subarray(0, 0x1cf000))).toBe(true);
    expect(after.subarray(rf, rf + 0x1000).equals(before.subarray(rf, rf + 0x1000))).toBe(true);
  });
}

test('any file gets a verdict, and bad options are told', async ({ dataFolder }, info) => {
  const file = info.outputPath('noise.bin');
  await writeFile(file, Buffer.from('nothing of the kind'));
  const noise = await kiln('inspect', '--image', file, '--json');
  expect([noise.code, last(noise)]).toMatchObject([0, { keySector: null, authorized: false, entries: [] }]);
  const both = await kiln('inspect', '--image', file, '--port', 'x', '--data', dataFolder, '--json');
  expect([both.code, last(both)['code']]).toEqual([2, 'USAGE']);
  expect((await kiln('inspect', '--image', `${file}.none`)).code).toBe(2);
});
