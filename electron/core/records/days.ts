import type { DayCount, RecordRow } from '../../../shared/contract/records-view.js';
import type { RunRecord } from '../../../shared/contract/records.js';

const two = (value: number): string => value.toString().padStart(2, '0');

/** `2026-11-25`, local time. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Midnight at the start of a day; `after` days later. Daylight saving is the calendar's business. */
export function startOf(day: string, after = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after);
}

/** The row of a run in the table of its day. */
export function rowOf(record: RunRecord): RecordRow {
  const { firmware, license } = record;
  return {
    runId: record.runId,
    startedAt: record.startedAt,
    mode: record.mode,
    outcome: record.outcome,
    seconds: record.seconds,
    mac: record.mac,
    uuid: license?.uuid ?? null,
    port: record.port,
    chip: record.chip,
    firmware: firmware === null ? null : `${firmware.identifier} ${firmware.version}`,
    workOrder: record.workOrder,
    sn: record.sn,
    error: record.error,
  };
}

/** One day in short. A stopped run is neither a pass nor a fail. */
export function countOf(day: string, records: readonly RunRecord[]): DayCount {
  const passed = records.filter(({ outcome }) => outcome === 'succeeded');
  const fail = records.filter(({ outcome }) => outcome === 'failed').length;
  const seconds = passed.reduce((sum, record) => sum + record.seconds, 0);
  return {
    day,
    pass: passed.length,
    fail,
    meanSeconds: passed.length === 0 ? null : Math.round((seconds / passed.length) * 10) / 10,
  };
}
