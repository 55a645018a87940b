import { basename } from 'node:path';

import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { isCountry } from '../../../shared/domain/country.js';
import { formatToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { readLicenseList } from '../../core/pms/license-list.js';
import { NO_RULES, type TokenRules } from '../../core/pms/pms.js';
import { identifyFirmware } from '../../core/firmware/identify.js';
import { WORDS } from '../../../shared/words/index.js';
import type { CommonOptions, Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import type { Output } from '../output.js';
import { firmwareLine } from '../record-lines.js';
import { withKiln } from '../session.js';

export interface ImportOptions extends CommonOptions {
  readonly firmware: string;
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
  const country = options.country?.toUpperCase() ?? null;
  if (country !== null && !isCountry(country)) {
    throw new KilnError('USAGE', { detail: `--country ${country}: two letters (ISO 3166), e.g. DE` });
  }
  return {
    ...NO_RULES,
    country,
    rssi: options.rssi === undefined ? null : parseRssi(options.rssi),
    gpio: options.gpio === true,
    userConfig: options.userConfig === undefined ? null : await readUserFile(options.userConfig),
  };
}

function expiryOf(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  // A day without an hour is good until it ends, here.
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.999` : text);
  if (date.getTime() < now.getTime())
    throw new KilnError('USAGE', { detail: `--expires ${text}: that is over` });
  if (Number.isNaN(date.getTime()))
    throw new KilnError('USAGE', { detail: `--expires ${text}: a date, e.g. 2027-01-31` });
  return date;
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
  const licenses = readLicenseList(await readUserFile(list));
  const image = await readUserFile(options.firmware);
  return withKiln(options, environment, async (kiln, output) => {
    const { identifier, version } = options;
    const firmware = { name: basename(options.firmware), image };
    const info = await kiln.pms.createToken({ licenses, firmware, identifier, version, rules, expiresAt });
    output.result({ event: 'token', ...info }, [formatToken(info.token)]);
    if (!output.json)
      output.note({}, output.say('cli.tokenMade', { amount: info.amount, identifier, version }));
    for (const warning of identifyFirmware(image, firmware.name).warnings) {
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
