import { RunRecord } from '../../../../../shared/contract/records.js';
import type { Outbox } from './outbox.js';

/** What this station knows of its runs by itself: those it finished, and those the server told of last. */
export class Journal {
  readonly #outbox: Outbox;
  #own: Map<string, RunRecord> | null = null;
  #told: readonly RunRecord[] = [];

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Those that wait for the server, from before this program was started as well. */
  #waiting(): Map<string, RunRecord> {
    this.#own ??= new Map(
      this.#outbox.waitingOf('run.finish').map(({ request }) => {
        const record = RunRecord.parse(request['record']);
        return [record.runId, record];
      }),
    );
    return this.#own;
  }

  add(record: RunRecord): void {
    this.#waiting().set(record.runId, record);
  }

  /** The server's own list, to which nothing of this station is missing. */
  heard(list: readonly RunRecord[]): readonly RunRecord[] {
    if (this.#outbox.waiting() === 0) {
      this.#own = new Map();
      this.#told = list;
    }
    return list;
  }

  /** Newest first. */
  here(limit: number): readonly RunRecord[] {
    const own = this.#waiting();
    const all = [...own.values(), ...this.#told.filter(({ runId }) => !own.has(runId))];
    return all
      .sort((one, other) => other.startedAt.localeCompare(one.startedAt))
      .slice(0, Math.max(0, limit));
  }

  one(runId: string): RunRecord | undefined {
    return this.#waiting().get(runId) ?? this.#told.find((record) => record.runId === runId);
  }
}
