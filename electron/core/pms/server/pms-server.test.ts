import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { PMS_OPERATIONS } from '../../../../shared/contract/pms/operations.js';
import { PMS_STREAMS } from '../../../../shared/contract/pms/streams.js';
import { makeToken } from '../../../../shared/domain/token.js';
import { fixedKey } from '../../secrets/testing/fixed-key.js';
import { systemClock } from '../../time/clock.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { openEmbeddedPms, type EmbeddedPms } from '../embedded-pms.js';
import { Wire } from '../client/wire.js';
import { selfSigned } from '../testing/certificate.js';
import { csvOf } from '../testing/desk-bench.js';
import { countingRandom, FIRMWARE, macOf, request } from '../testing/fixture.js';
import { ADMIN, serve, type Served } from '../testing/served.js';

let folder: string;
let pms: EmbeddedPms;
let served: Served;
let token: string;
const clock = new VirtualClock();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-server-'));
  pms = await openEmbeddedPms({ folder, clock, random: countingRandom(), key: fixedKey });
  ({ token } = await pms.createToken(request(3)));
  served = await serve(pms, { logins: 4 });
});
afterEach(async () => {
  await served.close();
  await pms.close();
  rmSync(folder, { recursive: true, force: true });
  expect(served.faults).toEqual([]);
});

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** One request as any client would make it. */
async function ask(
  path: string,
  options: { method?: string; body?: unknown; bearer?: string | null; headers?: Record<string, string> } = {},
) {
  const { method = 'GET', body, bearer = served.bearer, headers = {} } = options;
  const raw = body instanceof Uint8Array;
  const answer = await fetch(`${served.url}${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    body: (json ? JSON.parse(text) : text) as unknown,
  };
}

describe('who may ask for what', () => {
  test('nobody without a session, nor with one that is made up', async () => {
    for (const bearer of [null, 'x'.repeat(43)]) {
      const { status, body } = await ask('/v1/pool', { bearer });
      expect([status, body]).toEqual([401, { code: 'LOGIN_NEEDED', data: {} }]);
    }
  });

  test('an operator what is an operator’s, and not more', async () => {
    const { service } = served;
    const admin = await service.sessionOf(served.bearer);
    const login = { email: 'op@plant.example', password: 'a long password' };
    const account = await service.perform('account.register', { ...login, name: 'Op' }, null);
    expect(await ask('/v1/login', { method: 'POST', body: login, bearer: null })).toMatchObject({
      status: 403,
      body: { code: 'ACCOUNT_PENDING' },
    });
    await service.perform('account.set', { id: account.id, status: 'active' }, admin);
    const { session: bearer } = await service.perform('account.login', login, null);
    expect((await ask(`/v1/tokens/${token}:open`, { method: 'POST', body: {}, bearer })).status).toBe(200);
    expect(await ask('/v1/accounts', { bearer })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING', data: { needed: 'admin', role: 'operator' } },
    });
    const headers = { 'x-content-sha256': sha256('x') };
    expect(
      await ask('/v1/pool/imports?name=l.csv&licenseKind=tuyaos', {
        method: 'POST',
        body: new Uint8Array([120]),
        headers,
        bearer,
      }),
    ).toMatchObject({ status: 403, body: { code: 'ROLE_MISSING' } });
  });

  test('guessing is slow: after some tries a minute, 429', async () => {
    const tries = [];
    for (let i = 0; i < 6; i += 1) {
      const body = { email: ADMIN.email, password: `guess ${i}` };
      tries.push(await ask('/v1/login', { method: 'POST', body, bearer: null }));
    }
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429, 429]);
    expect(tries.at(-1)).toMatchObject({ body: { code: 'LOGIN_LIMIT' } });
    expect(tries.at(-1)?.headers.get('retry-after')).not.toBeNull();
    // Nobody else waits for it.
    expect((await ask('/v1/pool')).status).toBe(200);
  });
});

describe('what is no good', () => {
  test.each([
    ['/v1/nothing', 'GET', undefined, 404, 'BAD_REQUEST'],
    [`/v1/tokens/${makeToken(countingRandom(77)(15))}`, 'GET', undefined, 404, 'TOKEN_UNKNOWN'],
    ['/v1/tokens/%2F..%2F', 'GET', undefined, 400, 'TOKEN_MALFORMED'],
    ['/v1/runs', 'POST', { runId: 'r' }, 400, 'BAD_REQUEST'],
    ['/v1/runs?limit=many', 'GET', undefined, 400, 'BAD_REQUEST'],
  ])('%s (%s) is refused with a status and a code', async (path, method, body, status, code) => {
    expect(await ask(path, { method, body })).toMatchObject({ status, body: { code } });
  });

  test('a body that is no JSON, or too long', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await ask('/v1/runs', { method: 'POST', body: Buffer.from('{"runId":'), headers });
    expect(broken).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    const long = await ask('/v1/runs', { method: 'POST', body: { runId: 'x'.repeat(9 * 1024 * 1024) } });
    expect(long).toMatchObject({ status: 413, body: { code: 'BAD_REQUEST' } });
  });

  test('a refusal never repeats what it was given', async () => {
    const body = { email: 'x@y.example', password: 'hunter2'.repeat(100) };
    const { status, body: answer } = await ask('/v1/login', { method: 'POST', body, bearer: null });
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});

describe('files in', () => {
  const list = csvOf(5, 9);
  const put = (content: string, sha: string) =>
    ask('/v1/pool/imports?name=list.csv&licenseKind=tuyaos', {
      method: 'POST',
      body: Buffer.from(content),
      headers: { 'x-content-sha256': sha },
    });

  test('are taken where their hash is right, and leave nothing behind', async () => {
    expect(await put(list, sha256(list))).toMatchObject({
      status: 200,
      body: { count: 5, name: 'list.csv' },
    });
    const temporary = readdirSync(tmpdir()).filter((name) => name.startsWith('kiln-pms-'));
    for (const place of temporary) {
      expect(readdirSync(join(tmpdir(), place)).filter((name) => name.startsWith('upload-'))).toEqual([]);
    }
  });

  test('are refused where it is not, or where there is none', async () => {
    expect(await put(list, sha256('other'))).toMatchObject({ status: 422, body: { code: 'UPLOAD_DAMAGED' } });
    expect(await put(list, '')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    const { items } = (await ask('/v1/pool')).body as { items: unknown[] };
    expect(items.every((item) => (item as { stock: number }).stock === 0)).toBe(true);
  });

  test('are refused where they are too long', async () => {
    const content = Buffer.alloc(PMS_STREAMS['firmware.upload'].maxBytes + 1);
    const answer = await ask('/v1/firmware/versions/v/files/QIO?name=a.bin', {
      method: 'PUT',
      body: content,
      headers: { 'x-content-sha256': sha256(content) },
    });
    expect(answer.status).toBe(413);
  });
});

describe('files out', () => {
  const path = (): string => `/v1/tokens/${token}/firmware`;
  const get = async (headers: Record<string, string>) => {
    const answer = await fetch(`${served.url}${path()}`, {
      headers: { authorization: `Bearer ${served.bearer}`, ...headers },
    });
    return { answer, content: Buffer.from(await answer.arrayBuffer()) };
  };

  test('come whole, with name, length and hash', async () => {
    const { answer, content } = await get({});
    expect(answer.status).toBe(200);
    expect(content.equals(FIRMWARE)).toBe(true);
    expect(answer.headers.get('content-length')).toBe(String(FIRMWARE.length));
    expect(answer.headers.get('x-content-sha256')).toBe(sha256(FIRMWARE));
    expect(answer.headers.get('content-disposition')).toContain('attachment');
  });

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, FIRMWARE.length],
    ['bytes=-7', FIRMWARE.length - 7, FIRMWARE.length],
    [`bytes=5-${FIRMWARE.length * 2}`, 5, FIRMWARE.length],
  ])('come in parts: %s', async (range, start, end) => {
    const { answer, content } = await get({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${FIRMWARE.length}`);
    expect(content.equals(FIRMWARE.subarray(start, end))).toBe(true);
  });

  test('a part that is not there is 416, several parts and parts of another file are the whole', async () => {
    const beyond = await get({ range: `bytes=${FIRMWARE.length}-` });
    expect(beyond.answer.status).toBe(416);
    expect(beyond.answer.headers.get('content-range')).toBe(`bytes */${FIRMWARE.length}`);
    for (const headers of [
      { range: 'bytes=0-1,5-6' },
      { range: 'bytes=10-', 'if-range': `"${'0'.repeat(64)}"` },
    ] as Record<string, string>[]) {
      expect((await get(headers)).answer.status).toBe(200);
    }
  });
});

test('the OpenAPI document names every operation and every file, and every reference in it leads somewhere', async () => {
  const { body } = await ask('/openapi.json', { bearer: null });
  const document = body as {
    openapi: string;
    info: object;
    paths: Record<
      string,
      Record<string, { operationId: string; parameters: { in: string; name: string }[]; responses: object }>
    >;
  };
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Kiln PMS', version: '0.0.0-test' } });
  const named = new Map<string, string>();
  for (const [path, methods] of Object.entries(document.paths)) {
    const fields = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const [method, { operationId, parameters, responses }] of Object.entries(methods)) {
      expect(named.has(operationId), operationId).toBe(false);
      named.set(operationId, `${method.toUpperCase()} ${path}`);
      expect(
        parameters
          .filter((one) => one.in === 'path')
          .map((one) => one.name)
          .sort(),
      ).toEqual(fields.sort());
      expect(Object.keys(responses)).toEqual(['200', 'default']);
    }
  }
  const files = Object.entries(PMS_STREAMS).map(([name, row]) => [`${name}.file`, row] as const);
  for (const [name, { http }] of [...Object.entries(PMS_OPERATIONS), ...files]) {
    expect(named.get(name)).toBe(`${http.method} ${http.path}`);
  }
  for (const [, place = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = place
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body);
    expect(found, place).toBeDefined();
  }
});

describe('over TLS', () => {
  test('a station that knows who signed the certificate is answered, one that does not says so', async () => {
    const tls = selfSigned(folder);
    const secure = await serve(pms, { tls, ca: tls.cert, bearer: served.bearer });
    try {
      expect(secure.url).toMatch(/^https:/);
      expect((await secure.wire().hello()).version).toBe('0.0.0-test');
      expect((await secure.pms().tokenInfo(token)).amount).toBe(3);
      const stranger = new Wire({ url: secure.url, ca: null, clock: systemClock, bearer: () => null });
      await expect(stranger.hello()).rejects.toMatchObject({ code: 'PMS_UNTRUSTED' });
      await stranger.close();
    } finally {
      await secure.close();
    }
  });
});

describe('closing', () => {
  test('answers what it has begun, and takes nothing new', async () => {
    const claim = { token, mac: macOf(1), runId: 'r' };
    const { port } = new URL(served.url);
    const body = JSON.stringify({ mac: claim.mac, runId: claim.runId });
    const socket = connect(Number(port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    await once(socket, 'connect');
    const head = [
      `POST /v1/tokens/${token}/licenses:allocate HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${served.bearer}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
    ];
    // All but the last byte: the request has begun.
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, -1)}`);
    await ask('/health');
    const closed = served.server.close();
    socket.write(body.slice(-1));
    await once(socket, 'close');
    await closed;
    expect(heard).toMatch(/^HTTP\/1.1 200/);
    await expect(served.wire().hello()).rejects.toMatchObject({ code: 'PMS_UNREACHABLE' });
    expect((await pms.tokenInfo(token)).reserved).toBe(1);
  });
});
