import type { InspectReport } from '../../../shared/contract/inspect.js';
import type { GlyphKind } from '../../components/StatusGlyph.js';
import type { WordKey } from '../../components/use-words.js';

type ThreeWay = readonly [yes: WordKey, no: WordKey, unknown: WordKey];
const pick = (value: boolean | null, words: ThreeWay): WordKey =>
  value === null ? words[2] : words[value ? 0 : 1];

/** The verdict, part by part: `Authorized · production test closed · paired`. */
export function verdictOf({
  authorized,
  storage,
  productionTestClosed,
  provisioned,
}: InspectReport): WordKey[] {
  const parts: WordKey[] = [authorized ? 'ui.inspect.authorized' : 'ui.inspect.notAuthorized'];
  if (storage !== 'none') {
    parts.push(
      pick(productionTestClosed, ['ui.inspect.testClosed', 'ui.inspect.testOpen', 'ui.inspect.testUnknown']),
      pick(provisioned, ['ui.inspect.paired', 'ui.inspect.notPaired', 'ui.inspect.pairedUnknown']),
    );
  }
  if (storage === 'worn') parts.push('ui.inspect.storageDamaged');
  if (storage === 'restorable') parts.push('ui.inspect.storageRestorable');
  if (storage === 'none') parts.push('ui.inspect.noStorage');
  return parts;
}

/** What the verdict means to a person, a sentence each. */
export function meaningOf({
  authorized,
  storage,
  productionTestClosed,
  provisioned,
}: InspectReport): WordKey[] {
  if (storage === 'none') return ['ui.inspect.view.saysNoStorage'];
  return [
    authorized ? 'ui.inspect.view.saysAuthorized' : 'ui.inspect.view.saysNot',
    ...(productionTestClosed === true ? (['ui.inspect.view.saysClosed'] as const) : []),
    ...(provisioned === true ? (['ui.inspect.view.saysPaired'] as const) : []),
  ];
}

/** A licensed board with sound storage is well; a damaged or foreign one is a question; an unlicensed one has something missing. */
export function glyphOf({ authorized, storage }: InspectReport): GlyphKind {
  if (storage === 'worn' || storage === 'none') return 'ask';
  return authorized ? 'pass' : 'ready';
}

export type NextRepair = 'unlock' | 'authorize' | null;

/** The one thing to do next: open what is closed, then license what has none. */
export function nextRepair({ authorized, productionTestClosed, repairs }: InspectReport): NextRepair {
  const unlock = repairs.find(({ repair }) => repair === 'unlock');
  if (productionTestClosed === true && unlock?.possible === true) return 'unlock';
  return authorized ? null : 'authorize';
}

/** Sectors by what they are, in the order of the flash. */
export function healthOf({ sectors }: InspectReport): {
  readonly sound: number;
  readonly torn: number;
  readonly empty: number;
} {
  const count = (...kinds: string[]): number => sectors.filter(({ health }) => kinds.includes(health)).length;
  return { sound: count('sound', 'stale'), torn: count('torn', 'unread'), empty: count('empty') };
}
