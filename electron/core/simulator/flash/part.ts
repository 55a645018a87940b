/** A NOR flash as the loader's commands see it (protocol §7.1, §8). */
export interface FlashPart {
  readonly name: string;
  /** Manufacturer, type, capacity: bus order. */
  readonly jedec: readonly [number, number, number];
  readonly size: number;
  /** BP and CMP bits of SR2 << 8 | SR1. */
  readonly protectMask: number;
  /** What class N applications set at boot, and hosts after verifying. */
  readonly protectValue: number;
  /** Bits of SR2 << 8 | SR1 that WRSR changes. */
  readonly writableMask: number;
  /** Number of status register bytes. */
  readonly statusBytes: 1 | 2 | 3;
  /** SPI command that reads the second one: Macronix has a configuration register instead. @default 0x35 */
  readonly readSecond?: 0x35 | 0x15;
  /** Whether SPI command 01 with two bytes writes both registers, or only the first. @default true */
  readonly wideStatus?: boolean;
  /** Whether SPI command 31 writes SR2 alone. */
  readonly separateStatus2: boolean;
}

const MIB = 0x100000;
const USUAL = {
  protectMask: 0x407c,
  protectValue: 0x001c,
  // SRP0, BP4..BP0 | SRP1, QE, CMP
  writableMask: 0x43fc,
  statusBytes: 2,
  separateStatus2: false,
} as const;

/** By far the most common part on Tuya's N modules (protocol §8). */
export const TH25Q16HB: FlashPart = {
  name: 'TH25Q16HB',
  jedec: [0xeb, 0x60, 0x15],
  size: 2 * MIB,
  ...USUAL,
};

/** The other common one on Tuya's modules: one status register (protocol §8). */
export const EN25QH16B: FlashPart = {
  name: 'EN25QH16B',
  jedec: [0x1c, 0x70, 0x15],
  size: 2 * MIB,
  ...USUAL,
  protectMask: 0x003c,
  writableMask: 0x00fc,
  statusBytes: 1,
};

/** Tables disagree on its width (protocol §8): the second register follows to 31 alone. */
export const P25Q16HB: FlashPart = {
  name: 'P25Q16HB',
  jedec: [0x85, 0x42, 0x15],
  size: 2 * MIB,
  ...USUAL,
  wideStatus: false,
  separateStatus2: true,
};

/** Three status registers, each with its own commands. */
export const GT25Q16B: FlashPart = {
  name: 'GT25Q16B',
  jedec: [0xc4, 0x60, 0x15],
  size: 2 * MIB,
  ...USUAL,
  statusBytes: 3,
  wideStatus: false,
  separateStatus2: true,
};

/** Macronix: status and configuration register (protocol §7.1). */
export const MX25V1635F: FlashPart = {
  name: 'MX25V1635F',
  jedec: [0xc2, 0x23, 0x15],
  size: 2 * MIB,
  ...USUAL,
  protectMask: 0x103c,
  writableMask: 0x10fc,
  readSecond: 0x15,
};

export const GD25Q32E: FlashPart = {
  name: 'GD25Q32E',
  jedec: [0xc8, 0x40, 0x16],
  size: 4 * MIB,
  ...USUAL,
};

/** On BK7236 and BK7258 the two registers are written as two single bytes (protocol §15). */
export const GD25WQ32E: FlashPart = {
  name: 'GD25WQ32E',
  jedec: [0xc8, 0x65, 0x16],
  size: 4 * MIB,
  ...USUAL,
  wideStatus: false,
  separateStatus2: true,
};

export const GD25WQ64E: FlashPart = {
  ...GD25WQ32E,
  name: 'GD25WQ64E',
  jedec: [0xc8, 0x65, 0x17],
  size: 8 * MIB,
};

/** 256 Mbit: beyond what three address bytes reach (protocol §4). */
export const XM25QH256D: FlashPart = {
  ...GD25WQ32E,
  name: 'XM25QH256D',
  jedec: [0x20, 0x40, 0x19],
  size: 32 * MIB,
};
