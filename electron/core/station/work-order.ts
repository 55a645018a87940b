import type { StationOrder } from '../../../shared/contract/station.js';
import type { Mac } from '../../../shared/domain/mac.js';
import { MODES, STAGES_OF } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Line, LinePlace } from '../pms/line.js';
import { emit, warn, type JobContext } from './job-context.js';

/** A work order and this station's place in it. */
export type OpenOrder = Omit<StationOrder, 'serials'>;

/**
 * A work order as a station works on it. `station`: null for the one it was before, where this line has it, else for the
 * first of its line.
 * @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED
 */
export async function openOrder(
  line: Line,
  code: string,
  { station, before = null }: { readonly station: string | null; readonly before?: string | null },
): Promise<OpenOrder> {
  const order = await line.order(code);
  if (order.closed) throw new KilnError('WORK_ORDER_CLOSED', { code: order.code });
  const { stations, name } = order.craftLine;
  const called = (name: string | null) => stations.find((one) => one.code === name);
  const here = station === null ? (called(before) ?? stations[0]) : called(station);
  if (here === undefined) throw new KilnError('DESK_UNKNOWN', { what: 'station', id: station ?? '' });
  const passed = order.passed[here.code] ?? 0;
  const { quantity, closed } = order;
  return { code: order.code, line: name, station: here.code, stations, quantity, passed, closed };
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

const AWAY = new Set(['PMS_UNREACHABLE', 'STORE_UNREACHABLE']);

/** Nobody is there who could say it. */
export const isAway = (thrown: unknown): boolean => thrown instanceof KilnError && AWAY.has(thrown.code);

/**
 * What the order itself has to say. Which boards passed the stations before is known to its books alone: while they are
 * away nothing is done to a board.
 * @throws KilnError ORDER_UNREACHABLE {code, station}, and what the order says
 */
async function ask<T>(question: Promise<T>, { code, station }: LinePlace): Promise<T> {
  try {
    return await question;
  } catch (thrown) {
    if (!isAway(thrown)) throw thrown;
    throw new KilnError('ORDER_UNREACHABLE', { code, station }, { cause: thrown });
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

/**
 * Refuses a board that nothing tells from others. At the first station of its line it may get an address on the way, by
 * which it is known from then on; at a later one it cannot be a board that was there before.
 * @throws KilnError UNIT_UNKNOWN, WORK_ORDER_CLOSED, WORK_ORDER_FULL, ORDER_UNREACHABLE
 */
async function admitNameless({ request }: JobContext, { line, place }: OnLine): Promise<void> {
  const { code, quantity, begun, closed, craftLine } = await ask(line.order(place.code), place);
  if (closed) throw new KilnError('WORK_ORDER_CLOSED', { code });
  const isFirst = craftLine.stations[0]?.code === place.station;
  if (!isFirst || !STAGES_OF[request.mode].includes('mac')) throw new KilnError('UNIT_UNKNOWN', { code });
  if (begun >= quantity) throw new KilnError('WORK_ORDER_FULL', { code, quantity });
}

/**
 * Asks whether this board may be worked on here, once for every address it is known by: before anything on it is changed.
 * A run by token alone skips this (authorization §4.1).
 * @param mac - null where it has none of its own
 * @throws KilnError STATION_SKIPPED, WORK_ORDER_*, UNIT_MISMATCH, ORDER_UNREACHABLE; UNIT_UNKNOWN where nothing tells which
 * board it is
 */
export async function admitUnit(context: JobContext, mac: Mac | null): Promise<void> {
  const on = onLine(context);
  const { work, request, draft } = context;
  const sn = request.sn ?? null;
  if (on === null || (work.unit !== null && work.unit.mac === mac)) return;
  if (mac === null && sn === null) return admitNameless(context, on);
  const { passedHere } = await ask(on.line.check({ ...on.place, mac, sn }), on.place);
  work.unit = { mac, sn };
  // Burning alone never asks the running firmware for it.
  draft.mac ??= mac;
  if (!passedHere) return;
  const { station } = on.place;
  emit(context, { type: 'note', level: 'info', key: 'job.place-again', data: { station } });
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
    // Books that others have just now are asked again.
    if (!(thrown instanceof KilnError) || thrown.code === 'STORE_BUSY') throw thrown;
    warn(context, 'job.order-refused', { code: thrown.code });
  }
}
