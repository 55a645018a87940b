import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PmsAsk, PmsOperationName, PmsReply } from '../../../../shared/contract/pms/operations.js';
import { PMS_OPERATIONS } from '../../../../shared/contract/pms/operations.js';
import type { Role } from '../../../../shared/contract/pms/roles.js';
import type {
  PmsDownloadName,
  PmsUploadName,
  PmsUploadReply,
} from '../../../../shared/contract/pms/streams.js';
import { makeDemoFirmware } from '../../firmware/demo-firmware.js';
import type { VirtualClock } from '../../time/testing/virtual-clock.js';
import { makeFirstAdmin } from '../desk/accounts.js';
import type { DeskParts } from '../desk/context.js';
import { createPmsService, deskOf } from '../desk/rules.js';
import type { Pms } from '../pms.js';
import type { PmsService, PmsSession } from '../service.js';
import type { StorePms } from '../store-pms.js';
import { licenses } from './fixture.js';

/** The door to the rules, or whatever leads there. */
export type Door = Pick<PmsService, 'perform' | 'receive' | 'send' | 'sessionOf'>;

export interface DeskUnderTest {
  readonly pms: StorePms;
  readonly clock: VirtualClock;
  /** Stands before the rules, as a server does. @default nothing */
  readonly door?: (service: PmsService) => Promise<Door>;
}

/** So cheap that a test may hash as often as it likes. */
const CHEAP = { memoryCost: 8, timeCost: 1 };
export const PASSWORD = 'correct horse battery';

export const CSV_HEADER = 'UUID,AUTHKEY,PSKKEY\n';
export const csvOf = (count: number, batch = 0): string =>
  CSV_HEADER +
  licenses(count, batch)
    .map(({ uuid, authkey, pskKey }) => `${uuid},${authkey},${pskKey}\n`)
    .join('');

/** Somebody at a desk: asks, and sends and fetches files. */
export class Somebody {
  readonly #bench: DeskBench;
  readonly session: PmsSession | null;

  constructor(bench: DeskBench, session: PmsSession | null) {
    this.#bench = bench;
    this.session = session;
  }

  /** Every reply is held to the contract. */
  async ask<N extends PmsOperationName>(operation: N, request: PmsAsk<N>): Promise<PmsReply<N>> {
    const reply = await this.#bench.service.perform(operation, request, this.session);
    PMS_OPERATIONS[operation].reply.parse(reply);
    return reply;
  }

  async send<N extends PmsUploadName>(
    stream: N,
    request: Record<string, unknown>,
    content: string | Uint8Array,
  ): Promise<PmsUploadReply<N>> {
    const path = join(this.#bench.folder, `upload-${this.#bench.next()}`);
    writeFileSync(path, content);
    return this.#bench.service.receive(stream, request, { session: this.session, content: { path } });
  }

  async fetch(stream: PmsDownloadName, request: Record<string, unknown>): Promise<Buffer> {
    const { read } = await this.#bench.service.send(stream, request, this.session);
    const chunks: Uint8Array[] = [];
    for await (const chunk of read()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** The station of this person. */
  station(): Pms {
    const { session } = this;
    if (session === null) throw new Error('nobody has no station');
    const { account, email, role } = session;
    return this.#bench.pms.askedBy(() => ({
      actor: email,
      asker: { account, email, admin: role === 'admin' },
    }));
  }
}

/** The desk of the test that is running. */
export class DeskBench {
  #under:
    (DeskUnderTest & { readonly desk: DeskParts; readonly service: Door; readonly folder: string }) | null =
    null;
  #count = 0;

  async set(under: DeskUnderTest): Promise<void> {
    const options = { local: true, hashCost: CHEAP };
    const service = createPmsService(under.pms, options);
    const folder = mkdtempSync(join(tmpdir(), 'kiln-upload-'));
    const door = (await under.door?.(service)) ?? service;
    this.#under = { ...under, desk: deskOf(under.pms, options), service: door, folder };
  }

  get #now() {
    if (this.#under === null) throw new Error('no test is running');
    return this.#under;
  }

  get folder(): string {
    return this.#now.folder;
  }
  get pms(): StorePms {
    return this.#now.pms;
  }
  get clock(): VirtualClock {
    return this.#now.clock;
  }
  get desk(): DeskParts {
    return this.#now.desk;
  }
  get service(): Door {
    return this.#now.service;
  }

  next(): number {
    return (this.#count += 1);
  }

  clean(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Whoever has no session: the local account, or nobody. */
  async stranger(): Promise<Somebody> {
    return new Somebody(this, await this.service.sessionOf(null));
  }

  /** Switches accounts on. */
  async admin(): Promise<Somebody> {
    await makeFirstAdmin(this.desk, { email: 'admin@kiln.example', name: 'Admin', password: PASSWORD });
    return this.login('admin@kiln.example');
  }

  async login(email: string): Promise<Somebody> {
    const { session } = await this.service.perform('account.login', { email, password: PASSWORD }, null);
    return new Somebody(this, await this.service.sessionOf(session));
  }

  /** An account that an admin let in. */
  async person(admin: Somebody, role: Role, name: string = role): Promise<Somebody> {
    const email = `${name}@kiln.example`;
    const { id } = await admin.ask('account.register', { email, name, password: PASSWORD });
    await admin.ask('account.set', { id, role, status: 'active' });
    return this.login(email);
  }

  /** A product with a firmware that is uploaded and enabled. */
  async product(who: Somebody, mode: 'custom' | 'no-code' = 'custom', version = '1.0.0') {
    const product = await who.ask('product.create', { name: 'Light', category: 'lighting', mode });
    const firmware = await who.ask('firmware.create', {
      productId: product.id,
      identifier: 'wifi_one_light',
      chip: 'BK7231N',
      flashMbit: 16,
    });
    const { id: versionId } = await who.ask('firmware.version', { firmwareId: firmware.id, version });
    await who.send('firmware.upload', { versionId, kind: 'QIO', name: `light_QIO_${version}.bin` }, IMAGE);
    await who.ask('firmware.enable', { versionId, scope: 'general' });
    return { productId: product.id, firmwareId: firmware.id, versionId };
  }

  /** Real licenses in stock. */
  async stock(who: Somebody, count: number, batch = 0): Promise<void> {
    await who.send('pool.import', { name: 'list.csv', licenseKind: 'tuyaos' }, csvOf(count, batch));
  }
}

export const IMAGE = makeDemoFirmware({
  protocolClass: 'N',
  identifier: 'wifi_one_light',
  version: '1.0.0',
  appBytes: 4096,
});
