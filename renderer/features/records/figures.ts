import type { RecordRow } from '../../../shared/contract/records-view.js';
import type { ErrorCode } from '../../../shared/errors/codes.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import type { Outcome } from '../../../shared/contract/records.js';

/** What the table shows of a day. */
export interface Filter {
  readonly text: string;
  readonly outcome: Outcome | 'all';
}

export const NO_FILTER: Filter = { text: '', outcome: 'all' };

/** A MAC is found however it is written. */
const bare = (text: string): string => text.toLowerCase().replace(/[:\-\s]/g, '');

/** @param causeOf - the words of a cause, which a person searches for */
export function matches(row: RecordRow, filter: Filter, causeOf: (error: CodedError) => string): boolean {
  if (filter.outcome !== 'all' && row.outcome !== filter.outcome) return false;
  const wanted = filter.text.trim().toLowerCase();
  if (wanted === '') return true;
  const { mac, uuid, port, firmware, workOrder, sn, error } = row;
  const { code = null, station = null } = workOrder ?? {};
  const texts = [
    mac,
    uuid,
    sn,
    code,
    station,
    port,
    firmware,
    error?.code,
    error === null ? null : causeOf(error),
  ];
  return (
    texts.some((text) => text?.toLowerCase().includes(wanted) === true) ||
    (bare(wanted) !== '' && mac?.includes(bare(wanted)) === true)
  );
}

export interface Hour {
  /** 0..23, local time. */
  readonly hour: number;
  readonly pass: number;
  readonly fail: number;
  /** Of the boards that passed, null where none did. */
  readonly meanSeconds: number | null;
}

/** The hours from the first board to the last; none where there was no board. */
export function hoursOf(rows: readonly RecordRow[]): Hour[] {
  const counted = rows.filter(({ outcome }) => outcome === 'succeeded' || outcome === 'failed');
  const hourOf = (row: RecordRow): number => new Date(row.startedAt).getHours();
  const [first, last] = [counted.at(0), counted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = hourOf(first);
  return Array.from({ length: hourOf(last) - from + 1 }, (_, index) => {
    const inHour = counted.filter((row) => hourOf(row) === from + index);
    const passed = inHour.filter(({ outcome }) => outcome === 'succeeded');
    const seconds = passed.reduce((sum, row) => sum + row.seconds, 0);
    return {
      hour: from + index,
      pass: passed.length,
      fail: inHour.length - passed.length,
      meanSeconds: passed.length === 0 ? null : seconds / passed.length,
    };
  });
}

/** Causes of failure, the most frequent first. */
export function causesOf(rows: readonly RecordRow[]): { readonly code: ErrorCode; readonly count: number }[] {
  const counts = new Map<ErrorCode, number>();
  for (const { outcome, error } of rows) {
    if (outcome === 'failed' && error !== null) counts.set(error.code, (counts.get(error.code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

/** A day before or after another: `2026-03-01`, -1 -> `2026-02-28`. */
export function shiftDay(day: string, by: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

/** Stages one after the other on one line: where each begins and how much of the whole it takes, 0..1. */
export function lanesOf<S extends { readonly seconds: number }>(
  stages: readonly S[],
): (S & { readonly from: number; readonly share: number })[] {
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0) || 1;
  return stages.map((stage, index) => {
    const before = stages.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0);
    return { ...stage, from: before / total, share: stage.seconds / total };
  });
}
