import type { RecordsDay } from '../../../shared/contract/records-view.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import type { Pms } from '../pms/pms.js';
import type { Clock } from '../time/clock.js';
import { countOf, dayOf, rowOf, startOf } from './days.js';

/** Most runs that one look takes; sixteen slots at 20 s a board make fewer in a shift. */
const MOST = 10_000;
const DAYS = 14;

export interface JournalDeps {
  readonly pms: Pms;
  readonly clock: Clock;
}

/** The runs from one day up to another, both included; newest first, at most MOST. */
export function runsOfDays({ pms }: JournalDeps, from: string, to: string): Promise<readonly RunRecord[]> {
  return pms.runs(MOST, { from: startOf(from), to: startOf(to, 1) });
}

/** What the Records view shows of a day. @param day - null: today */
export async function recordsDay(deps: JournalDeps, day: string | null): Promise<RecordsDay> {
  const wanted = day ?? dayOf(deps.clock.wallTime());
  const first = dayOf(startOf(wanted, 1 - DAYS));
  const runs = await runsOfDays(deps, wanted, wanted);
  const before = await runsOfDays(deps, first, dayOf(startOf(wanted, -1)));
  const byDay = new Map<string, RunRecord[]>([[wanted, [...runs]]]);
  for (const run of before) {
    const of = dayOf(new Date(run.startedAt));
    const others = byDay.get(of);
    if (others === undefined) byDay.set(of, [run]);
    else others.push(run);
  }
  const days = Array.from({ length: DAYS }, (_, index) => dayOf(startOf(first, index)));
  return {
    day: wanted,
    rows: runs.map(rowOf).reverse(),
    truncated: runs.length === MOST,
    days: days.map((each) => countOf(each, byDay.get(each) ?? [])),
  };
}
