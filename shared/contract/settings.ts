import { z } from 'zod';

import { Me } from './pms/accounts.js';

type Call = { request: z.ZodType; reply: z.ZodType };

/** A server, as a person names it. */
const ServerPlace = {
  /** `https://pms.line2.lan:7443`; a path behind the host is kept as a prefix. */
  url: z.string().trim().min(1).max(500),
  /** Who signed the server's certificate, in PEM; null: those that the system knows. */
  ca: z.string().max(100_000).nullable(),
};

/** Where the books of this station are. `account`: whom the login form suggests, an email. */
export const PmsChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('embedded') }),
  z.strictObject({ kind: z.literal('server'), ...ServerPlace, account: z.string().max(200).nullable() }),
]);
export type PmsChoice = z.infer<typeof PmsChoice>;

/** How the station stands with its books right now, for the top bar. */
export const PmsConnection = z.object({
  kind: z.enum(['embedded', 'server']),
  /** Null for the books of this PC. */
  url: z.string().nullable(),
  /** The last thing asked was answered; always true for the books of this PC. */
  connected: z.boolean(),
  /** Of the last answer, ms; null before the first, and for the books of this PC. */
  latencyMs: z.number().nullable(),
  /** Results that are kept here until the server has them. */
  queued: z.number().int(),
  /** Email of whoever is logged in; null where somebody has to, and for the implicit local account. */
  account: z.string().nullable(),
});
export type PmsConnection = z.infer<typeof PmsConnection>;

/** How the key of the data folder is kept; see core/secrets. `keychain`: whether this system has one. */
const KeySettings = z.object({ form: z.enum(['plain', 'keychain']), keychain: z.boolean() });
export type KeySettings = z.infer<typeof KeySettings>;

const PmsSettings = z.object({ choice: PmsChoice, connection: PmsConnection });

/** Calls of the Settings view. */
export const SETTINGS_CALLS = {
  'settings.pms.get': { request: z.undefined(), reply: PmsSettings },
  /**
   * From now on the books are there; kept for the next start. @throws SLOT_RUNNING while a board is worked on,
   * QUEUE_NOT_EMPTY while results wait for the server that would be left, USAGE for an address or a certificate that is none
   */
  'settings.pms.set': { request: PmsChoice, reply: PmsSettings },
  /** Asks a server that is not chosen yet who it is. @throws PMS_UNREACHABLE, PMS_UNTRUSTED, PMS_FOREIGN, USAGE */
  'settings.pms.test': {
    request: z.strictObject(ServerPlace),
    reply: z.object({ version: z.string(), latencyMs: z.number(), secure: z.boolean() }),
  },
  /** At the server that is chosen, or at the books of this PC. @throws LOGIN_FAILED, LOGIN_LIMIT, ACCOUNT_PENDING, ACCOUNT_DISABLED, PMS_* */
  'settings.pms.login': {
    request: z.strictObject({ email: z.string().max(200), password: z.string().max(200) }),
    reply: Me,
  },
  'settings.pms.logout': { request: z.undefined(), reply: z.undefined() },
  'settings.key.get': { request: z.undefined(), reply: KeySettings },
  /** The same key, kept otherwise from now on. @throws SECRET_KEY_LOCKED, SECRET_KEY_LOST, FILE_UNREADABLE */
  'settings.key.set': { request: KeySettings.pick({ form: true }).strict(), reply: KeySettings },
} as const satisfies Record<string, Call>;

/** Events of the Settings view. */
export const SETTINGS_EVENTS = {
  /** Whenever something of it changed; a latency alone at most once in ten seconds. */
  'settings.pms': PmsConnection,
} as const satisfies Record<string, z.ZodType>;
