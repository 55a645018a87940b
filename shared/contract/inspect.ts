import type { z } from 'zod';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Calls of the Inspect view. */
export const INSPECT_CALLS = {} as const satisfies Record<string, Call>;

/** Events of the Inspect view. */
export const INSPECT_EVENTS = {} as const satisfies Record<string, z.ZodType>;
