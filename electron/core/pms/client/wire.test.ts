import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { systemClock, type Clock } from '../../time/clock.js';
import { cachedFirmware } from './firmware-cache.js';
import { Wire } from './wire.js';

/** Pauses are over at once; everything else is the real clock. */
const hasty: Clock = { ...systemClock, schedule: (_ms, task) => systemClock.schedule(0, task) };

let server: Server;
let asked: { method: string; url: string; headers: Record<string, unknown> }[];
let answer: (response: ServerResponse, number: number) => void;
let wire: Wire;
let folder: string;
const contacts: unknown[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-wire-'));
  asked = [];
  contacts.length = 0;
  answer = (response) => response.end('{}');
  server = createServer(({ method = '', url = '', headers }, response) => {
    asked.push({ method, url, headers });
    answer(response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  wire = new Wire({
    url: `http://127.0.0.1:${port}/behind/`,
    ca: null,
    clock: hasty,
    bearer: () => 'secret',
    answerMs: 2000,
    onContact: (contact) => contacts.push(contact === null ? null : 'answer'),
  });
});
afterEach(async () => {
  await wire.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code?: unknown }).code ?? thrown,
  );

const say = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

describe('a request', () => {
  test('goes to the prefix of the address, with the session', async () => {
    answer = (response) => say(response, 200, { items: [] });
    await wire.perform('pool.stock', {});
    expect(asked).toMatchObject([
      { method: 'GET', url: '/behind/v1/pool', headers: { authorization: 'Bearer secret' } },
    ]);
  });

  test.each([
    ['a page of something else', (r: ServerResponse) => r.writeHead(200).end('<html>'), 'PMS_FOREIGN'],
    ['JSON of something else', (r: ServerResponse) => say(r, 200, { hello: 1 }), 'PMS_FOREIGN'],
    ['another place', (r: ServerResponse) => r.writeHead(302, { location: '/' }).end(), 'PMS_FOREIGN'],
    ['a proxy that has nobody behind it', (r: ServerResponse) => r.writeHead(502).end('bad'), 'PMS_FOREIGN'],
    ['a code that is none', (r: ServerResponse) => say(r, 400, { code: 'toString' }), 'PMS_FOREIGN'],
    ['an error of ours', (r: ServerResponse) => say(r, 409, { code: 'POOL_EMPTY', data: {} }), 'POOL_EMPTY'],
  ])('answered with %s', async (_, given, code) => {
    answer = given;
    expect(await codeOf(wire.perform('pool.stock', {}))).toBe(code);
    expect(asked).toHaveLength(1);
    expect(contacts).toEqual(['answer']);
  });

  test('is sent again where that is safe and nobody answered', async () => {
    answer = (response, number) => {
      if (number < 3) response.destroy();
      else say(response, 200, { items: [] });
    };
    expect(await wire.perform('pool.stock', {})).toEqual({ items: [] });
    expect(contacts).toEqual([null, null, 'answer']);
  });

  test('is sent four times, not more', async () => {
    answer = (response) => response.destroy();
    expect(await codeOf(wire.perform('pool.stock', {}))).toBe('PMS_UNREACHABLE');
    expect(asked).toHaveLength(4);
  });

  test('is sent once where twice is another thing, or where it was asked for once', async () => {
    answer = (response) => response.destroy();
    expect(await codeOf(wire.perform('pool.generate', { count: 1 }))).toBe('PMS_UNREACHABLE');
    expect(await codeOf(wire.perform('pool.stock', {}, { once: true }))).toBe('PMS_UNREACHABLE');
    expect(asked).toHaveLength(2);
  });

  test('that was given up is over at once', async () => {
    answer = () => undefined;
    const stop = new AbortController();
    const work = wire.perform('pool.stock', {}, { signal: stop.signal });
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('stopped'));
    await expect(work).rejects.toThrow('stopped');
    expect(asked).toHaveLength(1);
  });
});

test.each(['', 'pms.example', 'ftp://x', 'http://', 'http://u:p@h', 'http://h/?q', 'http://h h'])(
  '%j is no address',
  (url) => {
    const make = () => new Wire({ url, ca: null, clock: hasty, bearer: () => null });
    expect(make).toThrow('USAGE');
  },
);

describe('a firmware', () => {
  const content = Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7) & 0xff));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const fetchIt = () => cachedFirmware(wire, folder, { token: 'T', sha256 });
  const part = (response: ServerResponse, from: number, upTo = content.length): void => {
    const rest = content.subarray(from, content.length);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': rest.length });
    if (upTo === content.length) response.end(rest);
    else response.write(content.subarray(from, upTo), () => response.destroy());
  };
  const fromOf = (): number =>
    Number(/^bytes=(\d+)-$/.exec(String(asked.at(-1)?.headers['range']))?.[1] ?? 0);

  test('is fetched once, then kept', async () => {
    answer = (response) => part(response, 0);
    expect(Buffer.from(await fetchIt()).equals(content)).toBe(true);
    expect(Buffer.from(await fetchIt()).equals(content)).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test('goes on where the line broke', async () => {
    answer = (response, number) => part(response, fromOf(), number < 4 ? number * 10_000 : content.length);
    expect(Buffer.from(await fetchIt()).equals(content)).toBe(true);
    expect(asked.map(({ headers }) => headers['range'] !== undefined)).toEqual([false, true, true, true]);
    expect(asked[1]?.headers['if-range']).toBe(`"${sha256}"`);
  });

  test('that is not what it should be is refused, after a second look', async () => {
    answer = (response) => response.end('something else');
    expect(await codeOf(fetchIt())).toBe('FIRMWARE_STORE');
    expect(asked).toHaveLength(2);
  });

  test('that changed in the cache is fetched anew', async () => {
    writeFileSync(join(folder, `${sha256}.bin`), 'changed');
    answer = (response) => part(response, 0);
    expect(Buffer.from(await fetchIt()).equals(content)).toBe(true);
  });

  test('of a line that breaks for ever is given up', async () => {
    answer = (response) => part(response, fromOf(), fromOf() + 1);
    expect(await codeOf(fetchIt())).toBe('PMS_UNREACHABLE');
    expect(asked).toHaveLength(5);
  });
});
