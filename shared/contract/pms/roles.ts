import { z } from 'zod';

/** From the least to the most; each may do what those before it may. */
export const ROLES = ['operator', 'engineer', 'admin'] as const;
export const RoleShape = z.enum(ROLES);
export type Role = z.infer<typeof RoleShape>;

/** True where a role may do what asks for `needed`. */
export function mayAct(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
