/** Where things stand in flash (protocol §12.3); on 2 MiB where a chip has no figure of its own. */
export const BOOTLOADER_END = 0x11000;
export const APP_START = 0x11000;
/** Name of the application in its own words: logical offset of the descriptor from the application's start. */
export const DESCRIPTOR_OFFSET = 0x200;
export const DESCRIPTOR_NAME = 'KILN-DEMO-APP';
export const FLASH_SIZE = 0x200000;
export const SECTOR = 0x1000;
/**
 * RF calibration with the MAC (protocol §12.3, §15). The page names none for BK7231U, BK7231Q, BK7252 and BK7252N:
 * they have that of their class here [not on the page].
 */
export const RF_SECTOR = {
  BK7231T: 0x1e0000,
  BK7231S: 0x1f3000,
  BK7231U: 0x1e0000,
  BK7231Q: 0x1e0000,
  BK7252: 0x1e0000,
  BK7231N: 0x1d0000,
  BK7231M: 0x1d0000,
  BK7238: 0x1e3000,
  BK7252N: 0x1d0000,
  BK7236: 0x3fe000,
  BK7258: 0x7fe000,
} as const;
/** The chips that can be simulated. */
export type ChipName = keyof typeof RF_SECTOR;
