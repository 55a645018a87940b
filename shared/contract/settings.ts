import type { z } from 'zod';

type Call = { request: z.ZodType; reply: z.ZodType };

/** Calls of the Settings view. */
export const SETTINGS_CALLS = {} as const satisfies Record<string, Call>;

/** Events of the Settings view. */
export const SETTINGS_EVENTS = {} as const satisfies Record<string, z.ZodType>;
