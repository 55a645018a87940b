import type { RunRecord } from '../../../shared/contract/records.js';
import { MODES } from '../../../shared/domain/stage.js';
import type { Counters } from '../../../shared/contract/station.js';

const RECENT = 48;

/**
 * Today's boards, counted from the journal so that a restart forgets none. A stopped run is neither a pass nor a
 * fail. `records`: newest first; `today`: any moment of the day in question, local time.
 */
export function countToday(records: readonly RunRecord[], today: Date): Counters {
  const day = today.toDateString();
  // A repair sets a board right; it makes none.
  const boards = records.filter(
    ({ startedAt, mode }) => new Date(startedAt).toDateString() === day && !MODES[mode].repairs,
  );
  const passed = boards.filter((record) => record.outcome === 'succeeded');
  const failed = boards.filter((record) => record.outcome === 'failed');
  const seconds = passed.reduce((sum, record) => sum + record.seconds, 0);
  return {
    pass: passed.length,
    fail: failed.length,
    meanSeconds: passed.length === 0 ? null : Math.round((seconds / passed.length) * 10) / 10,
    recent: boards
      .slice(0, RECENT)
      .reverse()
      .map(({ runId, outcome, mac, startedAt, seconds: took }) => ({
        runId,
        outcome,
        mac,
        at: startedAt,
        seconds: took,
      })),
  };
}
