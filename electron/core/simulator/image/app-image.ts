import { BLOCK, BLOCK_DATA, encodeBlock } from './blocks.js';
import { DESCRIPTOR_NAME, DESCRIPTOR_OFFSET } from './map.js';

const BLOCKS = 64;
/** First 8 bytes under the Tuya key (protocol §12.1). */
const HEAD = [0x2f, 0x07, 0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b] as const;

/** A bootable application of a few blocks, for 0x11000; `descriptor` is its own name as JSON text, null: it has none. */
export function encodeApplication(descriptor: string | null): Uint8Array {
  const code = Uint8Array.from({ length: BLOCKS * BLOCK_DATA }, (_, index) => index & 0xff);
  code.set(HEAD);
  if (descriptor !== null) code.set(Buffer.from(`${DESCRIPTOR_NAME}\0${descriptor}\0`), DESCRIPTOR_OFFSET);
  const image = new Uint8Array(BLOCKS * BLOCK);
  for (let block = 0; block < BLOCKS; block++) {
    image.set(encodeBlock(code.subarray(block * BLOCK_DATA, (block + 1) * BLOCK_DATA)), block * BLOCK);
  }
  return image;
}
