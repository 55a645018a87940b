/** Where things stand on a 2 MiB module (protocol §12.3). */
export const BOOTLOADER_END = 0x11000;
export const APP_START = 0x11000;
/** Name of the application in its own words: logical offset of the descriptor from the application's start. */
export const DESCRIPTOR_OFFSET = 0x200;
export const DESCRIPTOR_NAME = 'KILN-DEMO-APP';
export const FLASH_SIZE = 0x200000;
export const SECTOR = 0x1000;
/** RF calibration with the MAC. */
export const RF_SECTOR = { BK7231T: 0x1e0000, BK7231N: 0x1d0000 } as const;
