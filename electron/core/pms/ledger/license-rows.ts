import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';

import type { License, LicenseState } from '../../../../shared/domain/license.js';
import { query, type Rows } from '../store/query.js';
import { sealLicense } from '../store/sealed-license.js';
import type { LicenseStep, LicenseTable, Schema } from '../store/schema.js';

/** 9 columns a row at most; SQLite takes 32766 values a statement. */
const CHUNK = 2000;

export function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

type Belongs = Pick<Selectable<LicenseTable>, 'token' | 'import_id' | 'kind' | 'development'>;

/** Writes new licenses, free; their lines in the ledger are written by `noteEach`. */
export async function insertLicenses(
  rows: Rows,
  licenses: readonly License[],
  belongs: Belongs,
): Promise<void> {
  for (const chunk of chunksOf(licenses)) {
    await rows.run(
      query
        .insertInto('license')
        .values(chunk.map((one) => ({ uuid: one.uuid, ...sealLicense(rows.secrets, one), ...belongs }))),
    );
  }
}

interface Note {
  readonly step: LicenseStep;
  readonly at: number;
  readonly actor: string;
  readonly reason?: string;
}

type Licenses = SelectQueryBuilder<Schema, 'license', object>;

/** One line in the ledger for each of many licenses, whose state does not move by it. */
export async function noteEach(
  rows: Rows,
  { step, at, actor, reason = '' }: Note,
  which: (licenses: Licenses) => Licenses,
): Promise<void> {
  const first = step === 'import';
  const noted = which(query.selectFrom('license'))
    .select((eb) => [
      'license.id as license_id',
      eb.cast<number>(eb.val(at), 'bigint').as('at'),
      eb.cast<string>(eb.val(actor), 'text').as('actor'),
      eb.cast<LicenseStep>(eb.val(step), 'text').as('step'),
      (first ? sql<LicenseState | null>`null` : sql<LicenseState | null>`license.state`).as('from_state'),
      'license.state as to_state',
      'license.exposed as exposed',
      'license.mac as mac',
      eb.fn<string | null>('nullif', [eb.cast<string>(eb.val(reason), 'text'), eb.val('')]).as('reason'),
    ])
    .orderBy('license.id');
  await rows.run(
    query
      .insertInto('license_event')
      .columns(['license_id', 'at', 'actor', 'step', 'from_state', 'to_state', 'exposed', 'mac', 'reason'])
      .expression(noted),
  );
}
