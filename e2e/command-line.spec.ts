import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { kiln, prepareToken } from './support/cli.js';
import { expect, test } from './support/test.js';

const run = (token: string, port: string, dataFolder: string) =>
  kiln('run', '--mode', 'burn-authorize', '--token', token, '--port', port, '--data', dataFolder, '--json');

for (const [chip, from] of [
  ['BK7231T', 0x11000],
  ['BK7231N', 0],
] as const) {
  test(`${chip}: kiln sim in one terminal, kiln run in another, twice`, async ({ sim, dataFolder }, info) => {
    const { token, qio, list } = await prepareToken({ dataFolder, chip });
    const dump = info.outputPath('flash.bin');
    const board = await sim({ chip, args: ['--dump-on-exit', dump] });
    const first = await run(token, board.port, dataFolder);
    expect(first.code).toBe(0);
    const record = first.events.at(-1) as { license: { uuid: string; authkey: string; reused: boolean } };
    expect(record).toMatchObject({ event: 'record', outcome: 'succeeded', chip, mac: board.mac });
    const [, row = ''] = (await readFile(list, 'utf8')).split('\n');
    const [uuid, authkey = '?'] = row.split(',');
    expect(record.license).toMatchObject({ uuid, reused: false });
    expect(first.out + first.err).not.toContain(authkey);

    const second = await run(token, board.port, dataFolder);
    expect(second.code).toBe(0);
    expect(second.events.at(-1)).toMatchObject({ license: { uuid, reused: true } });
    expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
      used: 1,
      free: 4,
    });

    await board.end();
    const [flash, image] = await Promise.all([readFile(dump), readFile(qio)]);
    expect(Buffer.compare(flash.subarray(from, image.length), image.subarray(from))).toBe(0);
  });
}

test('every refusal has its own code and exit, in words a person understands', async ({
  sim,
  dataFolder,
}, info) => {
  const prepared = await prepareToken({ dataFolder, chip: 'BK7231N', licenses: 1 });
  const { token, list, qio, ug } = prepared;
  const named = ['--identifier', 'wifi_one_light', '--version', '1.0.0', '--data', dataFolder];
  const codeOf = ({ events }: { events: readonly Readonly<Record<string, unknown>>[] }) =>
    events.at(-1)?.['code'];

  const unknown = await run('0000-0000-0000-0000', '/dev/ttyNONE', dataFolder);
  expect([unknown.code, codeOf(unknown)]).toEqual([4, 'TOKEN_UNKNOWN']);

  const missing = await run(token, join(info.outputDir, 'no-such.tty'), dataFolder);
  expect([missing.code, codeOf(missing)]).toEqual([3, 'PORT_NOT_FOUND']);

  const wrongKind = await kiln('token', 'import', list, '--firmware', ug, ...named, '--json');
  expect([wrongKind.code, codeOf(wrongKind)]).toEqual([2, 'FIRMWARE_KIND']);
  expect(wrongKind.events.at(-1)).toMatchObject({ title: 'This is a UG file, not a QIO' });

  const again = await kiln('token', 'import', list, '--firmware', qio, ...named, '--json');
  expect([again.code, codeOf(again)]).toEqual([4, 'LIST_INVALID']);

  const bad = join(prepared.folder, 'bad.csv');
  await writeFile(bad, 'UUID,AUTHKEY\nshort,key\n');
  const badRows = await kiln('token', 'import', bad, '--firmware', qio, ...named);
  expect(badRows.code).toBe(4);
  expect(badRows.err).toContain('2: UUID must have 16 or 20 characters (short)');

  const noFile = await kiln('token', 'import', 'nowhere.csv', '--firmware', qio, ...named, '--json');
  expect([noFile.code, codeOf(noFile)]).toEqual([2, 'FILE_UNREADABLE']);
  expect((await kiln('run', '--mode', 'fly', '--token', token, '--port', 'x')).code).toBe(2);
  expect((await kiln('nonsense')).code).toBe(2);

  const [one, two] = [
    await sim({ args: ['--mac', 'd81f12000001'] }),
    await sim({ args: ['--mac', 'd81f12000002'] }),
  ];
  expect((await run(token, one.port, dataFolder)).code).toBe(0);
  const empty = await run(token, two.port, dataFolder);
  expect([empty.code, codeOf(empty)]).toEqual([4, 'POOL_EMPTY']);
  expect((await run(token, one.port, dataFolder)).code).toBe(0);
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
    used: 1,
    validated: 1,
  });
});

test('a busy port: of two commands one is told so and touches nothing', async ({ sim, dataFolder }) => {
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const board = await sim({ args: ['--no-auto-reset'] });
  const named = [
    'run',
    '--mode',
    'burn-authorize',
    '--token',
    token,
    '--port',
    board.port,
    '--data',
    dataFolder,
  ];
  const both = await Promise.all([1, 2].map(() => kiln(...named, '--wait', '8', '--json')));
  // Whoever comes first has the port and waits for a reset that nobody presses.
  const [waited, refused] = both.sort((one, other) => (one.code ?? 0) - (other.code ?? 0));
  expect([waited?.code, refused?.code]).toEqual([1, 3]);
  expect(refused?.events.at(-1)).toMatchObject({ event: 'error', code: 'PORT_BUSY' });
  expect((await kiln('token', 'show', token, '--data', dataFolder, '--json')).events[0]).toMatchObject({
    used: 0,
  });
});

test('kiln demo prints a whole record without hardware or display', async ({ dataFolder }) => {
  const demo = await kiln('demo', '--fast', '--data', dataFolder);
  expect(demo.code).toBe(0);
  for (const fact of ['PASS', 'BK7231N', 'EB 60 15', 'MAC', 'uuid dev0', 'CRC', 'Write firmware'])
    expect(demo.out).toContain(fact);
});
