import type { PmsReply } from '../../../../shared/contract/pms/operations.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Secrets } from '../../secrets/secrets.js';
import type { Clock } from '../../time/clock.js';
import type { LineDoor } from '../line.js';
import type { Pms } from '../pms.js';
import { Link } from './queue/link.js';
import type { RefusedItem } from './queue/outbox.js';
import { StationQueue, type AheadOfToken } from './queue/station-queue.js';
import { sessionFile, type KeptSession, type SessionFile } from './session-file.js';
import { Wire } from './wire.js';

/** How this program stands with its server. */
export interface Contact {
  readonly connected: boolean;
  /** Of the last answer. */
  readonly latencyMs: number | null;
  readonly queued: number;
  /** Boards that can be given a license while the server is away. */
  readonly ahead: number;
  /** Steps that the server refused when they came late, and that nobody has looked at. */
  readonly refused: number;
  readonly account: string | null;
}

export interface RemoteOptions {
  readonly url: string;
  /** In PEM; null: the one that was used at the last login, or those that the system knows. */
  readonly ca: string | null;
  /** How many licenses to set aside for when the server is away. @default none: what lies here is used, and left where it is */
  readonly ahead?: number;
  /** The data folder: session, queue, licenses and firmware are kept there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly onContact?: (contact: Contact) => void;
}

/** A PMS server as a station has it: the session at it, the stations' Pms with its queue, the wire for the desk. */
export class Remote {
  readonly wire: Wire;
  readonly pms: Pms;
  /** Work orders: asked at once, results kept until the server has them. */
  readonly line: LineDoor;
  readonly #queue: StationQueue;
  readonly #link = new Link();
  readonly #file: SessionFile;
  readonly #onContact: (contact: Contact) => void;
  readonly #ca: string | null;
  #session: KeptSession | null;
  #latencyMs: number | null = null;

  private constructor(options: RemoteOptions, file: SessionFile, session: KeptSession | null) {
    const { url, folder, clock, secrets, onContact = () => undefined } = options;
    this.#file = file;
    this.#session = session;
    this.#onContact = onContact;
    this.#ca = options.ca ?? session?.ca ?? null;
    this.wire = new Wire({
      url,
      clock,
      ca: this.#ca,
      bearer: () => this.#session?.bearer ?? null,
      onContact: (answer) => this.#heard(answer),
    });
    this.#queue = new StationQueue({
      folder,
      wire: this.wire,
      link: this.#link,
      clock,
      secrets,
      ahead: options.ahead ?? null,
      account: () => this.#session?.account ?? null,
      onChange: () => this.#onContact(this.contact()),
    });
    this.pms = this.#queue.pms;
    this.line = {
      perform: (operation, request) => this.wire.perform(operation, request),
      later: (request) => this.#queue.sender.record('workOrder.commit', request),
      flush: () => this.#queue.sender.flush(),
    };
  }

  /** The server need not be there. What waits for it from before is sent, in its own time. @throws KilnError USAGE */
  static async open(options: RemoteOptions): Promise<Remote> {
    const file = sessionFile(options.folder, options.url.replace(/\/+$/, ''), options.secrets);
    const remote = new Remote(options, file, await file.load());
    void remote.#queue.sender.flush();
    return remote;
  }

  #heard(answer: { readonly ms: number } | null): void {
    const came = this.#link.heard(answer !== null);
    if (answer !== null) this.#latencyMs = answer.ms;
    this.#onContact(this.contact());
    if (came) this.#queue.cameBack();
  }

  contact(): Contact {
    return {
      connected: this.#link.connected,
      latencyMs: this.#latencyMs,
      queued: this.#queue.outbox.waiting(),
      ahead: this.#queue.ahead(),
      refused: this.#queue.outbox.refusedCount(),
      account: this.#session?.account ?? null,
    };
  }

  /** Steps that the server refused when they came late. */
  refused(): readonly RefusedItem[] {
    return this.#queue.refused();
  }

  /** Somebody has seen these. */
  forgetRefused(ids: readonly number[]): void {
    this.#queue.outbox.forget(ids);
    this.#onContact(this.contact());
  }

  /** What lies here, token by token. */
  aheadByToken(): readonly AheadOfToken[] {
    return this.#queue.aheadByToken();
  }

  /** Gives back all that no board was given. @throws KilnError PMS_*, LOGIN_NEEDED, STORE_BUSY */
  async giveBack(): Promise<void> {
    await this.#queue.keeper.giveBackEverything();
    this.#onContact(this.contact());
  }

  /** How many licenses to set aside from now on. */
  set ahead(count: number) {
    this.#queue.keeper.count = count;
  }

  /** @throws KilnError LOGIN_FAILED, LOGIN_LIMIT, ACCOUNT_*, PMS_* */
  async login(email: string, password: string): Promise<PmsReply<'account.login'>> {
    const reply = await this.wire.perform('account.login', { email, password });
    this.#session = { bearer: reply.session, account: reply.account.email, ca: this.#ca };
    await this.#file.save(this.#session);
    this.#onContact(this.contact());
    this.#queue.cameBack();
    return reply;
  }

  /** Here in any case; at the server where it is there. */
  async logout(): Promise<void> {
    try {
      // Whoever logs in next may have no use for them, or no right to them.
      if (this.#session !== null) await this.#queue.keeper.giveBackNow();
      if (this.#session !== null) await this.wire.perform('account.logout', {}, { once: true });
    } catch (thrown) {
      if (!(thrown instanceof KilnError)) throw thrown;
    } finally {
      this.#session = null;
      await this.#file.remove();
      this.#onContact(this.contact());
    }
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
