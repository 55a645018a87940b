import { bootloaderOf } from './bootloaders.js';
import { FLASH_SIZE, RF_SECTOR, type ChipName } from './map.js';
import { rfSectorWith } from './rf.js';

export type { ChipName } from './map.js';

/** One fixed address a chip; every simulated board that should be its own gets `mac` from its maker. */
export const FACTORY_MACS: Readonly<Record<ChipName, string>> = {
  BK7231T: 'd81f127231a0',
  BK7231S: 'd81f127231a1',
  BK7231U: 'd81f127231a2',
  BK7231Q: 'd81f127231a3',
  BK7252: 'd81f127252a0',
  BK7231N: 'd81f127231c0',
  BK7231M: 'd81f127231c1',
  BK7238: 'd81f127238c0',
  BK7252N: 'd81f127252c0',
  BK7236: 'd81f127236c0',
  BK7258: 'd81f127258c0',
};

/**
 * The flash of a module as it comes from the module's maker: bootloader and RF sector, no application.
 * @param options.size bytes; a flash too small for the RF sector has none
 */
export function factoryFlash(options: {
  readonly chip: ChipName;
  readonly mac?: string;
  readonly size?: number;
}): Uint8Array {
  const { chip, mac = FACTORY_MACS[chip], size = FLASH_SIZE } = options;
  const flash = new Uint8Array(size).fill(0xff);
  flash.set(bootloaderOf(chip), 0);
  if (RF_SECTOR[chip] < size) flash.set(rfSectorWith(new Uint8Array(0), mac), RF_SECTOR[chip]);
  return flash;
}
