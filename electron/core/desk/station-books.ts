import type { CallReply, CallRequest } from '../../../shared/contract/channels.js';
import type { Me } from '../../../shared/contract/pms/accounts.js';
import type { PmsChoice, PmsConnection } from '../../../shared/contract/settings.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { loadChoice, saveChoice } from '../pms/client/choice-file.js';
import { Remote } from '../pms/client/remote.js';
import { Wire } from '../pms/client/wire.js';
import { lineOf, type Line } from '../pms/line.js';
import type { Pms } from '../pms/pms.js';
import type { StorePms } from '../pms/store-pms.js';
import type { Secrets } from '../secrets/secrets.js';
import type { Clock } from '../time/clock.js';
import type { DeskBackend } from './backend.js';
import { EmbeddedDesk } from './embedded-desk.js';
import { RemoteDesk } from './remote-desk.js';

export interface StationBooksOptions {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** The books of this PC; closing them is the caller's. */
  readonly embedded: StorePms;
}

const POLL_MS = 10_000;

/** Passes every call on to whatever is behind it at that moment. */
function passingOn<T extends object>(current: () => T): T {
  return new Proxy({} as T, {
    get(_, name) {
      const target = current();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The books that this station works on: those of this PC or a server's, as a person chose in Settings. */
export class StationBooks {
  /** For the station and for the desk; both follow the choice. */
  readonly pms: Pms;
  readonly backend: DeskBackend;
  readonly line: Line;
  readonly #options: StationBooksOptions;
  readonly #embedded: EmbeddedDesk;
  readonly #listeners = new Set<(connection: PmsConnection) => void>();
  #choice: PmsChoice = { kind: 'embedded' };
  #remote: Remote | null = null;
  #desk: DeskBackend;
  #account: string | null = null;
  #told = '';
  #toldAt = -Infinity;
  #cancelPoll: (() => void) | null = null;

  private constructor(options: StationBooksOptions, embedded: EmbeddedDesk) {
    this.#options = options;
    this.#embedded = embedded;
    this.#desk = embedded;
    this.pms = passingOn(() => this.#remote?.pms ?? this.#embedded.pms);
    this.backend = passingOn(() => this.#desk);
    this.line = lineOf(() => this.#remote?.line ?? this.#embedded);
  }

  /** A server that is chosen need not be there. @throws KilnError FILE_UNREADABLE for a choice that cannot be understood */
  static async open(options: StationBooksOptions): Promise<StationBooks> {
    const books = new StationBooks(options, await EmbeddedDesk.open(options.embedded));
    await books.#use(await loadChoice(options.folder));
    return books;
  }

  async #use(choice: PmsChoice): Promise<void> {
    const { folder, clock, secrets } = this.#options;
    const remote =
      choice.kind === 'embedded'
        ? null
        : await Remote.open({ ...choice, folder, clock, secrets, onContact: () => this.#tell() });
    const before = this.#remote;
    this.#remote = remote;
    this.#desk = remote === null ? this.#embedded : new RemoteDesk(remote);
    this.#choice = choice;
    await before?.close();
    this.#poll();
  }

  /** Asks a server again and again whether it is there: a queue is sent, and the top bar tells the truth. */
  #poll(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    const remote = this.#remote;
    if (remote === null) return;
    // Whether it answered is told by the wire; here nobody asked for more.
    void remote.wire.hello().catch(() => undefined);
    this.#cancelPoll = this.#options.clock.schedule(POLL_MS, () => this.#poll());
  }

  onChange(listener: (connection: PmsConnection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connection(): PmsConnection {
    if (this.#remote !== null) {
      return { kind: 'server', url: this.#remote.wire.url, ...this.#remote.contact() };
    }
    const account = this.#account;
    return { kind: 'embedded', url: null, connected: true, latencyMs: null, queued: 0, account };
  }

  #tell(): void {
    const connection = this.connection();
    const told = JSON.stringify({ ...connection, latencyMs: null });
    const now = this.#options.clock.now();
    if (told === this.#told && now - this.#toldAt < POLL_MS) return;
    this.#told = told;
    this.#toldAt = now;
    for (const listener of this.#listeners) listener(connection);
  }

  async #noteAccount(): Promise<void> {
    if (this.#remote !== null) return;
    const me = await this.#embedded.me();
    this.#account = me === null || me.local ? null : me.account.email;
  }

  async get(): Promise<CallReply<'settings.pms.get'>> {
    await this.#noteAccount();
    return { choice: this.#choice, connection: this.connection() };
  }

  /** @throws KilnError QUEUE_NOT_EMPTY, USAGE */
  async set(choice: PmsChoice): Promise<CallReply<'settings.pms.set'>> {
    const { folder, clock } = this.#options;
    const wanted = choice.kind === 'server' ? { ...choice, url: choice.url.replace(/\/+$/, '') } : choice;
    if (wanted.kind === 'server') await probe(wanted, clock).close();
    const queued = this.#remote?.contact().queued ?? 0;
    const url = this.#remote?.wire.url;
    const leaves = wanted.kind === 'embedded' || wanted.url !== url;
    if (queued > 0 && leaves) throw new KilnError('QUEUE_NOT_EMPTY', { count: queued, url: url ?? '' });
    await saveChoice(folder, wanted);
    await this.#use(wanted);
    this.#tell();
    return this.get();
  }

  async test(place: CallRequest<'settings.pms.test'>): Promise<CallReply<'settings.pms.test'>> {
    const wire = probe(place, this.#options.clock);
    try {
      return { ...(await wire.hello()), secure: place.url.startsWith('https:') };
    } finally {
      await wire.close();
    }
  }

  async login(email: string, password: string): Promise<Me> {
    await this.#desk.perform('account.login', { email, password });
    const me = await this.#desk.me();
    if (me === null) throw new KilnError('LOGIN_NEEDED');
    if (this.#choice.kind === 'server') {
      this.#choice = { ...this.#choice, account: me.account.email };
      await saveChoice(this.#options.folder, this.#choice);
    }
    await this.#noteAccount();
    this.#tell();
    return me;
  }

  async logout(): Promise<void> {
    await this.#desk.perform('account.logout', {});
    await this.#noteAccount();
    this.#tell();
  }

  async close(): Promise<void> {
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    await this.#remote?.close();
  }
}

/** A wire without a session. @throws KilnError USAGE */
function probe(place: { readonly url: string; readonly ca: string | null }, clock: Clock): Wire {
  return new Wire({ ...place, clock, bearer: () => null });
}
