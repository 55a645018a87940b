import { macProblem, parseMac } from '../../../../shared/domain/mac.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { UnitTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';

/** A unit as a station names it. */
export interface UnitName {
  readonly mac: string | null;
  readonly sn: string | null;
}

/** @throws KilnError MAC_INVALID, BAD_REQUEST where there is neither */
export function unitName({
  mac: typed,
  sn,
}: {
  mac?: string | undefined;
  sn?: string | undefined;
}): UnitName {
  if (typed === undefined) {
    if (sn === undefined) throw new KilnError('BAD_REQUEST', { channel: 'workOrder', detail: 'mac or sn' });
    return { mac: null, sn };
  }
  const problem = macProblem(typed);
  if (problem !== null) throw new KilnError('MAC_INVALID', { mac: typed, problem });
  return { mac: parseMac(typed), sn: sn ?? null };
}

const unitsOf = (order: string) => query.selectFrom('unit').selectAll().where('order_code', '=', order);

/**
 * The unit of that name in a work order.
 * @throws KilnError UNIT_MISMATCH where MAC and serial number stand for two units, or with others already
 */
export async function findUnit(rows: Rows, order: string, name: UnitName): Promise<UnitTable | undefined> {
  const { mac, sn } = name;
  const byMac = mac === null ? undefined : await rows.first(unitsOf(order).where('mac', '=', mac));
  const bySn = sn === null ? undefined : await rows.first(unitsOf(order).where('sn', '=', sn));
  const unit = byMac ?? bySn;
  const other = (known: string | null | undefined, said: string | null): boolean =>
    known !== null && known !== undefined && said !== null && known !== said;
  if ((byMac && bySn && byMac.id !== bySn.id) || other(unit?.mac, mac) || other(unit?.sn, sn)) {
    throw new KilnError('UNIT_MISMATCH', {
      sn: bySn?.sn ?? unit?.sn ?? sn,
      mac: bySn?.mac ?? unit?.mac ?? mac,
    });
  }
  return unit;
}

/** Makes a unit, or ties to it what a later station knows of it. */
export async function keepUnit(
  rows: Rows,
  found: UnitTable | undefined,
  unit: UnitName & { readonly id: string; readonly order: string },
): Promise<string> {
  if (found === undefined) {
    const { id, order, mac, sn } = unit;
    await rows.run(query.insertInto('unit').values({ id, order_code: order, mac, sn }));
    return id;
  }
  const change = { mac: found.mac ?? unit.mac, sn: found.sn ?? unit.sn };
  if (change.mac !== found.mac || change.sn !== found.sn) {
    await rows.run(query.updateTable('unit').set(change).where('id', '=', found.id));
  }
  return found.id;
}

/** The stations a unit has passed, and has not been taken back from. */
export async function passedBy(rows: Rows, unit: string | undefined): Promise<Set<string>> {
  const passed = new Set<string>();
  if (unit === undefined) return passed;
  const notes = await rows.all(
    query
      .selectFrom('station_note')
      .select(['station', 'result'])
      .where('unit_id', '=', unit)
      .where('result', '<>', 'fail')
      .orderBy('id'),
  );
  for (const { station, result } of notes) {
    if (result === 'pass') passed.add(station);
    else passed.delete(station);
  }
  return passed;
}
