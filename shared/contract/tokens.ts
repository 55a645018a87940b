import { z } from 'zod';

import { LICENSE_KINDS } from '../domain/license.js';

/** What a token stands for, and what is left of it. Counts are licenses. */
export const TokenInfo = z.object({
  token: z.string(),
  firmware: z.object({
    identifier: z.string(),
    version: z.string(),
    /** The production file, null for an authorization-only token: the board carries its firmware already. */
    file: z.object({ kind: z.string(), bytes: z.number(), sha256: z.string() }).nullable(),
    /** Class of chip the file was made for, where it tells. */
    protocolClass: z.enum(['T', 'N']).nullable(),
    /** Size of flash that the firmware was set up for, where somebody said so. */
    flashBytes: z.number().int().nullable().optional(),
  }),
  /** Licenses the token was issued for. */
  amount: z.number().int(),
  /** Not free any more: reserved + written + validated + quarantined. */
  used: z.number().int(),
  free: z.number().int(),
  reserved: z.number().int(),
  written: z.number().int(),
  validated: z.number().int(),
  quarantined: z.number().int(),
  /** ISO dates. */
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  country: z.string().nullable(),
  tests: z.object({
    rssi: z.object({ ssid: z.string(), min: z.number() }).nullable(),
    gpio: z.boolean(),
    userConfig: z.boolean(),
  }),
  /** Its licenses came from a generator: good for the virtual board only. */
  development: z.boolean(),
  licenseKind: z.enum(LICENSE_KINDS),
});
export type TokenInfo = z.infer<typeof TokenInfo>;
