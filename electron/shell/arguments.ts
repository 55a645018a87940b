import { VIRTUAL_CHIPS, isVirtualChip, type VirtualChip } from '../../shared/domain/chip.js';
import { KilnError } from '../../shared/errors/kiln-error.js';

/** What the app was started with. */
export interface AppArguments {
  /** `--data DIR`. */
  readonly data: string | null;
  /** `--demo`: virtual boards on the port list and a demo token ready. */
  readonly demo: boolean;
  /** `--virtual CHIP[,CHIP]`: virtual boards on the port list. */
  readonly virtual: readonly VirtualChip[];
  /** `--port PATH`, once or more: ports to list although the system does not, such as a pty. */
  readonly ports: readonly string[];
  /** `--timing instant|realistic` of the virtual boards. */
  readonly timing: 'instant' | 'realistic';
}

const WITH_VALUE = ['--data', '--port', '--virtual', '--timing'] as const;
type Option = (typeof WITH_VALUE)[number];

const isOption = (name: string | undefined): name is Option => WITH_VALUE.some((option) => option === name);

function usage(detail: string): KilnError {
  return new KilnError('USAGE', { detail });
}

function valuesOf(argv: readonly string[]): Record<Option, string[]> {
  const values: Record<Option, string[]> = { '--data': [], '--port': [], '--virtual': [], '--timing': [] };
  for (let i = 0; i < argv.length; i += 1) {
    const [name, ...inline] = (argv[i] ?? '').split('=');
    if (!isOption(name)) continue;
    const value = inline.length > 0 ? inline.join('=') : argv[(i += 1)];
    if (value === undefined || value === '' || value.startsWith('--')) throw usage(`${name} wants a value`);
    values[name].push(value);
  }
  return values;
}

/**
 * Reads Kiln's own options. Whatever else stands on the line belongs to Chromium or to whoever started it, and is
 * left alone: a switch of theirs is not ours to refuse.
 * @param argv - process.argv, program and app path included
 * @throws KilnError USAGE
 */
export function parseArguments(argv: readonly string[]): AppArguments {
  const values = valuesOf(argv);
  const timing = values['--timing'].at(-1) ?? 'realistic';
  if (timing !== 'instant' && timing !== 'realistic') throw usage(`--timing ${timing}: instant or realistic`);
  const virtual = values['--virtual'].flatMap((chips) => chips.split(',')).filter((chip) => chip !== '');
  const unknown = virtual.find((chip) => !isVirtualChip(chip));
  if (unknown !== undefined) throw usage(`--virtual ${unknown}: one of ${VIRTUAL_CHIPS.join(', ')}`);
  return {
    data: values['--data'].at(-1) ?? null,
    ports: [...new Set(values['--port'])],
    demo: argv.includes('--demo'),
    virtual: virtual.filter(isVirtualChip),
    timing,
  };
}
