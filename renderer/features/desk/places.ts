import type { FileKind } from '../../../shared/contract/pms/products.js';
import type { Standing } from '../../../shared/contract/pms/ledger.js';

/** The pages of the Desk by the order of their keys, Alt 1 … 8. */
export const SECTIONS = [
  'firmware',
  'orders',
  'tokens',
  'licenses',
  'ledger',
  'workOrders',
  'boards',
  'accounts',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Keys of the rows that something is to be done with. */
export type Chosen = readonly string[];

/** Where a person is in each page: filters and what is open. Plain data: it can be kept, sent, and gone back to. */
export interface Places {
  readonly firmware: {
    readonly text: string;
    readonly product: string | null;
    readonly version: string | null;
    readonly chosen: Chosen;
  };
  readonly orders: {
    readonly text: string;
    readonly product: string | null;
    readonly open: string | null;
    readonly chosen: Chosen;
  };
  readonly tokens: {
    readonly text: string;
    readonly low: boolean;
    readonly open: string | null;
    readonly chosen: Chosen;
  };
  readonly licenses: { readonly text: string };
  readonly ledger: {
    readonly text: string;
    readonly standing: Standing | null;
    readonly open: string | null;
    readonly chosen: Chosen;
  };
  readonly workOrders: { readonly text: string; readonly open: string | null };
  readonly boards: { readonly text: string };
  readonly accounts: { readonly text: string };
}
export interface DeskLocation {
  readonly section: Section;
  readonly places: Places;
}

export const FIRST_LOCATION: DeskLocation = {
  section: 'firmware',
  places: {
    firmware: { text: '', product: null, version: null, chosen: [] },
    orders: { text: '', product: null, open: null, chosen: [] },
    tokens: { text: '', low: false, open: null, chosen: [] },
    licenses: { text: '' },
    ledger: { text: '', standing: null, open: null, chosen: [] },
    workOrders: { text: '', open: null },
    boards: { text: '' },
    accounts: { text: '' },
  },
};

const FILTERS = ['text', 'product', 'low', 'standing'];

/** Changes one page's place. With another filter nothing is chosen any more: nothing is done with rows out of sight. */
export function movedTo<S extends Section>(
  location: DeskLocation,
  section: S,
  change: Partial<Places[S]>,
): DeskLocation {
  const before = location.places[section];
  const filtered = 'chosen' in before && FILTERS.some((key) => key in change);
  const place = { ...before, ...(filtered ? { chosen: [] } : {}), ...change };
  return { ...location, places: { ...location.places, [section]: place } };
}

/** True where one of the texts has what was typed, whatever its case. */
export function mentions(typed: string, ...texts: readonly (string | null)[]): boolean {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}

/** Letters of the three slots of a version, with Alt. */
export const SLOT_KEYS: Readonly<Record<FileKind, string>> = { QIO: 'Q', UA: 'U', UG: 'G' };
