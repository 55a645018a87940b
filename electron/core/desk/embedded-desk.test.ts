import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { csvOf, PASSWORD } from '../pms/testing/desk-bench.js';
import { openEmbeddedPms } from '../pms/embedded-pms.js';
import { countingRandom, errorOf, request } from '../pms/testing/fixture.js';
import type { Outgoing } from '../pms/service.js';
import type { StorePms } from '../pms/store-pms.js';
import { fixedKey } from '../secrets/testing/fixed-key.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { DeskFace, type DeskEvent } from './desk-face.js';
import { EmbeddedDesk } from './embedded-desk.js';
import { writeNewFile } from './new-file.js';

const hashCost = { memoryCost: 8, timeCost: 1 };
let folder: string;
let pms: StorePms;
let desk: EmbeddedDesk;
let face: DeskFace;
let events: DeskEvent[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-face-'));
  const clock = new VirtualClock();
  pms = await openEmbeddedPms({
    folder: join(folder, 'data'),
    clock,
    random: countingRandom(),
    key: fixedKey,
  });
  desk = await EmbeddedDesk.open(pms, { local: true, hashCost });
  let id = 0;
  face = new DeskFace({ backend: desk, clock, newId: () => `file-${(id += 1)}` });
  events = [];
  face.onEvent((event) => events.push(event));
});
afterEach(async () => {
  await pms.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

async function switchOn(): Promise<void> {
  const email = 'a@kiln.example';
  const registered = await face.perform({
    operation: 'account.register',
    request: { email, name: 'A', password: PASSWORD },
  });
  const { id } = registered as { id: string };
  await face.perform({ operation: 'account.set', request: { id, role: 'admin', status: 'active' } });
}

test('nobody logs in on one PC, until there is an admin; then the station waits for one too', async () => {
  expect(await face.state()).toMatchObject({ pms: 'embedded', me: { local: true } });
  const { token } = await pms.createToken(request(1));
  await desk.pms.openToken(token);

  await switchOn();
  expect(events.at(-1)).toMatchObject({ name: 'desk.state', payload: { me: null } });
  expect(await errorOf(desk.pms.openToken(token))).toEqual({ code: 'LOGIN_NEEDED', data: {} });
  expect(await errorOf(face.perform({ operation: 'token.list', request: {} }))).toMatchObject({
    code: 'LOGIN_NEEDED',
  });

  const login = { email: 'a@kiln.example', password: PASSWORD };
  expect(await face.perform({ operation: 'account.login', request: login })).toMatchObject({ session: '' });
  expect(await face.state()).toMatchObject({ me: { local: false, account: { email: 'a@kiln.example' } } });
  await desk.pms.openToken(token);
  await face.perform({ operation: 'account.logout', request: {} });
  expect((await face.state()).me).toBeNull();
  expect(await errorOf(desk.pms.openToken(token))).toMatchObject({ code: 'LOGIN_NEEDED' });
});

test('a file goes up by the id of what was chosen, once, and no other does', async () => {
  const chosen = await face.take(fileOf('list.csv', csvOf(3)));
  expect(chosen).toMatchObject({ name: 'list.csv', firmware: null });
  const upload = {
    stream: 'pool.import',
    request: { name: 'list.csv', licenseKind: 'tuyaos' },
    file: chosen.id,
  } as const;
  expect(await face.upload(upload)).toMatchObject({ count: 3 });
  expect(events.at(-1)).toMatchObject({
    name: 'desk.progress',
    payload: { done: chosen.bytes, total: chosen.bytes },
  });
  expect(await errorOf(face.upload(upload))).toMatchObject({ code: 'BAD_REQUEST' });
  expect(await errorOf(face.upload({ ...upload, file: '/etc/passwd' }))).toMatchObject({
    code: 'BAD_REQUEST',
  });
  expect(await errorOf(face.take(join(folder, 'none')))).toMatchObject({ code: 'FILE_UNREADABLE' });
  const firmware = request(1).firmware?.image ?? new Uint8Array();
  expect((await face.take(fileOf('x.bin', firmware))).firmware).toMatchObject({ kind: 'QIO' });
});

test('a download asks where to first, and a change of mind is no pick-up', async () => {
  const download = { stream: 'ledger.export', request: { format: 'csv' } } as const;
  expect(await face.download(download, () => Promise.resolve(null))).toBeNull();
  const names: string[] = [];
  const saved = await face.download(download, (name) => {
    names.push(name);
    return Promise.resolve(join(folder, name));
  });
  expect(saved).toMatchObject({ name: 'ledger.csv', folder });
  expect(names).toEqual(['ledger.csv']);
  expect(readFileSync(join(folder, 'ledger.csv'), 'utf8')).toContain('uuid,authkey');
  const odd = { stream: 'order.list', request: { code: '../../x', format: 'csv' } } as const;
  await face.download(odd, (name) => {
    names.push(name);
    return Promise.resolve(null);
  });
  expect(names.at(-1)).toBe('licenses-....x.csv');
});

test('a download that breaks off leaves nothing, not even of what was there before', async () => {
  const path = fileOf('kept.csv', 'before');
  const broken: Outgoing = {
    name: 'x',
    mediaType: 'text/csv',
    bytes: null,
    sha256: null,
    // eslint-disable-next-line @typescript-eslint/require-await
    async *read() {
      yield Buffer.from('half');
      throw new Error('broken off');
    },
  };
  expect(await errorOf(writeNewFile(path, broken))).toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(existsSync(`${path}.part`)).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['data', 'kept.csv']);
});

test('many go into one folder, each under its own name; what is there stays, and each is told', async () => {
  const chosen = await face.take(fileOf('list.csv', csvOf(3)));
  const upload = { stream: 'pool.import', request: { name: 'list.csv', licenseKind: 'tuyaos' } } as const;
  await face.upload({ ...upload, file: chosen.id });
  fileOf('ledger.csv', 'before');
  const items = [
    { stream: 'ledger.export', request: { format: 'csv' } },
    { stream: 'ledger.export', request: { format: 'xlsx' } },
    { stream: 'order.download', request: { code: 'NONE' } },
  ] as const;
  expect(await face.downloadAll({ items: [...items] }, () => Promise.resolve(null))).toBeNull();
  expect(await face.downloadAll({ items: [...items] }, () => Promise.resolve(folder))).toEqual({
    folder,
    items: [
      { name: 'ledger.csv', error: { code: 'FILE_EXISTS', data: { name: 'ledger.csv' } } },
      { name: 'ledger.xlsx', error: null },
      {
        name: 'credential-NONE.zip',
        error: { code: 'DESK_UNKNOWN', data: { what: 'order', id: 'NONE' } },
      },
    ],
  });
  expect(readFileSync(join(folder, 'ledger.csv'), 'utf8')).toBe('before');
  expect(readdirSync(folder).sort()).toEqual(['data', 'ledger.csv', 'ledger.xlsx', 'list.csv']);
});
