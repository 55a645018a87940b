import { encodeApplication } from '../image/app-image.js';
import { factoryFlash, type ChipName } from '../image/factory.js';
import { APP_START } from '../image/map.js';

/** A bootable application of a few blocks; with a name of its own unless `descriptor` is null. */
export function appImage(descriptor: string | null = '{"firmName":"bench","firmVer":"1.2.3"}'): Uint8Array {
  return encodeApplication(descriptor);
}

/** A module with an application on it. */
export function flashWithApp(chip: ChipName, image = appImage()): Uint8Array {
  const flash = factoryFlash({ chip });
  flash.set(image, APP_START);
  return flash;
}
