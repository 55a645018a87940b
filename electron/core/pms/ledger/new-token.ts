import { sql } from 'kysely';

import type { FirmwareFacts } from '../../../../shared/domain/firmware.js';
import { makeToken } from '../../../../shared/domain/token.js';
import { listInvalid, type RowProblem } from '../list/list-problems.js';
import { NO_RULES, type ListedLicense, type NewToken } from '../pms.js';
import { query, type Rows } from '../store/query.js';
import { chunksOf, insertLicenses, noteEach } from './license-rows.js';
import { flag, type Entry } from './licenses.js';

/** The rows whose uuid (in whatever case) or authkey the ledger already has, under any token. */
export async function knownLicenses(rows: Rows, licenses: readonly ListedLicense[]): Promise<RowProblem[]> {
  const uuids = new Set<string>();
  const authkeys = new Set<string>();
  for (const chunk of chunksOf(licenses)) {
    const wanted = chunk.map((license) => license.uuid.toLowerCase());
    const named = sql<string>`lower(uuid)`;
    for (const { uuid } of await rows.all(
      query.selectFrom('license').select(named.as('uuid')).where(named, 'in', wanted),
    )) {
      uuids.add(uuid);
    }
    const marks = chunk.map((license) => rows.secrets.fingerprint(license.authkey));
    for (const { authkey_mark } of await rows.all(
      query.selectFrom('license').select('authkey_mark').where('authkey_mark', 'in', marks),
    )) {
      authkeys.add(authkey_mark);
    }
  }
  return licenses.flatMap(({ row, uuid, authkey }) => {
    if (uuids.has(uuid.toLowerCase())) return [{ row, problem: 'known-uuid', value: uuid }];
    return authkeys.has(rows.secrets.fingerprint(authkey))
      ? [{ row, problem: 'known-authkey', value: uuid }]
      : [];
  });
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
