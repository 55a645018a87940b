import { sql } from 'kysely';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { isStranger, LOCAL_ACCOUNT, type Asker } from '../ledger/token-access.js';
import { infoOf, iso, leasedOf, tokenKey, tokenRow, type TokenRow } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import { query, type Rows } from '../store/query.js';
import { askerOf, nowOf, type DeskParts } from './context.js';
import { lowWaterOf } from './order-checks.js';
import { paged, placeOf } from './pages.js';

type TokenRules = Pick<
  PmsRules['operations'],
  'token.info' | 'token.list' | 'token.low' | 'token.verify' | 'token.revoke' | 'token.setLowWater'
>;

/** For people: the email of an account. */
export async function emailOf(rows: Rows, account: string | null): Promise<string | null> {
  if (account === null || account === LOCAL_ACCOUNT) return account;
  const row = await rows.first(query.selectFrom('account').select('email').where('id', '=', account));
  return row?.email ?? account;
}

interface Looking {
  readonly asker: Asker;
  readonly now: number;
}

export async function detailOf(rows: Rows, row: TokenRow, { asker, now }: Looking): Promise<TokenDetail> {
  const order = query.selectFrom('license_order').select('code').where('token', '=', row.token);
  const info = await infoOf(rows, row);
  const { mac_from: from, mac_to: to } = row;
  const begun = row.effective_at === null || row.effective_at <= now;
  const over = row.expires_at !== null && row.expires_at <= now;
  return {
    ...info,
    orderCode: (await rows.first(order))?.code ?? null,
    effectiveAt: row.effective_at === null ? null : iso(row.effective_at),
    verification: row.needs_verification === 0 ? 'not-needed' : row.account === null ? 'needed' : 'done',
    boundTo: await emailOf(rows, row.account),
    usable: !isStranger(row, asker) && row.revoked_at === null && begun && !over,
    revoked: row.revoked_at === null ? null : { at: iso(row.revoked_at), reason: row.revoked_reason ?? '' },
    macRule: from === null || to === null ? null : { from, to },
    lowWater: row.low_water,
    low: info.free < row.low_water,
    leased: await leasedOf(rows, row.token),
  };
}

/** Newest first. */
async function newestTokens(
  rows: Rows,
  {
    limit,
    after,
    text,
  }: { readonly limit: number; readonly after?: string | undefined; readonly text?: string | undefined },
) {
  const place = placeOf(after);
  let found = query
    .selectFrom('token')
    .leftJoin('license_order', 'license_order.token', 'token.token')
    .select(['token.token', 'token.created_at'])
    .orderBy('token.created_at', 'desc')
    .orderBy('token.token', 'desc')
    .limit(limit + 1);
  if (place !== null) {
    found = found.where((eb) =>
      eb.or([
        eb('token.created_at', '<', place.at),
        eb.and([eb('token.created_at', '=', place.at), eb('token.token', '<', place.id)]),
      ]),
    );
  }
  if (text !== undefined && text !== '') {
    const upper = text.toUpperCase().replace(/[\s-]/g, '');
    found = found.where((eb) =>
      eb.or([
        eb('token.token', '=', upper),
        eb('license_order.code', '=', upper),
        eb('token.identifier', '=', text),
      ]),
    );
  }
  return rows.all(found);
}

/** More than anybody has running low at once; the view says that there are more. */
const MOST_LOW = 200;

export function tokenRules(desk: DeskParts): TokenRules {
  const { store } = desk;
  const lookFor = (session: Parameters<typeof askerOf>[0]): Looking => ({
    asker: askerOf(session),
    now: nowOf(desk),
  });
  return {
    'token.info': ({ token }, session) =>
      store.read(async (rows) => detailOf(rows, await tokenRow(rows, tokenKey(token)), lookFor(session))),

    'token.list': (request, session) =>
      store.read(async (rows) => {
        const look = lookFor(session);
        const { items, next } = paged(await newestTokens(rows, request), request.limit, {
          place: ({ created_at, token }) => ({ at: created_at, id: token }),
          item: ({ token }) => token,
        });
        const details: TokenDetail[] = [];
        for (const token of items) details.push(await detailOf(rows, await tokenRow(rows, token), look));
        return { items: details, next };
      }),

    'token.low': (_request, session) =>
      store.read(async (rows) => {
        const look = lookFor(session);
        const free = sql<number>`(select count(*) from license
          where license.token = token.token and license.state = 'free' and license.held = 0)`;
        const low = query
          .selectFrom('token')
          .select('token')
          .where('revoked_at', 'is', null)
          .where('low_water', '>', 0)
          .where((eb) => eb(free, '<', eb.ref('low_water')))
          .orderBy('created_at', 'desc')
          .limit(MOST_LOW);
        const items: TokenDetail[] = [];
        for (const { token } of await rows.all(low)) {
          const detail = await detailOf(rows, await tokenRow(rows, token), look);
          if (detail.usable) items.push(detail);
        }
        return { items };
      }),

    'token.verify': ({ token: typed }, session) =>
      store.write(async (rows) => {
        const token = tokenKey(typed);
        await rows.first(query.selectFrom('token').select('token').where('token', '=', token).forUpdate());
        const row = await tokenRow(rows, token);
        // One's own list needs none: verifying it is no mistake, and claims nothing.
        if (row.needs_verification === 0) return detailOf(rows, row, lookFor(session));
        if (row.account !== null && row.account !== session.account) {
          throw new KilnError('TOKEN_CLAIMED', { token: maskToken(token) });
        }
        const { account } = session;
        await rows.run(query.updateTable('token').set({ account }).where('token', '=', token));
        return detailOf(rows, { ...row, account }, lookFor(session));
      }),

    'token.revoke': ({ token: typed, reason }, session) =>
      store.write(async (rows) => {
        const row = await tokenRow(rows, tokenKey(typed));
        if (row.revoked_at === null) {
          const change = { revoked_at: nowOf(desk), revoked_reason: reason };
          await rows.run(query.updateTable('token').set(change).where('token', '=', row.token));
        }
        return detailOf(rows, await tokenRow(rows, row.token), lookFor(session));
      }),

    'token.setLowWater': ({ token: typed, lowWater }, session) =>
      store.write(async (rows) => {
        const row = await tokenRow(rows, tokenKey(typed));
        lowWaterOf(lowWater, (await infoOf(rows, row)).amount);
        await rows.run(
          query.updateTable('token').set({ low_water: lowWater }).where('token', '=', row.token),
        );
        return detailOf(rows, { ...row, low_water: lowWater }, lookFor(session));
      }),
  };
}
