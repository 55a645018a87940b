import { makeDemoFirmware } from './firmware/demo-firmware.js';
import { generateDevelopmentLicenses } from './pms/development.js';
import type { Pms } from './pms/pms.js';

const DEMO_IDENTIFIER = 'kiln_demo_light';
const DEMO_VERSION = '1.0.0';
const DEMO_LICENSES = 500;

/**
 * Makes the demo token: a synthetic firmware for the virtual BK7231N and generated licenses, marked as such.
 * @returns the token
 */
export async function makeDemoToken(pms: Pms, random: (bytes: number) => Uint8Array): Promise<string> {
  const licenses = generateDevelopmentLicenses(DEMO_LICENSES, random);
  const image = makeDemoFirmware({ protocolClass: 'N', identifier: DEMO_IDENTIFIER, version: DEMO_VERSION });
  const info = await pms.createToken({
    licenses: licenses.map((license, index) => ({ ...license, row: index + 2 })),
    firmware: { name: `${DEMO_IDENTIFIER}_QIO_${DEMO_VERSION}.bin`, image },
    identifier: DEMO_IDENTIFIER,
    version: DEMO_VERSION,
    development: true,
  });
  return info.token;
}
