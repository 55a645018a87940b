import { ascii, le32 } from '../codec/bytes.js';
import { crc32 } from '../codec/crc32.js';
import { randomBytes, seededRandom } from '../random.js';
import { BLOCK, BLOCK_DATA, encodeBlock } from './blocks.js';
import { forgeCrc32 } from './forge.js';
import { BOOTLOADER_END, FLASH_SIZE, RF_SECTOR } from './map.js';
import { rfSectorWith } from './rf.js';

export type ChipName = keyof typeof RF_SECTOR;

interface Bootloader {
  readonly version: string;
  /** First 8 bytes (protocol §12.1). */
  readonly head: readonly number[];
  /** Hosts identify a loader by the CRC of its first so many bytes, and this is it, wire form (protocol §10.3, §14). */
  readonly known: { readonly length: number; readonly crc: number };
}

const BOOTLOADERS: Readonly<Record<ChipName, Bootloader>> = {
  BK7231T: {
    version: 'BK7231S_1.0.6',
    head: [0x43, 0x09, 0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99],
    known: { length: 256, crc: 0x1a3436ac },
  },
  BK7231N: {
    version: 'BK7231N_1.0.1',
    head: [0x69, 0x0c, 0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99],
    known: { length: 257, crc: 0x1ebe6e45 },
  },
};

/** One fixed address a chip; every simulated board that should be its own gets `mac` from its maker. */
export const FACTORY_MACS: Readonly<Record<ChipName, string>> = {
  BK7231T: 'd81f127231a0',
  BK7231N: 'd81f127231c0',
};

/** Logical place of the version string, in the part of the bootloader that is plain (protocol §12.3). */
const VERSION_AT = 0xf000;
/** Physical place of the bootloader's RBL header: the last three blocks (protocol §12.2). */
const RBL_BLOCK = (0x10f9a - 0) / BLOCK;

function rblHeader(version: string): Uint8Array {
  const header = new Uint8Array(96);
  header.set(ascii('RBL'), 0);
  header.set(ascii('bootloader'), 12);
  header.set(ascii(version), 28);
  header.set(le32(crc32(header.subarray(0, 92))), 92);
  return header;
}

/** A synthetic bootloader region: right head, right block CRCs, right identifying CRC; the code is noise. */
function bootloaderRegion({ version, head, known }: Bootloader): Uint8Array {
  const code = randomBytes(seededRandom(head[0] ?? 0), (BOOTLOADER_END / BLOCK) * BLOCK_DATA);
  code.set(head, 0);
  code.fill(0, VERSION_AT, VERSION_AT + 32);
  code.set(ascii(version), VERSION_AT);
  code.set(rblHeader(version), RBL_BLOCK * BLOCK_DATA);
  const region = new Uint8Array(BOOTLOADER_END);
  const store = (block: number): void => {
    region.set(encodeBlock(code.subarray(block * BLOCK_DATA, (block + 1) * BLOCK_DATA)), block * BLOCK);
  };
  for (let block = 0; block < BOOTLOADER_END / BLOCK; block++) store(block);
  const patchAt = known.length - 4;
  const block = Math.floor(patchAt / BLOCK);
  code.set(forgeCrc32(region.subarray(0, patchAt), known.crc), block * BLOCK_DATA + (patchAt % BLOCK));
  store(block);
  return region;
}

/** The flash of a module as it comes from the module's maker: bootloader and RF sector, no application. */
export function factoryFlash(options: { readonly chip: ChipName; readonly mac?: string }): Uint8Array {
  const { chip, mac = FACTORY_MACS[chip] } = options;
  const flash = new Uint8Array(FLASH_SIZE).fill(0xff);
  flash.set(bootloaderRegion(BOOTLOADERS[chip]), 0);
  flash.set(rfSectorWith(new Uint8Array(0), mac), RF_SECTOR[chip]);
  return flash;
}
