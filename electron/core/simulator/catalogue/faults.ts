import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { CreateBoardOptions } from '../tuning.js';

export type FaultTuning = Partial<Omit<CreateBoardOptions, 'clock' | 'chip'>>;

export interface FaultEntry {
  /** What stands for the value in `kiln sim --help`; null: it takes none. In brackets: may be left out. */
  readonly value: string | null;
  /** One line for `kiln sim --help`. */
  readonly says: string;
  /** @param value '' where none was given @throws KilnError USAGE */
  readonly tune: (value: string) => FaultTuning;
}

/** The address that every board with the fault `duplicate-mac` has, whatever its chip. */
export const DUPLICATE_MAC = 'd81f12d0d0d0';

const bad = (value: string, wanted: string): KilnError =>
  new KilnError('USAGE', { detail: `--fault: ${value === '' ? 'nothing' : value}; wanted ${wanted}` });

function whole(value: string, wanted: string): number {
  const number = Number(value);
  if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) throw bad(value, wanted);
  return number;
}

function atLeast(least: number, value: string, wanted: string): number {
  const number = whole(value, wanted);
  if (number < least) throw bad(value, wanted);
  return number;
}

function command(value: string): number {
  if (!/^[0-9a-fA-F]{2}$/.test(value)) throw bad(value, 'two hex digits of a command');
  return Number.parseInt(value, 16);
}

const list = (value: string): readonly number[] =>
  value.split(',').map((item) => atLeast(1, item, 'numbers from 1, comma between them'));

function powerLoss(value: string): FaultTuning {
  const [code = '', after = '8', back = '300', ...rest] = value === '' ? ['07'] : value.split(':');
  if (rest.length > 0) throw bad(value, 'COMMAND:OPERATIONS:MS');
  const backAfterMs = back === 'stay' ? null : atLeast(0, back, 'milliseconds or stay');
  return {
    faults: {
      powerLoss: {
        command: command(code),
        after: atLeast(0, after, 'a number of flash operations'),
        backAfterMs,
      },
    },
  };
}

function late(value: string): FaultTuning {
  const [ms = '', code, ...rest] = value.split(':');
  if (rest.length > 0) throw bad(value, 'MS or MS:COMMAND');
  const number = atLeast(0, ms, 'milliseconds');
  return { faults: { late: code === undefined ? { ms: number } : { ms: number, command: command(code) } } };
}

function wrongFirmware(value: string): FaultTuning {
  const [name, version, ...rest] = value === '' ? ['another_firmware', '9.9.9'] : value.split('@');
  if (!name || !version || rest.length > 0) throw bad(value, 'NAME@VERSION');
  return { faults: { fingerprint: { name, version } } };
}

const plain = (says: string, tuning: FaultTuning): FaultEntry => ({
  value: null,
  says,
  tune: (value) => {
    if (value !== '') throw bad(value, 'no value');
    return tuning;
  },
});
const valued = (value: string, says: string, tune: FaultEntry['tune']): FaultEntry => ({ value, says, tune });

/** Everything that may go wrong on the application's side, by the name that `kiln sim --fault` takes. */
export const FAULTS = {
  'default-mac': plain('RF sector erased: the default address C8:47:8C:00:00:00', { rf: 'erased' }),
  'ff-mac': plain('an address of all FF', { rf: 'ff' }),
  'duplicate-mac': plain(`the address ${DUPLICATE_MAC}, the same on every such board`, {
    mac: DUPLICATE_MAC,
  }),
  'license-refused': plain('07 answers false', { faults: { licenseWrite: 'refused' } }),
  'license-altered': plain('07 answers true and keeps another authkey', {
    faults: { licenseWrite: 'altered' },
  }),
  'license-lost': plain('07 answers true and keeps nothing', { faults: { licenseWrite: 'lost' } }),
  'country-ignored': plain('12 answers true and changes nothing', { faults: { country: 'ignored' } }),
  'drop-reply': valued('N[,N]', 'these replies, those to 00 not counted, are never sent', (value) => ({
    faults: { dropReplies: list(value) },
  })),
  'drop-first': valued('COMMAND', 'the first reply to this command (hex) is never sent', (value) => ({
    faults: { dropFirstReplyTo: command(value) },
  })),
  'damage-reply': valued('N[,N]', 'these replies leave with a wrong sum', (value) => ({
    faults: { damageReplies: list(value) },
  })),
  late: valued('MS[:COMMAND]', 'replies leave so much later', late),
  'reset-silent': plain('0A reboots without a reply', { faults: { reset: 'silent' } }),
  'reset-ignored': plain('0A does nothing', { faults: { reset: 'ignored' } }),
  'power-loss': valued(
    '[COMMAND[:OPERATIONS[:MS|stay]]]',
    'once, in this command (07) after so many erases and page programs (8), the power goes, for so long (300)',
    powerLoss,
  ),
  'extra-enter-reply': valued('[MS]', 'a second reply to 00, so much later (100)', (value) => ({
    faults: { extraEnterReplyMs: value === '' ? 100 : atLeast(0, value, 'milliseconds') },
  })),
  'wrong-firmware': valued('[NAME@VERSION]', '06 tells another firmware than the image has', wrongFirmware),
  'no-fingerprint': plain('06 answers false', { faults: { fingerprint: 'none' } }),
  'fingerprint-silent': plain('06 is not answered', { faults: { fingerprint: 'silent' } }),
  rssi: valued('DBM', 'signal of every access point', (value) => ({ rssi: whole(value, 'dBm, e.g. -85') })),
  'no-ap': plain('no access point is found', { accessPoints: {} }),
  gpio: plain('the pin test fails', { gpioOk: false }),
  'gpio-short': valued('PIN[,PIN]', 'these pins are shorted', (value) => ({
    gpioShorts: value.split(',').map((pin) => atLeast(0, pin, 'pin numbers, comma between them')),
  })),
  echo: plain('TX and RX of the adapter are shorted: it hears itself', { wiring: 'echo' }),
  'log-uart': plain('the adapter listens on the log output, its TX on nothing', { wiring: 'log' }),
  'boot-text': plain('a line of text at 115200 before the window', { bootText: true }),
  'flash-locked': plain('the status register takes no writes: nothing is kept over a reset', {
    statusLocked: true,
  }),
} as const satisfies Readonly<Record<string, FaultEntry>>;

/**
 * The tuning of several faults, `NAME` or `NAME=VALUE` each; they add up, the later one goes before the earlier.
 * @throws KilnError USAGE at an unknown name or a value that does not fit
 */
export function tuningOfFaults(texts: readonly string[]): FaultTuning {
  const entries: Readonly<Record<string, FaultEntry>> = FAULTS;
  let tuning: FaultTuning = {};
  for (const text of texts) {
    const cut = text.indexOf('=');
    const name = cut < 0 ? text : text.slice(0, cut);
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (!entry) throw bad(name, Object.keys(FAULTS).join(', '));
    const value = cut < 0 ? '' : text.slice(cut + 1);
    const one = entry.tune(value);
    tuning = { ...tuning, ...one, faults: { ...tuning.faults, ...one.faults } };
  }
  return tuning;
}
