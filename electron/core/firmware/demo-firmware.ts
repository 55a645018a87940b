import { crc32 } from 'node:zlib';
import { APP_START, type ProtocolClass } from '../../../shared/domain/chip.js';
import { BLOCK_PAYLOAD, encodeBlocks } from './code-blocks.js';
import { encodeRblHeader, fnv1a, RBL_BYTES } from './rbl-header.js';
import { packUpdate } from './update-header.js';

/** Where the virtual board's application looks for its own name, in the application's payload stream. */
export const DEMO_DESCRIPTOR_OFFSET = 0x200;
const DEMO_DESCRIPTOR_MAGIC = 'KILN-DEMO-APP';

/** Payload bytes of the application partition, its RBL header included (protocol §12.3). */
const APP_PARTITION = 0x108700;
const BOOTLOADER_PARTITION = 0x10000;

const HEADS = {
  N: [0x69, 0x0c, 0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99],
  T: [0x43, 0x09, 0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99],
  app: [0x2f, 0x07, 0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b],
} as const;
const BOOTLOADER_VERSIONS: Readonly<Record<ProtocolClass, string>> = { N: '1.0.1', T: '1.0.6' };
/** 2026-01-01: the same input gives the same file. */
const TIMESTAMP = 1_767_225_600;

export interface DemoApplication {
  /** What the application calls itself (command 06's firmName). */
  readonly identifier: string;
  /** Its version (firmVer). */
  readonly version: string;
  /** Payload bytes of the application without its RBL header. @default the whole partition */
  readonly appBytes?: number;
}

/**
 * A QIO of our own content for virtual boards and tests: right heads, code blocks and RBL headers, pseudo-random
 * filling and a descriptor for the virtual board in place of code. 0x129F70 bytes unless `appBytes` is given.
 * @throws RangeError where the descriptor does not fit into `appBytes`, or those not into the partition
 */
export function makeDemoFirmware(
  options: DemoApplication & { readonly protocolClass: ProtocolClass },
): Uint8Array {
  const { protocolClass } = options;
  const loader = filling(`bootloader ${protocolClass}`, BOOTLOADER_PARTITION - RBL_BYTES);
  loader.set(HEADS[protocolClass]);
  const bootloader = encodeBlocks(withHeader(loader, 'bootloader', BOOTLOADER_VERSIONS[protocolClass]));
  const app = makeUserArea(options);
  const image = new Uint8Array(APP_START + app.length);
  image.set(bootloader);
  image.set(app, APP_START);
  return image;
}

/** The application alone (UA). @throws RangeError as makeDemoFirmware */
export function makeUserArea(options: DemoApplication): Uint8Array {
  const { identifier, version, appBytes = APP_PARTITION - RBL_BYTES } = options;
  const named = JSON.stringify({ firmName: identifier, firmVer: version });
  const descriptor = Buffer.from(`${DEMO_DESCRIPTOR_MAGIC}\0${named}\0`);
  const room = APP_PARTITION - RBL_BYTES;
  if (appBytes > room || DEMO_DESCRIPTOR_OFFSET + descriptor.length > appBytes) {
    throw new RangeError(`a demo application of ${appBytes} bytes is not possible`);
  }
  // The RBL header must start on a block of its own, three blocks before the end.
  const app = filling(`app ${identifier} ${version}`, Math.ceil(appBytes / BLOCK_PAYLOAD) * BLOCK_PAYLOAD);
  app.set(HEADS.app);
  app.set(descriptor, DEMO_DESCRIPTOR_OFFSET);
  return encodeBlocks(withHeader(app, 'app', version));
}

/** A cloud update package (UG) with right sums; its content is filling. @param packageBytes @default 4096 */
export function makeUpdatePackage(options: {
  readonly version: string;
  readonly packageBytes?: number;
}): Uint8Array {
  const content = filling(`update ${options.version}`, options.packageBytes ?? 4096);
  const header = headerOf(content, 'app', options.version);
  return packUpdate(options.version, concat(header, content));
}

function withHeader(raw: Uint8Array, name: string, version: string): Uint8Array {
  return concat(raw, headerOf(raw, name, version));
}

function headerOf(raw: Uint8Array, name: string, version: string): Uint8Array {
  return encodeRblHeader({
    encryption: 0,
    compression: 0,
    timestamp: TIMESTAMP,
    name,
    version,
    packageCrc: crc32(raw),
    rawHash: fnv1a(raw),
    rawBytes: raw.length,
    packageBytes: raw.length,
  });
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** Bytes that look like code to a flash (no erased stretch in them) and depend on nothing but the seed: xorshift32. */
function filling(seed: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = fnv1a(Buffer.from(seed)) || 1;
  for (let index = 0; index < length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}
