/**
 * Chips as the operator and the loader know them (protocol §15, §12.3).
 * Class T: the handler lives in the flash bootloader, nothing below 0x11000 may be written.
 * Class N: the handler is mask ROM, the whole flash may be written once it is unprotected.
 */
export type ProtocolClass = 'T' | 'N';
export type ChipName =
  | 'BK7231T'
  | 'BK7231S'
  | 'BK7231U'
  | 'BK7231Q'
  | 'BK7252'
  | 'BK7231N'
  | 'BK7231M'
  | 'BK7238'
  | 'BK7252N'
  | 'BK7236'
  | 'BK7258';
/** What the operator asks for; `auto` takes whatever answers. */
export type ChipChoice = 'auto' | ChipName;

export interface Region {
  readonly name: 'bootloader' | 'app' | 'download' | 'rf' | 'storage-protected' | 'storage';
  /** First byte, absolute flash offset. */
  readonly start: number;
  /** One past the last byte. */
  readonly end: number;
}

export interface Chip {
  readonly name: ChipName;
  readonly protocolClass: ProtocolClass;
  /** Module names that carry it (protocol §15). */
  readonly modules: readonly string[];
  /** The usual flash; the one that answers decides where it can be asked (protocol §10.4). */
  readonly flashBytes: number;
  /** The two status registers are written one by one, 01 then 31, whatever the flash table says (protocol §15). */
  readonly singleStatusWrites?: boolean;
  /** The host refuses to write or erase below this. */
  readonly firstWritable: number;
  readonly regions: readonly Region[];
  /** First bytes of sectors where a chip that answers alike keeps its calibration. */
  readonly calibrationOfKin?: readonly number[];
}

/** End of the bootloader region on every Beken part here; the first byte of the application (protocol §12.3). */
export const APP_START = 0x11000;
/** One past the application's last sector (protocol §12.3). */
export const APP_END = 0x12a000;
export const SECTOR = 0x1000;
export const BLOCK_32K = 0x8000;
export const BLOCK_64K = 0x10000;
const MIB_2 = 0x200000;

const BOOTLOADER: Region = { name: 'bootloader', start: 0, end: APP_START };
const APP: Region = { name: 'app', start: APP_START, end: APP_END };
const STORAGE: Region = { name: 'storage', start: 0x1ee000, end: MIB_2 };
const T_REGIONS: readonly Region[] = [
  BOOTLOADER,
  APP,
  { name: 'download', start: 0x132000, end: 0x1d8000 },
  // RF calibration and MAC at 0x1E0000, network parameters behind it (protocol §12.3).
  { name: 'rf', start: 0x1e0000, end: 0x1e1000 },
  STORAGE,
];
const N_REGIONS: readonly Region[] = [
  BOOTLOADER,
  APP,
  { name: 'download', start: APP_END, end: 0x1d0000 },
  { name: 'rf', start: 0x1d0000, end: 0x1d1000 },
  { name: 'storage-protected', start: 0x1ed000, end: 0x1ee000 },
  STORAGE,
];

function rf(start: number): Region {
  return { name: 'rf', start, end: start + SECTOR };
}

function classT(name: ChipName, more: Partial<Chip>): Chip {
  const fixed = { protocolClass: 'T', firstWritable: APP_START, modules: [] } as const;
  return { name, ...fixed, flashBytes: MIB_2, regions: [BOOTLOADER, rf(0x1e0000)], ...more };
}

function classN(name: ChipName, more: Partial<Chip>): Chip {
  const fixed = { protocolClass: 'N', firstWritable: 0, modules: [] } as const;
  return { name, ...fixed, flashBytes: MIB_2, regions: [BOOTLOADER], ...more };
}

const NEWER = { singleStatusWrites: true } as const;

/**
 * Places that the page does not name for a chip are left out, but for the RF sector: there a chip has the one of its
 * family, because a refusal that can be overridden costs less than a lost calibration.
 */
export const CHIPS: Readonly<Record<ChipName, Chip>> = {
  BK7231T: classT('BK7231T', {
    modules: ['WB3S', 'WB2S', 'WB3L', 'WB2L', 'WB1S'],
    regions: T_REGIONS,
    calibrationOfKin: [0x1f3000],
  }),
  // Some keep their calibration elsewhere (protocol §15).
  BK7231S: classT('BK7231S', { regions: [BOOTLOADER, rf(0x1e0000), rf(0x1f3000)] }),
  BK7231U: classT('BK7231U', { modules: ['cc8000', 'C-8133U'] }),
  BK7231Q: classT('BK7231Q', {}),
  BK7252: classT('BK7252', { modules: ['BK7221U', 'BK7251', 'BK7252U'], flashBytes: 2 * MIB_2 }),
  BK7231N: classN('BK7231N', {
    modules: ['CBU', 'CB3S', 'CB2S', 'CB1S', 'CB3L', 'CB2L', 'CB8P', 'CBLC5', 'CBLC9', 'CB3SE', 'T2-U'],
    regions: N_REGIONS,
  }),
  // An N without a key: same die, same id, same map.
  BK7231M: classN('BK7231M', { regions: N_REGIONS }),
  // Newer and stock place of the calibration (protocol §12.3).
  BK7238: classN('BK7238', { modules: ['T1'], regions: [BOOTLOADER, rf(0x1e0000), rf(0x1e3000)] }),
  // Not on the page: both places that its relatives use.
  BK7252N: classN('BK7252N', { modules: ['T4'], regions: [BOOTLOADER, rf(0x1d0000), rf(0x1e0000)] }),
  BK7236: classN('BK7236', { modules: ['T3'], flashBytes: 2 * MIB_2, regions: [rf(0x3fe000)], ...NEWER }),
  BK7258: classN('BK7258', {
    modules: ['T5', 'T5AI'],
    flashBytes: 4 * MIB_2,
    regions: [rf(0x7fe000)],
    ...NEWER,
  }),
};

export const CHIP_NAMES = Object.keys(CHIPS) as readonly ChipName[];

/** The chips that Kiln can simulate: the loader of every one of them. */
export const VIRTUAL_CHIPS: readonly ChipName[] = [...CHIP_NAMES];
export type VirtualChip = ChipName;

/** Of those, the ones whose application is simulated too, so that a whole job can be done on them. */
export const WHOLE_VIRTUAL_CHIPS = ['BK7231T', 'BK7231N'] as const;

export function isVirtualChip(value: string): value is VirtualChip {
  return VIRTUAL_CHIPS.some((name) => name === value);
}

export function isWholeVirtualChip(value: string): value is (typeof WHOLE_VIRTUAL_CHIPS)[number] {
  return WHOLE_VIRTUAL_CHIPS.some((name) => name === value);
}

/** Baud rates the loader offers (protocol §1), slowest first. */
export const BAUD_RATES = [115200, 230400, 460800, 921600, 1000000, 1500000, 2000000] as const;
export type BaudRate = (typeof BAUD_RATES)[number];
export const DEFAULT_BAUD_RATE: BaudRate = 921600;
