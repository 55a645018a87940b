import type { Selectable } from 'kysely';

import type { CraftLine, WorkOrder } from '../../../../shared/contract/pms/work-orders.js';
import { formatToken, maskToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { refuseStranger } from '../ledger/token-access.js';
import { iso, tokenKey, tokenRow } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import type { WorkOrderTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { askerOf, nowOf, stampOf, unknown, type DeskParts } from './context.js';
import { craftLine } from './craft-lines.js';
import { makeId, makeOrderCode } from './keys.js';
import { paged, placeOf } from './pages.js';
import { findUnit, keepUnit, passedBy, unitName } from './units.js';

type WorkOrderRules = Pick<
  PmsRules['operations'],
  | 'workOrder.create'
  | 'workOrder.list'
  | 'workOrder.get'
  | 'workOrder.token'
  | 'workOrder.check'
  | 'workOrder.commit'
  | 'workOrder.reset'
  | 'workOrder.close'
>;
type OrderRow = Selectable<WorkOrderTable>;

const byCode = (code: string) => query.selectFrom('work_order').selectAll().where('code', '=', code);

/** Locked, where it is to be changed. @throws KilnError DESK_UNKNOWN */
async function orderRow(rows: Rows, typed: string, change = false): Promise<OrderRow> {
  const code = typed.trim().toUpperCase();
  const row = await rows.first(change ? byCode(code).forUpdate() : byCode(code));
  if (row === undefined) throw unknown('work-order', code);
  return row;
}

/** Units by the station they last passed and were not taken back from. */
async function passedCounts(rows: Rows, code: string): Promise<Record<string, number>> {
  const standing = query
    .selectFrom('station_note')
    .innerJoin('unit', 'unit.id', 'station_note.unit_id')
    .select((eb) => ['station_note.unit_id', 'station_note.station', eb.fn.max('station_note.id').as('last')])
    .where('unit.order_code', '=', code)
    .where('station_note.result', '<>', 'fail')
    .groupBy(['station_note.unit_id', 'station_note.station'])
    .as('standing');
  const counted = query
    .selectFrom(standing)
    .innerJoin('station_note', 'station_note.id', 'standing.last')
    .select(['standing.station', (eb) => eb.fn.countAll<number>().as('count')])
    .where('station_note.result', '=', 'pass')
    .groupBy('standing.station');
  return Object.fromEntries((await rows.all(counted)).map(({ station, count }) => [station, count]));
}

/** Units that an order knows of. */
async function begunCount(rows: Rows, code: string): Promise<number> {
  const count = query.selectFrom('unit').select((eb) => eb.fn.countAll<number>().as('count'));
  return (await rows.first(count.where('order_code', '=', code)))?.count ?? 0;
}

async function workOrder(rows: Rows, row: OrderRow): Promise<WorkOrder> {
  return {
    code: row.code,
    token: row.token === null ? null : maskToken(row.token),
    craftLine: await craftLine(rows, row.line_id),
    quantity: row.quantity,
    closed: row.closed === 1,
    createdAt: iso(row.created_at),
    begun: await begunCount(rows, row.code),
    passed: await passedCounts(rows, row.code),
  };
}

function refuseClosed({ closed, code }: OrderRow): void {
  if (closed === 1) throw new KilnError('WORK_ORDER_CLOSED', { code });
}

/** The place of a station on its line. @throws KilnError DESK_UNKNOWN */
function positionOf({ stations }: CraftLine, station: string): number {
  const position = stations.findIndex(({ code }) => code === station);
  if (position < 0) throw unknown('station', station);
  return position;
}

/** @throws KilnError STATION_SKIPPED: every station before this one has to be passed, the first that is not is named */
function refuseSkipped(line: CraftLine, station: string, passed: ReadonlySet<string>): void {
  const missing = line.stations.slice(0, positionOf(line, station)).find(({ code }) => !passed.has(code));
  if (missing === undefined) return;
  throw new KilnError('STATION_SKIPPED', { station, missing: missing.code, name: missing.name });
}

/** @throws KilnError WORK_ORDER_FULL where another unit would be one too many */
async function refuseFull(rows: Rows, { code, quantity }: OrderRow): Promise<void> {
  if ((await begunCount(rows, code)) >= quantity) throw new KilnError('WORK_ORDER_FULL', { code, quantity });
}

interface At {
  readonly code: string;
  readonly station: string;
  readonly mac?: string | undefined;
  readonly sn?: string | undefined;
}

async function unitAt(rows: Rows, at: At, change: boolean) {
  const order = await orderRow(rows, at.code, change);
  const line = await craftLine(rows, order.line_id);
  positionOf(line, at.station);
  const name = unitName(at);
  const unit = await findUnit(rows, order.code, name);
  return { order, line, name, unit, passed: await passedBy(rows, unit?.id) };
}

/** Whether this very note stands already. */
async function isNoted(
  rows: Rows,
  note: {
    readonly unit: string | undefined;
    readonly station: string;
    readonly runId: string;
    readonly result: 'pass' | 'fail';
  },
): Promise<boolean> {
  if (note.unit === undefined) return false;
  const same = query
    .selectFrom('station_note')
    .select('id')
    .where('unit_id', '=', note.unit)
    .where('station', '=', note.station)
    .where('run_id', '=', note.runId)
    .where('result', '=', note.result);
  return (await rows.first(same)) !== undefined;
}

/** How many units have passed a station by now. */
async function answer(rows: Rows, { code }: OrderRow, station: string): Promise<{ passed: number }> {
  return { passed: (await passedCounts(rows, code))[station] ?? 0 };
}

/** Orders, lines and the flow between stations (authorization §4.1); a run by token alone is not held up by it. */
export function workOrderRules(desk: DeskParts): WorkOrderRules {
  const { store, random } = desk;

  async function note(
    rows: Rows,
    what: {
      readonly unit: string;
      readonly station: string;
      readonly result: 'pass' | 'fail' | 'reset';
      readonly runId: string;
      readonly at: number;
      readonly actor: string;
    },
  ): Promise<void> {
    const { unit, station, result, runId, at, actor } = what;
    await rows.run(
      query
        .insertInto('station_note')
        .values({ unit_id: unit, station, result, run_id: runId, at, actor })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  return {
    'workOrder.create': ({ craftLineId, token: typed, quantity }) =>
      store.write(async (rows) => {
        await craftLine(rows, craftLineId);
        const token = typed === null ? null : (await tokenRow(rows, tokenKey(typed))).token;
        const code = makeOrderCode(random);
        const row = { code, line_id: craftLineId, token, quantity, created_at: nowOf(desk) };
        await rows.run(query.insertInto('work_order').values(row));
        return workOrder(rows, { ...row, closed: 0 });
      }),

    'workOrder.list': ({ limit, after }) =>
      store.read(async (rows) => {
        const place = placeOf(after);
        let found = query
          .selectFrom('work_order')
          .selectAll()
          .orderBy('created_at', 'desc')
          .orderBy('code', 'desc')
          .limit(limit + 1);
        if (place !== null) {
          found = found.where((eb) =>
            eb.or([
              eb('created_at', '<', place.at),
              eb.and([eb('created_at', '=', place.at), eb('code', '<', place.id)]),
            ]),
          );
        }
        const page = paged(await rows.all(found), limit, {
          place: (row) => ({ at: row.created_at, id: row.code }),
          item: (row) => row,
        });
        const items: WorkOrder[] = [];
        for (const row of page.items) items.push(await workOrder(rows, row));
        return { items, next: page.next };
      }),

    'workOrder.get': ({ code }) => store.read(async (rows) => workOrder(rows, await orderRow(rows, code))),

    'workOrder.token': ({ code }, session) =>
      store.read(async (rows) => {
        const order = await orderRow(rows, code);
        refuseClosed(order);
        if (order.token === null) throw new KilnError('ORDER_NO_TOKEN', { code: order.code });
        refuseStranger(await tokenRow(rows, order.token), askerOf(session));
        return { token: formatToken(order.token) };
      }),

    'workOrder.check': (request) =>
      store.read(async (rows) => {
        const { order, line, unit, passed } = await unitAt(rows, request, false);
        refuseClosed(order);
        if (unit === undefined) await refuseFull(rows, order);
        refuseSkipped(line, request.station, passed);
        return { passedHere: passed.has(request.station) };
      }),

    'workOrder.commit': (request, session) =>
      store.write(async (rows) => {
        const { order, line, name, unit, passed } = await unitAt(rows, request, true);
        const { station, runId } = request;
        const result = request.passed ? 'pass' : 'fail';
        // Said again because the answer was lost on its way: what happened to the order since takes nothing back.
        if (await isNoted(rows, { unit: unit?.id, station, runId, result }))
          return answer(rows, order, station);
        refuseClosed(order);
        if (unit === undefined) await refuseFull(rows, order);
        if (request.passed) refuseSkipped(line, station, passed);
        const id = await keepUnit(rows, unit, { ...name, id: makeId(random), order: order.code });
        await note(rows, { unit: id, station, result, runId, ...stampOf(desk, session) });
        return answer(rows, order, station);
      }),

    'workOrder.reset': (request, session) =>
      store.write(async (rows) => {
        const { order, line, unit, passed } = await unitAt(rows, request, true);
        refuseClosed(order);
        const { station, runId } = request;
        if (unit === undefined) throw unknown('unit', request.mac ?? request.sn ?? '');
        for (const { code } of line.stations.slice(positionOf(line, station))) {
          if (!passed.has(code)) continue;
          await note(rows, {
            unit: unit.id,
            station: code,
            result: 'reset',
            runId,
            ...stampOf(desk, session),
          });
        }
        return answer(rows, order, station);
      }),

    'workOrder.close': ({ code }) =>
      store.write(async (rows) => {
        const order = await orderRow(rows, code, true);
        await rows.run(query.updateTable('work_order').set({ closed: 1 }).where('code', '=', order.code));
        return workOrder(rows, { ...order, closed: 1 });
      }),
  };
}
