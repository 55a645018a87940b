import { z } from 'zod';

import { Empty, KeyText } from './fields.js';
import type { PmsOperation } from './operation.js';

/** A Sandwich development board of the evaluation kit. */
export const SandwichBoard = z.object({
  id: z.string(),
  /** Email of the account it is bound to, `local` for the implicit one. */
  boundTo: z.string().nullable(),
  boundAt: z.string().nullable(),
  createdAt: z.string(),
  /** Authorization codes it was given. */
  codes: z.number().int(),
});
export type SandwichBoard = z.infer<typeof SandwichBoard>;

const Password = z.string().min(1).max(100);

export const BOARD_OPERATIONS = {
  /** Makes a board known, with an ID and a password of one's own or made up here. The password is told this once. */
  'board.register': {
    request: z.strictObject({
      id: z
        .string()
        .regex(/^[0-9A-Za-z-]{4,32}$/)
        .optional(),
      password: Password.optional(),
    }),
    reply: z.object({ board: SandwichBoard, password: z.string() }),
    role: 'engineer',
    http: { method: 'POST', path: '/v1/boards' },
  },
  /** One's own; an admin sees all. */
  'board.list': {
    request: Empty,
    reply: z.object({ items: z.array(SandwichBoard) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/boards' },
    idempotent: true,
  },
  /** Add Development Board. @throws BOARD_PASSWORD (also for an unknown ID), BOARD_TAKEN */
  'board.bind': {
    request: z.strictObject({ id: KeyText, password: Password }),
    reply: SandwichBoard,
    role: 'operator',
    http: { method: 'POST', path: '/v1/boards:bind' },
    idempotent: true,
  },
  /**
   * Request a new authorization code: a token with one license for a product, claimed for the account already.
   * @throws BOARD_UNBOUND where the account has not bound this board, FIRMWARE_DISABLED where the product has no firmware
   */
  'board.requestToken': {
    request: z.strictObject({ id: KeyText, productId: KeyText }),
    reply: z.object({ token: z.string(), orderCode: z.string(), development: z.boolean() }),
    role: 'operator',
    http: { method: 'POST', path: '/v1/boards/{id}/tokens' },
  },
} as const satisfies Record<string, PmsOperation>;
