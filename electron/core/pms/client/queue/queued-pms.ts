import type { RunRecord } from '../../../../../shared/contract/records.js';
import type { TokenInfo } from '../../../../../shared/contract/tokens.js';
import type { License } from '../../../../../shared/domain/license.js';
import type { Claim, Held, NewToken, Pms, TokenRules } from '../../pms.js';
import type { HttpPms } from '../http-pms.js';
import type { Here } from './here.js';
import type { Journal } from './journal.js';
import type { LeaseBox } from './lease-box.js';
import type { LeaseKeeper } from './lease-keeper.js';
import { sayFirst, type LicenseSteps } from './license-steps.js';
import { isAway, type Link } from './link.js';
import type { Outbox } from './outbox.js';
import type { Sender } from './sender.js';

export interface QueuedParts {
  readonly http: HttpPms;
  readonly sender: Sender;
  readonly outbox: Outbox;
  readonly link: Link;
  readonly here: Here;
  readonly box: LeaseBox;
  readonly keeper: LeaseKeeper;
  readonly journal: Journal;
  readonly steps: LicenseSteps;
  /** Of this program, which are not over. */
  readonly runs: Set<string>;
}

/**
 * The Pms of a station whose server may be away. What a board has shown and how its run ended is recorded here first
 * and sent then or later. Where licenses are set aside here, boards are given these meanwhile; a board of which only the
 * server can say what it holds needs the server.
 */
export class QueuedPms implements Pms {
  readonly #parts: QueuedParts;

  constructor(parts: QueuedParts) {
    this.#parts = parts;
  }

  /**
   * The server's answer, or that of this disk where the server is away. One that is known to be away is not waited for,
   * nor one that has much to hear first.
   * @param here - undefined where only the server can say it
   */
  async #orHere<T>(ask: () => Promise<T>, here: () => T | undefined): Promise<T> {
    const known = this.#parts.sender.isBehind ? here() : undefined;
    if (known !== undefined) return known;
    try {
      await sayFirst(this.#parts);
      return await ask();
    } catch (thrown) {
      const answer = isAway(thrown) ? here() : undefined;
      if (answer === undefined) throw thrown;
      return answer;
    }
  }

  createToken(request: NewToken): Promise<TokenInfo> {
    return this.#parts.http.createToken(request);
  }

  async tokenInfo(token: string): Promise<TokenInfo> {
    const { http, here } = this.#parts;
    return this.#orHere(
      async () => this.#inUse(await http.tokenInfo(token)),
      () => this.#inUseHere(token, here.tokenInfo(token)),
    );
  }

  async openToken(token: string): Promise<TokenInfo> {
    const { http, here } = this.#parts;
    return this.#orHere(
      async () => this.#inUse(await http.openToken(token)),
      () => this.#inUseHere(token, here.openToken(token)),
    );
  }

  #inUse(info: TokenInfo): TokenInfo {
    this.#parts.keeper.use(info);
    return this.#parts.here.withOwn(info);
  }

  #inUseHere(token: string, info: TokenInfo | null): TokenInfo | undefined {
    const known = this.#parts.here.token(token);
    if (known !== null) this.#parts.keeper.use(known.info);
    return info ?? undefined;
  }

  tokenRules(token: string): Promise<TokenRules> {
    const { http, here } = this.#parts;
    return this.#orHere(
      () => http.tokenRules(token),
      () => here.rules(token) ?? undefined,
    );
  }

  async firmwareImage(token: string): Promise<Uint8Array> {
    const { http, here, link } = this.#parts;
    const known = here.token(token);
    if (known !== null && link.away) return http.firmwareOf(known.info);
    try {
      return await http.firmwareImage(token);
    } catch (thrown) {
      if (known === null || !isAway(thrown)) throw thrown;
      return http.firmwareOf(known.info);
    }
  }

  async licenseOf(token: string, mac: string): Promise<License | null> {
    const { http, here } = this.#parts;
    return this.#orHere(
      () => http.licenseOf(token, mac),
      () => here.licenseOf(token, mac),
    );
  }

  holderOf(uuid: string): ReturnType<Pms['holderOf']> {
    const { http, here } = this.#parts;
    return this.#orHere(
      () => http.holderOf(uuid),
      () => here.holderOf(uuid),
    );
  }

  licensesOfMac(mac: string): ReturnType<Pms['licensesOfMac']> {
    const { http, here } = this.#parts;
    return this.#orHere(
      () => http.licensesOfMac(mac),
      () => here.licensesOfMac(mac),
    );
  }

  /** Opened here where the server is away: it hears of it before anything else of this run. */
  async startRun(run: Parameters<Pms['startRun']>[0]): Promise<void> {
    const { http, link, sender, runs } = this.#parts;
    runs.add(run.runId);
    if (!link.away) {
      try {
        return await http.startRun(run);
      } catch (thrown) {
        if (!isAway(thrown)) {
          runs.delete(run.runId);
          throw thrown;
        }
      }
    }
    await sender.record('run.start', { ...run, startedAt: run.startedAt.toISOString() });
    http.began(run.runId);
  }

  reserve(claim: Claim): Promise<Held> {
    return this.#parts.steps.reserve(claim);
  }

  expose(claim: Claim): Promise<void> {
    return this.#parts.steps.expose(claim);
  }

  markWritten(claim: Claim): Promise<void> {
    return this.#parts.steps.markWritten(claim);
  }

  validate(claim: Claim): Promise<void> {
    return this.#parts.steps.validate(claim);
  }

  abandon(claim: Claim, reason: string): Promise<void> {
    return this.#parts.steps.abandon(claim, reason);
  }

  finishRun(record: RunRecord): Promise<void> {
    const { http, box, runs, sender, journal } = this.#parts;
    http.ended(record.runId);
    runs.delete(record.runId);
    journal.add(record);
    return sender.record('run.finish', { record }, () => box.ended(record.runId));
  }

  async runs(limit: number, range?: Parameters<Pms['runs']>[1]): Promise<readonly RunRecord[]> {
    const { http, journal } = this.#parts;
    if (range !== undefined) return http.runs(limit, range);
    return this.#orHere(
      async () => journal.heard(await http.runs(limit)),
      () => journal.here(limit),
    );
  }

  run(runId: string): Promise<RunRecord | null> {
    const { http, journal } = this.#parts;
    return this.#orHere(
      () => http.run(runId),
      () => journal.one(runId),
    );
  }

  async close(): Promise<void> {
    const { sender, keeper, http } = this.#parts;
    await sender.close();
    await keeper.close();
    await http.close();
  }
}
