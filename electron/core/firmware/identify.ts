import { createHash } from 'node:crypto';
import { APP_END, APP_START, type ProtocolClass } from '../../../shared/domain/chip.js';
import type { FirmwareFacts, FirmwareKind, FirmwareWarning } from '../../../shared/domain/firmware.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { allBlocksGood, BLOCK, blockIsGood, decodeBlocks } from './code-blocks.js';
import { bootloaderClass, headAt } from './heads.js';
import { hasRblMagic, parseRblHeader, RBL_BYTES, type RblHeader } from './rbl-header.js';
import {
  hasUpdateMagic,
  readUpdateHeader,
  UPDATE_HEADER_BYTES,
  type UpdateProblem,
} from './update-header.js';

/** Every chip Kiln serves has 2 MiB, so nothing longer is a file for it. */
const FLASH = 0x200000;
/** One past the code of a full image; the last sector ends a little later (protocol §12.2). */
const CODE_END = 0x129f70;
/** A header of a code partition: 96 bytes in three blocks, at the partition's end (protocol §12.2). */
const RBL_BLOCKS = 3;
const BOOTLOADER_RBL = APP_START - RBL_BLOCKS * BLOCK;

/** What FIRMWARE_DAMAGED carries as `detail`. */
type Damage = UpdateProblem | 'rbl-header' | 'bootloader' | 'application';

interface Found {
  readonly kind: FirmwareKind;
  readonly protocolClass?: ProtocolClass | null;
  readonly version?: string | null;
  readonly warnings?: readonly FirmwareWarning[];
}

/**
 * Says what a firmware file is, by its content (protocol §12). The name decides nothing.
 * @param name file name; only for the warning `name-disagrees`
 * @throws KilnError FIRMWARE_EMPTY, FIRMWARE_BLANK, FIRMWARE_TOO_LARGE {bytes, max}, FIRMWARE_UNKNOWN {head},
 * FIRMWARE_DAMAGED {detail}
 */
export function identifyFirmware(image: Uint8Array, name?: string): FirmwareFacts {
  if (image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  refuseLonger(image, FLASH);
  const first = image[0];
  if ((first === 0xff || first === 0) && image.every((byte) => byte === first))
    throw new KilnError('FIRMWARE_BLANK');

  const found = recognise(image);
  const said = name === undefined ? null : kindInName(name);
  return {
    kind: found.kind,
    bytes: image.length,
    sha256: createHash('sha256').update(image).digest('hex'),
    protocolClass: found.protocolClass ?? null,
    version: found.version ?? null,
    warnings: [
      ...(said !== null && said !== found.kind ? (['name-disagrees'] as const) : []),
      ...(found.warnings ?? []),
    ],
  };
}

function recognise(image: Uint8Array): Found {
  if (hasUpdateMagic(image)) return updatePackage(image);
  if (hasRblMagic(image)) return barePackage(image);

  const atStart = headAt(image, 0);
  const atApp = headAt(image, APP_START);
  const appBehind = atApp === 'app' || atApp === 'plain';
  if (atStart === null && !appBehind) {
    throw new KilnError('FIRMWARE_UNKNOWN', { head: Buffer.from(image.subarray(0, 8)).toString('hex') });
  }
  if (image.length === FLASH) return wholeFlash(image);
  const isBootloader =
    atStart === 'bootloader' || (atStart === 'plain' && rblAt(image, BOOTLOADER_RBL) !== null);
  return isBootloader || appBehind ? productionImage(image) : userArea(image);
}

function updatePackage(image: Uint8Array): Found {
  const read = readUpdateHeader(image);
  if ('problem' in read) throw damaged(read.problem);
  const inner = hasRblMagic(image, UPDATE_HEADER_BYTES);
  return { kind: 'UG', version: read.version, warnings: inner ? [] : ['no-rbl-header'] };
}

function barePackage(image: Uint8Array): Found {
  if (image.length < RBL_BYTES) throw damaged('truncated');
  const header = parseRblHeader(image);
  if (header === null) throw damaged('rbl-header');
  if (image.length < RBL_BYTES + header.packageBytes) throw damaged('truncated');
  return { kind: 'RBL', version: header.version || null };
}

function wholeFlash(image: Uint8Array): Found {
  return { kind: 'DUMP', ...code(image, APP_START) };
}

/** Bootloader and application. Each may look unfamiliar only where its first block's CRC proves that it is code. */
function productionImage(image: Uint8Array): Found {
  // Longer would run on into download area and, on its way, RF calibration (protocol §12.3).
  refuseLonger(image, APP_END);
  if (image.length < APP_START + BLOCK) throw damaged('truncated');
  if (headAt(image, 0) === null && !blockIsGood(image, 0)) throw damaged('bootloader');
  if (headAt(image, APP_START) === null && !blockIsGood(image, APP_START)) throw damaged('application');
  return { kind: 'QIO', ...code(image, APP_START) };
}

function userArea(image: Uint8Array): Found {
  refuseLonger(image, APP_END - APP_START);
  if (image.length < BLOCK) throw damaged('truncated');
  return { kind: 'UA', ...code(image, 0) };
}

/** What application code at `appStart` (and the bootloader before it, if any) tells. */
function code(image: Uint8Array, appStart: number): Omit<Found, 'kind'> {
  const hasBootloader = appStart > 0;
  const end = Math.min(image.length, CODE_END - APP_START + appStart);
  const heads = hasBootloader ? [headAt(image, 0), headAt(image, appStart)] : [headAt(image, appStart)];
  const header = rblAt(image, end - RBL_BLOCKS * BLOCK);
  const warnings: FirmwareWarning[] = [];
  if (heads.includes(null)) warnings.push('unknown-head');
  if (heads.includes('plain')) warnings.push('not-encrypted');
  if (!allBlocksGood(image, appStart, end)) warnings.push('block-crc');
  if (hasBootloader && rblAt(image, BOOTLOADER_RBL) === null) warnings.push('no-rbl-header');
  return {
    protocolClass: hasBootloader ? bootloaderClass(image) : null,
    version: header?.version || null,
    warnings,
  };
}

function rblAt(image: Uint8Array, at: number): RblHeader | null {
  return at < 0 ? null : parseRblHeader(decodeBlocks(image, at, RBL_BLOCKS));
}

function refuseLonger(image: Uint8Array, max: number): void {
  if (image.length > max) throw new KilnError('FIRMWARE_TOO_LARGE', { bytes: image.length, max });
}

function damaged(detail: Damage): KilnError {
  return new KilnError('FIRMWARE_DAMAGED', { detail });
}

/** The kind that a file name claims (protocol §12.2), or null where it claims none. */
function kindInName(name: string): FirmwareKind | null {
  if (/\.rbl$/i.test(name)) return 'RBL';
  const tag = /(?:^|_)(QIO|UA|UG)(?=[_.]|$)/i.exec(name)?.[1]?.toUpperCase();
  return tag === 'QIO' || tag === 'UA' || tag === 'UG' ? tag : null;
}
