import { crc32 } from 'node:zlib';

export const RBL_BYTES = 96;
const MAGIC = 0x004c4252;
/** Covers everything before the header's own CRC. */
const COVERED = 92;

/** The header of an update package, and of a code partition as the packer leaves it (protocol §12.2). */
export interface RblHeader {
  /** 0 none, 1 xor, 2 AES-256. */
  readonly encryption: number;
  /** 0 none, 1 gzip, 2 quicklz, 3 fastlz. */
  readonly compression: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Partition, at most 16 bytes. */
  readonly name: string;
  /** At most 24 bytes. */
  readonly version: string;
  /** zlib CRC-32 of the package behind the header. */
  readonly packageCrc: number;
  /** FNV-1a, 32 bits, of the raw content. */
  readonly rawHash: number;
  readonly rawBytes: number;
  readonly packageBytes: number;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Text up to the first NUL, or '' where it is not printable ASCII. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const value = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
  return /^[\x20-\x7e]*$/.test(value) ? value.trim() : '';
}

export function hasRblMagic(bytes: Uint8Array, at = 0): boolean {
  return bytes.length >= at + 4 && view(bytes).getUint32(at, true) === MAGIC;
}

/** Reads a header at the start of `bytes`; null where the magic, the length or the header's CRC is wrong. */
export function parseRblHeader(bytes: Uint8Array): RblHeader | null {
  if (bytes.length < RBL_BYTES || !hasRblMagic(bytes)) return null;
  const data = view(bytes);
  if (data.getUint32(COVERED, true) !== crc32(bytes.subarray(0, COVERED))) return null;
  return {
    encryption: data.getUint8(4),
    compression: data.getUint8(5),
    timestamp: data.getUint32(8, true),
    name: text(bytes.subarray(12, 28)),
    version: text(bytes.subarray(28, 52)),
    packageCrc: data.getUint32(76, true),
    rawHash: data.getUint32(80, true),
    rawBytes: data.getUint32(84, true),
    packageBytes: data.getUint32(88, true),
  };
}

/** @returns 96 bytes with the right CRC. Name and version are cut to their fields. */
export function encodeRblHeader(header: RblHeader): Uint8Array {
  const bytes = new Uint8Array(RBL_BYTES);
  const data = view(bytes);
  data.setUint32(0, MAGIC, true);
  data.setUint8(4, header.encryption);
  data.setUint8(5, header.compression);
  data.setUint32(8, header.timestamp, true);
  bytes.set(Buffer.from(header.name, 'latin1').subarray(0, 16), 12);
  bytes.set(Buffer.from(header.version, 'latin1').subarray(0, 24), 28);
  data.setUint32(76, header.packageCrc, true);
  data.setUint32(80, header.rawHash, true);
  data.setUint32(84, header.rawBytes, true);
  data.setUint32(88, header.packageBytes, true);
  data.setUint32(COVERED, crc32(bytes.subarray(0, COVERED)), true);
  return bytes;
}

/** FNV-1a, 32 bits (protocol §12.2). */
export function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
