import type { TokenInfo } from '../../../../../shared/contract/tokens.js';
import type { License } from '../../../../../shared/domain/license.js';
import { maskToken, normaliseToken } from '../../../../../shared/domain/token.js';
import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { Clock } from '../../../time/clock.js';
import type { Claim, MacLicense, Pms, TokenRules } from '../../pms.js';
import type { BoxClaim, Given, LeaseBox } from './lease-box.js';
import { isBoards, type BoxRow, type LeaseRows } from './lease-rows.js';
import type { TakenBoards } from './taken-boards.js';
import type { RememberedToken, TokenMemory } from './token-memory.js';

export interface HereParts {
  readonly rows: LeaseRows;
  readonly box: LeaseBox;
  readonly memory: TokenMemory;
  readonly taken: TakenBoards;
  readonly clock: Clock;
  /** Email of whoever is logged in at the server. */
  readonly account: () => string | null;
}

/** As a PMS tells it; what a board saw and did not prove is in its hand. */
const stateOf = ({ state }: BoxRow): MacLicense['state'] =>
  state === 'written' || state === 'validated' ? state : 'reserved';

/**
 * What a station may say for its server while that is away, from what lies on its own disk. Null, or `undefined` where
 * null is an answer, wherever only the server can say it.
 */
export class Here {
  readonly #parts: HereParts;

  constructor(parts: HereParts) {
    this.#parts = parts;
  }

  #now(): number {
    return this.#parts.clock.wallTime().getTime();
  }

  /** A claim as the disk knows it. */
  claim({ token, mac, runId }: Claim): BoxClaim {
    return { mark: this.mark(token), mac, runId };
  }

  mark(token: string): string {
    return this.#parts.rows.markOf(normaliseToken(token));
  }

  /** Whether it can say anything at all. */
  get isEmpty(): boolean {
    return this.#parts.memory.isEmpty;
  }

  /** A token of which licenses lie here, as whoever is logged in may use it. */
  token(token: string): RememberedToken | null {
    const { memory, account } = this.#parts;
    const known = memory.get(this.mark(token));
    // Whoever was allowed to use it is not whoever logs in next.
    return known !== null && known.account === account() ? known : null;
  }

  /** What is left for the boards of this station, as the server counts and as it says besides what lies here. */
  withOwn(info: TokenInfo): TokenInfo {
    const own = Math.min(info.reserved, this.#parts.box.ahead(this.#now(), this.mark(info.token)));
    return own === 0
      ? info
      : { ...info, free: info.free + own, reserved: info.reserved - own, used: info.used - own };
  }

  /** @returns null where no license of it lies here */
  tokenInfo(token: string): TokenInfo | null {
    const known = this.token(token);
    if (known === null) return null;
    const { info } = known;
    const free = Math.min(info.amount, this.#parts.box.ahead(this.#now(), known.mark));
    const { amount, written, validated, quarantined } = info;
    // What is not here is somebody else's, as far as this station can tell.
    const reserved = Math.max(0, amount - free - written - validated - quarantined);
    return { ...info, free, reserved, used: amount - free };
  }

  /** @throws KilnError TOKEN_EXPIRED by the clock of this station */
  openToken(token: string): TokenInfo | null {
    const info = this.tokenInfo(token);
    const expiresAt = info?.expiresAt ?? null;
    if (expiresAt !== null && new Date(expiresAt).getTime() <= this.#now())
      throw new KilnError('TOKEN_EXPIRED', { token: maskToken(token), expiresAt });
    return info;
  }

  rules(token: string): TokenRules | null {
    return this.token(token)?.rules ?? null;
  }

  /** @returns undefined where this board needs the server's word, null where it has none of this token */
  licenseOf(token: string, mac: string): License | null | undefined {
    const known = this.token(token);
    if (known === null) return undefined;
    const { rows, box, taken } = this.#parts;
    const row = rows.ofMac(known.mark, mac);
    if (row !== null && (isBoards(row) || row.leased === 1)) return rows.open(row);
    if (row !== null || box.isRefused(known.mark, mac) || taken.of(known.mark).has(mac)) return undefined;
    return null;
  }

  /** As above, over all tokens that are known here. */
  licensesOfMac(mac: string): readonly MacLicense[] | undefined {
    const { memory, rows } = this.#parts;
    if (memory.isEmpty) return undefined;
    const found: MacLicense[] = [];
    for (const { mark, info } of memory.all()) {
      if (this.licenseOf(info.token, mac) === undefined) return undefined;
      const row = rows.ofMac(mark, mac);
      if (row !== null) found.push({ uuid: row.uuid, token: maskToken(info.token), state: stateOf(row) });
    }
    return found;
  }

  holderOf(uuid: string): Awaited<ReturnType<Pms['holderOf']>> | undefined {
    const { memory, rows } = this.#parts;
    const row = rows.ofUuid(uuid);
    const known = row === null || row.state === 'refused' ? null : memory.get(row.token);
    return row === null || known === null ? undefined : { mac: row.mac, token: known.info.token };
  }

  /** @returns null where this board needs the server's word. @throws KilnError MAC_CLASH */
  reserve(claim: Claim): Given | null {
    const known = this.token(claim.token);
    if (known === null) return null;
    const { box, taken } = this.#parts;
    return box.reserve(this.claim(claim), this.#now(), () => taken.of(known.mark).has(claim.mac));
  }
}
