import type { SandwichBoard } from '../../../../shared/contract/pms/boards.js';
import { PMS_OPERATIONS } from '../../../../shared/contract/pms/operations.js';
import { formatToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { iso } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import type { BoardTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, unknown, type DeskParts } from './context.js';
import { makeBoardId, makePassword } from './keys.js';
import { placeOrder, type OrderRequest } from './orders.js';
import { hashPassword, passwordFits } from './passwords.js';
import { emailOf } from './tokens.js';

type BoardRules = Pick<
  PmsRules['operations'],
  'board.register' | 'board.list' | 'board.bind' | 'board.requestToken'
>;

/** As it is printed, in whatever letters it is typed. */
const idOf = (typed: string): string => typed.trim().toUpperCase();
const byId = (id: string) => query.selectFrom('board').selectAll().where('id', '=', id);

async function boardFrom(rows: Rows, row: BoardTable): Promise<SandwichBoard> {
  const codes = query
    .selectFrom('license_order')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('board_id', '=', row.id);
  return {
    id: row.id,
    boundTo: await emailOf(rows, row.account),
    boundAt: row.bound_at === null ? null : iso(row.bound_at),
    createdAt: iso(row.created_at),
    codes: (await rows.first(codes))?.count ?? 0,
  };
}

/** One license, for the product's firmware. */
function codeRequest(productId: string): OrderRequest {
  return PMS_OPERATIONS['order.create'].request.parse({ productId, mode: 'credential', quantity: 1 });
}

/** The Sandwich evaluation kit (seed, For Sandwich development board). */
export function boardRules(desk: DeskParts): BoardRules {
  const { store, random, hashCost } = desk;
  return {
    'board.register': async (request) => {
      const id = idOf(request.id ?? makeBoardId(random));
      const password = request.password ?? makePassword(random);
      const password_hash = await hashPassword(password, hashCost);
      return store.write(async (rows) => {
        if (await rows.first(byId(id))) throw new KilnError('BOARD_EXISTS', { id });
        const row = { id, password_hash, account: null, bound_at: null, created_at: nowOf(desk) };
        await rows.run(query.insertInto('board').values(row));
        return { board: await boardFrom(rows, row), password };
      });
    },

    'board.list': (_request, { account, role }) =>
      store.read(async (rows) => {
        const all = query.selectFrom('board').selectAll().orderBy('created_at').orderBy('id');
        const items: SandwichBoard[] = [];
        for (const row of await rows.all(role === 'admin' ? all : all.where('account', '=', account))) {
          items.push(await boardFrom(rows, row));
        }
        return { items };
      }),

    'board.bind': async ({ id: typed, password }, { account }) => {
      const id = idOf(typed);
      const known = await store.read((rows) => rows.first(byId(id)));
      // An unknown ID and a wrong password are told apart by nobody.
      if (!(await passwordFits(password, known?.password_hash, hashCost))) {
        throw new KilnError('BOARD_PASSWORD');
      }
      return store.write(async (rows) => {
        const row = await rows.first(byId(id).forUpdate());
        if (row === undefined) throw unknown('board', id);
        if (row.account === account) return boardFrom(rows, row);
        if (row.account !== null) throw new KilnError('BOARD_TAKEN', { id });
        const change = { account, bound_at: nowOf(desk) };
        await rows.run(query.updateTable('board').set(change).where('id', '=', id));
        return boardFrom(rows, { ...row, ...change });
      });
    },

    'board.requestToken': ({ id: typed, productId }, session) =>
      store.write(async (rows) => {
        const id = idOf(typed);
        const row = await rows.first(byId(id));
        // A board of somebody else is no more one's own than one that does not exist.
        if (row?.account !== session.account) throw new KilnError('BOARD_UNBOUND', { id });
        const order = await placeOrder(rows, desk, codeRequest(productId), { session, boardId: id });
        if (order.token === null) throw new Error('a credential has a token');
        return {
          token: formatToken(order.token),
          orderCode: order.code,
          development: order.development === 1,
        };
      }),
  };
}
