/** A cloud update package starts with 32 bytes, big-endian (protocol §12.2). */
export const UPDATE_HEADER_BYTES = 32;
const OPENING = 0x55aa55aa;
const CLOSING = 0xaa55aa55;
/** The header's own sum covers what stands before it. */
const SUMMED = 24;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function byteSum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) >>> 0;
  return sum;
}

export type UpdateProblem = 'truncated' | 'update-header' | 'update-payload';

export function hasUpdateMagic(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && view(bytes).getUint32(0) === OPENING;
}

/** Reads a package that starts with the magic: its version (null where none is given), or what is wrong with it. */
export function readUpdateHeader(
  bytes: Uint8Array,
): { readonly version: string | null } | { readonly problem: UpdateProblem } {
  if (bytes.length < UPDATE_HEADER_BYTES) return { problem: 'truncated' };
  const data = view(bytes);
  const sum = byteSum(bytes.subarray(0, SUMMED));
  if (data.getUint32(28) !== CLOSING || data.getUint32(24) !== sum) return { problem: 'update-header' };
  const end = UPDATE_HEADER_BYTES + data.getUint32(16);
  if (bytes.length < end) return { problem: 'truncated' };
  if (data.getUint32(20) !== byteSum(bytes.subarray(UPDATE_HEADER_BYTES, end)))
    return { problem: 'update-payload' };
  const version = Buffer.from(bytes.subarray(4, 16)).toString('latin1').replace(/\0.*$/s, '');
  return { version: /^[\x21-\x7e]+$/.test(version) ? version : null };
}

/** Puts the header with the right sums before a payload. `version` is cut to 12 bytes. */
export function packUpdate(version: string, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(UPDATE_HEADER_BYTES + payload.length);
  const data = view(bytes);
  data.setUint32(0, OPENING);
  bytes.set(Buffer.from(version, 'latin1').subarray(0, 12), 4);
  data.setUint32(16, payload.length);
  data.setUint32(20, byteSum(payload));
  data.setUint32(24, byteSum(bytes.subarray(0, SUMMED)));
  data.setUint32(28, CLOSING);
  bytes.set(payload, UPDATE_HEADER_BYTES);
  return bytes;
}
