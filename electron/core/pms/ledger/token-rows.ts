import type { TokenInfo } from '../../../../shared/contract/tokens.js';
import { isToken, maskToken, normaliseToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { TokenRules } from '../pms.js';
import { query, type Rows } from '../store/query.js';

/** Brings what was typed into the ledger's form. @throws KilnError TOKEN_MISSING, TOKEN_MALFORMED */
export function tokenKey(typed: string): string {
  const token = normaliseToken(typed);
  if (token === '') throw new KilnError('TOKEN_MISSING');
  if (!isToken(token)) throw new KilnError('TOKEN_MALFORMED');
  return token;
}

/** A token has one order at most, and that names the firmware it was placed for. */
const tokenWithFirmware = query
  .selectFrom('token')
  .leftJoin('firmware', 'firmware.sha256', 'token.firmware')
  .leftJoin('license_order', 'license_order.token', 'token.token')
  .leftJoin('firmware_version', 'firmware_version.id', 'license_order.version_id')
  .leftJoin('custom_firmware', 'custom_firmware.id', 'firmware_version.firmware_id')
  .selectAll('token')
  .select(['firmware.sha256', 'firmware.kind', 'firmware.bytes', 'firmware.protocol_class'])
  .select('custom_firmware.flash_mbit');

/** 16 Mbit are 2 MB (seed, Flash Size). */
const MBIT_BYTES = (1024 * 1024) / 8;

/** @throws KilnError TOKEN_UNKNOWN */
export async function tokenRow(rows: Rows, token: string) {
  const row = await rows.first(tokenWithFirmware.where('token.token', '=', token));
  if (row === undefined) throw new KilnError('TOKEN_UNKNOWN', { token: maskToken(token) });
  return row;
}

export type TokenRow = Awaited<ReturnType<typeof tokenRow>>;

export const iso = (time: number): string => new Date(time).toISOString();

type Counts = Pick<
  TokenInfo,
  'amount' | 'used' | 'free' | 'reserved' | 'written' | 'validated' | 'quarantined'
>;

interface Pool {
  /** Licenses of a token by state. */
  readonly counts: Counts;
  /** How many of them some board may hold. */
  readonly exposed: number;
}

export async function poolOf(rows: Rows, token: string): Promise<Pool> {
  const counts = { amount: 0, used: 0, free: 0, reserved: 0, written: 0, validated: 0, quarantined: 0 };
  let exposed = 0;
  const groups = await rows.all(
    query
      .selectFrom('license')
      .select(['state', 'exposed', 'held', (eb) => eb.fn.countAll<number>().as('count')])
      .where('token', '=', token)
      .groupBy(['state', 'exposed', 'held']),
  );
  for (const group of groups) {
    counts.amount += group.count;
    // Kept back by hand: nobody gets it, like one that waits for its board.
    const state = group.held === 1 ? 'quarantined' : group.state;
    counts[state] += group.count;
    if (state !== 'free') counts.used += group.count;
    if (group.exposed === 1) exposed += group.count;
  }
  return { counts, exposed };
}

/** How many licenses of a token are set aside for stations and were given to no board. */
export async function leasedOf(rows: Rows, token: string): Promise<number> {
  const leased = query
    .selectFrom('license')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('token', '=', token)
    .where('leased_to', 'is not', null)
    .where('mac', 'is', null)
    .where('exposed', '=', 0);
  return (await rows.first(leased))?.count ?? 0;
}

/** The production file of a token, or null: authorization only. */
export function fileOf({ sha256, kind, bytes }: TokenRow): TokenInfo['firmware']['file'] {
  return sha256 === null || kind === null || bytes === null ? null : { kind, bytes, sha256 };
}

export async function infoOf(rows: Rows, row: TokenRow): Promise<TokenInfo> {
  const rules = rulesOf(row);
  return {
    token: row.token,
    firmware: {
      identifier: row.identifier,
      version: row.version,
      file: fileOf(row),
      protocolClass: row.protocol_class,
      // For the flash compare of the station (authorization §4.3); nobody said so for a list of one's own.
      flashBytes: row.flash_mbit === null ? null : row.flash_mbit * MBIT_BYTES,
    },
    ...(await poolOf(rows, row.token)).counts,
    createdAt: iso(row.created_at),
    expiresAt: row.expires_at === null ? null : iso(row.expires_at),
    country: rules.country,
    tests: { rssi: rules.rssi, gpio: rules.gpio, userConfig: rules.userConfig !== null },
    development: row.development === 1,
    licenseKind: row.license_kind,
  };
}

export function rulesOf(row: TokenRow): TokenRules {
  const { rssi_ssid: ssid, rssi_min: min } = row;
  return {
    country: row.country,
    rssi: ssid === null || min === null ? null : { ssid, min },
    gpio: row.gpio === 1,
    userConfig: row.user_config,
  };
}
