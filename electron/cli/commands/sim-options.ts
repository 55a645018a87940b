import { VIRTUAL_CHIPS, isVirtualChip } from '../../../shared/domain/chip.js';
import { parseMac } from '../../../shared/domain/mac.js';
import {
  APPS,
  APP_NAMES,
  CONDITION_NAMES,
  isAppName,
  isConditionName,
  seededRandom,
  tuningOfFaults,
  type CreateBoardOptions,
  type SyntheticLicense,
} from '../../core/simulator/index.js';
import type { CommonOptions, Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import { usage } from '../usage.js';

export interface SimOptions extends CommonOptions {
  readonly chip: string;
  readonly link?: string;
  readonly logLink?: string;
  readonly mac?: string;
  readonly timing: string;
  readonly flash?: string;
  readonly dumpOnExit?: string;
  readonly fingerprint?: string;
  readonly app?: string;
  readonly condition?: string;
  readonly license?: string;
  readonly fault: readonly string[];
  /** Commander's `--no-auto-reset`. */
  readonly autoReset: boolean;
  readonly seed: string;
}

function fingerprintOf(text: string | undefined): Partial<CreateBoardOptions> {
  if (text === undefined) return {};
  const [name, version, ...rest] = text.split('@');
  if (!name || !version || rest.length > 0) throw usage(`--fingerprint ${text}: NAME@VERSION`);
  return { fingerprint: { name, version } };
}

/** The value of `--license` is never said again, not even where it is wrong. */
function licenseOf(text: string | undefined): { readonly license?: SyntheticLicense } {
  if (text === undefined) return {};
  const [uuid, authKey, psk = '', ...rest] = text.split(',');
  if (!uuid || !authKey || rest.length > 0) throw usage('--license: UUID,AUTHKEY or UUID,AUTHKEY,PSK');
  return { license: { uuid, authKey, psk, facPin: '' } };
}

function softwareOf({ app, condition, chip }: SimOptions): Partial<CreateBoardOptions> {
  if (app !== undefined && !isAppName(app)) throw usage(`--app ${app}: one of ${APP_NAMES.join(', ')}`);
  if (condition !== undefined && !isConditionName(condition))
    throw usage(`--condition ${condition}: one of ${CONDITION_NAMES.join(', ')}`);
  const builtFor = app === undefined ? null : APPS[app].builtFor;
  if (builtFor !== null && !chip.endsWith(builtFor)) throw usage(`--app ${app ?? ''}: not for ${chip}`);
  return { ...(app === undefined ? {} : { app }), ...(condition === undefined ? {} : { condition }) };
}

/** A board as the command line describes it. @throws KilnError USAGE, FILE_UNREADABLE */
export async function simBoardOptions(
  options: SimOptions,
  environment: Environment,
): Promise<CreateBoardOptions> {
  const { chip, timing } = options;
  if (!isVirtualChip(chip)) throw usage(`--chip ${chip}: one of ${VIRTUAL_CHIPS.join(', ')}`);
  if (timing !== 'instant' && timing !== 'realistic') throw usage(`--timing ${timing}: instant or realistic`);
  const mac = options.mac === undefined ? undefined : parseMac(options.mac);
  if (mac === null) throw usage(`--mac ${options.mac ?? ''}: 12 hex digits`);
  const seed = Number(options.seed);
  if (!Number.isInteger(seed)) throw usage(`--seed ${options.seed}: a whole number`);
  return {
    chip,
    timing,
    clock: environment.clock,
    random: seededRandom(seed),
    ...(mac === undefined ? {} : { mac }),
    ...fingerprintOf(options.fingerprint),
    ...softwareOf(options),
    ...licenseOf(options.license),
    ...(options.flash === undefined ? {} : { flash: await readUserFile(options.flash) }),
    ...tuningOfFaults(options.fault),
  };
}
