import type { RunRecord } from '../../../../../shared/contract/records.js';
import type { TokenInfo } from '../../../../../shared/contract/tokens.js';
import type { License } from '../../../../../shared/domain/license.js';
import type { Claim, Held, NewToken, Pms, TokenRules } from '../../pms.js';
import type { HttpPms } from '../http-pms.js';
import type { Sender } from './sender.js';

/**
 * The Pms of a station whose server may be away. What a board has shown and how its run ended is recorded here first
 * and sent then or later. What gives a license, or lets a board see one, needs the server: without its word another
 * board might be given the same.
 */
export class QueuedPms implements Pms {
  readonly #pms: HttpPms;
  readonly #sender: Sender;

  constructor(pms: HttpPms, sender: Sender) {
    this.#pms = pms;
    this.#sender = sender;
  }

  createToken(request: NewToken): Promise<TokenInfo> {
    return this.#pms.createToken(request);
  }

  tokenInfo(token: string): Promise<TokenInfo> {
    return this.#pms.tokenInfo(token);
  }

  openToken(token: string): Promise<TokenInfo> {
    return this.#pms.openToken(token);
  }

  tokenRules(token: string): Promise<TokenRules> {
    return this.#pms.tokenRules(token);
  }

  firmwareImage(token: string): Promise<Uint8Array> {
    return this.#pms.firmwareImage(token);
  }

  licenseOf(token: string, mac: string): Promise<License | null> {
    return this.#pms.licenseOf(token, mac);
  }

  holderOf(uuid: string): ReturnType<Pms['holderOf']> {
    return this.#pms.holderOf(uuid);
  }

  licensesOfMac(mac: string): ReturnType<Pms['licensesOfMac']> {
    return this.#pms.licensesOfMac(mac);
  }

  startRun(run: Parameters<Pms['startRun']>[0]): Promise<void> {
    return this.#pms.startRun(run);
  }

  async reserve(claim: Claim): Promise<Held> {
    // What this station said of the same board before comes first.
    await this.#sender.flush();
    return this.#pms.reserve(claim);
  }

  expose(claim: Claim): Promise<void> {
    return this.#pms.expose(claim);
  }

  markWritten(claim: Claim): Promise<void> {
    return this.#sender.record('license.written', { ...claim });
  }

  validate(claim: Claim): Promise<void> {
    return this.#sender.record('license.validate', { ...claim });
  }

  abandon(claim: Claim, reason: string): Promise<void> {
    return this.#sender.record('license.abandon', { ...claim, reason: reason.slice(0, 2000) });
  }

  finishRun(record: RunRecord): Promise<void> {
    this.#pms.ended(record.runId);
    return this.#sender.record('run.finish', { record });
  }

  runs(limit: number, range?: Parameters<Pms['runs']>[1]): Promise<readonly RunRecord[]> {
    return this.#pms.runs(limit, range);
  }

  run(runId: string): Promise<RunRecord | null> {
    return this.#pms.run(runId);
  }

  async close(): Promise<void> {
    await this.#sender.close();
    await this.#pms.close();
  }
}
