import type { Disk } from './disk.js';

/** Clocks are corrected by seconds all the time; what a station did meanwhile is not in question. */
const TOLERATED_MS = 60_000;
/** The disk need not hear of every second. */
const NOTED_MS = 30_000;

/**
 * Whether the clock of this station can be trusted with the end of a lease: it was never set back behind a moment that
 * was seen before. One that was is trusted again once the server has answered.
 */
export class Wall {
  readonly #disk: Disk;
  readonly #url: string;

  constructor(disk: Disk, url: string) {
    this.#disk = disk;
    this.#url = url;
  }

  /** @param now ms since 1970 */
  trusts(now: number): boolean {
    const [row] = this.#disk.db.prepare('SELECT latest FROM moment WHERE url = ?').all(this.#url) as {
      latest: number;
    }[];
    if (row !== undefined && now < row.latest - TOLERATED_MS) return false;
    if (row === undefined || now > row.latest + NOTED_MS) this.restart(now);
    return true;
  }

  /** The server answered: what is set aside from now on counts from here. */
  restart(now: number): void {
    this.#disk.db
      .prepare(
        'INSERT INTO moment (url, latest) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET latest = excluded.latest',
      )
      .run(this.#url, now);
  }
}
