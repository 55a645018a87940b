import type { FlashRange, RepairPlan } from '../../../shared/contract/inspect.js';
import type { ChipName, ProtocolClass } from '../../../shared/domain/chip.js';
import { licenseProblem } from '../../../shared/domain/license.js';
import type { RepairReason, UnlockWay } from '../../../shared/domain/repair.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import {
  decodeStorage,
  editStorage,
  interpret,
  licenseIn,
  SECTOR,
  valuesOf,
  type DecodedStorage,
  type SectorWrite,
  type StorageMeaning,
  type StoredLicense,
} from '../tuya/storage/index.js';
import type { Snapshot } from './api.js';
import { hasKnownMap, MIRROR, overlap, PROTECTED, rfRanges, STORAGE_END, STORAGE_START } from './areas.js';
import { sourceOf } from './snapshot.js';

const CLOSED_FLAG = 'mf_test_close';
/** What is not worth a word when it goes: the application makes it anew, or it is what was to go. */
const UNMISSED: ReadonlySet<string> = new Set([CLOSED_FLAG]);
/** Longest uuid + psk that older class T takes (authorization §0.1.14). */
const LONGEST_ON_T = 60;

/** A snapshot with everything that was found in it. */
export interface Findings {
  readonly snapshot: Snapshot;
  readonly storage: DecodedStorage;
  readonly meaning: StorageMeaning;
}

export function findingsOf(snapshot: Snapshot): Findings {
  const storage = decodeStorage(sourceOf(snapshot));
  return { snapshot, storage, meaning: interpret(storage) };
}

type Facts = { readonly chip: ChipName; readonly protocolClass: ProtocolClass };

const BASE: Omit<RepairPlan, 'repair'> = {
  way: null,
  possible: true,
  reason: null,
  erase: [],
  write: [],
  license: 'none',
  pairing: 'none',
  lost: [],
  carried: [],
  productionTest: false,
  evidence: 'observed',
};

/** Why nothing may be done to a chip at all, or null. */
function refusal({ snapshot, storage }: Findings, erase: readonly FlashRange[]): RepairReason | null {
  const { facts } = snapshot;
  if (!facts) return 'chip-unknown';
  if (!hasKnownMap(facts.chip)) return 'chip-other-map';
  // Some boards keep their calibration inside of what others use as storage (protocol §15).
  if (erase.some((range) => rfRanges(facts.chip).some((rf) => overlap(range, rf)))) return 'rf-inside';
  return storage.sectors.some(({ health }) => health === 'unread') ? 'storage-unread' : null;
}

function finished(findings: Findings, plan: RepairPlan): RepairPlan {
  const reason = plan.reason ?? refusal(findings, plan.erase);
  return { ...plan, reason, possible: reason === null };
}

/** The documented erase: key sector to the end (authorization §5.1). */
function storageRange({ storage }: Findings): FlashRange {
  const key = storage.key?.address ?? STORAGE_START;
  return { start: Math.min(key, STORAGE_START), end: STORAGE_END };
}

/** The license that class N would restore: of the first copy that decodes (authorization §5.7). */
function restorable({ snapshot, storage, meaning }: Findings): boolean {
  if (snapshot.facts?.protocolClass !== 'N' || !meaning.license) return false;
  const copy = storage.copies.find(({ health }) => health === 'sound');
  const held = copy && licenseIn(valuesOf(copy.records));
  return !!held && sameLicense(held, meaning.license);
}

function sameLicense(a: StoredLicense, b: StoredLicense): boolean {
  return a.uuid === b.uuid && a.authkey === b.authkey && a.pskKey === b.pskKey;
}

/** Whether command 07 would bring the license back as it is. */
function writable({ protocolClass }: Facts, license: StoredLicense): boolean {
  const pskKey = license.pskKey ?? '';
  if (licenseProblem({ ...license, pskKey }) !== null) return false;
  return protocolClass === 'N' || license.uuid.length + pskKey.length <= LONGEST_ON_T;
}

/** What stays of the keys after an erase: what the restored copy has. */
function lostKeys({ storage }: Findings, kept: ReadonlySet<string>): string[] {
  const keys = storage.entries.map(({ key }) => key);
  return [...new Set(keys)].filter((key) => !kept.has(key) && !UNMISSED.has(key)).sort();
}

function carried({ meaning }: Findings, license: boolean): RepairPlan['carried'] {
  return [
    ...(license && meaning.license?.facPin ? (['fac-pin'] as const) : []),
    ...(meaning.country ? (['country'] as const) : []),
    ...(meaning.userParameters ? (['user-parameters'] as const) : []),
  ];
}

const CARRIED_KEYS = ['user_param_key', 'kv.ccode.mf'];

/** Whether there is a pairing to lose. */
function paired({ meaning }: Findings): boolean {
  return meaning.provisioned !== false || meaning.deviceId !== null;
}

/** The way that is surest to end with an open production test and the same license. */
function surestWay(findings: Findings): UnlockWay {
  const { meaning, snapshot } = findings;
  if (meaning.productionTestClosed === false) return 'open';
  if (!meaning.license) return 'erase';
  if (restorable(findings)) return 'restore';
  return snapshot.facts && !writable(snapshot.facts, meaning.license) ? 'lift' : 'rewrite';
}

/** The sectors that drop the closed flag in place. @throws KilnError STORAGE_DAMAGED, STORAGE_FULL */
export function liftWrites({ storage }: Findings): SectorWrite[] {
  return editStorage(storage, CLOSED_FLAG, null);
}

function liftPlan(findings: Findings): RepairPlan {
  const paired_ = paired(findings) ? 'kept' : 'none';
  const license = findings.meaning.license ? 'kept' : 'none';
  const plan = {
    ...BASE,
    repair: 'unlock',
    way: 'lift',
    license,
    pairing: paired_,
    evidence: 'inferred',
  } as const;
  try {
    const ranges = liftWrites(findings).map(({ address }) => ({ start: address, end: address + SECTOR }));
    return finished(findings, { ...plan, erase: ranges, write: ranges, productionTest: true });
  } catch (error) {
    if (!(error instanceof KilnError)) throw error;
    return finished(findings, { ...plan, reason: 'storage-unreadable' });
  }
}

function restorePlan(findings: Findings): RepairPlan {
  const copy = findings.storage.copies.find(({ health }) => health === 'sound');
  const kept = new Set([...(copy?.records.map(({ key }) => key) ?? []), ...CARRIED_KEYS]);
  return finished(findings, {
    ...BASE,
    repair: 'unlock',
    way: 'restore',
    reason: restorable(findings) ? null : 'not-restorable',
    erase: [storageRange(findings)],
    license: 'kept',
    // The network settings are in the copy, the device id and its keys are not (authorization §5.4).
    pairing: paired(findings) ? 'uncertain' : 'none',
    lost: lostKeys(findings, kept),
    carried: carried(findings, false),
    productionTest: true,
  });
}

function rewritePlan(findings: Findings): RepairPlan {
  const { snapshot, meaning } = findings;
  const { license } = meaning;
  const facts = snapshot.facts;
  const reason = !license ? 'no-license' : facts && !writable(facts, license) ? 'license-unwritable' : null;
  return finished(findings, {
    ...BASE,
    repair: 'unlock',
    way: 'rewrite',
    reason,
    erase: [storageRange(findings)],
    license: 'rewritten',
    // Command 07 resets it (authorization §1.7).
    pairing: paired(findings) ? 'lost' : 'none',
    lost: [
      ...lostKeys(findings, new Set(['gw_bi', ...CARRIED_KEYS])),
      ...(license?.unwritable ?? []).map((field) => `gw_bi.${field}`),
    ],
    carried: carried(findings, true),
    productionTest: true,
  });
}

function erasePlan(findings: Findings): RepairPlan {
  return finished(findings, {
    ...BASE,
    repair: 'unlock',
    way: 'erase',
    erase: [storageRange(findings)],
    license: findings.meaning.license ? 'lost' : 'none',
    pairing: paired(findings) ? 'lost' : 'none',
    lost: lostKeys(findings, new Set(CARRIED_KEYS)),
    carried: carried(findings, false),
    productionTest: true,
  });
}

function openPlan(findings: Findings): RepairPlan {
  return finished(findings, {
    ...BASE,
    repair: 'unlock',
    way: 'open',
    license: findings.meaning.license ? 'kept' : 'none',
    pairing: paired(findings) ? 'kept' : 'none',
  });
}

const WAYS: Readonly<Record<UnlockWay, (findings: Findings) => RepairPlan>> = {
  open: openPlan,
  restore: restorePlan,
  rewrite: rewritePlan,
  erase: erasePlan,
  lift: liftPlan,
};

/**
 * What opening the production test would do to this board (authorization §5.7). Without `way` the surest: nothing where it is
 * open; the documented erase where class N holds the same license in a protected copy; the same erase and the license written
 * again everywhere else. Dropping the flag in place would cost nothing, but no application was seen to accept it yet, so it
 * is only for whom names it, or where command 07 could not bring the license back.
 */
export function planUnlock(findings: Findings, way?: UnlockWay): RepairPlan {
  return WAYS[way ?? surestWay(findings)](findings);
}

/**
 * What wiping would do: storage, protected sector and mirror. Sectors are erased, for old values stay readable in pages
 * nobody refers to (authorization §5.5). On class T there is no protected sector: what stands at its place stays,
 * unless it decodes as one.
 */
export function planWipe(findings: Findings): RepairPlan {
  const { snapshot, storage, meaning } = findings;
  const stands = ({ start }: FlashRange): boolean =>
    snapshot.facts?.protocolClass === 'N' ||
    storage.copies.some(
      ({ address, health }) => address === start && (health === 'sound' || health === 'damaged'),
    );
  const { start, end } = storageRange(findings);
  const copies = [MIRROR, PROTECTED].filter(stands).filter((range) => range.start < start);
  return finished(findings, {
    ...BASE,
    repair: 'wipe',
    erase: [...copies, { start, end }],
    license: meaning.license ? 'lost' : 'none',
    pairing: paired(findings) ? 'lost' : 'none',
    lost: lostKeys(findings, new Set()),
  });
}
