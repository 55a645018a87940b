import { sql, type ExpressionBuilder } from 'kysely';

import type { Standing } from '../../../../shared/contract/pms/ledger.js';
import { isToken, normaliseToken } from '../../../../shared/domain/token.js';
import { query } from '../store/query.js';
import type { Schema } from '../store/schema.js';

export interface Search {
  readonly text?: string | undefined;
  readonly standing?: Standing | undefined;
}

type Eb = ExpressionBuilder<Schema, 'license'>;

/** After every text that begins so, in the order of bytes. */
const AFTER_ALL = '\uffff';

/** Text that begins so, by an index: both engines compare by bytes. */
function begins(eb: Eb, column: 'license.mac' | 'license.uuid', text: string) {
  const value = column === 'license.uuid' ? sql<string>`lower(license.uuid)` : sql<string>`license.mac`;
  return eb.and([eb(value, '>=', text), eb(value, '<', text + AFTER_ALL)]);
}

/** Licenses of boards whose serial number begins so. */
function ofSerial(eb: Eb, text: string) {
  const macs = query
    .selectFrom('unit')
    .select('unit.mac')
    .where('unit.mac', 'is not', null)
    .where('unit.sn', '>=', text)
    .where('unit.sn', '<', text + AFTER_ALL);
  return eb('license.mac', 'in', macs);
}

function ofOrder(eb: Eb, text: string) {
  const code = text.toUpperCase();
  const tokens = query
    .selectFrom('license_order')
    .select('license_order.token')
    .where('license_order.token', 'is not', null)
    .where('license_order.code', '>=', code)
    .where('license_order.code', '<', code + AFTER_ALL);
  return eb.or([
    eb('license.token', 'in', tokens),
    eb.and([eb('license.list_order', '>=', code), eb('license.list_order', '<', code + AFTER_ALL)]),
  ]);
}

function finds(eb: Eb, text: string) {
  const token = normaliseToken(text);
  if (isToken(token)) return eb('license.token', '=', token);
  const found = [begins(eb, 'license.uuid', text.toLowerCase()), ofSerial(eb, text), ofOrder(eb, text)];
  const mac = text.replace(/[:\-\s]/g, '').toLowerCase();
  if (/^[0-9a-f]{2,12}$/.test(mac)) found.push(begins(eb, 'license.mac', mac));
  return eb.or(found);
}

function stands(eb: Eb, standing: Standing) {
  const inStock = eb.and([eb('license.token', 'is', null), eb('license.list_order', 'is', null)]);
  const held = eb('license.held', '=', 1);
  if (standing === 'held') return held;
  if (standing === 'stock') return eb.and([inStock, eb.not(held)]);
  if (standing === 'delivered') return eb('license.list_order', 'is not', null);
  const state = eb('license.state', '=', standing);
  return standing === 'free' ? eb.and([state, eb('license.token', 'is not', null), eb.not(held)]) : state;
}

/** The condition of a search. */
export function matches(eb: Eb, { text = '', standing }: Search) {
  return eb.and([
    ...(text === '' ? [] : [finds(eb, text)]),
    ...(standing === undefined ? [] : [stands(eb, standing)]),
  ]);
}
