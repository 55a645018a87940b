import type { Me } from '../../../shared/contract/pms/accounts.js';
import type { PmsOperationName, PmsReply } from '../../../shared/contract/pms/operations.js';
import type { PmsDownloadName, PmsUploadName } from '../../../shared/contract/pms/streams.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { createPmsService, type DeskOptions } from '../pms/desk/rules.js';
import type { Pms } from '../pms/pms.js';
import type { Incoming, Outgoing, PmsService, PmsSession } from '../pms/service.js';
import type { StorePms } from '../pms/store-pms.js';
import type { DeskBackend, Fields } from './backend.js';

/**
 * The desk on the books of this PC. Nobody logs in before somebody was made an admin; from then on everybody does, and
 * the station works with the tokens of whoever is logged in.
 */
export class EmbeddedDesk implements DeskBackend {
  readonly kind = 'embedded';
  /** For the station of this program. */
  readonly pms: Pms;
  readonly #service: PmsService;
  #bearer: string | null = null;
  #session: PmsSession | null = null;

  private constructor(pms: StorePms, options: DeskOptions) {
    this.#service = createPmsService(pms, options);
    this.pms = pms.askedBy(() => {
      const session = this.#session;
      if (session === null) throw new KilnError('LOGIN_NEEDED');
      const { account, email, role } = session;
      return { actor: email, asker: { account, email, admin: role === 'admin' } };
    });
  }

  static async open(pms: StorePms, options: DeskOptions = { local: true }): Promise<EmbeddedDesk> {
    const desk = new EmbeddedDesk(pms, options);
    await desk.#refresh();
    return desk;
  }

  /** Accounts may have been switched on, or this one off, by whoever else has these books open. */
  async #refresh(): Promise<PmsSession | null> {
    try {
      this.#session = await this.#service.sessionOf(this.#bearer);
    } catch (thrown) {
      if (!(thrown instanceof KilnError && thrown.code === 'LOGIN_NEEDED')) throw thrown;
      this.#bearer = null;
      this.#session = await this.#service.sessionOf(null);
    }
    return this.#session;
  }

  async me(): Promise<Me | null> {
    const session = await this.#refresh();
    return session === null ? null : this.#service.perform('account.me', {}, session);
  }

  async perform(operation: PmsOperationName, request: Fields): Promise<unknown> {
    const reply = await this.#service.perform(operation, request, await this.#refresh());
    if (operation === 'account.login') return this.#begin(reply as PmsReply<'account.login'>);
    if (operation === 'account.logout') this.#bearer = null;
    if (operation.startsWith('account.')) await this.#refresh();
    return reply;
  }

  async #begin(reply: PmsReply<'account.login'>): Promise<PmsReply<'account.login'>> {
    this.#bearer = reply.session;
    await this.#refresh();
    // The page has no use for it.
    return { ...reply, session: '' };
  }

  async upload(stream: PmsUploadName, request: Fields, content: Incoming): Promise<unknown> {
    return this.#service.receive(stream, request, { session: await this.#refresh(), content });
  }

  async download(stream: PmsDownloadName, request: Fields): Promise<Outgoing> {
    return this.#service.send(stream, request, await this.#refresh());
  }
}
