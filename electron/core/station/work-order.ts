import type { StationOrder } from '../../../shared/contract/station.js';
import { MODES, STAGES_OF, type RunMode } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Line, LinePlace } from '../pms/line.js';
import { warn, type JobContext } from './job-context.js';

/**
 * A work order as a station works on it. `station`: null for the first of its line.
 * @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED
 */
export async function openOrder(line: Line, code: string, station: string | null): Promise<StationOrder> {
  const order = await line.order(code);
  if (order.closed) throw new KilnError('WORK_ORDER_CLOSED', { code: order.code });
  const { stations, name } = order.craftLine;
  const here = station === null ? stations[0] : stations.find((one) => one.code === station);
  if (here === undefined) throw new KilnError('DESK_UNKNOWN', { what: 'station', id: station ?? '' });
  const passed = order.passed[here.code] ?? 0;
  return { code: order.code, line: name, station: here.code, stations, quantity: order.quantity, passed };
}

/** The token an order works with, or null where it has none: not every station of a line needs one. */
export async function orderToken(line: Line, code: string): Promise<string | null> {
  try {
    return await line.token(code);
  } catch (thrown) {
    if (thrown instanceof KilnError && thrown.code === 'ORDER_NO_TOKEN') return null;
    throw thrown;
  }
}

interface OnLine {
  readonly line: Line;
  readonly place: LinePlace;
}

function onLine({ request, deps }: JobContext): OnLine | null {
  const place = request.workOrder ?? null;
  // A repair makes no board: it is not held up by an order, and no note of it.
  if (place === null || MODES[request.mode].repairs) return null;
  if (deps.line === undefined) throw new Error('a work order needs a line');
  return { line: deps.line, place };
}

/** Whether the board's own address is asked for later, by the running firmware. */
const asksAgain = (mode: RunMode): boolean => STAGES_OF[mode].includes('mac');

/**
 * Asks whether this board may be worked on here, once for every address it is known by: before anything is erased where
 * a loader reads it, in the production test otherwise. A run by token alone skips this (authorization §4.1).
 * @param mac - null where flash has none
 * @throws KilnError STATION_SKIPPED, WORK_ORDER_*, UNIT_MISMATCH; UNIT_UNKNOWN where nothing tells which board it is
 */
export async function admitUnit(context: JobContext, mac: string | null): Promise<void> {
  const on = onLine(context);
  const { work, request } = context;
  const sn = request.sn ?? null;
  if (on === null || (work.unit !== null && work.unit.mac === mac)) return;
  if (mac === null && sn === null) {
    if (asksAgain(request.mode)) return;
    throw new KilnError('UNIT_UNKNOWN', { code: on.place.code });
  }
  await on.line.check({ ...on.place, mac, sn });
  work.unit = { mac, sn };
}

/** Notes on the line how the run went; what was stopped is neither a pass nor a fail. What the order refuses now stands in the record. */
export async function noteUnit(context: JobContext): Promise<void> {
  const on = onLine(context);
  const { work, draft } = context;
  if (on === null || work.unit === null || draft.outcome === 'cancelled') return;
  const { runId } = draft;
  try {
    await on.line.commit({ ...on.place, ...work.unit }, { passed: draft.outcome === 'succeeded', runId });
  } catch (thrown) {
    if (!(thrown instanceof KilnError)) throw thrown;
    warn(context, 'job.order-refused', { code: thrown.code });
  }
}
