import type { PmsOperationName, PmsAsk, PmsReply } from '../../../../shared/contract/pms/operations.js';
import type { RunRecord } from '../../../../shared/contract/records.js';
import { TokenInfo } from '../../../../shared/contract/tokens.js';
import type { License } from '../../../../shared/domain/license.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import {
  NO_RULES,
  type Claim,
  type Held,
  type LeasedBatch,
  type LeaseRequest,
  type Leases,
  type MacLicense,
  type NewToken,
  type Pms,
  type Taking,
  type TokenRules,
} from '../pms.js';
import { checkRequest } from '../token-request.js';
import { cachedFirmware } from './firmware-cache.js';
import type { Wire } from './wire.js';

const base64 = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('base64');

/** @throws KilnError as checkRequest: said here as the books would say it, before anything is sent */
function tokenRequest(request: NewToken): PmsAsk<'token.create'> {
  checkRequest(request);
  const { licenses, firmware, rules = NO_RULES, expiresAt = null, ...rest } = request;
  const { country, rssi, gpio, userConfig } = rules;
  return {
    ...rest,
    licenses: [...licenses],
    firmware: firmware === null ? null : { name: firmware.name, image: base64(firmware.image) ?? '' },
    country,
    tests: { rssi, gpio },
    userConfig: base64(userConfig),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

/** Well below the silence after which a server takes a run for dead (ledger/liveness.ts). */
const HEARTBEAT_MS = 30_000;

/** What a server that is there takes for one step, many times over. */
export const HURRIED_MS = 5000;

/** The stations' Pms over the wire, call by call. Runs that were started here and have not ended are heard of meanwhile. */
export class HttpPms implements Pms, Leases {
  readonly #wire: Wire;
  readonly #cache: string;
  readonly #runs = new Set<string>();
  readonly #fetching = new Map<string, Promise<Uint8Array>>();
  readonly #hurry: () => boolean;
  #cancelBeat: (() => void) | null = null;

  /**
   * @param cache - folder for firmware
   * @param hurry - whether somebody else can answer: then a server that says nothing is asked once, and not for long
   */
  constructor(wire: Wire, cache: string, hurry: () => boolean = () => false) {
    this.#wire = wire;
    this.#cache = cache;
    this.#hurry = hurry;
  }

  #ask<N extends PmsOperationName>(name: N, request: PmsAsk<N>): Promise<PmsReply<N>> {
    return this.#wire.perform(name, request, this.#hurry() ? { once: true, answerMs: HURRIED_MS } : {});
  }

  async createToken(request: NewToken): Promise<TokenInfo> {
    return this.#wire.perform('token.create', tokenRequest(request));
  }

  async tokenInfo(token: string): Promise<TokenInfo> {
    // The server knows more of it than a station asks for.
    return TokenInfo.parse(await this.#ask('token.info', { token: typed(token) }));
  }

  openToken(token: string): Promise<TokenInfo> {
    return this.#ask('token.open', { token: typed(token) });
  }

  async tokenRules(token: string): Promise<TokenRules> {
    const { userConfig, ...rules } = await this.#ask('token.rules', { token: typed(token) });
    return {
      ...rules,
      userConfig: userConfig === null ? null : new Uint8Array(Buffer.from(userConfig, 'base64')),
    };
  }

  async firmwareImage(token: string): Promise<Uint8Array> {
    return this.firmwareOf(await this.tokenInfo(token));
  }

  /** The same, of a token that is known already. */
  async firmwareOf({ token, firmware }: Pick<TokenInfo, 'token' | 'firmware'>): Promise<Uint8Array> {
    if (firmware.file === null) throw new KilnError('FIRMWARE_NONE', { token: maskToken(token) });
    const { sha256 } = firmware.file;
    // Slots that start together share one fetch: two would write one file.
    const fetching =
      this.#fetching.get(sha256) ??
      cachedFirmware(this.#wire, this.#cache, { token, sha256 }).finally(() => this.#fetching.delete(sha256));
    this.#fetching.set(sha256, fetching);
    return fetching;
  }

  async licenseOf(token: string, mac: string): Promise<License | null> {
    return (await this.#ask('license.of', { token: typed(token), mac })).license;
  }

  async holderOf(
    uuid: string,
  ): Promise<{ readonly mac: string | null; readonly token: string | null } | null> {
    return (await this.#ask('license.holder', { uuid })).holder;
  }

  async licensesOfMac(mac: string): Promise<readonly MacLicense[]> {
    return (await this.#ask('mac.check', { mac })).holds;
  }

  async startRun({ startedAt, ...run }: Parameters<Pms['startRun']>[0]): Promise<void> {
    await this.#ask('run.start', { ...run, startedAt: startedAt.toISOString() });
    this.began(run.runId);
  }

  /** This run is worked on; the server was told, or will be. */
  began(runId: string): void {
    this.#runs.add(runId);
    this.#cancelBeat ??= this.#wire.clock.schedule(HEARTBEAT_MS, () => this.#beat());
  }

  #beat(): void {
    for (const runId of this.#runs) {
      // A beat that is lost is made good by the next one, or by a step.
      void this.#wire.perform('run.heartbeat', { runId }, { once: true }).catch(() => undefined);
    }
    this.#cancelBeat =
      this.#runs.size === 0 ? null : this.#wire.clock.schedule(HEARTBEAT_MS, () => this.#beat());
  }

  /** Nobody works on this run any more. */
  ended(runId: string): void {
    this.#runs.delete(runId);
    if (this.#runs.size > 0) return;
    this.#cancelBeat?.();
    this.#cancelBeat = null;
  }

  reserve(claim: Claim): Promise<Held> {
    const { station } = claim;
    return this.#ask('license.allocate', { ...bare(claim), ...(station === undefined ? {} : { station }) });
  }

  async expose(claim: Claim): Promise<void> {
    await this.#ask('license.expose', bare(claim));
  }

  async markWritten(claim: Claim): Promise<void> {
    await this.#ask('license.written', bare(claim));
  }

  async validate(claim: Claim): Promise<void> {
    await this.#ask('license.validate', bare(claim));
  }

  async abandon(claim: Claim, reason: string): Promise<void> {
    await this.#ask('license.abandon', { ...bare(claim), reason: reason.slice(0, 2000) });
  }

  lease(request: LeaseRequest): Promise<LeasedBatch> {
    return this.#wire.perform('license.lease', { ...request }, { once: true });
  }

  /** Asked once: whoever asks has to know whether it was heard. */
  async giveBack({ uuids, ...of }: Parameters<Leases['giveBack']>[0]): Promise<void> {
    await this.#wire.perform('license.return', { ...of, uuids: [...uuids] }, { once: true });
  }

  async take(taking: Taking): Promise<void> {
    await this.#ask('license.take', { ...taking });
  }

  async finishRun(record: RunRecord): Promise<void> {
    this.ended(record.runId);
    await this.#ask('run.finish', { record });
  }

  async runs(
    limit: number,
    range?: { readonly from: Date; readonly to: Date },
  ): Promise<readonly RunRecord[]> {
    const times = range === undefined ? {} : { from: range.from.toISOString(), to: range.to.toISOString() };
    return (await this.#ask('run.list', { limit: Math.max(0, Math.trunc(limit) || 0), ...times })).items;
  }

  async run(runId: string): Promise<RunRecord | null> {
    return (await this.#ask('run.get', { runId })).record;
  }

  close(): Promise<void> {
    this.#runs.clear();
    this.#cancelBeat?.();
    this.#cancelBeat = null;
    return this.#wire.close();
  }
}

/** A claim as every step but the first takes it. */
const bare = ({ token, mac, runId }: Claim): Claim => ({ token, mac, runId });

/** An empty token would be another address. @throws KilnError TOKEN_MISSING */
function typed(token: string): string {
  if (token.trim() === '') throw new KilnError('TOKEN_MISSING');
  return token;
}
