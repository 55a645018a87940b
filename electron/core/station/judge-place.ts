import type { WorkOrder } from '../../../shared/contract/pms/work-orders.js';
import type { Mac } from '../../../shared/domain/mac.js';
import { MODES, STAGES_OF } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { LineUnit } from '../pms/line.js';
import type { JobDeps, JobRequest } from './job-api.js';
import { emit, type JobContext } from './job-context.js';

/** Where on its craft line a run stands: everything that the flow control of a work order asks of it. */
export interface Place {
  readonly order: WorkOrder;
  /** Code of the station. */
  readonly station: string;
  readonly sn: string | null;
  /** No station comes before it. */
  readonly first: boolean;
}

/**
 * The place of a run; null for a run by token alone, which no flow control holds up (authorization §4.1), and for a
 * repair, which makes no board.
 * @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED, PMS_*
 */
export async function placeOf({ mode, order: at }: JobRequest, { line }: JobDeps): Promise<Place | null> {
  if (at === undefined || at === null || MODES[mode].repairs) return null;
  const order = await line.order(at.code);
  if (order.closed) throw new KilnError('WORK_ORDER_CLOSED', { code: order.code });
  const position = order.craftLine.stations.findIndex(({ code }) => code === at.station);
  if (position < 0) throw new KilnError('DESK_UNKNOWN', { what: 'station', id: at.station });
  return { order, station: at.station, sn: at.sn, first: position === 0 };
}

/**
 * A board that nothing tells from others yet. At the first station it may be given an address on the way, by which it is
 * known from then on; anywhere else it cannot be the board that passed before.
 */
function judgeNameless({ request }: JobContext, { order, station, first }: Place): void {
  if (!first || !STAGES_OF[request.mode].includes('mac')) throw new KilnError('UNIT_NAMELESS', { station });
  const { code, quantity, begun } = order;
  if (begun >= quantity) throw new KilnError('WORK_ORDER_FULL', { code, quantity });
}

/**
 * Whether this board may be worked on at this station of its work order: asked before anything on it is changed, and
 * again where it got another address. Does nothing in a run by token alone.
 * @param mac - null where it has none of its own
 * @throws KilnError STATION_SKIPPED {station, missing, name}, WORK_ORDER_CLOSED, WORK_ORDER_FULL, UNIT_MISMATCH, UNIT_NAMELESS, PMS_*
 */
export async function judgePlace(context: JobContext, mac: Mac | null): Promise<void> {
  const { place, work, deps, draft } = context;
  if (place === null || (mac !== null && work.unit?.mac === mac)) return;
  const { station, sn, order } = place;
  if (mac === null && sn === null) return judgeNameless(context, place);
  const unit: LineUnit = { mac, sn };
  const { passedHere } = await deps.line.check({ code: order.code, station, ...unit });
  // From here on it is this order's, and what comes of it is noted.
  work.unit = unit;
  draft.mac ??= mac;
  if (passedHere) emit(context, { type: 'note', level: 'info', key: 'job.place-again', data: { station } });
}

/** Notes with the order what came of its board. @throws KilnError as `judgePlace` */
export async function notePlace({ place, work, deps, draft }: JobContext, passed: boolean): Promise<void> {
  if (place === null || work.unit === null) return;
  const { station, order } = place;
  await deps.line.commit({ code: order.code, station, ...work.unit, passed, runId: draft.runId });
}
