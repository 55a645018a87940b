import type { LeasedBatch } from '../../pms.js';
import type { Disk } from './disk.js';
import { NOBODYS, type BoxRow, type LeaseRows } from './lease-rows.js';

/** As long as an answer of the server may be on its way, many times over: until then it is known what a board was given. */
const KEPT_MS = 24 * 60 * 60_000;

/** As long as a server may still work on a request whose answer nobody waited for. */
const UNSURE_MS = 2 * 60_000;

export interface BatchParts {
  readonly disk: Disk;
  readonly rows: LeaseRows;
  readonly isAlive: (pid: number) => boolean;
}

/** What a batch was asked for with. */
export interface BatchAsked {
  /** Fingerprint of the token. */
  readonly mark: string;
  /** ms since 1970, before it was asked: its time counts from here. */
  readonly at: number;
  /** The server has heard of everything that stood here then. */
  readonly heard: boolean;
}

/** The licenses that were given to no board, as they come from the server and go back to it. */
export class LeaseBatches {
  readonly #parts: BatchParts;
  readonly #rows: LeaseRows;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#rows = parts.rows;
  }

  /**
   * Takes in what the server has set aside for this station. What was given to a board meanwhile stays that board's,
   * though the answer is older than that.
   * @returns the uuids of those that are better given back
   */
  merge({ licenses, keep, forMs }: LeasedBatch, { mark, at, heard }: BatchAsked): readonly string[] {
    return this.#parts.disk.atomically(() => {
      const until = at + forMs;
      this.#letGo(mark, at);
      const listed = new Set(licenses.map(({ uuid }) => uuid));
      for (const license of licenses) {
        const row = this.#rows.ofUuid(license.uuid);
        const fresh = { token: mark, leased: 1, until, state: 'unused', at, ...NOBODYS } as const;
        if (row === null) this.#rows.insert(license, fresh);
        else if (row.mac === null) {
          const unsure = row.state === 'returning' && at - row.at < UNSURE_MS;
          if (!unsure) this.#rows.set(row, { state: 'unused', until });
        }
        // Picked without the server's word, and not shown yet.
        else if (row.state === 'reserved' && row.told === 0) this.#rows.set(row, { until });
      }
      for (const row of this.#rows.all('token = ? AND mac IS NULL', mark))
        if (!listed.has(row.uuid)) this.#rows.remove(row);
      if (heard) this.forgetOld(mark, at);
      const unused = this.#rows.all("token = ? AND state = 'unused'", mark);
      return unused.slice(Math.max(0, keep)).map(({ uuid }) => uuid);
    });
  }

  /** What a program that died had picked and not shown. */
  #letGo(mark: string, now: number): void {
    const picked = this.#rows.all("token = ? AND leased = 1 AND state = 'reserved' AND told = 0", mark);
    for (const row of picked)
      if (row.pid === null || !this.#parts.isAlive(row.pid))
        this.#rows.set(row, { ...NOBODYS, state: 'unused', at: now });
  }

  /** Boards whose license the server has heard of long ago, and tells by itself. */
  forgetOld(mark: string, now: number): void {
    for (const row of this.#rows.all('token = ? AND mac IS NOT NULL AND at < ?', mark, now - KEPT_MS))
      if (row.pid === null || !this.#parts.isAlive(row.pid)) this.#rows.remove(row);
  }

  /** Those of a token that no board was given, and that may go back. */
  unused(mark: string): readonly string[] {
    return this.#rows.all('token = ? AND mac IS NULL', mark).map(({ uuid }) => uuid);
  }

  /**
   * From here on no board is given one of these, until the server has said what became of them.
   * @returns what is to be sent; `fresh`: those of which the server was never asked before
   */
  beginReturn(
    uuids: readonly string[],
    now: number,
  ): { readonly all: readonly string[]; readonly fresh: readonly string[] } {
    const fresh: string[] = [];
    const all = this.#move(uuids, (row) => {
      if (row.state === 'unused') fresh.push(row.uuid);
      this.#rows.set(row, { state: 'returning', at: now });
    });
    return { all, fresh };
  }

  /** The server cannot have heard of it: they are set aside as before. */
  undoReturn(uuids: readonly string[]): void {
    this.#move(uuids, (row) => {
      this.#rows.set(row, { state: 'unused' });
    });
  }

  /** The server has them. */
  endReturn(uuids: readonly string[]): void {
    this.#move(uuids, (row) => {
      if (row.state === 'returning') this.#rows.remove(row);
    });
  }

  /** @returns those that no board was given meanwhile */
  #move(uuids: readonly string[], change: (row: BoxRow) => void): readonly string[] {
    return this.#parts.disk.atomically(() =>
      uuids.filter((uuid) => {
        const row = this.#rows.ofUuid(uuid);
        if (row === null || row.mac !== null) return false;
        change(row);
        return true;
      }),
    );
  }

  /** The clock was set back: nobody knows how long they are good for, until the server says so anew. */
  distrust(): void {
    for (const row of this.#rows.all("state IN ('unused', 'reserved') AND told = 0"))
      this.#rows.set(row, { until: 0 });
  }

  /** Whether anything of a token lies here. */
  isEmpty(mark: string): boolean {
    return this.#rows.all('token = ?', mark).length === 0;
  }
}
