import { hash, verify } from '@node-rs/argon2';

import { PASSWORD_LEAST } from '../../../../shared/contract/pms/accounts.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { HashCost } from './context.js';

/** OWASP's second choice for argon2id: 19 MiB, two passes. */
export const HASH_COST: HashCost = { memoryCost: 19_456, timeCost: 2 };

/** @throws KilnError PASSWORD_WEAK */
export function refuseWeak(password: string): void {
  if ([...password].length < PASSWORD_LEAST) throw new KilnError('PASSWORD_WEAK', { least: PASSWORD_LEAST });
}

/** Argon2id, in a thread of its own; the salt is the library's. */
export function hashPassword(password: string, { memoryCost, timeCost }: HashCost): Promise<string> {
  return hash(password, { memoryCost, timeCost, parallelism: 1 });
}

/**
 * Compares with a hash; where there is none it takes as long and says no, so that time does not tell who has an account.
 */
export async function passwordFits(
  password: string,
  hashed: string | undefined,
  cost: HashCost,
): Promise<boolean> {
  if (hashed === undefined) {
    await hashPassword(password, cost);
    return false;
  }
  return verify(hashed, password);
}
