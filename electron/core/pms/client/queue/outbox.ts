import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Secrets } from '../../../secrets/secrets.js';
import { openSqlite, type SqlConnection } from '../../store/sqlite.js';

/** What may wait: steps that the server takes at any later time, and twice as once. */
export const QUEUED = [
  'license.written',
  'license.validate',
  'license.abandon',
  'run.finish',
  'workOrder.commit',
] as const;
export type Queued = (typeof QUEUED)[number];

/** A step by its name: its run, and the board it is of. */
export function stepOf(request: Readonly<Record<string, unknown>>): string {
  const record = request['record'] as { runId?: unknown } | undefined;
  const parts = [request['runId'] ?? record?.runId, request['mac']];
  return parts.filter((part) => typeof part === 'string').join(' ');
}

/** One step, in the order it was recorded. */
export interface Item {
  readonly id: number;
  readonly operation: Queued;
  readonly request: Readonly<Record<string, unknown>>;
}

/** One that the server refused for good; kept for whoever asks why. */
export interface RefusedItem {
  readonly operation: string;
  /** Run, and MAC where it is of a board. */
  readonly step: string;
  readonly code: string;
  readonly at: number;
}

const PLACE = 'outbox';
const BUSY_MS = 5000;

const TABLES = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  operation TEXT NOT NULL,
  step TEXT NOT NULL,
  sealed TEXT NOT NULL,
  at INTEGER NOT NULL,
  refused TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS item_once ON item (url, operation, step) WHERE refused IS NULL;
CREATE TABLE IF NOT EXISTS sender (
  url TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT;
`;

interface Row {
  readonly id: number;
  readonly operation: string;
  readonly sealed: string;
}

/**
 * What a station has to say to its server, on its own disk first: `outbox.sqlite` in the data folder. A step is known by
 * its operation, its run and its board, and stands there once, however often it is put in. Requests are sealed: they hold tokens.
 * Several programs may have one open.
 */
export class Outbox {
  readonly #db: SqlConnection;
  readonly #url: string;
  readonly #secrets: Secrets;
  #open = true;

  /** @param url - of the server these steps are for */
  constructor(folder: string, url: string, secrets: Secrets) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#db = openSqlite(join(folder, 'outbox.sqlite'), { busyMs: BUSY_MS });
    this.#db.exec(TABLES);
    this.#url = url;
    this.#secrets = secrets;
  }

  /** Kept on disk when it returns. */
  put(operation: Queued, request: Readonly<Record<string, unknown>>, at: number): void {
    this.#db
      .prepare(
        'INSERT INTO item (url, operation, step, sealed, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(this.#url, operation, stepOf(request), this.#secrets.sealText(JSON.stringify(request), PLACE), at);
  }

  /** The oldest that waits. @throws KilnError SECRET_UNREADABLE where the key is another one */
  first(): Item | null {
    const [row] = this.#db
      .prepare('SELECT id, operation, sealed FROM item WHERE url = ? AND refused IS NULL ORDER BY id LIMIT 1')
      .all(this.#url) as Row[];
    if (row === undefined) return null;
    const request = JSON.parse(this.#secrets.openText(row.sealed, PLACE)) as Item['request'];
    return { id: row.id, operation: row.operation as Queued, request };
  }

  /** The server has it. */
  done(id: number): void {
    this.#db.prepare('DELETE FROM item WHERE id = ?').run(id);
  }

  /** The server will never take it; it holds up nobody behind it. */
  refuse(id: number, code: string): void {
    this.#db.prepare('UPDATE item SET refused = ? WHERE id = ?').run(code, id);
  }

  waiting(): number {
    if (!this.#open) return 0;
    const [row] = this.#db
      .prepare('SELECT count(*) AS count FROM item WHERE url = ? AND refused IS NULL')
      .all(this.#url) as { count: number }[];
    return row?.count ?? 0;
  }

  refused(): readonly RefusedItem[] {
    return this.#db
      .prepare(
        'SELECT operation, step, refused AS code, at FROM item WHERE url = ? AND refused IS NOT NULL ORDER BY id',
      )
      .all(this.#url) as RefusedItem[];
  }

  /** True for the one program that may send until then: two at once would mix up the order. Times in ms since 1970. */
  hold(holder: string, now: number, ms: number): boolean {
    const changed = this.#db
      .prepare(
        `INSERT INTO sender (url, holder, until) VALUES (?, ?, ?)
         ON CONFLICT (url) DO UPDATE SET holder = excluded.holder, until = excluded.until
         WHERE sender.holder = excluded.holder OR sender.until <= ?`,
      )
      .run(this.#url, holder, now + ms, now);
    return changed > 0;
  }

  release(holder: string): void {
    this.#db.prepare('DELETE FROM sender WHERE url = ? AND holder = ?').run(this.#url, holder);
  }

  close(): void {
    if (this.#open) this.#db.close();
    this.#open = false;
  }
}
