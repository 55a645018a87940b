import { ascii, le32 } from '../codec/bytes.js';
import { crc32 } from '../codec/crc32.js';
import { randomBytes, seededRandom } from '../random.js';
import { BLOCK, BLOCK_DATA, BOOTLOADER_HEAD, encodeBlock } from './blocks.js';
import { forgeCrc32 } from './forge.js';
import { BOOTLOADER_END, type ChipName } from './map.js';

/** What a module's maker puts below 0x11000. */
interface Bootloader {
  readonly version: string;
  /** First 8 bytes (protocol §12.1). */
  readonly head: readonly number[];
  /**
   * Hosts identify a loader by the CRC of its first so many bytes: what they then see, zlib form (protocol §10.3).
   * Null: nobody has written it down.
   */
  readonly known: { readonly length: 256 | 257; readonly crc: number } | null;
}

/** Bytes 2..7 without a key (protocol §12.1). */
const PLAIN = [0x00, 0xea, 0x14, 0xf0, 0x9f, 0xe5];

function known(length: 256 | 257, crc: number): Bootloader['known'] {
  return { length, crc };
}

const BOOTLOADERS: Readonly<Record<ChipName, Bootloader>> = {
  BK7231T: {
    version: 'BK7231S_1.0.6',
    head: [0x43, 0x09, ...BOOTLOADER_HEAD],
    known: known(256, 0xe5cbc953),
  },
  BK7231S: {
    version: 'BK7231S_1.0.5',
    head: [0x43, 0x09, ...BOOTLOADER_HEAD],
    known: known(256, 0xba54c1b8),
  },
  BK7231U: { version: 'BK7231U_1.0.6', head: [0x2c, 0x00, ...PLAIN], known: known(256, 0x2739019f) },
  BK7231Q: { version: 'BK7231', head: [0x2a, 0x00, ...PLAIN], known: known(256, 0xf0231ef6) },
  BK7252: { version: 'BK7252_0.1.3', head: [0x2e, 0x00, ...PLAIN], known: known(256, 0x39f9b50c) },
  BK7231N: {
    version: 'BK7231N_1.0.1',
    head: [0x69, 0x0c, ...BOOTLOADER_HEAD],
    known: known(257, 0xe14191ba),
  },
  BK7231M: { version: 'BK7231M', head: [0x30, 0x00, ...PLAIN], known: null },
  // Four identical words for a key: what the head then looks like nobody has written down.
  BK7238: {
    version: 'BK7238_1.0.14',
    head: [0x71, 0x3c, 0x52, 0x91, 0x46, 0x8b, 0xcd, 0x9e],
    known: known(257, 0x6beb0924),
  },
  BK7252N: { version: 'BK7252N', head: [0x72, 0x52, 0x52, 0x91, 0x46, 0x8b, 0xcd, 0x9e], known: null },
  BK7236: { version: 'BK7236', head: [0x00, 0x72, 0x36, 0x28, 0x01, 0x00, 0x00, 0x02], known: null },
  BK7258: { version: 'BK7258', head: [0x00, 0x72, 0x58, 0x28, 0x01, 0x00, 0x00, 0x02], known: null },
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
function make({ version, head, known: identity }: Bootloader): Uint8Array {
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
  if (!identity) return region;
  const patchAt = identity.length - 4;
  const block = Math.floor(patchAt / BLOCK);
  const patch = forgeCrc32(region.subarray(0, patchAt), ~identity.crc >>> 0);
  code.set(patch, block * BLOCK_DATA + (patchAt % BLOCK));
  store(block);
  return region;
}

const made = new Map<ChipName, Uint8Array>();

/** What stands below 0x11000 on a chip; the same bytes every time, not to be written to. */
export function bootloaderOf(chip: ChipName): Uint8Array {
  const region = made.get(chip) ?? make(BOOTLOADERS[chip]);
  made.set(chip, region);
  return region;
}

/** Bytes 2..7 by which a chip's ROM or bootloader knows that its bootloader stands. */
export function bootloaderHead(chip: ChipName): readonly number[] {
  return BOOTLOADERS[chip].head.slice(2);
}
