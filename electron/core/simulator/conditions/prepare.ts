import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { licenseValues as tuyaOpenValues } from '../application/tuyaopen/authorization.js';
import { TuyaOpenStore } from '../application/tuyaopen/store.js';
import { CHIP_TRAITS } from '../board/chips.js';
import { appOf } from '../catalogue/app-of.js';
import type { App } from '../catalogue/apps.js';
import { encodeApplication } from '../image/app-image.js';
import { APP_START, RF_SECTOR, SECTOR } from '../image/map.js';
import { factoryFlash } from '../image/factory.js';
import { readMac, rfSectorWith } from '../image/rf.js';
import { seededRandom } from '../random.js';
import type { CreateBoardOptions } from '../tuning.js';
import { CONDITIONS, type ConditionName } from './condition.js';
import { ImageStore } from './image-store.js';
import { syntheticLicense } from './license.js';

/** The demo names of images that conditions make. */
const DEFAULT_NAME = { name: 'kiln_sim_light', version: '1.0.0' } as const;

type FlashOptions = Omit<CreateBoardOptions, 'clock'>;

function appFor(options: FlashOptions): App {
  const app = appOf({ ...options, appRebootWord: false });
  if (app) return app;
  throw new KilnError('USAGE', {
    detail: `${options.chip}: no application of its own is simulated, name one`,
  });
}

/** What the module's maker left: as large as the part. */
function bare({ chip, flash, mac, part = CHIP_TRAITS[chip].part }: FlashOptions): Uint8Array {
  return flash?.slice() ?? factoryFlash({ chip, size: part.size, ...(mac === undefined ? {} : { mac }) });
}

/**
 * The flash of a board in a named condition, as large as its part: the same for the same options. Where `flash` is given, its
 * application stays and only the storage is made.
 * @throws KilnError USAGE where the application knows no such condition
 */
export function flashIn(condition: ConditionName, options: FlashOptions): Uint8Array {
  const { chip, mac, flash, fingerprint = DEFAULT_NAME } = options;
  const image = bare({ ...options, ...(mac === undefined ? {} : { mac: mac.toLowerCase() }) });
  const { make } = CONDITIONS[condition];
  if (!make) return image;
  if (!flash) {
    const { name, version } = fingerprint;
    const descriptor = JSON.stringify({ firmName: name, firmVer: version });
    image.set(encodeApplication(descriptor, CHIP_TRAITS[chip].appHead), APP_START);
  }
  const app = appFor(options);
  const seed = mac?.toLowerCase() ?? readMac(image, chip);
  if (app.kind === 'tuyaopen') {
    const license = options.license ?? syntheticLicense(seed, 'tuyaopen');
    if (condition === 'authorized')
      new TuyaOpenStore(new ImageStore(image), seededRandom(1)).write(
        tuyaOpenValues(license.uuid, license.authKey),
      );
    else if (condition !== 'fresh' && condition !== 'wiped')
      throw new KilnError('USAGE', { detail: `${condition}: TuyaOpen knows wiped, fresh, authorized` });
    return image;
  }
  const personality = app.kind === 'tuya' ? app.personality : null;
  if (!personality) return image;
  image.fill(0xff, 0x1ed000, 0x200000);
  for (const sector of personality.storage.protectedSectors) image.fill(0xff, sector, sector + SECTOR);
  make({ image, personality, license: options.license ?? syntheticLicense(seed), seed });
  return image;
}

function withRf(flash: Uint8Array, { chip, rf = 'sound' }: FlashOptions): Uint8Array {
  const at = RF_SECTOR[chip];
  if (rf === 'erased') flash.fill(0xff, at, at + SECTOR);
  if (rf === 'ff') flash.set(rfSectorWith(flash.subarray(at, at + SECTOR), 'ff'.repeat(6)), at);
  return flash;
}

/** The options with everything that concerns the first content of the flash carried out. */
export function prepared(options: CreateBoardOptions): CreateBoardOptions {
  const { app, flash, rf, mac, chip, ...rest } = options;
  const condition = options.condition ?? (app !== undefined && !flash ? 'fresh' : undefined);
  if (condition === undefined && (rf === undefined || rf === 'sound')) return options;
  const first = condition === undefined ? bare(options) : flashIn(condition, options);
  return {
    ...rest,
    chip,
    ...(app === undefined ? {} : { app }),
    // A MAC would make a new RF sector of one that is meant to be damaged.
    ...(mac === undefined || (rf !== undefined && rf !== 'sound') ? {} : { mac }),
    flash: withRf(first, options),
  };
}
