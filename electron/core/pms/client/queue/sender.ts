import type { PmsOperationName } from '../../../../../shared/contract/pms/operations.js';
import { KilnError, type CodedError } from '../../../../../shared/errors/kiln-error.js';
import type { Clock } from '../../../time/clock.js';
import { stepOf, type Item, type Outbox, type Queued } from './outbox.js';

/** Errors that say nothing of the step itself: later it may well be taken. */
const LATER = new Set([
  'PMS_UNREACHABLE',
  'PMS_UNTRUSTED',
  'PMS_FOREIGN',
  'STORE_BUSY',
  'STORE_UNREACHABLE',
  'LOGIN_NEEDED',
  'ROLE_MISSING',
  'NO_DATA_PERMISSION',
  'INTERNAL',
]);

/** True where a step that met this error is to be sent again. */
export function isForLater(thrown: unknown): boolean {
  return !(thrown instanceof KilnError) || LATER.has(thrown.code);
}

/** Longer than one request may take, with its tries. */
const HOLD_MS = 90_000;
const AGAIN_MS = 5000;
/** As many are sent in a moment; a board does not wait for more. */
const BACKLOG = 20;

export interface SenderParts {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Tells this program from others that have the same outbox. */
  readonly holder: string;
  readonly send: (
    operation: PmsOperationName,
    request: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>;
  /** Told when their number changed. */
  readonly onChange: (waiting: number) => void;
  /** Known to be away: then nobody waits for it. @default never */
  readonly away?: () => boolean;
  /** What becomes of a step that the server will not have, on the same disk and at the same moment. */
  readonly onRefused?: (item: Item, error: CodedError) => void;
}

/** Sends what waits: the oldest first, one at a time, each until the server answered. */
export class Sender {
  readonly #parts: SenderParts;
  #running: Promise<void> | null = null;
  #cancel: (() => void) | null = null;
  #closed = false;
  /** What the server said of a step that it refused, for whoever recorded it just now. */
  readonly #asked = new Set<string>();
  readonly #refusals = new Map<string, KilnError>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /**
   * Records a step, and sends what waits if the server is there. It may be on its way still when this returns; it is
   * never lost. @param also - what changes on the disk with it. @throws KilnError where the server refused this very step
   */
  async record(
    operation: Queued,
    request: Readonly<Record<string, unknown>>,
    also?: () => void,
  ): Promise<void> {
    const { outbox, clock, onChange } = this.#parts;
    outbox.put(operation, request, clock.wallTime().getTime(), also);
    onChange(outbox.waiting());
    // The server was away a moment ago, and is tried again soon: a board does not wait for that.
    if (this.#cancel !== null) return;
    if (this.isBehind) {
      if (this.#running === null) this.#later();
      return;
    }
    const key = `${operation} ${stepOf(request)}`;
    this.#asked.add(key);
    // Whoever is at it already may have looked past this one.
    await this.#running;
    await this.flush();
    const refused = this.#refusals.get(key);
    this.#asked.delete(key);
    this.#refusals.delete(key);
    if (refused !== undefined) throw refused;
  }

  /** Whoever waits for the server now waits long: it is away, or hears of all that was done meanwhile. */
  get isBehind(): boolean {
    return this.#parts.away?.() === true || this.#waiting() > BACKLOG;
  }

  /** Sends until nothing waits, or the server is away: then again in a while, by itself. Never throws. */
  flush(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    const { outbox, clock, holder } = this.#parts;
    this.#cancel?.();
    this.#cancel = null;
    try {
      while (!this.#closed && outbox.waiting() > 0) {
        if (!outbox.hold(holder, clock.wallTime().getTime(), HOLD_MS)) break;
        if (!(await this.#next())) break;
      }
      if (!this.#closed) outbox.release(holder);
    } catch {
      // The disk is busy or the key is gone: what waits stays where it is.
    }
    if (!this.#closed && this.#waiting() > 0) this.#later();
  }

  #later(): void {
    this.#cancel = this.#parts.clock.schedule(AGAIN_MS, () => void this.flush());
  }

  #waiting(): number {
    try {
      return this.#parts.outbox.waiting();
    } catch {
      return 1;
    }
  }

  /** @returns false where the server is not to be reached */
  async #next(): Promise<boolean> {
    const { outbox, send, onChange, onRefused } = this.#parts;
    const item = outbox.first();
    if (item === null) return true;
    try {
      await send(item.operation, item.request);
      if (this.#closed) return false;
      outbox.done(item.id);
    } catch (thrown) {
      if (this.#closed || isForLater(thrown)) return false;
      const refusal = thrown as KilnError;
      const error = { code: refusal.code, data: refusal.data };
      outbox.refuse(item.id, error, () => onRefused?.(item, error));
      const key = `${item.operation} ${stepOf(item.request)}`;
      if (this.#asked.has(key)) this.#refusals.set(key, refusal);
    }
    onChange(outbox.waiting());
    return true;
  }

  /** What is on its way is waited for, what else waits is sent by the next start. */
  async close(): Promise<void> {
    await this.#running;
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
