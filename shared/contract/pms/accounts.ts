import { z } from 'zod';

import { Done, Empty, KeyText, NameText } from './fields.js';
import type { PmsOperation } from './operation.js';
import { RoleShape } from './roles.js';

const ACCOUNT_STATUSES = ['pending', 'active', 'disabled'] as const;
export const AccountStatusShape = z.enum(ACCOUNT_STATUSES);

/** An account of the Smart PMS. Never with its password, nor a hash of it. */
export const Account = z.object({
  id: z.string(),
  /** Lower case; what one logs in with. */
  email: z.string(),
  name: z.string(),
  role: RoleShape,
  /** `pending`: registered, and no admin has let it in yet. */
  status: AccountStatusShape,
  createdAt: z.string(),
});
export type Account = z.infer<typeof Account>;

/** Whoever asks. `local`: the one implicit account of a PMS that has no accounts switched on. */
export const Me = z.object({
  account: Account,
  local: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** What is none is told by name: EMAIL_INVALID, or LOGIN_FAILED. */
const EmailText = z.string().trim().toLowerCase().max(200);
/** Fewest characters of a new password: NIST SP 800-63B asks for 8; a little more, and no rules of what must be in it. */
export const PASSWORD_LEAST = 10;
const PasswordText = z.string().min(1).max(200);

export const ACCOUNT_OPERATIONS = {
  /** @throws ACCOUNT_EXISTS, EMAIL_INVALID, PASSWORD_WEAK */
  'account.register': {
    request: z.strictObject({ email: EmailText, name: NameText, password: PasswordText }),
    reply: Account,
    role: 'public',
    http: { method: 'POST', path: '/v1/accounts' },
  },
  /** `session` is the bearer token. @throws LOGIN_FAILED, ACCOUNT_PENDING, ACCOUNT_DISABLED */
  'account.login': {
    request: z.strictObject({ email: EmailText, password: PasswordText }),
    reply: z.object({ session: z.string(), expiresAt: z.string(), account: Account }),
    role: 'public',
    http: { method: 'POST', path: '/v1/login' },
  },
  /** Ends the session it is asked with. */
  'account.logout': {
    request: Empty,
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/logout' },
    idempotent: true,
  },
  'account.me': {
    request: Empty,
    reply: Me,
    role: 'operator',
    http: { method: 'GET', path: '/v1/me' },
    idempotent: true,
  },
  /** Ends every other session of the account. @throws LOGIN_FAILED, PASSWORD_WEAK */
  'account.password': {
    request: z.strictObject({ current: PasswordText, password: PasswordText }),
    reply: Done,
    role: 'operator',
    http: { method: 'POST', path: '/v1/me/password' },
  },
  'account.list': {
    request: Empty,
    reply: z.object({ items: z.array(Account) }),
    role: 'admin',
    http: { method: 'GET', path: '/v1/accounts' },
    idempotent: true,
  },
  /** @throws DESK_UNKNOWN, ACCOUNT_LAST_ADMIN */
  'account.set': {
    request: z.strictObject({
      id: KeyText,
      role: RoleShape.optional(),
      status: AccountStatusShape.optional(),
    }),
    reply: Account,
    role: 'admin',
    http: { method: 'PATCH', path: '/v1/accounts/{id}' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
