import {
  APP_END,
  APP_START,
  CHIPS,
  SECTOR,
  type ChipChoice,
  type ChipName,
  type ProtocolClass,
  type Region,
} from './chip.js';
import { LOADER_STAGES, TOOL_STAGES } from './stage.js';

/** What the Writer does with a board. */
export const WRITER_ACTIONS = ['program', 'erase', 'read', 'verify', 'detect'] as const;
export type WriterAction = (typeof WRITER_ACTIONS)[number];

/** Stages of the loader, and the copy of the flash that Kiln makes before it changes a board for the first time. */
export const WRITER_STAGES = [...LOADER_STAGES, ...TOOL_STAGES, 'backup'] as const;
export type WriterStageId = (typeof WRITER_STAGES)[number];

const CONTACT = ['capture', 'identify', 'baud'] as const satisfies readonly WriterStageId[];
const CHANGE = ['unprotect', 'erase', 'program', 'verify', 'protect', 'reboot'] as const;

const STAGES_OF: Readonly<Record<WriterAction, readonly WriterStageId[]>> = {
  program: [...CONTACT, 'backup', 'compare', ...CHANGE],
  erase: [...CONTACT, 'backup', ...CHANGE.filter((stage) => stage !== 'program')],
  read: [...CONTACT, 'read', 'verify', 'reboot'],
  verify: [...CONTACT, 'verify', 'reboot'],
  detect: [...CONTACT, 'read', 'reboot'],
};

/** The stages of an action in their order; those that the options leave out are left out. */
export function writerStages(
  action: WriterAction,
  { smart, backup }: { readonly smart: boolean; readonly backup: boolean },
): readonly WriterStageId[] {
  return STAGES_OF[action].filter(
    (stage) => (stage !== 'compare' || smart) && (stage !== 'backup' || backup),
  );
}

/** Start Address and Operate Length that people set most often. */
export const RANGE_PRESETS = {
  app: { start: APP_START, length: APP_END - APP_START },
  /** Tuya's storage: license, network, test flags. The same on both classes (protocol §12.3). */
  storage: { start: 0x1ee000, length: 0x12000 },
} as const;

interface Span {
  readonly start: number;
  readonly length: number;
}

/** True where both ends lie on sectors and something lies between. */
export function isWhole({ start, length }: Span): boolean {
  return start % SECTOR === 0 && length % SECTOR === 0 && length > 0;
}

/** The whole sectors around a range; at least one. */
export function wholeSectors({ start, length }: Span): Span {
  const from = Math.floor(start / SECTOR) * SECTOR;
  const end = Math.ceil((start + Math.max(1, length)) / SECTOR) * SECTOR;
  return { start: from, length: end - from };
}

/** Regions of a chip that a range touches. */
export function touched(chip: ChipName, { start, length }: Span): readonly Region[] {
  return CHIPS[chip].regions.filter((region) => start < region.end && start + length > region.start);
}

/** The chip to think of before a board has answered: the one chosen, the one seen last, one of the file's class. */
export function likelyChip(
  chosen: ChipChoice,
  seen: ChipName | null,
  madeFor: ProtocolClass | null,
): ChipName {
  if (chosen !== 'auto') return chosen;
  return seen ?? (madeFor === 'T' ? 'BK7231T' : 'BK7231N');
}

/** Parts of a chip that nothing may change: class T's bootloader always, calibration and MAC without a reason. */
export function isLocked(chip: ChipName, region: Region): boolean {
  return region.name === 'rf' || region.end <= CHIPS[chip].firstWritable;
}
