import type { z } from 'zod';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Calls of the Writer view. */
export const WRITER_CALLS = {} as const satisfies Record<string, Call>;

/** Events of the Writer view. */
export const WRITER_EVENTS = {} as const satisfies Record<string, z.ZodType>;
