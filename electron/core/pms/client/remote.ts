import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { PmsReply } from '../../../../shared/contract/pms/operations.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Secrets } from '../../secrets/secrets.js';
import type { Clock } from '../../time/clock.js';
import type { LineDoor } from '../line.js';
import type { Pms } from '../pms.js';
import { HttpPms } from './http-pms.js';
import { Outbox, type RefusedItem } from './queue/outbox.js';
import { QueuedPms } from './queue/queued-pms.js';
import { Sender } from './queue/sender.js';
import { sessionFile, type KeptSession, type SessionFile } from './session-file.js';
import { Wire } from './wire.js';

/** How this program stands with its server. */
export interface Contact {
  readonly connected: boolean;
  /** Of the last answer. */
  readonly latencyMs: number | null;
  readonly queued: number;
  readonly account: string | null;
}

export interface RemoteOptions {
  readonly url: string;
  /** In PEM; null: the one that was used at the last login, or those that the system knows. */
  readonly ca: string | null;
  /** The data folder: session, queue and firmware are kept there. */
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
  readonly #outbox: Outbox;
  readonly #sender: Sender;
  readonly #file: SessionFile;
  readonly #onContact: (contact: Contact) => void;
  readonly #ca: string | null;
  #session: KeptSession | null;
  #connected = false;
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
    this.#outbox = new Outbox(folder, this.wire.url, secrets);
    this.#sender = new Sender({
      outbox: this.#outbox,
      clock,
      holder: randomUUID(),
      send: (operation, request) => this.wire.perform(operation, request, { once: true }),
      onChange: () => this.#onContact(this.contact()),
    });
    const http = new HttpPms(this.wire, join(folder, 'firmware-cache'));
    this.pms = new QueuedPms(http, this.#sender);
    this.line = {
      perform: (operation, request) => this.wire.perform(operation, request),
      later: (request) => this.#sender.record('workOrder.commit', request),
      flush: () => this.#sender.flush(),
    };
  }

  /** The server need not be there. What waits for it from before is sent, in its own time. @throws KilnError USAGE */
  static async open(options: RemoteOptions): Promise<Remote> {
    const file = sessionFile(options.folder, options.url.replace(/\/+$/, ''), options.secrets);
    const remote = new Remote(options, file, await file.load());
    void remote.#sender.flush();
    return remote;
  }

  #heard(answer: { readonly ms: number } | null): void {
    const came = !this.#connected && answer !== null;
    this.#connected = answer !== null;
    if (answer !== null) this.#latencyMs = answer.ms;
    this.#onContact(this.contact());
    if (came) void this.#sender.flush();
  }

  contact(): Contact {
    return {
      connected: this.#connected,
      latencyMs: this.#latencyMs,
      queued: this.#outbox.waiting(),
      account: this.#session?.account ?? null,
    };
  }

  /** Steps that the server refused when they came late. */
  refused(): readonly RefusedItem[] {
    return this.#outbox.refused();
  }

  /** @throws KilnError LOGIN_FAILED, LOGIN_LIMIT, ACCOUNT_*, PMS_* */
  async login(email: string, password: string): Promise<PmsReply<'account.login'>> {
    const reply = await this.wire.perform('account.login', { email, password });
    this.#session = { bearer: reply.session, account: reply.account.email, ca: this.#ca };
    await this.#file.save(this.#session);
    this.#onContact(this.contact());
    void this.#sender.flush();
    return reply;
  }

  /** Here in any case; at the server where it is there. */
  async logout(): Promise<void> {
    try {
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
    await this.pms.close();
    this.#outbox.close();
  }
}
