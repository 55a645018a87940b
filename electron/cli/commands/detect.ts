import { formatMac } from '../../../shared/domain/mac.js';
import { parseMac } from '../../../shared/domain/mac.js';
import type { DetectReport } from '../../core/beken/api.js';
import { detect, readKey, reset, restart, statusRegister } from '../../core/beken/loader.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Environment } from '../environment.js';
import { boardLines, factLine, hex, hexBytes } from '../loader-result.js';
import { withLoader } from '../loader-session.js';
import type { Output } from '../output.js';
import { parseBytes, parseOverride, type LoaderOptions } from './loader-options.js';

function protectionLine(output: Output, { protection }: DetectReport): string[] {
  if (!protection) return [];
  const status = hex(protection.status, 4);
  const said = output.say(protection.on ? 'cli.protectionOn' : 'cli.protectionOff', { status });
  return [factLine(output, 'protection', said)];
}

function keyLine(output: Output, { key }: DetectReport): string[] {
  if (!key) return [];
  const fits = { true: 'cli.keyFits', false: 'cli.keyDiffers', null: 'cli.keyUnsure' } as const;
  return [factLine(output, 'key', `${key.kind}, ${output.say(fits[`${key.fits}`])}`)];
}

/** `kiln detect`: what is on the port. Changes nothing. */
export function detectCommand(options: LoaderOptions, environment: Environment): Promise<number> {
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const report = await detect(transport, request, context);
    const { facts, baudRate, part, protection, bootloader, key, mac } = report;
    const known = mac === null ? null : parseMac(mac);
    const event = {
      ...facts,
      baudRate,
      part,
      protection,
      key,
      mac,
      bootloader: { ...bootloader, crc: hex(bootloader.crc) },
    };
    output.result({ event: 'done', operation: 'detect', ...event }, [
      ...boardLines(report, output),
      ...(part === null ? [] : [factLine(output, 'flash', part)]),
      ...protectionLine(output, report),
      factLine(
        output,
        'bootloader',
        `${bootloader.name ?? output.say('cli.unknown')} (${hex(bootloader.crc)})`,
      ),
      ...keyLine(output, report),
      ...(known === null ? [] : [factLine(output, 'mac', formatMac(known))]),
    ]);
    return 0;
  });
}

/** `kiln efuse`: the key that scrambles the code; class N only. */
export function efuseCommand(options: LoaderOptions, environment: Environment): Promise<number> {
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const { key, kind, facts, baudRate } = await readKey(transport, request, context);
    const bytes = hexBytes(key);
    const event = { event: 'done', operation: 'efuse', key: bytes, kind, baudRate, ...facts };
    output.result(event, [factLine(output, 'key', `${bytes} (${kind})`)]);
    return 0;
  });
}

export interface StatusOptions extends LoaderOptions {
  /** SPI command and bytes, e.g. `01 00 00`. */
  readonly write?: string;
  readonly override?: string;
}

/** A register write as it was typed; undefined: only read. @throws KilnError USAGE */
export function typedWrite({ write, override }: StatusOptions) {
  if (write === undefined) return undefined;
  const [command = 0, ...values] = parseBytes('--write', write);
  const reason = parseOverride(override);
  if (![0x01, 0x31, 0x11].includes(command) || values.length < 1 || values.length > 2) {
    throw new KilnError('USAGE', { detail: `--write ${write}: 01, 31 or 11, then one or two bytes` });
  }
  // Some of these bits can be set once only (protocol §7.1: LB, SRP).
  if (reason === undefined) throw new KilnError('USAGE', { detail: '--write: --override must say why' });
  return { command, values, override: reason };
}

/** `kiln status-register`: the flash's status registers; class N only. */
export async function statusCommand(options: StatusOptions, environment: Environment): Promise<number> {
  const write = typedWrite(options);
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const report = await statusRegister(transport, { ...request, ...(write ? { write } : {}) }, context);
    const { registers, facts, baudRate } = report;
    const named = registers.map(({ command, value }) => ({ command: hex(command, 2), value: hex(value, 2) }));
    const event = {
      event: 'done',
      operation: 'status-register',
      registers: named,
      protected: report.protected,
    };
    output.result(
      { ...event, baudRate, ...facts },
      named.map(({ command, value }) => `  ${output.say('cli.register', { command })} ${value}`),
    );
    return 0;
  });
}

export interface ResetOptions extends LoaderOptions {
  readonly watchdog?: boolean;
}

function leaving(
  operation: 'reset' | 'go',
  how: typeof restart,
  options: LoaderOptions,
  environment: Environment,
): Promise<number> {
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const report = await how(transport, request, context);
    const event = { event: 'done', operation, baudRate: report.baudRate, ...report.facts };
    output.result(event, boardLines(report, output));
    return 0;
  });
}

/** `kiln reset`: restarts the chip by its bootloader, or by its watchdog. */
export function resetCommand(options: ResetOptions, environment: Environment): Promise<number> {
  return leaving('reset', options.watchdog === true ? reset : restart, options, environment);
}

/**
 * `kiln go`: the board that a command with `--no-reboot` left in its loader runs its firmware. Neither class has a command
 * that jumps without a restart (protocol §3).
 */
export function goCommand(options: LoaderOptions, environment: Environment): Promise<number> {
  return leaving('go', restart, options, environment);
}
