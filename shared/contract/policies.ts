import { z } from 'zod';

import { macPoolProblem } from '../domain/mac-pool.js';

/** A MAC, or a range of them `d81f12000001..d81f120000ff`. */
const MacEntry = z
  .string()
  .max(64)
  .refine((entry) => macPoolProblem([entry]) === null, 'no address or range');

/** What a station does where a board is not what it expects. The defaults lose nothing. */
export const StationPolicies = z
  .object({
    /**
     * A board that holds the license this token gave it. `keep`: it is worked on like any other and takes no second one.
     * `skip`: nothing is done to it, and it passes. `refuse`: it fails.
     */
    sameLicense: z.enum(['keep', 'skip', 'refuse']).default('keep'),
    /** A board that holds any other license. `overwrite` needs a reason; the license lost is named in the record. */
    otherLicense: z.enum(['refuse', 'overwrite']).default('refuse'),
    overwriteReason: z.string().max(200).default(''),
    /** A board whose MAC is a factory default or no address. `write`: one of `macs`, by command 01. */
    badMac: z.enum(['refuse', 'write']).default('refuse'),
    /** A board whose MAC another license was validated for. */
    duplicateMac: z.enum(['refuse', 'write', 'allow']).default('refuse'),
    macs: z.array(MacEntry).max(64).default([]),
    /** The board that passed last on this channel is there again. */
    stackUp: z.enum(['ask', 'refuse', 'allow']).default('ask'),
    /** A license written again: the factory PIN is written with it, or dropped, which the record says (authorization §0.1.5). */
    facPin: z.enum(['carry', 'drop']).default('carry'),
  })
  .refine(
    ({ otherLicense, overwriteReason }) => otherLicense === 'refuse' || overwriteReason.trim() !== '',
    'overwriting needs a reason',
  )
  .refine(
    ({ badMac, duplicateMac, macs }) => (badMac !== 'write' && duplicateMac !== 'write') || macs.length > 0,
    'writing addresses needs some',
  );
export type StationPolicies = z.infer<typeof StationPolicies>;

export const SAFE_POLICIES: StationPolicies = StationPolicies.parse({});

/** What a policy decided in a run, for its record. */
export const POLICY_NAMES = [
  'sameLicense',
  'otherLicense',
  'badMac',
  'duplicateMac',
  'stackUp',
  'facPin',
] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];
