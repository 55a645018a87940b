import type { License } from '../../../../../shared/domain/license.js';
import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { Held } from '../../pms.js';
import type { Disk } from './disk.js';
import { isBoards, NOBODYS, type BoxRow, type LeaseRows } from './lease-rows.js';
import type { Wall } from './wall.js';

/** A run that is silent for so long has ended, whatever lives under its program's number. */
const RUN_MS = 10 * 60_000;

/** A claim by the fingerprint of its token. */
export interface BoxClaim {
  readonly mark: string;
  readonly mac: string;
  readonly runId: string;
}

/** What a board is given here. */
export interface Given {
  readonly license: License;
  readonly reused: boolean;
  /** It is on that board already: to be said to the server, whether it is shown again or not. */
  readonly seen: boolean;
  /** A run that had it before and never ended, or null. */
  readonly interrupted: string | null;
}

export interface BoxParts {
  readonly disk: Disk;
  readonly rows: LeaseRows;
  readonly wall: Wall;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
  /** Whether this program works on a run. */
  readonly isMine: (runId: string) => boolean;
}

/**
 * The licenses that are set aside here. Whoever writes first that a license is a board's has it for that board: every
 * step is one transaction on the disk that all programs of this folder share, and nothing is shown to a board but what
 * stands here as that board's.
 */
export class LeaseBox {
  readonly #parts: BoxParts;
  readonly #rows: LeaseRows;

  constructor(parts: BoxParts) {
    this.#parts = parts;
    this.#rows = parts.rows;
  }

  /** True while somebody may be at work with it. */
  #isInHand({ run, pid, at }: BoxRow, now: number): boolean {
    if (run === null || pid === null) return false;
    if (pid === this.#parts.pid) return this.#parts.isMine(run);
    return Math.abs(now - at) < RUN_MS && this.#parts.isAlive(pid);
  }

  /** Those that a board may be given: set aside, in nobody's hand, their time not over. */
  #usable(now: number, mark: string | null): readonly BoxRow[] {
    if (!this.#parts.wall.trusts(now)) return [];
    const rows = this.#rows.all(
      "leased = 1 AND state IN ('unused', 'reserved') AND until > ? AND token = coalesce(?, token)",
      now,
      mark,
    );
    return rows.filter((row) => row.state === 'unused' || (row.told === 0 && !this.#isInHand(row, now)));
  }

  /** How many boards can be given one while the server is away. @param mark - of one token, null for all */
  ahead(now: number, mark: string | null = null): number {
    return this.#parts.disk.isOpen ? this.#usable(now, mark).length : 0;
  }

  /** Until when, ms since 1970; null where there is none. */
  aheadUntil(now: number, mark: string): number | null {
    const times = this.#usable(now, mark).map(({ until }) => until);
    return times.length === 0 ? null : Math.min(...times);
  }

  /**
   * Gives a board its license without the server: its own, or one that is set aside. Null where only the server can say.
   * @param isTaken - whether the server gave this board one that is not here
   * @throws KilnError MAC_CLASH while another run has the license of this board in hand
   */
  reserve(claim: BoxClaim, now: number, isTaken: () => boolean): Given | null {
    return this.#parts.disk.atomically(() => {
      const { mark, mac, runId: run } = claim;
      const own = this.#rows.ofMac(mark, mac);
      if (own !== null && own.run !== run && this.#isInHand(own, now))
        throw new KilnError('MAC_CLASH', { mac });
      const hand = { run, pid: this.#parts.pid, told: 0, at: now };
      const other = own === null || own.run === run ? null : own.run;
      // One that ended said so itself.
      const interrupted =
        own === null || own.pid === null || (own.told === 0 && !isBoards(own)) ? null : other;
      if (own !== null && isBoards(own)) {
        this.#rows.set(own, hand);
        return { license: this.#rows.open(own), reused: other !== null, seen: true, interrupted };
      }
      // What the server gave and this station cannot prove: it may have given it to another since, or this board another.
      if (own !== null && own.leased === 0) return null;
      if (own === null && (isTaken() || this.isRefused(mark, mac))) return null;
      const again = own !== null && own.until > now && this.#parts.wall.trusts(now) ? own : null;
      const row = again ?? this.#usable(now, mark)[0];
      if (row === undefined) return null;
      if (own !== null && own.uuid !== row.uuid)
        this.#rows.set(own, { ...NOBODYS, state: 'unused', at: now });
      this.#rows.set(row, {
        ...hand,
        told: row.told === 1 && row.run === run ? 1 : 0,
        state: 'reserved',
        mac,
      });
      return { license: this.#rows.open(row), reused: false, seen: false, interrupted };
    });
  }

  /**
   * Notes what the server gave to a board. False where this station gave that very license to another board meanwhile:
   * then it is that board's, and not to be used.
   */
  note({ license, leased, reused }: Held, { mark, mac, runId }: BoxClaim, now: number): boolean {
    return this.#parts.disk.atomically(() => {
      const row = this.#rows.ofUuid(license.uuid);
      const taken = row !== null && row.mac !== null && row.mac !== mac && row.state !== 'refused';
      if (taken) return false;
      const before = this.#rows.ofMac(mark, mac);
      if (before !== null && before.uuid !== license.uuid) this.#letGo(before, now);
      const known = row !== null && row.mac === mac && isBoards(row) ? row.state : null;
      const state = known ?? (reused ? 'exposed' : 'reserved');
      const given = {
        leased: leased ? 1 : 0,
        state,
        mac,
        run: runId,
        pid: this.#parts.pid,
        told: 1,
        at: now,
      };
      // The server began its time anew; here a run has to be over by then.
      const until = Math.max(row?.until ?? 0, now + RUN_MS);
      if (row === null) this.#rows.insert(license, { ...given, token: mark, until });
      else this.#rows.set(row, { ...given, until });
      return true;
    });
  }

  /** The server says that this board has another one. */
  #letGo(row: BoxRow, now: number): void {
    if (row.leased === 0) this.#rows.remove(row);
    else if (row.state === 'reserved') this.#rows.set(row, { ...NOBODYS, state: 'unused', at: now });
    else this.#rows.set(row, { state: 'refused', pid: null, at: now });
  }

  /** What a run has in hand here. */
  inHand({ mark, mac, runId }: BoxClaim): BoxRow | null {
    const row = this.#rows.ofMac(mark, mac);
    return row?.run === runId ? row : null;
  }

  /** The run that had the license of a board last; null where it has none here. */
  lastRun({ mark, mac }: BoxClaim): string | null {
    return this.#rows.ofMac(mark, mac)?.run ?? null;
  }

  /**
   * True where the license of a run is this board's alone, whatever becomes of the line: then it may be shown, and the
   * server hears of it later.
   */
  mayShow(claim: BoxClaim): boolean {
    const row = this.inHand(claim);
    return row !== null && (row.leased === 1 || isBoards(row));
  }

  /** From here on the board may have seen it. @throws KilnError LEASE_ENDED {uuid, until} where its time is over */
  expose(claim: BoxClaim, now: number): BoxRow {
    const row = this.inHand(claim);
    if (row === null || !(row.leased === 1 || isBoards(row))) {
      throw new KilnError('LICENSE_STATE', { state: 'free', wanted: 'reserved', mac: claim.mac });
    }
    if (isBoards(row)) return row;
    if (row.until <= now || !this.#parts.wall.trusts(now)) {
      throw new KilnError('LEASE_ENDED', { uuid: row.uuid, until: new Date(row.until).toISOString() });
    }
    this.#rows.set(row, { state: 'exposed', at: now });
    return { ...row, state: 'exposed' };
  }

  /** The server was told that the board sees it: `yes`, or nobody knows. */
  exposedThere(claim: BoxClaim, now: number, yes: boolean): void {
    const row = this.inHand(claim);
    if (row !== null && !isBoards(row)) this.#rows.set(row, { state: yes ? 'exposed' : 'doubt', at: now });
  }

  /** The board has it, written or proved. */
  proved(claim: BoxClaim, now: number, state: 'written' | 'validated'): void {
    const row = this.inHand(claim);
    if (row !== null && row.state !== 'validated') this.#rows.set(row, { state, at: now });
  }

  /** The run gives it up. @returns whether the server has to hear of it */
  abandon(claim: BoxClaim, now: number): boolean {
    const row = this.inHand(claim);
    if (row === null) return true;
    if (row.state !== 'reserved') this.#rows.set(row, { pid: null, at: now });
    else this.#letGo(row, now);
    return row.state !== 'reserved' || row.told === 1;
  }

  /** A run has ended: the license is in nobody's hand. */
  ended(runId: string): void {
    for (const row of this.#rows.all('run = ? AND pid IS NOT NULL', runId))
      this.#rows.set(row, { pid: null });
  }

  /** The server will not have it that this board was given this license: that board needs its word from now on. */
  refused(uuid: string, now: number): void {
    const row = this.#rows.ofUuid(uuid);
    if (row !== null && row.mac !== null) this.#rows.set(row, { state: 'refused', pid: null, at: now });
  }

  isRefused(mark: string, mac: string): boolean {
    return this.#rows.all("token = ? AND mac = ? AND state = 'refused'", mark, mac).length > 0;
  }

  /** True while a license may be in a board's hand that the server knows nothing of. */
  hasUnheard(): boolean {
    return this.#rows.all("leased = 1 AND state = 'reserved' AND told = 0").length > 0;
  }
}
