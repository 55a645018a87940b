import { crc16 } from './crc16.js';

/**
 * Code partitions are kept as 34-byte blocks: 32 bytes of payload, then their CRC-16, big-endian (protocol §12.1).
 * Logical offset = offset in the payload stream; physical = offset in the flash or the file.
 */
export const BLOCK = 34;
export const BLOCK_PAYLOAD = 32;

/** Interleaves a payload with its CRCs; a short last block is filled up with FF. */
export function encodeBlocks(payload: Uint8Array): Uint8Array {
  const count = Math.ceil(payload.length / BLOCK_PAYLOAD);
  const image = new Uint8Array(count * BLOCK).fill(0xff);
  for (let block = 0; block < count; block += 1) {
    const at = block * BLOCK;
    image.set(payload.subarray(block * BLOCK_PAYLOAD, (block + 1) * BLOCK_PAYLOAD), at);
    const crc = crc16(image, at, at + BLOCK_PAYLOAD);
    image[at + BLOCK_PAYLOAD] = crc >> 8;
    image[at + BLOCK_PAYLOAD + 1] = crc & 0xff;
  }
  return image;
}

/**
 * The payload of whole blocks, CRCs dropped unchecked.
 * @param start physical offset of the first block
 * @param count blocks; fewer come back where the image ends before
 */
export function decodeBlocks(image: Uint8Array, start: number, count: number): Uint8Array {
  const available = Math.max(0, Math.min(count, Math.floor((image.length - start) / BLOCK)));
  const payload = new Uint8Array(available * BLOCK_PAYLOAD);
  for (let block = 0; block < available; block += 1) {
    const at = start + block * BLOCK;
    payload.set(image.subarray(at, at + BLOCK_PAYLOAD), block * BLOCK_PAYLOAD);
  }
  return payload;
}

/** True where a whole block starts at `at` and its CRC is right. A block of 34 FF was never programmed and fails. */
export function blockIsGood(image: Uint8Array, at: number): boolean {
  if (at + BLOCK > image.length) return false;
  const stored = ((image[at + BLOCK_PAYLOAD] ?? 0) << 8) | (image[at + BLOCK_PAYLOAD + 1] ?? 0);
  return crc16(image, at, at + BLOCK_PAYLOAD) === stored;
}

/**
 * True where every programmed block of [start, end) has the right CRC. Blocks of 34 FF are skipped (protocol
 * §12.1), and so is a tail of FF; any other tail shorter than a block is a cut-off file.
 */
export function allBlocksGood(image: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += BLOCK) {
    if (!blockIsGood(image, at) && !isErased(image, at, Math.min(at + BLOCK, end))) return false;
  }
  return true;
}

function isErased(image: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (image[index] !== 0xff) return false;
  return true;
}
