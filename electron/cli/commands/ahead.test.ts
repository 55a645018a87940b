import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openEmbeddedPms, type EmbeddedPms } from '../../core/pms/embedded-pms.js';
import { Remote } from '../../core/pms/client/remote.js';
import { countingRandom, request } from '../../core/pms/testing/fixture.js';
import { ADMIN, serve, type Served } from '../../core/pms/testing/served.js';
import { keyFile } from '../../core/secrets/key-file.js';
import { createSecrets } from '../../core/secrets/secrets.js';
import { systemClock } from '../../core/time/clock.js';
import { runCommand } from '../testing/run-command.js';

let root: string;
let books: EmbeddedPms;
let served: Served;
let token: string;
const data = (): string => join(root, 'data');

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln-cli-ahead-'));
  const random = countingRandom();
  books = await openEmbeddedPms({ folder: join(root, 'server'), clock: systemClock, random });
  served = await serve(books);
  ({ token } = await books.createToken(request(10)));
  // What an app that was killed left behind.
  const local = await openEmbeddedPms({ folder: data(), clock: systemClock, random });
  await local.close();
});
afterEach(async () => {
  await served.close();
  await books.close();
  rmSync(root, { recursive: true, force: true });
});

async function app(): Promise<Remote> {
  const key = keyFile({ folder: data(), random: countingRandom() });
  const secrets = createSecrets((await key.read()) ?? (await key.make()));
  const place = { url: served.url, ca: null, folder: data(), clock: systemClock, secrets };
  const remote = await Remote.open({ ...place, ahead: 3 });
  await remote.login(ADMIN.email, ADMIN.password);
  await remote.pms.openToken(token);
  await expect.poll(() => remote.contact().ahead).toBe(3);
  return remote;
}

const kiln = (...args: string[]) => runCommand([...args, '--data', data(), '--pms', served.url]);

test('what is set aside here is told, and goes back when somebody says so', async () => {
  const remote = await app();
  const shown = await kiln('pms', 'ahead');
  expect([shown.code, shown.err]).toEqual([0, '']);
  expect(shown.out).toContain('3 licenses are set aside here until');
  expect(shown.out).not.toContain(token);
  expect((await kiln('pms', 'ahead', '--lang', 'zh-CN')).out).toContain('预留了 3 个授权');
  expect(await books.tokenInfo(token)).toMatchObject({ free: 7 });
  const back = await kiln('pms', 'ahead', '--give-back', '--json');
  expect(JSON.parse(back.out)).toEqual({ event: 'ahead', tokens: [], queued: 0, refused: [] });
  expect(await books.tokenInfo(token)).toMatchObject({ free: 10 });
  await remote.close();
});

test('they cannot go back to a server that is away, and stay here', async () => {
  const remote = await app();
  await served.server.close();
  expect(await kiln('pms', 'ahead', '--give-back')).toMatchObject({ code: 4 });
  expect((await kiln('pms', 'ahead')).out).toContain('3 licenses are set aside here until');
  await remote.close();
});
