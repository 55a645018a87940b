import { isErrorCode, type CodedError } from '../../../../../shared/errors/kiln-error.js';
import type { Secrets } from '../../../secrets/secrets.js';
import type { Disk } from './disk.js';

/** What may wait: steps that the server takes at any later time, and twice as once. */
export const QUEUED = [
  'run.start',
  'license.take',
  'license.written',
  'license.validate',
  'license.abandon',
  'run.finish',
  'workOrder.commit',
] as const;
export type Queued = (typeof QUEUED)[number];
export type QueuedRequest = Readonly<Record<string, unknown>>;

/** A step by its name: its run, and the board it is of. */
export function stepOf(request: QueuedRequest): string {
  const record = request['record'] as { runId?: unknown } | undefined;
  const parts = [request['runId'] ?? record?.runId, request['mac']];
  return parts.filter((part) => typeof part === 'string').join(' ');
}

/** One step, in the order it was recorded. */
export interface Item {
  readonly id: number;
  readonly operation: Queued;
  readonly request: QueuedRequest;
}

/** One that the server refused for good; kept until somebody has seen it. */
export interface RefusedItem {
  readonly id: number;
  readonly operation: string;
  /** Run, and MAC where it is of a board. */
  readonly step: string;
  readonly error: CodedError;
  readonly at: number;
}

const PLACE = 'outbox';

interface Row {
  readonly id: number;
  readonly operation: string;
  readonly sealed: string;
}

/** As it was written by this program or by one that kept the code alone. */
function refusalFrom(text: string): CodedError {
  if (!text.startsWith('{')) return { code: isErrorCode(text) ? text : 'INTERNAL', data: {} };
  return JSON.parse(text) as CodedError;
}

/**
 * What a station has to say to its server, on its own disk first. A step is known by its operation, its run and its
 * board, and stands there once, however often it is put in. Requests are sealed: they hold tokens.
 */
export class Outbox {
  readonly #disk: Disk;
  readonly #url: string;
  readonly #secrets: Secrets;

  /** @param url - of the server these steps are for */
  constructor(disk: Disk, url: string, secrets: Secrets) {
    this.#disk = disk;
    this.#url = url;
    this.#secrets = secrets;
  }

  get #db(): Disk['db'] {
    return this.#disk.db;
  }

  /** Kept on disk when it returns; with what `also` changes there, or neither. */
  put(operation: Queued, request: QueuedRequest, at: number, also: () => void = () => undefined): void {
    const sealed = this.#secrets.sealText(JSON.stringify(request), PLACE);
    this.#disk.atomically(() => {
      also();
      this.#db
        .prepare(
          'INSERT INTO item (url, operation, step, sealed, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        )
        .run(this.#url, operation, stepOf(request), sealed, at);
    });
  }

  #open({ id, operation, sealed }: Row): Item {
    const request = JSON.parse(this.#secrets.openText(sealed, PLACE)) as QueuedRequest;
    return { id, operation: operation as Queued, request };
  }

  /** The oldest that waits. @throws KilnError SECRET_UNREADABLE where the key is another one */
  first(): Item | null {
    const [row] = this.#db
      .prepare('SELECT id, operation, sealed FROM item WHERE url = ? AND refused IS NULL ORDER BY id LIMIT 1')
      .all(this.#url) as Row[];
    return row === undefined ? null : this.#open(row);
  }

  /** All of an operation that wait, the oldest first. @throws KilnError SECRET_UNREADABLE */
  waitingOf(operation: Queued): readonly Item[] {
    const rows = this.#db
      .prepare(
        'SELECT id, operation, sealed FROM item WHERE url = ? AND operation = ? AND refused IS NULL ORDER BY id',
      )
      .all(this.#url, operation) as Row[];
    return rows.map((row) => this.#open(row));
  }

  /** Whether one of this operation waits: any, or that of one step. */
  waits(operation: Queued, step: string | null = null): boolean {
    return (
      this.#db
        .prepare(
          `SELECT 1 FROM item WHERE url = ? AND operation = ? AND step = coalesce(?, step) AND refused IS NULL LIMIT 1`,
        )
        .all(this.#url, operation, step).length > 0
    );
  }

  /** The server has it. */
  done(id: number): void {
    this.#db.prepare('DELETE FROM item WHERE id = ?').run(id);
  }

  /** The server will never take it; it holds up nobody behind it. */
  refuse(id: number, error: CodedError, also: () => void = () => undefined): void {
    this.#disk.atomically(() => {
      also();
      this.#db.prepare('UPDATE item SET refused = ? WHERE id = ?').run(JSON.stringify(error), id);
    });
  }

  /** What waits of a step whose license is another's: the server would refuse each for the same reason. */
  dropStepsOf(request: QueuedRequest): void {
    this.#db
      .prepare(
        `DELETE FROM item WHERE url = ? AND step = ? AND refused IS NULL
         AND operation IN ('license.written', 'license.validate', 'license.abandon')`,
      )
      .run(this.#url, stepOf(request));
  }

  waiting(): number {
    return this.#disk.isOpen ? this.#count('refused IS NULL') : 0;
  }

  #count(where: string): number {
    const [row] = this.#db
      .prepare(`SELECT count(*) AS count FROM item WHERE url = ? AND ${where}`)
      .all(this.#url) as { count: number }[];
    return row?.count ?? 0;
  }

  refusedCount(): number {
    return this.#disk.isOpen ? this.#count('refused IS NOT NULL') : 0;
  }

  refused(): readonly RefusedItem[] {
    const rows = this.#db
      .prepare(
        'SELECT id, operation, step, refused, at FROM item WHERE url = ? AND refused IS NOT NULL ORDER BY id',
      )
      .all(this.#url) as { id: number; operation: string; step: string; refused: string; at: number }[];
    return rows.map(({ refused, ...row }) => ({ ...row, error: refusalFrom(refused) }));
  }

  /** Somebody has seen these refusals. */
  forget(ids: readonly number[]): void {
    const forget = this.#db.prepare('DELETE FROM item WHERE url = ? AND id = ? AND refused IS NOT NULL');
    this.#disk.atomically(() => {
      for (const id of ids) forget.run(this.#url, id);
    });
  }

  /** True for the one program that may send until then: two at once would mix up the order. Times in ms since 1970. */
  hold(holder: string, now: number, ms: number): boolean {
    return holdPlace(this.#disk, { place: this.#url, holder }, { now, ms });
  }

  release(holder: string): void {
    releasePlace(this.#disk, { place: this.#url, holder });
  }
}

interface Hold {
  readonly place: string;
  readonly holder: string;
}

/** True for the one program that has a place until then; asked again by the same, its time begins anew. Times in ms since 1970. */
export function holdPlace(
  disk: Disk,
  { place, holder }: Hold,
  { now, ms }: { now: number; ms: number },
): boolean {
  const changed = disk.db
    .prepare(
      `INSERT INTO sender (url, holder, until) VALUES (?, ?, ?)
       ON CONFLICT (url) DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE sender.holder = excluded.holder OR sender.until <= ? OR sender.until > ?`,
    )
    // Until later than anybody could have asked for: the clock was set back since.
    .run(place, holder, now + ms, now, now + ms);
  return changed > 0;
}

export function releasePlace(disk: Disk, { place, holder }: Hold): void {
  disk.db.prepare('DELETE FROM sender WHERE url = ? AND holder = ?').run(place, holder);
}
