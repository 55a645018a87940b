import type { Account } from '../../../../shared/contract/pms/accounts.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { LOCAL_ACCOUNT } from '../ledger/token-access.js';
import { iso } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import type { AccountTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, unknown, type DeskParts } from './context.js';
import { makeId } from './keys.js';
import { hashPassword, passwordFits, refuseWeak } from './passwords.js';
import { beginSession, endSession, endSessions } from './sessions.js';

type AccountRules = Pick<
  PmsRules['operations'],
  | 'account.register'
  | 'account.login'
  | 'account.logout'
  | 'account.me'
  | 'account.password'
  | 'account.list'
  | 'account.set'
>;

function accountFrom(row: AccountTable): Account {
  const { id, email, name, role, status } = row;
  return { id, email, name, role, status, createdAt: iso(row.created_at) };
}

const LOCAL: Account = {
  id: LOCAL_ACCOUNT,
  email: LOCAL_ACCOUNT,
  name: '',
  role: 'admin',
  status: 'active',
  createdAt: iso(0),
};

const byEmail = (email: string) => query.selectFrom('account').selectAll().where('email', '=', email);
const byId = (id: string) => query.selectFrom('account').selectAll().where('id', '=', id);

interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: AccountTable['role'];
  readonly status: AccountTable['status'];
}

/** Something before an at sign and something with a dot behind it, and nothing a spreadsheet would take for a formula. */
const EMAIL = /^[0-9a-z_][^\s@,;"]*@[^\s@,;"]+\.[^\s@,;"]+$/;

async function addAccount(desk: DeskParts, account: NewAccount, only?: (rows: Rows) => Promise<void>) {
  const { password, ...rest } = account;
  if (!EMAIL.test(rest.email)) {
    throw new KilnError('EMAIL_INVALID', { email: rest.email.slice(0, 64) });
  }
  refuseWeak(password);
  const password_hash = await hashPassword(password, desk.hashCost);
  return desk.store.write(async (rows) => {
    await only?.(rows);
    if (await rows.first(byEmail(rest.email))) throw new KilnError('ACCOUNT_EXISTS', { email: rest.email });
    const row = { ...rest, id: makeId(desk.random), password_hash, created_at: nowOf(desk) };
    await rows.run(query.insertInto('account').values(row));
    return accountFrom(row);
  });
}

const activeAdmins = query
  .selectFrom('account')
  .selectAll()
  .where('role', '=', 'admin')
  .where('status', '=', 'active');

/**
 * Makes the first admin, which switches accounts on. Done at the machine of the PMS, never over the wire.
 * @throws KilnError ACCOUNT_EXISTS where there is an admin already, EMAIL_INVALID, PASSWORD_WEAK
 */
export function makeFirstAdmin(
  desk: DeskParts,
  first: Pick<NewAccount, 'email' | 'name' | 'password'>,
): Promise<Account> {
  return addAccount(desk, { ...first, role: 'admin', status: 'active' }, async (rows) => {
    const admin = await rows.first(activeAdmins.limit(1));
    if (admin !== undefined) throw new KilnError('ACCOUNT_EXISTS', { email: admin.email });
  });
}

export function accountRules(desk: DeskParts): AccountRules {
  const { store, hashCost } = desk;
  const find = async (email: string): Promise<AccountTable | undefined> =>
    store.read((rows) => rows.first(byEmail(email)));
  return {
    'account.register': (request) => addAccount(desk, { ...request, role: 'operator', status: 'pending' }),

    'account.login': async ({ email, password }) => {
      const row = await find(email);
      const fits = await passwordFits(password, row?.password_hash, hashCost);
      if (row === undefined || !fits) throw new KilnError('LOGIN_FAILED');
      if (row.status === 'pending') throw new KilnError('ACCOUNT_PENDING', { email });
      if (row.status === 'disabled') throw new KilnError('ACCOUNT_DISABLED', { email });
      const { bearer, expiresAt } = await store.write((rows) => beginSession(rows, row.id, desk));
      return { session: bearer, expiresAt: iso(expiresAt), account: accountFrom(row) };
    },

    'account.logout': async (_request, { bearer }) => {
      if (bearer !== null) await store.write((rows) => endSession(rows, bearer));
      return { done: true };
    },

    'account.me': async (_request, { account }) => {
      if (account === LOCAL_ACCOUNT) return { account: LOCAL, local: true };
      const row = await store.read((rows) => rows.first(byId(account)));
      if (row === undefined) throw new KilnError('LOGIN_NEEDED');
      return { account: accountFrom(row), local: false };
    },

    'account.password': async ({ current, password }, session) => {
      const row = await find(session.email);
      if (!(await passwordFits(current, row?.password_hash, hashCost))) throw new KilnError('LOGIN_FAILED');
      refuseWeak(password);
      const password_hash = await hashPassword(password, hashCost);
      await store.write(async (rows) => {
        await rows.run(query.updateTable('account').set({ password_hash }).where('id', '=', session.account));
        await endSessions(rows, session.account, session.bearer);
      });
      return { done: true };
    },

    'account.list': async () => {
      const all = query.selectFrom('account').selectAll().orderBy('created_at').orderBy('id');
      return { items: (await store.read((rows) => rows.all(all))).map(accountFrom) };
    },

    'account.set': ({ id, role, status }) =>
      store.write(async (rows) => {
        // All of them, locked: two admins that dismiss each other at once leave one.
        const admins = await rows.all(activeAdmins.orderBy('id').forUpdate());
        const row = await rows.first(byId(id).forUpdate());
        if (row === undefined) throw unknown('account', id);
        const after = { ...row, role: role ?? row.role, status: status ?? row.status };
        const stays = after.role === 'admin' && after.status === 'active';
        if (!stays && admins.length === 1 && admins[0]?.id === id) {
          throw new KilnError('ACCOUNT_LAST_ADMIN', { email: row.email });
        }
        await rows.run(
          query.updateTable('account').set({ role: after.role, status: after.status }).where('id', '=', id),
        );
        if (after.status !== 'active') await endSessions(rows, id);
        return accountFrom(after);
      }),
  };
}
