import { sql } from 'kysely';

import type { FirmwareFacts } from '../../../../shared/domain/firmware.js';
import { makeToken } from '../../../../shared/domain/token.js';
import { listInvalid, type RowProblem } from '../list/list-problems.js';
import { NO_RULES, type ListedLicense, type NewToken } from '../pms.js';
import { query, type Rows } from '../store/query.js';
import { chunksOf, insertLicenses, noteEach } from './license-rows.js';
import { flag, type Entry } from './licenses.js';

const uuidOf = sql<string>`lower(uuid)`;

/** Of these uuids and marks: which are in the ledger. */
async function inLedger(rows: Rows, uuids: readonly string[], marks: readonly string[]): Promise<string[]> {
  const licenses = query.selectFrom('license');
  const named = licenses.select(uuidOf.as('found')).where(uuidOf, 'in', uuids);
  const marked = licenses.select('authkey_mark as found').where('authkey_mark', 'in', marks);
  return [...(await rows.all(named)), ...(await rows.all(marked))].map(({ found }) => found);
}

/** Of these uuids and marks: which arrive with a list. @param own the arrival that does not count */
async function inArrival(
  rows: Rows,
  { uuids, marks, own }: { uuids: readonly string[]; marks: readonly string[]; own: string },
): Promise<string[]> {
  const others = query.selectFrom('arriving_license').where('arrival', '<>', own);
  const named = others.select(uuidOf.as('found')).where(uuidOf, 'in', uuids);
  const marked = others.select('authkey_mark as found').where('authkey_mark', 'in', marks);
  return [...(await rows.all(named)), ...(await rows.all(marked))].map(({ found }) => found);
}

/**
 * The rows whose uuid (in whatever case) or authkey the ledger already has, under any token, or will have from a list
 * that is on its way in.
 * @param own the arrival that these rows belong to
 */
export async function knownLicenses(
  rows: Rows,
  licenses: readonly ListedLicense[],
  own = '',
): Promise<RowProblem[]> {
  const problems: RowProblem[] = [];
  for (const chunk of chunksOf(licenses)) {
    const uuids = chunk.map(({ uuid }) => uuid.toLowerCase());
    const marks = chunk.map(({ authkey }) => rows.secrets.fingerprint(authkey));
    // No uuid is as long as a mark, so that one set is enough.
    const known = new Set([
      ...(await inLedger(rows, uuids, marks)),
      ...(await inArrival(rows, { uuids, marks, own })),
    ]);
    chunk.forEach(({ row, uuid }, index) => {
      if (known.has(uuids[index] ?? '')) problems.push({ row, problem: 'known-uuid', value: uuid });
      else if (known.has(marks[index] ?? '')) problems.push({ row, problem: 'known-authkey', value: uuid });
    });
  }
  return problems;
}

/**
 * Rows that the module of this firmware cannot hold: old class T storage takes a uuid of 20 characters with a psk of
 * 44, acknowledges it, and cannot read it again (authorization §0.1.14, §1.7).
 */
function unfitLicenses(facts: FirmwareFacts | null, licenses: readonly ListedLicense[]): RowProblem[] {
  if (facts?.protocolClass !== 'T') return [];
  return licenses
    .filter(({ uuid, pskKey }) => uuid.length === 20 && pskKey.length === 44)
    .map(({ row, uuid }) => ({ row, problem: 'too-long-for-t', value: uuid }));
}

export async function unusedToken(rows: Rows, random: (bytes: number) => Uint8Array): Promise<string> {
  for (let tries = 8; tries > 0; tries -= 1) {
    const token = makeToken(random(15));
    if (!(await rows.first(query.selectFrom('token').select('token').where('token', '=', token))))
      return token;
  }
  throw new Error('the source of randomness repeats itself');
}

export interface Issue {
  readonly request: NewToken;
  /** Null: authorization only. */
  readonly facts: FirmwareFacts | null;
  readonly random: (bytes: number) => Uint8Array;
  readonly stamp: Pick<Entry, 'at' | 'actor'>;
}

export async function keepFirmware(rows: Rows, facts: FirmwareFacts, name: string): Promise<void> {
  const { sha256, kind, bytes, protocolClass } = facts;
  await rows.run(
    query
      .insertInto('firmware')
      .values({ sha256, kind, bytes, protocol_class: protocolClass, name })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

/** Writes a token, its firmware and its licenses. @returns the token. @throws KilnError LIST_INVALID (`known-uuid`, `known-authkey`, `too-long-for-t`) */
export async function issueToken(rows: Rows, { request, facts, random, stamp }: Issue): Promise<string> {
  const refused = [
    ...unfitLicenses(facts, request.licenses),
    ...(await knownLicenses(rows, request.licenses)),
  ];
  if (refused.length > 0) throw listInvalid(refused);

  if (facts !== null) await keepFirmware(rows, facts, request.firmware?.name ?? '');

  const { country, rssi, gpio, userConfig } = request.rules ?? NO_RULES;
  const kind = request.licenseKind ?? 'tuyaos';
  const development = flag(request.development ?? false);
  const token = await unusedToken(rows, random);
  await rows.run(
    query.insertInto('token').values({
      token,
      firmware: facts?.sha256 ?? null,
      identifier: request.identifier.trim(),
      version: request.version.trim(),
      country,
      rssi_ssid: rssi?.ssid ?? null,
      rssi_min: rssi?.min ?? null,
      gpio: flag(gpio),
      user_config: userConfig,
      development,
      created_at: stamp.at,
      expires_at: request.expiresAt?.getTime() ?? null,
      license_kind: kind,
    }),
  );
  await insertLicenses(rows, request.licenses, { token, import_id: null, kind, development });
  await noteEach(rows, { step: 'import', ...stamp }, (of) => of.where('token', '=', token));
  return token;
}
