import { sql } from 'kysely';

import type { LedgerFault } from '../../../../shared/domain/reconciliation.js';
import type { LicenseState } from '../../../../shared/domain/license.js';
import { query, type Rows } from '../store/query.js';
import type { Flag } from '../store/schema.js';

/** What is found of a kind says enough long before this. */
const MOST = 1000;

const before = <T>(column: string) =>
  sql<T | null>`lag(${sql.ref(column)}) over (partition by license_id order by id)`;

/** Every line with the one before it of the same license, and whether another one follows. */
const lines = query
  .selectFrom('license_event')
  .select([
    'license_id',
    'from_state',
    'to_state',
    'exposed',
    'mac',
    before<LicenseState>('to_state').as('before_state'),
    before<Flag>('exposed').as('before_exposed'),
    before<string>('mac').as('before_mac'),
    sql<number | null>`lead(id) over (partition by license_id order by id)`.as('next_id'),
  ])
  .as('line');

/** Lines that do not follow from the ones before them. */
export async function brokenLines(rows: Rows): Promise<LedgerFault[]> {
  const broken = await rows.all(
    query
      .selectFrom(lines)
      .innerJoin('license', 'license.id', 'line.license_id')
      .select(['license.uuid', 'line.from_state', 'line.before_state', 'line.exposed'])
      .where((eb) =>
        eb.or([
          eb('line.from_state', 'is distinct from', eb.ref('line.before_state')),
          eb.and([
            eb('line.before_exposed', '=', 1),
            eb.or([
              eb('line.exposed', '=', 0),
              eb('line.mac', 'is distinct from', eb.ref('line.before_mac')),
            ]),
          ]),
        ]),
      )
      .orderBy('license.id')
      .limit(MOST),
  );
  return broken.map(({ uuid, from_state, before_state, exposed }): LedgerFault => {
    if (from_state !== before_state) return { kind: 'gap', where: uuid };
    return { kind: exposed === 0 ? 'unexposed' : 'other-board', where: uuid };
  });
}

/** Licenses that are not what their last line says, or of which no line says anything. */
export async function unsaidMoves(rows: Rows): Promise<LedgerFault[]> {
  const unsaid = await rows.all(
    query
      .selectFrom('license')
      .leftJoin(lines, (join) =>
        join.onRef('line.license_id', '=', 'license.id').on('line.next_id', 'is', null),
      )
      .select('license.uuid')
      .where((eb) =>
        eb.or([
          eb('line.to_state', 'is distinct from', eb.ref('license.state')),
          eb('line.exposed', 'is distinct from', eb.ref('license.exposed')),
          // One that no board saw may have been let go of: its line then names the board it was meant for.
          eb.and([
            eb.or([eb('license.mac', 'is not', null), eb('license.exposed', '=', 1)]),
            eb('line.mac', 'is distinct from', eb.ref('license.mac')),
          ]),
        ]),
      )
      .orderBy('license.id')
      .limit(MOST),
  );
  return unsaid.map(({ uuid }) => ({ kind: 'unsaid', where: uuid }));
}

/** Licenses set aside for a station that its lines do not name, the last time one was. */
export async function unsaidLeases(rows: Rows): Promise<LedgerFault[]> {
  const last = query
    .selectFrom('license_event')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('step', '=', 'lease')
    .groupBy('license_id');
  const leases = query
    .selectFrom('license_event')
    .select(['license_id', 'reason'])
    .where('id', 'in', last)
    .as('lease');
  const unsaid = await rows.all(
    query
      .selectFrom('license')
      .leftJoin(leases, 'lease.license_id', 'license.id')
      .select('license.uuid')
      .where('license.leased_to', 'is not', null)
      .where((eb) => eb('lease.reason', 'is distinct from', eb.ref('license.leased_to')))
      .orderBy('license.id')
      .limit(MOST),
  );
  return unsaid.map(({ uuid }) => ({ kind: 'unsaid', where: uuid }));
}
