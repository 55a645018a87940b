import { readFile, stat, writeFile } from 'node:fs/promises';

import { kiln } from './support/cli.js';
import { expect, test } from './support/test.js';

/** The last thing a command said. */
function last({ events }: { readonly events: readonly Readonly<Record<string, unknown>>[] }) {
  return events.at(-1) ?? {};
}

for (const chip of ['BK7231T', 'BK7231N'] as const) {
  test(`${chip}, locked: inspect, unlock with the same license, restore from the backup`, async ({
    sim,
    dataFolder,
  }, info) => {
    const dump = info.outputPath('flash.bin');
    const board = await sim({ chip, args: ['--condition', 'locked', '--dump-on-exit', dump] });
    const run = (...args: string[]) => kiln(...args, '--port', board.port, '--data', dataFolder);

    const report = info.outputPath('report.json');
    const live = await run('inspect', '--baud', 'max', '--out', report);
    expect([live.code, live.out.split('\n')[0]]).toEqual([0, 'Authorized · production test closed · paired']);
    const { uuid, mac } = JSON.parse(await readFile(report, 'utf8')) as { uuid: string; mac: string };
    expect(mac).toBe(board.mac);

    const unlocked = await run('unlock', '--yes', '--json');
    const way = chip === 'BK7231T' ? 'rewrite' : 'restore';
    expect([unlocked.code, last(unlocked)]).toMatchObject([
      0,
      { operation: 'unlock', way, uuid, mac, proved: true },
    ]);
    const backup = String(last(unlocked)['backup']);
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    expect(last(await run('inspect', '--json'))).toMatchObject({ uuid, productionTestClosed: false });

    expect((await run('restore', '--backup', backup)).code).toBe(0);
    await board.end();
    const { out } = await kiln('inspect', '--image', dump, '--lang', 'zh-CN');
    expect(out).toContain('已授权 · 产测已关闭 · 已配网');
  });
}

test('a wipe asks first, then leaves no copy of the license', async ({ sim, dataFolder }, info) => {
  const dump = info.outputPath('flash.bin');
  const board = await sim({ chip: 'BK7231N', args: ['--condition', 'paired', '--dump-on-exit', dump] });
  const wipe = (...args: string[]) =>
    kiln('wipe', '--port', board.port, '--data', dataFolder, '--json', ...args);
  const unasked = await wipe();
  expect([unasked.code, last(unasked)['code']]).toEqual([2, 'USAGE']);
  const wiped = await wipe('--yes');
  expect([wiped.code, last(wiped)]).toMatchObject([
    0,
    { operation: 'wipe', license: 'lost', mac: board.mac },
  ]);
  await board.end();
  expect(last(await kiln('inspect', '--image', dump, '--json'))).toMatchObject({
    authorized: false,
    uuid: null,
  });
});

test('any file gets a verdict, and bad options are told', async ({ dataFolder }, info) => {
  const file = info.outputPath('noise.bin');
  await writeFile(file, Buffer.from('nothing of the kind'));
  const noise = await kiln('inspect', '--image', file, '--json');
  expect([noise.code, last(noise)]).toMatchObject([0, { keySector: null, authorized: false, entries: [] }]);
  const both = await kiln('inspect', '--image', file, '--port', 'x', '--data', dataFolder, '--json');
  expect([both.code, last(both)['code']]).toEqual([2, 'USAGE']);
  expect((await kiln('inspect', '--image', `${file}.none`)).code).toBe(2);
});
