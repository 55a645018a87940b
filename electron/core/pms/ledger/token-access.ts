import { macProblem } from '../../../../shared/domain/mac.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { query, type Rows } from '../store/query.js';
import { iso, type TokenRow } from './token-rows.js';

/** Who wants to use a token. */
export interface Asker {
  /** Id of the account. */
  readonly account: string;
  readonly email: string;
  /** May use what any account has verified. */
  readonly admin: boolean;
}

/** Id of the one account of a PMS that has no accounts switched on. */
export const LOCAL_ACCOUNT = 'local';
export const LOCAL_ASKER: Asker = { account: LOCAL_ACCOUNT, email: LOCAL_ACCOUNT, admin: true };

/** A token that somebody verified is theirs; one that nobody verified is nobody's; one's own list is everybody's. */
export function isStranger(row: Pick<TokenRow, 'needs_verification' | 'account'>, asker: Asker): boolean {
  if (row.needs_verification === 0) return false;
  return row.account === null || (row.account !== asker.account && !asker.admin);
}

/** @throws KilnError NO_DATA_PERMISSION, which says where to verify (seed, FAQs) */
export function refuseStranger(row: TokenRow, asker: Asker): void {
  if (isStranger(row, asker)) throw new KilnError('NO_DATA_PERMISSION', { token: maskToken(row.token) });
}

/** What the firmware of an order is deployed for, or null where the token has no order. */
async function deploymentOf(rows: Rows, token: string) {
  return await rows.first(
    query
      .selectFrom('license_order')
      .innerJoin('firmware_version', 'firmware_version.id', 'license_order.version_id')
      .select(['firmware_version.scope', 'firmware_version.whitelist'])
      .where('license_order.token', '=', token),
  );
}

/** @throws KilnError FIRMWARE_SCOPE where the firmware is for accounts on a list, and this is none of them */
async function refuseUnlisted(rows: Rows, row: TokenRow, { account, email }: Asker): Promise<void> {
  if (row.needs_verification === 0 || account === LOCAL_ACCOUNT) return;
  const deployed = await deploymentOf(rows, row.token);
  if (deployed?.scope !== 'whitelist') return;
  if (!(JSON.parse(deployed.whitelist) as string[]).includes(email)) {
    throw new KilnError('FIRMWARE_SCOPE', { scope: deployed.scope });
  }
}

/**
 * Whether boards may begin with a token now.
 * @throws KilnError NO_DATA_PERMISSION, TOKEN_REVOKED, TOKEN_NOT_EFFECTIVE, TOKEN_EXPIRED, FIRMWARE_SCOPE
 */
export async function refuseUnusable(
  rows: Rows,
  row: TokenRow,
  { asker, now }: { readonly asker: Asker; readonly now: number },
): Promise<void> {
  refuseStranger(row, asker);
  const token = maskToken(row.token);
  if (row.revoked_at !== null) throw new KilnError('TOKEN_REVOKED', { token, reason: row.revoked_reason });
  if (row.effective_at !== null && row.effective_at > now) {
    throw new KilnError('TOKEN_NOT_EFFECTIVE', { token, effectiveAt: iso(row.effective_at) });
  }
  if (row.expires_at !== null && row.expires_at <= now) {
    throw new KilnError('TOKEN_EXPIRED', { token, expiresAt: iso(row.expires_at) });
  }
  await refuseUnlisted(rows, row, asker);
}

/** @throws KilnError MAC_RULE; hex digits of one length compare as the numbers do */
export function refuseMac({ mac_from: from, mac_to: to }: TokenRow, mac: string): void {
  if (from === null || to === null || (from <= mac && mac <= to)) return;
  throw new KilnError('MAC_RULE', { mac, from, to });
}

/** What a license that is on its board already would have been refused for: codes, none where nothing. */
export async function breachesOf(
  rows: Rows,
  row: TokenRow,
  { asker, now, mac }: { readonly asker: Asker; readonly now: number; readonly mac: string },
): Promise<string[]> {
  const rules: (() => Promise<void> | void)[] = [
    () => refuseUnusable(rows, row, { asker, now }),
    () => {
      refuseMac(row, mac);
      const problem = macProblem(mac);
      if (problem !== null) throw new KilnError('MAC_INVALID', { mac, problem });
    },
  ];
  const breaches: string[] = [];
  for (const rule of rules) {
    try {
      await rule();
    } catch (thrown) {
      if (!(thrown instanceof KilnError)) throw thrown;
      breaches.push(thrown.code);
    }
  }
  return breaches;
}
