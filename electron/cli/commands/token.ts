import { basename } from 'node:path';

import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { LICENSE_KINDS, type LicenseKind } from '../../../shared/domain/license.js';
import { formatToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { readLicenseList } from '../../core/pms/license-list.js';
import { NO_RULES, type NewToken, type TokenRules } from '../../core/pms/pms.js';
import { identifyFirmware } from '../../core/firmware/identify.js';
import { WORDS } from '../../../shared/words/index.js';
import type { CommonOptions, Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import type { Output } from '../output.js';
import { firmwareLine } from '../record-lines.js';
import { dayOf } from '../moments.js';
import { withKiln } from '../session.js';

export interface ImportOptions extends CommonOptions {
  readonly firmware?: string;
  readonly authorizationOnly?: boolean;
  readonly kind?: string;
  readonly identifier: string;
  readonly version: string;
  readonly country?: string;
  readonly rssi?: string;
  readonly gpio?: boolean;
  readonly userConfig?: string;
  readonly expires?: string;
}

/** `SSID:-60`; the last colon counts, as an SSID may hold one. @throws KilnError USAGE */
export function parseRssi(text: string): { ssid: string; min: number } {
  const cut = text.lastIndexOf(':');
  const limit = text.slice(cut + 1);
  const min = /^-?\d{1,3}$/.test(limit) ? Number(limit) : Number.NaN;
  if (cut <= 0 || !(min <= 0 && min >= -120)) {
    throw new KilnError('USAGE', {
      detail: `--rssi ${text}: SSID:LIMIT, the limit in dBm, e.g. test_ap:-60`,
    });
  }
  return { ssid: text.slice(0, cut), min };
}

async function rulesOf(options: ImportOptions): Promise<TokenRules> {
  return {
    ...NO_RULES,
    country: options.country?.toUpperCase() ?? null,
    rssi: options.rssi === undefined ? null : parseRssi(options.rssi),
    gpio: options.gpio === true,
    userConfig: options.userConfig === undefined ? null : await readUserFile(options.userConfig),
  };
}

function expiryOf(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const date = dayOf('--expires', text, 'end');
  if (date.getTime() < now.getTime())
    throw new KilnError('USAGE', { detail: `--expires ${text}: that is over` });
  return date;
}

/** @throws KilnError USAGE */
function kindOf(text = 'tuyaos'): LicenseKind {
  const kind = LICENSE_KINDS.find((known) => known === text);
  if (kind === undefined)
    throw new KilnError('USAGE', { detail: `--kind ${text}: ${LICENSE_KINDS.join(' or ')}` });
  return kind;
}

/** The production file, or null for a token that authorizes only. @throws KilnError USAGE, FILE_UNREADABLE */
async function firmwareOf({ firmware, authorizationOnly }: ImportOptions): Promise<NewToken['firmware']> {
  if ((firmware === undefined) !== (authorizationOnly === true)) {
    throw new KilnError('USAGE', { detail: 'either --firmware FILE, or --authorization-only' });
  }
  return firmware === undefined ? null : { name: basename(firmware), image: await readUserFile(firmware) };
}

function tokenLines(info: TokenInfo, output: Output): string[] {
  const { firmware, used, reserved, written, validated, quarantined } = info;
  const fact = (key: string, value: string): string => `  ${output.say(`cli.${key}`).padEnd(12)} ${value}`;
  return [
    formatToken(info.token),
    fact('firmware', firmwareLine(firmware, output.say('cli.authorizationOnly'))),
    fact('license', output.say('cli.licensesLeft', { free: info.free, amount: info.amount })),
    `  ${''.padEnd(12)} ${output.say('cli.used', { used, reserved, written, validated, quarantined })}`,
    fact('expires', info.expiresAt ?? output.say('cli.never')),
    ...(info.development ? [`  ${output.say('cli.development')}`] : []),
  ];
}

/** `kiln token import`: a license list and a firmware become a token, which is printed. All or nothing. */
export async function tokenImportCommand(
  list: string,
  options: ImportOptions,
  environment: Environment,
): Promise<number> {
  const rules = await rulesOf(options);
  const expiresAt = expiryOf(options.expires, environment.clock.wallTime());
  const licenseKind = kindOf(options.kind);
  const licenses = readLicenseList(await readUserFile(list));
  const firmware = await firmwareOf(options);
  return withKiln(options, environment, async (kiln, output) => {
    const { identifier, version } = options;
    const asked = { licenses, firmware, licenseKind, identifier, version, rules, expiresAt };
    const info = await kiln.pms.createToken(asked);
    output.result({ event: 'token', ...info }, [formatToken(info.token)]);
    if (!output.json)
      output.note({}, output.say('cli.tokenMade', { amount: info.amount, identifier, version }));
    const warnings = firmware === null ? [] : identifyFirmware(firmware.image, firmware.name).warnings;
    for (const warning of warnings) {
      output.note({ event: 'warning', warning }, `! ${WORDS[output.language].firmwareWarnings[warning]}`);
    }
    return 0;
  });
}

/** `kiln token show`. */
export function tokenShowCommand(
  token: string,
  options: CommonOptions,
  environment: Environment,
): Promise<number> {
  return withKiln(options, environment, async (kiln, output) => {
    const info = await kiln.pms.tokenInfo(token);
    output.result({ event: 'token', ...info }, tokenLines(info, output));
    return 0;
  });
}
