import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { systemClock } from '../../core/time/clock.js';
import { runCommandLine } from '../main.js';
import { isLoopback, parseListen } from './serve.js';

describe('--listen', () => {
  test.each([
    ['127.0.0.1:7443', '127.0.0.1', 7443],
    ['[::1]:1', '::1', 1],
    ['pms.example:0', 'pms.example', 0],
  ])('%s', (text, host, port) => expect(parseListen(text)).toEqual({ host, port }));

  test.each(['', '7443', ':7443', '::1:7443', 'host:', 'host:99999', 'a b:1'])('refuses %j', (text) =>
    expect(() => parseListen(text)).toThrow('USAGE'),
  );

  test('knows who else could listen in', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '10.0.0.1', '::', '127.0.0.1.example', 'example'].some(isLoopback)).toBe(false);
  });
});

describe('the server as a command', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kiln-serve-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(args: string[], { typed = '', data = 'data' } = {}) {
    const [out, err, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdin.end(typed);
    const stop = new AbortController();
    const code = runCommandLine([...args, '--data', join(folder, data)], {
      env: {},
      platform: 'linux',
      clock: systemClock,
      stdin,
      signal: stop.signal,
      out,
      err,
    }).finally(() => {
      out.end();
      err.end();
    });
    return { code, out, err, stop };
  }
  const textOf = async (stream: PassThrough) => String(Buffer.concat(await stream.toArray()));

  test('refuses to be heard by others without TLS', async () => {
    const { code, err } = start(['pms', 'serve', '--listen', '0.0.0.0:0']);
    expect(await code).toBe(2);
    expect(await textOf(err)).toContain('--cert');
    expect(await start(['pms', 'serve', '--cert', 'x.pem']).code).toBe(2);
  });

  test('says where it is, takes a login, works for it, and ends when it is told to', async () => {
    const password = 'correct horse battery\n';
    const init = ['pms', 'init', '--email', 'a@plant.example'];
    expect(await start(init, { typed: password }).code).toBe(0);
    const serving = start(['pms', 'serve', '--listen', '127.0.0.1:0']);
    const lines = createInterface({ input: serving.out });
    const line = await new Promise<string>((resolve) => lines.once('line', resolve));
    const { url, ...rest } = JSON.parse(line) as { url: string };
    expect(rest).toMatchObject({ event: 'serving', store: 'sqlite', secure: false, accounts: true });

    const station = { data: 'station' };
    const ask = ['pms', 'ask', 'account.me', '--pms', url, '--json'];
    expect(await start(ask, station).code).toBe(4);
    const login = ['pms', 'login', '--pms', `${url}/`, '--email', 'a@plant.example'];
    expect(await start(login, { ...station, typed: 'wrong\n' }).code).toBe(4);
    expect(await start(login, { ...station, typed: password }).code).toBe(0);
    const asked = start(ask, station);
    expect(await asked.code).toBe(0);
    expect(JSON.parse(await textOf(asked.out))).toMatchObject({
      reply: { account: { email: 'a@plant.example', role: 'admin' } },
    });
    expect(await start(['pms', 'logout', '--pms', url], station).code).toBe(0);
    expect(await start(ask, station).code).toBe(4);

    serving.stop.abort();
    expect(await serving.code).toBe(0);
    const gone = start(ask, station);
    expect(await gone.code).toBe(4);
    expect(await textOf(gone.out)).toContain('PMS_UNREACHABLE');
  });

  test('describes itself', async () => {
    const { code, out } = start(['pms', 'openapi']);
    expect([await code, JSON.parse(await textOf(out)) as unknown]).toMatchObject([
      0,
      { openapi: '3.1.0', info: { title: 'Kiln PMS' } },
    ]);
  });
});
