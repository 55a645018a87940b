import { BLOCK, BLOCK_DATA, encodeBlock } from '../image/blocks.js';
import { factoryFlash, type ChipName } from '../image/factory.js';
import { APP_START, DESCRIPTOR_OFFSET } from '../image/map.js';
import { ramp } from './hex.js';

/** A bootable application of a few blocks; with a name of its own unless `descriptor` is null. */
export function appImage(descriptor: string | null = '{"firmName":"bench","firmVer":"1.2.3"}'): Uint8Array {
  const code = ramp(64 * BLOCK_DATA);
  code.set([0x2f, 0x07, 0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b]);
  if (descriptor !== null) code.set(Buffer.from(`KILN-DEMO-APP\0${descriptor}\0`), DESCRIPTOR_OFFSET);
  const image = new Uint8Array(64 * BLOCK);
  for (let block = 0; block < 64; block++) {
    image.set(encodeBlock(code.subarray(block * BLOCK_DATA, (block + 1) * BLOCK_DATA)), block * BLOCK);
  }
  return image;
}

/** A module with an application on it. */
export function flashWithApp(chip: ChipName, image = appImage()): Uint8Array {
  const flash = factoryFlash({ chip });
  flash.set(image, APP_START);
  return flash;
}
