import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import { CLI } from './support/app.js';
import { kiln, sampleFiles } from './support/cli.js';
import { expect, test } from './support/test.js';

const EMAIL = 'admin@plant.example';
const PASSWORD = 'correct horse battery';

/** Runs `kiln` with a line on its standard input. */
async function typed(line: string, ...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${line}\n`);
  const [out, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, out };
}

test('a server on SQLite, a station that logs in, imports a list and burns a board at it', async ({
  sim,
  dataFolder,
}) => {
  const books = join(dataFolder, '..', 'server');
  expect((await typed(PASSWORD, 'pms', 'init', '--email', EMAIL, '--data', books)).code).toBe(0);
  const serving = ['pms', 'serve', '--data', books, '--listen', '127.0.0.1:0'];
  const server = spawn(process.execPath, [CLI, ...serving], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(server, 'close') as Promise<[number | null]>;
  try {
    const [ready] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const { url } = JSON.parse(ready) as { url: string };
    const at = ['--pms', url, '--data', dataFolder];
    expect((await typed(PASSWORD, 'pms', 'login', '--email', EMAIL, ...at)).code).toBe(0);

    const { list, qio } = await sampleFiles({ dataFolder, chip: 'BK7231N', licenses: 3 });
    const named = ['--identifier', 'wifi_one_light', '--version', '1.0.0'];
    const made = await kiln('token', 'import', list, '--firmware', qio, ...named, ...at);
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('3')]);
    const token = made.out.trim();

    const board = await sim({ chip: 'BK7231N' });
    const asked = ['--mode', 'burn-authorize', '--token', token, '--port', board.port];
    for (const reused of [false, true]) {
      const run = await kiln('run', ...asked, ...at, '--json');
      expect(run.events.at(-1)).toMatchObject({
        event: 'record',
        outcome: 'succeeded',
        mac: board.mac,
        license: { reused },
      });
    }
    const shown = await kiln('token', 'show', token, ...at, '--json');
    expect(shown.events[0]).toMatchObject({ amount: 3, used: 1, validated: 1, free: 2 });
    // The books of the station itself know nothing of it.
    expect((await kiln('token', 'show', token, '--data', dataFolder)).code).toBe(4);
  } finally {
    server.kill('SIGTERM');
  }
  expect((await closed)[0]).toBe(0);
  const balance = await kiln('pms', 'reconcile', '--data', books, '--json');
  expect(balance.events[0]).toMatchObject({ balanced: true, total: { issued: 3, validated: 1, free: 2 } });
});
