import type { Order } from '../../../../shared/contract/pms/orders.js';
import { formatToken, maskToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { noteEach } from '../ledger/license-rows.js';
import { iso, tokenRow } from '../ledger/token-rows.js';
import type { PmsRules, PmsSession } from '../service.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, stampOf, unknown, type DeskParts } from './context.js';
import { credentialZip } from './credential-file.js';
import { listTable } from './license-table.js';
import { tableFile } from './table-file.js';
import { placeOrder, type OrderRow } from './orders.js';
import { wholeFile } from './outgoing.js';
import { paged, placeOf } from './pages.js';

type OrderRules = Pick<
  PmsRules['operations'],
  'order.create' | 'order.list' | 'order.get' | 'order.credential'
>;
type OrderFiles = Pick<PmsRules['downloads'], 'order.download' | 'order.list'>;

const withProduct = query
  .selectFrom('license_order')
  .innerJoin('product', 'product.id', 'license_order.product_id')
  .selectAll('license_order')
  .select('product.name as product_name');

/** @throws KilnError DESK_UNKNOWN */
async function orderRow(rows: Rows, typed: string) {
  const code = typed.trim().toUpperCase();
  const row = await rows.first(withProduct.where('license_order.code', '=', code));
  if (row === undefined) throw unknown('order', code);
  return row;
}

function orderFrom(row: OrderRow & { readonly product_name: string }): Order {
  return {
    code: row.code,
    productId: row.product_id,
    productName: row.product_name,
    firmware: { versionId: row.version_id, identifier: row.identifier, version: row.version },
    mode: row.mode,
    quantity: row.quantity,
    free: row.free === 1,
    licenseKind: row.license_kind,
    development: row.development === 1,
    token: row.token === null ? null : maskToken(row.token),
    orderedBy: row.actor,
    createdAt: iso(row.created_at),
    deliveredAt: row.delivered_at === null ? null : iso(row.delivered_at),
  };
}

/** The first time counts. */
async function noteDelivery(rows: Rows, desk: DeskParts, code: string): Promise<void> {
  await rows.run(
    query
      .updateTable('license_order')
      .set({ delivered_at: nowOf(desk) })
      .where('code', '=', code)
      .where('delivered_at', 'is', null),
  );
}

/** @throws KilnError ORDER_NO_TOKEN */
async function credentialOf(rows: Rows, desk: DeskParts, typed: string) {
  const row = await orderRow(rows, typed);
  if (row.token === null) throw new KilnError('ORDER_NO_TOKEN', { code: row.code });
  await noteDelivery(rows, desk, row.code);
  return { row, token: formatToken(row.token), terms: await tokenRow(rows, row.token) };
}

export function orderRules(desk: DeskParts): OrderRules {
  const { store } = desk;
  return {
    'order.create': (request, session) =>
      store.write(async (rows) => {
        const { code } = await placeOrder(rows, desk, request, { session });
        return orderFrom(await orderRow(rows, code));
      }),

    'order.list': async ({ limit, after, productId }) => {
      const place = placeOf(after);
      let found = withProduct
        .orderBy('license_order.created_at', 'desc')
        .orderBy('license_order.code', 'desc')
        .limit(limit + 1);
      if (productId !== undefined) found = found.where('license_order.product_id', '=', productId);
      if (place !== null) {
        found = found.where((eb) =>
          eb.or([
            eb('license_order.created_at', '<', place.at),
            eb.and([eb('license_order.created_at', '=', place.at), eb('license_order.code', '<', place.id)]),
          ]),
        );
      }
      return paged(await store.read((rows) => rows.all(found)), limit, {
        place: (row) => ({ at: row.created_at, id: row.code }),
        item: orderFrom,
      });
    },

    'order.get': ({ code }) => store.read(async (rows) => orderFrom(await orderRow(rows, code))),

    'order.credential': ({ code }) =>
      store.write(async (rows) => ({ token: (await credentialOf(rows, desk, code)).token })),
  };
}

/** Every pick-up of a list stands in the ledger; what is in it stays the same, and goes into no other. */
async function pickUp(desk: DeskParts, typed: string, session: PmsSession): Promise<OrderRow> {
  return desk.store.write(async (rows) => {
    const row = await orderRow(rows, typed);
    if (row.mode !== 'license-list') throw new KilnError('ORDER_NO_LIST', { code: row.code });
    await noteDelivery(rows, desk, row.code);
    await noteEach(rows, { step: 'deliver', ...stampOf(desk, session), reason: row.code }, (of) =>
      of.where('list_order', '=', row.code),
    );
    return row;
  });
}

export function orderFiles(desk: DeskParts): OrderFiles {
  return {
    'order.download': async ({ code }) => {
      const { row, token, terms } = await desk.store.write((rows) => credentialOf(rows, desk, code));
      const zip = credentialZip({ order: orderFrom(row), token, row: terms });
      return wholeFile(`credential-${row.code}.zip`, 'application/zip', zip);
    },

    'order.list': async ({ code, format }, session) => {
      const { code: picked } = await pickUp(desk, code, session);
      const licenses = listTable(desk.store, (of) => of.where('list_order', '=', picked));
      return tableFile(`licenses-${picked}`, format, licenses);
    },
  };
}
