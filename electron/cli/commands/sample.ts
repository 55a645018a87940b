import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CHIPS, WHOLE_VIRTUAL_CHIPS, isWholeVirtualChip } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { makeDemoFirmware, makeUpdatePackage, makeUserArea } from '../../core/firmware/demo-firmware.js';
import { generateDevelopmentLicenses } from '../../core/pms/development.js';
import type { CommonOptions, Environment } from '../environment.js';
import { outputOf } from '../session.js';

export interface SampleOptions extends CommonOptions {
  readonly chip: string;
  readonly identifier: string;
  readonly version: string;
  readonly licenses: string;
  readonly out: string;
}

/** `kiln sample`: synthetic QIO, UA and UG files and a list of development licenses, to try Kiln with. */
export async function sampleCommand(options: SampleOptions, environment: Environment): Promise<number> {
  const { chip, identifier, version, out } = options;
  if (!isWholeVirtualChip(chip))
    throw new KilnError('USAGE', { detail: `--chip ${chip}: one of ${WHOLE_VIRTUAL_CHIPS.join(', ')}` });
  const count = Number(options.licenses);
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new KilnError('USAGE', { detail: `--licenses ${options.licenses}: 1 to 10000` });
  }
  const application = { protocolClass: CHIPS[chip].protocolClass, identifier, version };
  const rows = generateDevelopmentLicenses(count, (bytes) => randomBytes(bytes));
  const list = [
    'UUID,AUTHKEY,PSKKEY',
    ...rows.map(({ uuid, authkey, pskKey }) => `${uuid},${authkey},${pskKey}`),
  ];
  const files: [string, Uint8Array | string][] = [
    [`${identifier}_QIO_${version}.bin`, makeDemoFirmware(application)],
    [`${identifier}_UA_${version}.bin`, makeUserArea(application)],
    [`${identifier}_UG_${version}.bin`, makeUpdatePackage({ version })],
    ['licenses.csv', `${list.join('\n')}\n`],
  ];
  const output = outputOf(options, environment);
  await mkdir(out, { recursive: true });
  for (const [name, content] of files) {
    const path = join(out, name);
    await writeFile(path, content, { mode: 0o600 });
    output.result({ event: 'sample', path, bytes: content.length }, [output.say('cli.sampleMade', { path })]);
  }
  return 0;
}
