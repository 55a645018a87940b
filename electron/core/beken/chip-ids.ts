import type { ChipChoice, ChipName } from '../../../shared/domain/chip.js';

/** Where chips of class N keep their id (protocol §3.3). */
const SCTRL = 0x00800000;
const SYSTEM = [0x44010004, 0x34010004] as const;

/** The registers to ask, in order: nobody has ever asked BK7236 and BK7258 for the old one first (protocol §15). */
export function chipIdRegisters(chosen: ChipChoice): readonly number[] {
  return chosen === 'BK7236' || chosen === 'BK7258' ? [...SYSTEM, SCTRL] : [SCTRL, ...SYSTEM];
}

/** A leading 0x01 may stand before the id (protocol §3.3). */
export const CHIP_ID_MASK = 0x00ffffff;

/** Chips by their id; several names where they share one, the likelier first (protocol §3.3, §15). */
const IDS: Readonly<Record<number, readonly ChipName[]>> = {
  0x7231c: ['BK7231N', 'BK7231M'],
  0x7238: ['BK7238'],
  0x7252a: ['BK7252N'],
  0x7236: ['BK7236', 'BK7258'],
};
/** Known by id, but nobody has written down how they are burned (protocol §15). */
const IDENTIFIED_ONLY: readonly number[] = [0x7256, 0x7259];

export function chipsOfId(id: number): readonly ChipName[] {
  return IDS[id] ?? [];
}

export function isChipId(id: number): boolean {
  return id in IDS || IDENTIFIED_ONLY.includes(id);
}

/**
 * Bootloaders of class T by the CRC of their first 256 bytes, zlib form (protocol §10.3), with the version that
 * stands in them or that others gave them.
 */
const T_BOOTLOADERS: Readonly<Record<number, readonly [ChipName, string]>> = {
  0xc1eca871: ['BK7231T', 'BK7231T 1.0.1'],
  0x4b31e44d: ['BK7231T', 'BK7231T 1.0.4'],
  0xba54c1b8: ['BK7231T', 'BK7231T 1.0.5'],
  0xe5cbc953: ['BK7231T', 'BK7231T 1.0.6'],
  0x2739019f: ['BK7231U', 'BK7231U 1.0.6'],
  0xf0231ef6: ['BK7231Q', 'BK7231Q'],
  0xff5a3eac: ['BK7231Q', 'BK7231Q'],
  0x39f9b50c: ['BK7252', 'BK7252 0.1.3'],
  0xe3a27c26: ['BK7252', 'BK7252 SDK'],
};

/** Those of class N, over their first 257 bytes (protocol §10.3). */
const N_BOOTLOADERS: Readonly<Record<number, string>> = {
  0xe14191ba: 'BK7231N 1.0.1',
  0xf42f8c32: 'BK7238 2.0.0',
  0x6beb0924: 'BK7238 1.0.14',
};

/** The chip of a class T bootloader, or null where nobody knows it. */
export function chipOfBootloader(crc: number): ChipName | null {
  return T_BOOTLOADERS[crc]?.[0] ?? null;
}

/** Name of a bootloader of either class, or null. */
export function bootloaderName(crc: number): string | null {
  return T_BOOTLOADERS[crc]?.[1] ?? N_BOOTLOADERS[crc] ?? null;
}
