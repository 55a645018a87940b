import type { FirmwareFacts } from '../../../../shared/domain/firmware.js';
import { makeToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { listInvalid, problemsOf, type RowProblem } from '../list/list-problems.js';
import { NO_RULES, type ListedLicense, type NewToken } from '../pms.js';
import { query, type Rows } from '../store/query.js';
import { flag, type Entry } from './licenses.js';

/** 7 columns a row at most; SQLite takes 32766 values a statement. */
const CHUNK = 2000;

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

function refuse(detail: string): never {
  throw new KilnError('USAGE', { detail });
}

/** What can be said of a request without the ledger. @throws KilnError LIST_EMPTY, LIST_INVALID, USAGE */
export function checkRequest(request: NewToken): void {
  const { licenses, identifier, version, rules = NO_RULES, expiresAt = null } = request;
  if (licenses.length === 0) throw new KilnError('LIST_EMPTY');
  const problems = problemsOf(licenses);
  if (problems.length > 0) throw listInvalid(problems);
  if (identifier.trim() === '') refuse('the firmware identifier is empty');
  if (version.trim() === '') refuse('the firmware version is empty');
  if (rules.country !== null && !/^[A-Z]{2}$/.test(rules.country))
    refuse(`${rules.country} is no country code`);
  if (rules.rssi !== null && (rules.rssi.ssid === '' || !Number.isInteger(rules.rssi.min))) {
    refuse('the signal test needs an SSID and a whole number of dBm');
  }
  if (expiresAt !== null && Number.isNaN(expiresAt.getTime())) refuse('the expiry is no date');
}

/** The rows whose uuid the ledger already has, under any token. */
function knownUuids(rows: Rows, licenses: readonly ListedLicense[]): RowProblem[] {
  const known = new Set<string>();
  for (const chunk of chunksOf(licenses)) {
    const uuids = chunk.map((license) => license.uuid);
    const found = rows.all(query.selectFrom('license').select('uuid').where('uuid', 'in', uuids));
    for (const { uuid } of found) known.add(uuid);
  }
  return licenses
    .filter((license) => known.has(license.uuid))
    .map(({ row, uuid }) => ({ row, problem: 'known-uuid', value: uuid }));
}

function unusedToken(rows: Rows, random: (bytes: number) => Uint8Array): string {
  for (let tries = 8; tries > 0; tries -= 1) {
    const token = makeToken(random(15));
    if (!rows.first(query.selectFrom('token').select('token').where('token', '=', token))) return token;
  }
  throw new Error('the source of randomness repeats itself');
}

export interface Issue {
  readonly request: NewToken;
  readonly facts: FirmwareFacts;
  readonly random: (bytes: number) => Uint8Array;
  readonly stamp: Pick<Entry, 'at' | 'actor'>;
}

/** Writes a token, its firmware and its licenses. @returns the token. @throws KilnError LIST_INVALID (`known-uuid`) */
export function issueToken(rows: Rows, { request, facts, random, stamp }: Issue): string {
  const known = knownUuids(rows, request.licenses);
  if (known.length > 0) throw listInvalid(known);

  const { sha256, kind, bytes, protocolClass } = facts;
  const firmware = { sha256, kind, bytes, protocol_class: protocolClass, name: request.firmware.name };
  rows.run(
    query
      .insertInto('firmware')
      .values(firmware)
      .onConflict((conflict) => conflict.doNothing()),
  );

  const { country, rssi, gpio, userConfig } = request.rules ?? NO_RULES;
  const token = unusedToken(rows, random);
  rows.run(
    query.insertInto('token').values({
      token,
      firmware: sha256,
      identifier: request.identifier.trim(),
      version: request.version.trim(),
      country,
      rssi_ssid: rssi?.ssid ?? null,
      rssi_min: rssi?.min ?? null,
      gpio: flag(gpio),
      user_config: userConfig,
      development: flag(request.development ?? false),
      created_at: stamp.at,
      expires_at: request.expiresAt?.getTime() ?? null,
    }),
  );
  for (const chunk of chunksOf(request.licenses)) {
    rows.run(
      query
        .insertInto('license')
        .values(chunk.map(({ uuid, authkey, pskKey }) => ({ token, uuid, authkey, psk_key: pskKey }))),
    );
  }
  noteImport(rows, token, stamp);
  return token;
}

function noteImport(rows: Rows, token: string, { at, actor }: Issue['stamp']): void {
  const imported = query
    .selectFrom('license')
    .select((eb) => [
      'id as license_id',
      eb.val(at).as('at'),
      eb.val(actor).as('actor'),
      eb.val('import' as const).as('step'),
      'state as to_state',
      'exposed',
    ])
    .where('token', '=', token)
    .orderBy('id');
  rows.run(
    query
      .insertInto('license_event')
      .columns(['license_id', 'at', 'actor', 'step', 'to_state', 'exposed'])
      .expression(imported),
  );
}
