import type { z } from 'zod';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Calls of the Records view. */
export const RECORDS_CALLS = {} as const satisfies Record<string, Call>;

/** Events of the Records view. */
export const RECORDS_EVENTS = {} as const satisfies Record<string, z.ZodType>;
