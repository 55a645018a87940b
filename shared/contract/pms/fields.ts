import { z } from 'zod';

/** A credential as a person types it; the PMS folds case, groups and look-alikes. */
export const TokenText = z.string().max(200);
/** 12 lower-case hex digits. */
export const MacText = z.string().max(32);
export const UuidText = z.string().min(1).max(64);
export const RunIdText = z.string().min(1).max(100);
export const SerialText = z.string().trim().min(1).max(100);
/** Keys the PMS hands out: products, firmware, orders, boards. */
export const KeyText = z.string().min(1).max(100);
export const NameText = z.string().trim().min(1).max(100);
/** Why a person did something by hand: stands in the ledger. */
export const ReasonText = z.string().trim().min(3).max(200);
export const IsoText = z.iso.datetime();
/** A whole number that may stand in a query, hence text too. */
export const CountText = z.coerce.number().int();

/** How much of a list is wanted; `after` is the `next` of the page before. */
export const PAGE = {
  limit: CountText.min(1).max(1000).default(100),
  after: z.string().max(200).optional(),
} as const;

/** One page; `next` is null on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Nothing to say beside that it is done. */
export const Done = z.object({ done: z.literal(true) });
export const Empty = z.strictObject({});
