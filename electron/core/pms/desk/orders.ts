import type { Selectable } from 'kysely';

import { FREE_LICENSES, TEST_ORDER_LIMIT } from '../../../../shared/contract/pms/orders.js';
import type { PmsRequest } from '../../../../shared/contract/pms/operations.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { chunksOf, noteEach } from '../ledger/license-rows.js';
import { flag } from '../ledger/licenses.js';
import { unusedToken } from '../ledger/new-token.js';
import { LOCAL_ACCOUNT } from '../ledger/token-access.js';
import type { PmsSession } from '../service.js';
import type { LicenseOrderTable, ProductTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, stampOf, type DeskParts } from './context.js';
import { makeOrderCode } from './keys.js';
import { refuseListRules, termsOf, type TokenTerms } from './order-checks.js';
import { productRow } from './products.js';
import { generate, stockCount, takeFromStock, type StockWanted } from './stock.js';
import { newestEnabled, versionFrom, versionRow, type VersionRow } from './version-rows.js';
import { CHIPS } from '../../../../shared/domain/chip.js';

export type OrderRequest = PmsRequest<'order.create'>;
export type OrderRow = Selectable<LicenseOrderTable>;

/** How a board's authorization code differs from an order of the page. */
export interface Via {
  readonly session: PmsSession;
  /** The Sandwich board it is for: claimed at once, and out of the pool or, where that is empty, made up. */
  readonly boardId?: string;
}

function refuse(detail: string): never {
  throw new KilnError('BAD_REQUEST', { channel: 'order.create', detail });
}

/** Seed, For Sandwich development board: no token for a no-code product without a board. */
async function refuseBoardless(rows: Rows, product: ProductTable, { session, boardId }: Via): Promise<void> {
  if (product.mode !== 'no-code' || boardId !== undefined) return;
  const own = query.selectFrom('board').select('id').where('account', '=', session.account).limit(1);
  if (!(await rows.first(own))) throw new KilnError('BOARD_NEEDED', { product: product.name });
}

interface Named {
  readonly version: VersionRow | null;
  readonly identifier: string;
  /** As the running firmware says it. */
  readonly number: string;
  readonly sha256: string | null;
}

/** The firmware of an order; only a credential burns it. @throws KilnError FIRMWARE_DISABLED, DESK_UNKNOWN, BAD_REQUEST */
async function firmwareOf(rows: Rows, product: ProductTable, request: OrderRequest): Promise<Named> {
  const { mode, versionId, identifier = '', version: number = '' } = request;
  const version =
    versionId !== undefined
      ? await versionRow(rows, versionId)
      : mode === 'credential'
        ? ((await newestEnabled(rows, product.id)) ?? null)
        : null;
  if (version !== null && version.product_id !== product.id) refuse('versionId: of another product');
  if (mode !== 'credential') {
    const named = { identifier: version?.identifier ?? identifier, number: version?.version ?? number };
    if (mode === 'authorize-only' && (named.identifier === '' || named.number === '')) {
      refuse('identifier and version, or versionId');
    }
    return { version, ...named, sha256: null };
  }
  const file =
    version?.enabled === 1
      ? (await versionFrom(rows, version)).files.find(({ kind }) => kind === 'QIO')
      : undefined;
  if (version === null || file === undefined) {
    const name = version === null ? product.name : `${version.identifier} ${version.version}`;
    throw new KilnError('FIRMWARE_DISABLED', { name });
  }
  return { version, identifier: version.identifier, number: version.version, sha256: file.sha256 };
}

/** @throws KilnError FIRMWARE_SCOPE */
function refuseScope(version: VersionRow | null, quantity: number, { account, email }: PmsSession): void {
  const scope = version?.scope;
  if (scope === 'test' && quantity > TEST_ORDER_LIMIT) throw new KilnError('FIRMWARE_SCOPE', { scope });
  if (scope !== 'whitelist' || account === LOCAL_ACCOUNT) return;
  const listed = JSON.parse(version?.whitelist ?? '[]') as string[];
  if (!listed.includes(email)) throw new KilnError('FIRMWARE_SCOPE', { scope });
}

interface Taken {
  readonly ids: readonly number[];
  readonly development: boolean;
}

/** @throws KilnError POOL_SHORT. Free ones, and those on purpose, are made up where the pool has none. */
async function takeLicenses(
  rows: Rows,
  desk: DeskParts,
  order: StockWanted & { readonly quantity: number; readonly makeUp: boolean; readonly session: PmsSession },
): Promise<Taken> {
  const { quantity, development, makeUp, kind, session } = order;
  const ids = await takeFromStock(rows, quantity, order);
  if (ids.length === quantity) return { ids, development };
  if (!makeUp) throw new KilnError('POOL_SHORT', { wanted: quantity, stock: ids.length });
  // Never some of each: a token's licenses are all real or all made up.
  const made = { ...order, development: true };
  const missing = quantity - (await stockCount(rows, made));
  if (missing > 0) await generate(rows, desk, { count: missing, kind, stamp: stampOf(desk, session) });
  return { ids: await takeFromStock(rows, quantity, made), development: true };
}

async function freeOrder(rows: Rows, productId: string): Promise<string | undefined> {
  const free = query.selectFrom('license_order').select('code').where('product_id', '=', productId);
  return (await rows.first(free.where('free', '=', 1)))?.code;
}

async function unusedCode(rows: Rows, { random }: DeskParts): Promise<string> {
  for (;;) {
    const code = makeOrderCode(random);
    const twin = query.selectFrom('license_order').select('code').where('code', '=', code);
    if (!(await rows.first(twin))) return code;
  }
}

interface Issue {
  readonly request: OrderRequest;
  readonly terms: TokenTerms;
  readonly named: Named;
  readonly via: Via;
  readonly development: boolean;
}

/** The token of an order: it needs verification, unless a board's account asked for it. */
async function issue(rows: Rows, desk: DeskParts, order: Issue): Promise<string> {
  const { request, terms, named, via, development } = order;
  const token = await unusedToken(rows, desk.random);
  await rows.run(
    query.insertInto('token').values({
      token,
      firmware: named.sha256,
      identifier: named.identifier,
      version: named.number,
      user_config: null,
      development: flag(development),
      created_at: stampOf(desk, via.session).at,
      license_kind: request.licenseKind,
      needs_verification: 1,
      account: via.boardId === undefined ? null : via.session.account,
      ...terms,
    }),
  );
  return token;
}

async function handOver(
  rows: Rows,
  ids: readonly number[],
  to: { readonly token: string } | { readonly list_order: string },
): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await rows.run(query.updateTable('license').set(to).where('id', 'in', chunk));
  }
}

/**
 * Takes an order: licenses leave the stock and belong to its token or its list, for good.
 * @throws KilnError POOL_SHORT, FREE_TAKEN, FIRMWARE_DISABLED, FIRMWARE_SCOPE, BOARD_NEEDED, ORDER_LIST_RULES,
 *   DESK_UNKNOWN, BAD_REQUEST, and those of termsOf
 */
export async function placeOrder(
  rows: Rows,
  desk: DeskParts,
  request: OrderRequest,
  via: Via,
): Promise<OrderRow> {
  refuseListRules(request);
  const { free, mode } = request;
  const { session, boardId } = via;
  const quantity = free ? FREE_LICENSES : request.quantity;
  const terms = termsOf(request, { quantity, now: nowOf(desk) });
  const product = await productRow(rows, request.productId);
  await refuseBoardless(rows, product, via);
  if (free) {
    const code = await freeOrder(rows, product.id);
    if (code !== undefined) throw new KilnError('FREE_TAKEN', { code });
  }
  const named = await firmwareOf(rows, product, request);
  refuseScope(named.version, quantity, session);

  const chip = named.version?.chip;
  const { ids, development } = await takeLicenses(rows, desk, {
    quantity,
    kind: request.licenseKind,
    development: request.development,
    fitForT: chip !== undefined && CHIPS[chip].protocolClass === 'T',
    makeUp: free || request.development || boardId !== undefined,
    session,
  });
  const stamp = stampOf(desk, session);
  const token =
    mode === 'license-list' ? null : await issue(rows, desk, { request, terms, named, via, development });
  const row: OrderRow = {
    code: await unusedCode(rows, desk),
    product_id: product.id,
    version_id: named.version?.id ?? null,
    identifier: named.identifier,
    version: named.number,
    mode,
    quantity,
    free: flag(free),
    license_kind: request.licenseKind,
    development: flag(development),
    token,
    board_id: boardId ?? null,
    actor: session.email,
    created_at: stamp.at,
    delivered_at: null,
  };
  await rows.run(query.insertInto('license_order').values(row));
  await handOver(rows, ids, token === null ? { list_order: row.code } : { token });
  await noteEach(rows, { step: 'order', ...stamp, reason: row.code }, (of) =>
    token === null ? of.where('list_order', '=', row.code) : of.where('token', '=', token),
  );
  return row;
}
