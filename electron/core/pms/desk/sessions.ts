import { createHash } from 'node:crypto';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { PmsSession } from '../service.js';
import { query, type Rows } from '../store/query.js';
import { LOCAL_SESSION, nowOf, type DeskParts } from './context.js';

/** A station that is used stays logged in; one that is left alone does not. */
export const SESSION_MS = 7 * 24 * 3_600_000;

/** Only this is stored: who reads the database can log in as nobody. */
function bearerHash(bearer: string): string {
  return createHash('sha256').update(bearer).digest('hex');
}

/** @returns the bearer token, 256 random bits */
export async function beginSession(rows: Rows, account: string, desk: DeskParts) {
  const bearer = Buffer.from(desk.random(32)).toString('base64url');
  const now = nowOf(desk);
  // Over: nobody asks for these any more.
  await rows.run(query.deleteFrom('session').where('expires_at', '<=', now));
  const expires_at = now + SESSION_MS;
  await rows.run(
    query
      .insertInto('session')
      .values({ bearer: bearerHash(bearer), account_id: account, created_at: now, expires_at }),
  );
  return { bearer, expiresAt: expires_at };
}

/** @param except the hash of the one that stays */
export async function endSessions(rows: Rows, account: string, except: string | null = null): Promise<void> {
  const all = query.deleteFrom('session').where('account_id', '=', account);
  await rows.run(except === null ? all : all.where('bearer', '<>', except));
}

export async function endSession(rows: Rows, bearer: string): Promise<void> {
  await rows.run(query.deleteFrom('session').where('bearer', '=', bearer));
}

/** Accounts are switched on by the first admin who may log in. */
export async function accountsAreOn(rows: Rows): Promise<boolean> {
  const admin = query
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .limit(1);
  return (await rows.first(admin)) !== undefined;
}

/** @throws KilnError LOGIN_NEEDED */
export async function sessionOf(desk: DeskParts, bearer: string | null): Promise<PmsSession | null> {
  if (bearer === null) {
    if (!desk.local) return null;
    return (await desk.store.read(accountsAreOn)) ? null : LOCAL_SESSION;
  }
  const hashed = bearerHash(bearer);
  const now = nowOf(desk);
  const found = await desk.store.read((rows) =>
    rows.first(
      query
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.account_id')
        .select(['account.id', 'account.email', 'account.role', 'account.status', 'session.expires_at'])
        .where('session.bearer', '=', hashed),
    ),
  );
  if (found === undefined || found.expires_at <= now || found.status !== 'active') {
    throw new KilnError('LOGIN_NEEDED');
  }
  // Used in the second half of its life: begun anew.
  if (found.expires_at - now < SESSION_MS / 2) {
    const longer = query.updateTable('session').set({ expires_at: now + SESSION_MS });
    await desk.store.write((rows) => rows.run(longer.where('bearer', '=', hashed)));
  }
  return { account: found.id, email: found.email, role: found.role, bearer: hashed };
}
