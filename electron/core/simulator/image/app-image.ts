import { APP_HEAD, BLOCK, BLOCK_DATA, encodeBlock } from './blocks.js';
import { DESCRIPTOR_NAME, DESCRIPTOR_OFFSET } from './map.js';

const BLOCKS = 64;
/** First two bytes, of any key (protocol §12.1). */
const START = [0x2f, 0x07] as const;

/**
 * A bootable application of a few blocks, for 0x11000.
 * @param descriptor its own name as JSON text, null: it has none
 * @param head bytes 2..7 under the key of the chip
 */
export function encodeApplication(descriptor: string | null, head: readonly number[] = APP_HEAD): Uint8Array {
  const code = Uint8Array.from({ length: BLOCKS * BLOCK_DATA }, (_, index) => index & 0xff);
  code.set([...START, ...head]);
  if (descriptor !== null) code.set(Buffer.from(`${DESCRIPTOR_NAME}\0${descriptor}\0`), DESCRIPTOR_OFFSET);
  const image = new Uint8Array(BLOCKS * BLOCK);
  for (let block = 0; block < BLOCKS; block++) {
    image.set(encodeBlock(code.subarray(block * BLOCK_DATA, (block + 1) * BLOCK_DATA)), block * BLOCK);
  }
  return image;
}
