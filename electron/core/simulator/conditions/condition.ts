import type { Personality } from '../application/personality.js';
import { letters, syntheticLicense, type SyntheticLicense } from './license.js';
import { ModuleStorage } from './module-storage.js';
import { CLOSED, firstValues, licenseValues, pairedState, pairedValues, type Values } from './values.js';

/** What a condition is made of. */
export interface ConditionParts {
  /** Changed in place; the storage area and the protected copies are erased. */
  readonly image: Uint8Array;
  readonly personality: Personality;
  readonly license: SyntheticLicense;
  /** Of everything made up: the MAC. */
  readonly seed: string;
}

interface Condition {
  /** One line for `kiln sim --help`. */
  readonly says: string;
  /** Null: the flash has no application either. */
  readonly make: ((parts: ConditionParts) => void) | null;
}

const STORAGE = [0x1ee000, 0x200000] as const;
const PROTECTED = [0x1ed000, 0x1ee000] as const;
const MIRROR = [0x1cf000, 0x1d0000] as const;

function started({ image, personality, seed }: ConditionParts): ModuleStorage {
  const storage = new ModuleStorage(image, personality, Number.parseInt(letters(seed, 8, '0123456789'), 10));
  storage.set(firstValues(personality));
  return storage;
}

function authorized(parts: ConditionParts): ModuleStorage {
  const storage = started(parts);
  storage.set(licenseValues(parts.personality, parts.license));
  storage.protect();
  return storage;
}

function paired(parts: ConditionParts): ModuleStorage {
  const storage = authorized(parts);
  storage.set(pairedValues(parts.personality, parts.seed));
  storage.protect();
  return storage;
}

function locked(parts: ConditionParts): ModuleStorage {
  const storage = paired(parts);
  storage.set(CLOSED);
  return storage;
}

/** The license that stood on the module before `license` did. */
const previous = ({ seed }: ConditionParts): SyntheticLicense => syntheticLicense(`before ${seed}`);

/** Years of writing: the old license in unreferenced pages, a value over many parts, one over several blocks. */
function aged(parts: ConditionParts): void {
  const storage = authorized({ ...parts, license: previous(parts) });
  const gaps: Values = Array.from({ length: 10 }, (_, nth) => [`wf_${nth}`, letters(`wf ${nth}`, 100)]);
  storage.set(gaps);
  storage.set(pairedValues(parts.personality, parts.seed));
  storage.delete(gaps.filter((_, nth) => nth % 2 === 1).map(([key]) => key));
  // Large values fill the holes part by part, and go on in the next block.
  storage.set([['user_param_key', `{${letters('pins', 6000)}}`]]);
  storage.set([['wf_start_md', `{"text":"${letters('mode', 1500)}"}\0`]]);
  for (let round = 0; round < 12; round++) storage.set([['gw_wsm', pairedState(round % 2 === 0 ? 3 : 4)]]);
  storage.delete(gaps.filter((_, nth) => nth % 2 === 0).map(([key]) => key));
  // The last to come: the pages that the license before it had are needed by nobody since.
  storage.set(licenseValues(parts.personality, parts.license).slice(0, 1));
  storage.protect();
}

function erasedAfter(
  make: (parts: ConditionParts) => unknown,
  ...regions: readonly (readonly [number, number])[]
) {
  return (parts: ConditionParts): void => {
    make(parts);
    for (const [start, end] of regions) parts.image.fill(0xff, start, end);
  };
}

/** A second license is being written over the first when the power goes. */
function torn(parts: ConditionParts): void {
  const storage = authorized({ ...parts, license: previous(parts) });
  const [license] = licenseValues(parts.personality, parts.license);
  if (license) storage.setTorn(license);
}

function tornProtected(parts: ConditionParts): void {
  const storage = authorized({ ...parts, license: previous(parts) });
  storage.set(licenseValues(parts.personality, parts.license));
  storage.protect(true);
}

function diverged(parts: ConditionParts): void {
  const storage = authorized({ ...parts, license: previous(parts) });
  storage.set(licenseValues(parts.personality, parts.license));
}

/** In what a board may come to the bench, by the name that `kiln sim --condition` takes. */
export const CONDITIONS = {
  blank: { says: "as the module's maker leaves it: no application", make: null },
  wiped: {
    says: 'application, no storage at all: burned just now, or every copy erased',
    make: () => undefined,
  },
  fresh: { says: 'application that was started once, no license', make: started },
  authorized: { says: 'has a license, nobody has paired it', make: authorized },
  paired: { says: 'in a home: Wi-Fi password, device id; the test window is open', make: paired },
  locked: { says: 'paired and over 15 minutes active: the test window is closed for good', make: locked },
  unlocked: { says: 'locked, then 0x1EE000/0x12000 erased', make: erasedAfter(locked, STORAGE) },
  'unlocked-protected': {
    says: 'locked, then 0x1ED000-0x1FFFFF erased: only a mirror is left',
    make: erasedAfter(locked, STORAGE, PROTECTED),
  },
  'unlocked-all': {
    says: 'locked, then storage, protected sector and mirror erased',
    make: erasedAfter(locked, STORAGE, PROTECTED, MIRROR),
  },
  aged: { says: 'paired and rewritten many times: stale copies, values over parts and blocks', make: aged },
  torn: { says: 'power lost while a second license was written: the first one stands', make: torn },
  'torn-protected': { says: 'power lost while the first protected copy was written', make: tornProtected },
  diverged: { says: 'the protected copies hold an older license than the storage', make: diverged },
} as const satisfies Readonly<Record<string, Condition>>;

export type ConditionName = keyof typeof CONDITIONS;

export const CONDITION_NAMES = Object.keys(CONDITIONS) as readonly ConditionName[];

export const isConditionName = (name: string): name is ConditionName => Object.hasOwn(CONDITIONS, name);
