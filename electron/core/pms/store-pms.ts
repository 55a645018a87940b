import type { RunRecord } from '../../../shared/contract/records.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import type { License } from '../../../shared/domain/license.js';
import { macProblem, parseMac } from '../../../shared/domain/mac.js';
import type { Reconciliation } from '../../../shared/domain/reconciliation.js';
import { maskToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../firmware/identify.js';
import { requireProduction } from '../firmware/production.js';
import type { Clock } from '../time/clock.js';
import { giveBack, lease } from './ledger/ahead.js';
import { endLeases } from './ledger/leases.js';
import { licenseFrom, licenseOfMac } from './ledger/licenses.js';
import type { Liveness } from './ledger/liveness.js';
import { abandon, expose, markWritten, reserve, validate, type Stamp } from './ledger/moves.js';
import { issueToken } from './ledger/new-token.js';
import { reconcile } from './ledger/reconcile.js';
import {
  closeInterrupted,
  finishedRun,
  finishedRuns,
  finishRun,
  noteSeen,
  startRun,
  type TimeRange,
} from './ledger/run-rows.js';
import { sweepArrivals } from './ledger/settle.js';
import { take } from './ledger/take.js';
import {
  breachesOf,
  isStranger,
  LOCAL_ASKER,
  refuseMac,
  refuseStranger,
  refuseUnusable,
  type Asker,
} from './ledger/token-access.js';
import { leasedOf, poolOf, infoOf, rulesOf, tokenKey, tokenRow } from './ledger/token-rows.js';
import type {
  Claim,
  Held,
  LeasedBatch,
  LeaseRequest,
  Leases,
  MacLicense,
  NewToken,
  Pms,
  Taking,
  TokenRules,
} from './pms.js';
import type { LedgerStore } from './store/engine.js';
import type { FirmwareStore } from './store/firmware-store.js';
import { query, type Rows } from './store/query.js';
import { checkRequest } from './token-request.js';

export interface StoreParts {
  readonly store: LedgerStore;
  readonly firmware: FirmwareStore;
  readonly clock: Clock;
  /** Cryptographically strong: tokens are made of it. */
  readonly random: (bytes: number) => Uint8Array;
  readonly liveness: Liveness;
  /** Who works here, for the ledger. @default 'kiln' */
  readonly actor?: string | undefined;
  /** Who asks, at each call anew. @default the implicit local account, as `actor`. @throws KilnError LOGIN_NEEDED where it is nobody */
  readonly who?: (() => Who) | undefined;
}

/** Who asks a Pms for something. */
export interface Who {
  /** For the ledger. */
  readonly actor: string;
  /** Whose tokens may be used. */
  readonly asker: Asker;
}

/** A reason is for people who read the ledger, not a place for data. */
const LONGEST_REASON = 200;

/** @throws KilnError MAC_INVALID; a MAC in any other form than Kiln's would be a second board */
function checkedClaim(claim: Claim): Claim {
  const problem = parseMac(claim.mac) === claim.mac ? macProblem(claim.mac) : 'format';
  if (problem !== null) throw new KilnError('MAC_INVALID', { mac: claim.mac, problem });
  return { ...claim, token: tokenKey(claim.token) };
}

/** The Pms on a database, whatever engine keeps it: one transaction a call. */
export class StorePms implements Pms, Leases {
  readonly #parts: StoreParts;
  readonly #ledger: LedgerStore;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#ledger = parts.store;
  }

  /** What the desk stands on too (desk/). */
  get parts(): StoreParts {
    return this.#parts;
  }

  /** The same books, asked by somebody else. */
  askedBy(who: () => Who): StorePms {
    return new StorePms({ ...this.#parts, who });
  }

  get #who(): Who {
    const { who, actor = 'kiln' } = this.#parts;
    return who?.() ?? { actor, asker: LOCAL_ASKER };
  }

  get #asker(): Asker {
    return this.#who.asker;
  }

  #stamp(): Stamp {
    return { at: this.#parts.clock.wallTime().getTime(), actor: this.#who.actor };
  }

  /** What a program that died left behind is put in order, before anything else is done. */
  async recover(): Promise<void> {
    await this.#ledger.write(async (rows) => {
      const stamp = this.#stamp();
      await endLeases(rows, stamp);
      await closeInterrupted(rows, { liveness: this.#parts.liveness, now: stamp.at });
    });
    await sweepArrivals(this.#ledger, { liveness: this.#parts.liveness, now: this.#stamp().at });
  }

  async createToken(request: NewToken): Promise<TokenInfo> {
    const { random } = this.#parts;
    checkRequest(request);
    const facts = request.firmware === null ? null : this.#takeFirmware(request.firmware);
    return this.#ledger.write(async (rows) => {
      const token = await issueToken(rows, { request, facts, random, stamp: this.#stamp() });
      return infoOf(rows, await tokenRow(rows, token));
    });
  }

  /** The file first: a file without a token is harmless, a token without its file is not. */
  #takeFirmware({ name, image }: NonNullable<NewToken['firmware']>): FirmwareFacts {
    const facts = identifyFirmware(image, name);
    requireProduction(facts, name);
    this.#parts.firmware.put(image);
    return facts;
  }

  async tokenInfo(token: string): Promise<TokenInfo> {
    return this.#ofToken(token, async (rows, key) => infoOf(rows, await tokenRow(rows, key)));
  }

  async openToken(typed: string): Promise<TokenInfo> {
    const token = tokenKey(typed);
    return this.#ledger.write(async (rows) => {
      const stamp = this.#stamp();
      const row = await tokenRow(rows, token);
      await refuseUnusable(rows, row, { asker: this.#asker, now: stamp.at });
      await endLeases(rows, stamp);
      const { counts, exposed } = await poolOf(rows, token);
      // One that is set aside may be of whoever asks; who has none is told before a board is touched (station/step-preflight).
      if (counts.free === 0 && exposed === 0 && (await leasedOf(rows, token)) === 0) {
        throw new KilnError('POOL_EMPTY', { token: maskToken(token), amount: counts.amount, leased: 0 });
      }
      return infoOf(rows, row);
    });
  }

  async tokenRules(token: string): Promise<TokenRules> {
    return this.#ofToken(token, async (rows, key) => rulesOf(await tokenRow(rows, key)));
  }

  async firmwareImage(token: string): Promise<Uint8Array> {
    const sha256 = await this.#ofToken(token, async (rows, key) => {
      const row = await tokenRow(rows, key);
      refuseStranger(row, this.#asker);
      return row.sha256;
    });
    if (sha256 === null) throw new KilnError('FIRMWARE_NONE', { token: maskToken(token) });
    return this.#parts.firmware.get(sha256);
  }

  async licenseOf(token: string, mac: string): Promise<License | null> {
    return this.#ofToken(token, async (rows, key) => {
      const named = await tokenRow(rows, key);
      refuseStranger(named, this.#asker);
      const row = await licenseOfMac(rows, named.token, mac);
      return row === undefined ? null : licenseFrom(rows, row);
    });
  }

  async holderOf(
    uuid: string,
  ): Promise<{ readonly mac: string | null; readonly token: string | null } | null> {
    const holder = query.selectFrom('license').select(['mac', 'token']).where('uuid', '=', uuid);
    return this.#ledger.read(async (rows) => (await rows.first(holder)) ?? null);
  }

  async licensesOfMac(mac: string): Promise<readonly MacLicense[]> {
    const given = query
      .selectFrom('license')
      .select(['uuid', 'token', 'state'])
      .where('mac', '=', mac)
      // Always so for one that was given to a board.
      .where('token', 'is not', null)
      .$narrowType<{ token: string }>()
      .orderBy('id');
    return this.#ledger.read((rows) => rows.all(given));
  }

  async startRun(run: Parameters<Pms['startRun']>[0]): Promise<void> {
    const key = run.token === null ? null : tokenKey(run.token);
    await this.#ledger.write(async (rows) => {
      const { liveness } = this.#parts;
      const token = key === null ? null : (await tokenRow(rows, key)).token;
      await startRun(rows, { ...run, token, pid: liveness.pid });
      // A server runs for months: what stations left open does not wait for its next start.
      await closeInterrupted(rows, { liveness, now: this.#stamp().at });
    });
  }

  async reserve(claim: Claim): Promise<Held> {
    return this.#move(claim, async (rows, checked, stamp) => {
      const row = await tokenRow(rows, checked.token);
      await refuseUnusable(rows, row, { asker: this.#asker, now: stamp.at });
      refuseMac(row, checked.mac);
      return reserve(rows, checked, { ...stamp, liveness: this.#parts.liveness });
    });
  }

  async expose(claim: Claim): Promise<void> {
    return this.#move(claim, expose);
  }

  async markWritten(claim: Claim): Promise<void> {
    return this.#move(claim, markWritten);
  }

  async validate(claim: Claim): Promise<void> {
    return this.#move(claim, validate);
  }

  async abandon(claim: Claim, reason: string): Promise<void> {
    return this.#move(claim, (rows, checked, stamp) =>
      abandon(rows, checked, { ...stamp, reason: reason.slice(0, LONGEST_REASON) }),
    );
  }

  async lease(request: LeaseRequest): Promise<LeasedBatch> {
    const token = tokenKey(request.token);
    return this.#ledger.write(async (rows) => {
      const stamp = this.#stamp();
      await refuseUnusable(rows, await tokenRow(rows, token), { asker: this.#asker, now: stamp.at });
      return lease(rows, { ...request, token }, stamp);
    });
  }

  async giveBack(given: Parameters<Leases['giveBack']>[0]): Promise<void> {
    const token = tokenKey(given.token);
    await this.#ledger.write((rows) => giveBack(rows, { ...given, token }, this.#stamp()));
  }

  async take(typed: Taking): Promise<void> {
    // A license that is on a board is a fact, so only what is no address at all is refused.
    if (parseMac(typed.mac) !== typed.mac)
      throw new KilnError('MAC_INVALID', { mac: typed.mac, problem: 'format' });
    const taking = { ...typed, token: tokenKey(typed.token) };
    const refused = await this.#ledger.write(async (rows) => {
      const stamp = this.#stamp();
      const row = await tokenRow(rows, taking.token);
      const stranger = isStranger(row, this.#asker);
      const breaches = await breachesOf(rows, row, { asker: this.#asker, now: stamp.at, mac: taking.mac });
      return take(rows, taking, { ...stamp, liveness: this.#parts.liveness, stranger, breaches });
    });
    // What the books say of it has to last, so they were written first.
    if (refused !== null) throw refused;
  }

  async finishRun(record: RunRecord): Promise<void> {
    await this.#ledger.write((rows) => finishRun(rows, record));
  }

  async runs(limit: number, range?: TimeRange): Promise<readonly RunRecord[]> {
    return this.#ledger.read((rows) => finishedRuns(rows, limit, range));
  }

  async run(runId: string): Promise<RunRecord | null> {
    return this.#ledger.read((rows) => finishedRun(rows, runId));
  }

  /** Says that a run is still worked on, for a server whose stations are elsewhere (`ledger/liveness.ts`). */
  async heartbeat(runId: string): Promise<void> {
    await this.#ledger.write((rows) => noteSeen(rows, runId, this.#stamp().at));
  }

  /** Whether every license is accounted for, per token and over all. */
  async reconcile(): Promise<Reconciliation> {
    const unsound = await this.#ledger.unsoundness();
    return this.#ledger.read((rows) => reconcile(rows, unsound));
  }

  async close(): Promise<void> {
    await this.#ledger.close();
  }

  async #ofToken<T>(typed: string, look: (rows: Rows, token: string) => Promise<T>): Promise<T> {
    const token = tokenKey(typed);
    return this.#ledger.read((rows) => look(rows, token));
  }

  async #move<T>(claim: Claim, step: (rows: Rows, claim: Claim, stamp: Stamp) => Promise<T>): Promise<T> {
    const checked = checkedClaim(claim);
    return this.#ledger.write(async (rows) => {
      await tokenRow(rows, checked.token);
      return step(rows, checked, this.#stamp());
    });
  }
}
