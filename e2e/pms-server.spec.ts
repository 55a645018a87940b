import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import { CLI } from './support/app.js';
import { kiln, sampleFiles } from './support/cli.js';
import { StationPage } from './support/station-page.js';
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

interface Server {
  readonly url: string;
  /** Ends it, at once or after the answers it has begun. @returns its exit code, null after a kill */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** `kiln pms serve` on books of its own. @param port - the one of before, to be there again; 0 for any */
async function serve(books: string, port = '0'): Promise<Server> {
  const serving = ['pms', 'serve', '--data', books, '--listen', `127.0.0.1:${port}`];
  const child = spawn(process.execPath, [CLI, ...serving], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [ready] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    url: (JSON.parse(ready) as { url: string }).url,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return (await closed)[0];
    },
  };
}

test('a server on SQLite, a station that logs in, imports a list and burns a board at it', async ({
  sim,
  dataFolder,
}) => {
  const books = join(dataFolder, '..', 'server');
  expect((await typed(PASSWORD, 'pms', 'init', '--email', EMAIL, '--data', books)).code).toBe(0);
  const server = await serve(books);
  try {
    const { url } = server;
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
    expect(await server.end('SIGTERM')).toBe(0);
  }
  const balance = await kiln('pms', 'reconcile', '--data', books, '--json');
  expect(balance.events[0]).toMatchObject({ balanced: true, total: { issued: 3, validated: 1, free: 2 } });
});

test('a server that is killed: two boards are burned without it, and its ledger says the same when it is back', async ({
  sim,
  launch,
  dataFolder,
}) => {
  const books = join(dataFolder, '..', 'server');
  expect((await typed(PASSWORD, 'pms', 'init', '--email', EMAIL, '--data', books)).code).toBe(0);
  let server = await serve(books);
  try {
    const { url } = server;
    const at = ['--pms', url, '--data', dataFolder];
    expect((await typed(PASSWORD, 'pms', 'login', '--email', EMAIL, ...at)).code).toBe(0);
    const { list, qio } = await sampleFiles({ dataFolder, chip: 'BK7231N', licenses: 12 });
    const named = ['--identifier', 'wifi_one_light', '--version', '1.0.0'];
    const token = (await kiln('token', 'import', list, '--firmware', qio, ...named, ...at)).out.trim();
    await mkdir(dataFolder, { recursive: true });
    const choice = { kind: 'server', url, ca: null, account: EMAIL, ahead: 4 };
    await writeFile(join(dataFolder, 'pms.json'), JSON.stringify(choice));

    const boards = [];
    for (const digit of [1, 2]) boards.push(await sim({ args: ['--mac', `d81f1200000${digit}`] }));
    const { page } = await launch({ args: boards.flatMap(({ port }) => ['--port', port]) });
    const station = new StationPage(page);
    await station.enterToken(token);
    await expect(page.getByRole('meter', { name: '12 of 12 licenses left' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Multi Selection' }).click();
    await page.getByRole('option', { name: '2*2' }).click();
    for (const slot of [1, 2]) await station.choosePort(slot, new RegExp(`board${slot - 1}`));
    await page.keyboard.press('Control+6');
    await expect(page.getByText('4 licenses set aside')).toBeVisible();
    await page.keyboard.press('Control+1');

    await server.end('SIGKILL');
    await page.keyboard.press('F5');
    for (const slot of [1, 2]) await station.expectLook(slot, 'pass', 60_000);
    const bar = page.getByRole('banner');
    await expect(bar).toContainText('server away · 2 licenses here · 10 results wait to be sent');
    await expect(page.getByRole('meter', { name: '2 of 12 licenses left' })).toBeVisible();
    await expect(page.getByTestId('today-pass')).toHaveText('2');

    server = await serve(books, new URL(url).port);
    await expect(bar).toContainText('connected', { timeout: 20_000 });
    await expect(bar).not.toContainText('to be sent');
    const shown = await kiln('token', 'show', token, ...at, '--json');
    expect(shown.events[0]).toMatchObject({ amount: 12, validated: 2 });
    for (const { mac } of boards) {
      const found = await kiln('pms', 'ask', 'mac.check', JSON.stringify({ mac }), ...at, '--json');
      expect(JSON.stringify(found.events)).toContain('"validated"');
    }
  } finally {
    await server.end('SIGTERM');
  }
  const balance = await kiln('pms', 'reconcile', '--data', books, '--json');
  expect(balance.events[0]).toMatchObject({ balanced: true, total: { issued: 12, validated: 2 } });
});
