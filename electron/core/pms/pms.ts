import type { License, LicenseKind, LicenseState } from '../../../shared/domain/license.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import type { RunMode } from '../../../shared/domain/stage.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';

/** Tests and settings a token may ask of every board (authorization §1.9 steps 10 to 12). */
export interface TokenRules {
  /** ISO 3166 alpha-2, upper case; null leaves the board's own. */
  readonly country: string | null;
  readonly rssi: { readonly ssid: string; readonly min: number } | null;
  readonly gpio: boolean;
  /** Raw user configuration (0B-0D), null for none. */
  readonly userConfig: Uint8Array | null;
}

export const NO_RULES: TokenRules = { country: null, rssi: null, gpio: false, userConfig: null };

/** One row of a license list, with its 1-based line in the file for reports. */
export interface ListedLicense extends License {
  readonly row: number;
}

export interface NewToken {
  readonly licenses: readonly ListedLicense[];
  /** Content of the production firmware (QIO), checked before anything is stored; null: authorization only. */
  readonly firmware: { readonly name: string; readonly image: Uint8Array } | null;
  /** @default 'tuyaos' */
  readonly licenseKind?: LicenseKind;
  readonly identifier: string;
  readonly version: string;
  readonly rules?: TokenRules;
  readonly expiresAt?: Date | null;
  /** Generated licenses, for the virtual board only. */
  readonly development?: boolean;
}

/** One run on one board that asks for a license. `mac` in Kiln's form (shared/domain/mac). */
export interface Claim {
  readonly token: string;
  readonly mac: string;
  readonly runId: string;
  /**
   * For `reserve` alone: the station, which gets one of those it has leased first. To be named only where the books have
   * heard of every license that this station gave to a board: they might give the same one to this board.
   */
  readonly station?: string | undefined;
}

/** A license in the hand of a run. */
export interface Held {
  readonly license: License;
  /** The same token gave it to the same MAC before. */
  readonly reused: boolean;
  /** Leased to the station that asked: nobody else can be given it, however long the station is silent. */
  readonly leased: boolean;
}

/** Licenses that are set aside for one station, so that it can go on while its server is away. */
export interface LeasedBatch {
  /** All of the station's that no board was given. */
  readonly licenses: readonly License[];
  /** How many of them it may keep; what is more is better given back: others need it. */
  readonly keep: number;
  /** How long from now, ms. After that the station may not give them to a board any more. */
  readonly forMs: number;
  /** Boards that hold a license of this token, MACs: such a board needs the server's word. */
  readonly taken: readonly string[];
  /** For `since`, the next time. ISO. */
  readonly asOf: string;
}

export interface LeaseRequest {
  readonly token: string;
  /** As it names itself, the same for as long as its data folder lives. */
  readonly station: string;
  /** How many it would like to have, 0 to MOST_LEASED. */
  readonly count: number;
  /** `asOf` of the answer before: `taken` then tells only of boards that were given one since. */
  readonly since?: string | undefined;
}

/** A license that a station gave to a board and showed it. */
export interface Taking extends Claim {
  readonly station: string;
  readonly uuid: string;
}

/** What a PMS behind a server does besides: leases ahead (docs/pms-server.md). */
export interface Leases {
  /** Tops up what a station has set aside; asked again, its time begins anew. @throws as openToken */
  lease(request: LeaseRequest): Promise<LeasedBatch>;
  /** No board saw these: anybody may have them again. Those that are not the station's (any more) are passed over. */
  giveBack(given: {
    readonly token: string;
    readonly station: string;
    readonly uuids: readonly string[];
  }): Promise<void>;
  /**
   * What a station did, now or long ago: `reserve` and `expose` in one. Taken also of a token that is over by now.
   * @throws LEASE_CONFLICT {uuid, other, mac} where the board has another license of this token: this one is put aside
   * for good; LEASE_LOST {uuid} where somebody else has it
   */
  take(taking: Taking): Promise<void>;
}

/** A license as far as its MAC is concerned; no secret. */
export interface MacLicense {
  readonly uuid: string;
  /** Masked where another station's PMS tells it; null while it is in stock. */
  readonly token: string | null;
  readonly state: LicenseState;
}

/**
 * Production management: tokens, licenses, records. The embedded store implements it on SQLite; a server may
 * stand behind it later, hence promises everywhere.
 *
 * A license moves only forward: free -> reserved (mac, run) -> [exposed] -> written -> validated. It goes back to
 * free only when it is certain that the board never saw it; otherwise it is quarantined until that MAC comes
 * back. Same token + same MAC = the same license, always, and the count of used licenses does not move.
 */
export interface Pms {
  /** Takes a license list and a firmware, all or nothing. @returns the token. @throws LIST_*, LICENSE_*, FIRMWARE_* */
  createToken(request: NewToken): Promise<TokenInfo>;
  /** @throws TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_UNKNOWN */
  tokenInfo(token: string): Promise<TokenInfo>;
  /**
   * As tokenInfo, and may be run now. @throws also NO_DATA_PERMISSION, TOKEN_REVOKED, FIRMWARE_SCOPE, TOKEN_EXPIRED,
   * TOKEN_NOT_EFFECTIVE, and POOL_EMPTY where no license is free, none is leased, and none was ever given to a board
   */
  openToken(token: string): Promise<TokenInfo>;
  tokenRules(token: string): Promise<TokenRules>;
  /** The firmware of a token, its SHA-256 checked. @throws FIRMWARE_STORE, FIRMWARE_NONE where the token authorizes only */
  firmwareImage(token: string): Promise<Uint8Array>;
  /** The license this token gave to this MAC, whatever its state, or null. */
  licenseOf(token: string, mac: string): Promise<License | null>;
  /** Who holds a uuid: MAC and token (null while it is in stock), or null where the ledger does not know it. */
  holderOf(uuid: string): Promise<{ readonly mac: string | null; readonly token: string | null } | null>;
  /** Every license that was given to a MAC, by whatever token: more than one validated means that the MAC is a copy, or a license was lost. */
  licensesOfMac(mac: string): Promise<readonly MacLicense[]>;

  /** Opens the record of a run, before the board is touched; a run found open at the next start was interrupted. */
  startRun(run: {
    readonly runId: string;
    /** Null for a run that needs none. */
    readonly token: string | null;
    readonly port: string;
    readonly startedAt: Date;
    /** What its record is called should it be interrupted. */
    readonly mode?: RunMode | undefined;
  }): Promise<void>;
  /** Same token + MAC: the same license, whoever asks. @throws POOL_EMPTY, TOKEN_*, NO_DATA_PERMISSION, MAC_RULE */
  reserve(claim: Claim): Promise<Held>;
  /** Called immediately before the license goes over the wire: from here on it is not certain any more that the board never saw it. */
  expose(claim: Claim): Promise<void>;
  /** The board acknowledged and read back the same bytes. */
  markWritten(claim: Claim): Promise<void>;
  /** The board passed; the license is its own for good. */
  validate(claim: Claim): Promise<void>;
  /** A run ended without success: reserved and never exposed goes back to free, exposed is quarantined, written and validated stay. Idempotent. */
  abandon(claim: Claim, reason: string): Promise<void>;
  /** Closes the record of a run. Idempotent by run id. */
  finishRun(record: RunRecord): Promise<void>;
  /** Newest first; `range`: only those that started in it, its end not included. */
  runs(limit: number, range?: { readonly from: Date; readonly to: Date }): Promise<readonly RunRecord[]>;
  /** The record of one run, null where there is none or it is not closed yet. */
  run(runId: string): Promise<RunRecord | null>;
  close(): Promise<void>;
}
