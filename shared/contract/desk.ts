import type { z } from 'zod';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Calls of the Desk view. */
export const DESK_CALLS = {} as const satisfies Record<string, Call>;

/** Events of the Desk view. */
export const DESK_EVENTS = {} as const satisfies Record<string, z.ZodType>;
