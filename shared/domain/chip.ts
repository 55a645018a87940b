/**
 * Chips as the operator and the loader know them (protocol §15, §12.3).
 * Class T: the handler lives in the flash bootloader, nothing below 0x11000 may be written.
 * Class N: the handler is mask ROM, the whole flash may be written once it is unprotected.
 */
export type ProtocolClass = 'T' | 'N';
export type ChipName = 'BK7231T' | 'BK7231N';
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
  readonly flashBytes: number;
  /** The host refuses to write or erase below this. */
  readonly firstWritable: number;
  readonly regions: readonly Region[];
}

/** End of the bootloader region on every Beken part here; the first byte of the application (protocol §12.3). */
export const APP_START = 0x11000;
/** One past the application's last sector (protocol §12.3). */
export const APP_END = 0x12a000;
export const SECTOR = 0x1000;
export const BLOCK_64K = 0x10000;
const MIB_2 = 0x200000;

export const CHIPS: Readonly<Record<ChipName, Chip>> = {
  BK7231T: {
    name: 'BK7231T',
    protocolClass: 'T',
    modules: ['WB3S', 'WB2S', 'WB3L', 'WB2L', 'WB1S'],
    flashBytes: MIB_2,
    firstWritable: APP_START,
    regions: [
      { name: 'bootloader', start: 0, end: APP_START },
      { name: 'app', start: APP_START, end: APP_END },
      { name: 'download', start: 0x132000, end: 0x1d8000 },
      // RF calibration and MAC at 0x1E0000, network parameters behind it (protocol §12.3).
      { name: 'rf', start: 0x1e0000, end: 0x1e1000 },
      { name: 'storage', start: 0x1ee000, end: MIB_2 },
    ],
  },
  BK7231N: {
    name: 'BK7231N',
    protocolClass: 'N',
    modules: ['CBU', 'CB3S', 'CB2S', 'CB1S', 'CB3L', 'CB2L', 'CB8P', 'CBLC5', 'CBLC9', 'CB3SE', 'T2-U'],
    flashBytes: MIB_2,
    firstWritable: 0,
    regions: [
      { name: 'bootloader', start: 0, end: APP_START },
      { name: 'app', start: APP_START, end: APP_END },
      { name: 'download', start: APP_END, end: 0x1d0000 },
      { name: 'rf', start: 0x1d0000, end: 0x1d1000 },
      { name: 'storage-protected', start: 0x1ed000, end: 0x1ee000 },
      { name: 'storage', start: 0x1ee000, end: MIB_2 },
    ],
  },
};

export const CHIP_NAMES = Object.keys(CHIPS) as readonly ChipName[];

export function isChipName(value: string): value is ChipName {
  return Object.hasOwn(CHIPS, value);
}

/** The region of a chip by name. @throws Error when the chip has none of that name (a programming error). */
export function regionOf(chip: Chip, name: Region['name']): Region {
  const region = chip.regions.find((candidate) => candidate.name === name);
  if (!region) throw new Error(`${chip.name} has no region ${name}`);
  return region;
}

/** Baud rates the loader offers (protocol §1), slowest first. */
export const BAUD_RATES = [115200, 230400, 460800, 921600, 1000000, 1500000, 2000000] as const;
export type BaudRate = (typeof BAUD_RATES)[number];
export const DEFAULT_BAUD_RATE: BaudRate = 921600;
