import type { CraftLine } from '../../../../shared/contract/pms/work-orders.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { PmsRules } from '../service.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, unknown, type DeskParts } from './context.js';
import { makeId } from './keys.js';

async function stationsOf(rows: Rows, lineId: string): Promise<CraftLine['stations']> {
  const all = query.selectFrom('craft_station').select(['code', 'name']).where('line_id', '=', lineId);
  return await rows.all(all.orderBy('position'));
}

/** @throws KilnError DESK_UNKNOWN */
export async function craftLine(rows: Rows, id: string): Promise<CraftLine> {
  const row = await rows.first(query.selectFrom('craft_line').selectAll().where('id', '=', id));
  if (row === undefined) throw unknown('line', id);
  return { id, name: row.name, stations: await stationsOf(rows, id) };
}

export function craftLineRules(
  desk: DeskParts,
): Pick<PmsRules['operations'], 'craftLine.create' | 'craftLine.list'> {
  return {
    'craftLine.create': async ({ name, stations }) => {
      if (new Set(stations.map(({ code }) => code)).size < stations.length) {
        throw new KilnError('BAD_REQUEST', { channel: 'craftLine.create', detail: 'stations: a code twice' });
      }
      const id = makeId(desk.random);
      const steps = stations.map(({ code, name: label }, position) => ({
        line_id: id,
        position,
        code,
        name: label,
      }));
      return desk.store.write(async (rows) => {
        await rows.run(query.insertInto('craft_line').values({ id, name, created_at: nowOf(desk) }));
        await rows.run(query.insertInto('craft_station').values(steps));
        return craftLine(rows, id);
      });
    },

    'craftLine.list': () =>
      desk.store.read(async (rows) => {
        const all = query.selectFrom('craft_line').select('id').orderBy('created_at').orderBy('id');
        const items: CraftLine[] = [];
        for (const { id } of await rows.all(all)) items.push(await craftLine(rows, id));
        return { items };
      }),
  };
}
