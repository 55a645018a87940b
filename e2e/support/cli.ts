import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

import { CLI } from './app.js';

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of out as JSON, for `--json`. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** Runs the built `kiln` to its end. */
export async function kiln(...args: readonly string[]): Promise<CliResult> {
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' };
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const lines = args.includes('--json') ? out.split('\n').filter((line) => line !== '') : [];
  return { code, out, err, events: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

export interface Prepared {
  readonly token: string;
  readonly folder: string;
  readonly qio: string;
  readonly ug: string;
  readonly list: string;
}

/** Synthetic firmware and licenses, imported as a token into a data folder. */
export async function prepareToken(options: {
  readonly dataFolder: string;
  readonly chip: 'BK7231T' | 'BK7231N';
  readonly licenses?: number;
}): Promise<Prepared> {
  const { dataFolder, chip, licenses = 5 } = options;
  const folder = join(dataFolder, '..', `files-${chip}`);
  const sampled = await kiln(
    'sample',
    '--chip',
    chip,
    '--identifier',
    'wifi_one_light',
    '--licenses',
    String(licenses),
    '--out',
    folder,
  );
  if (sampled.code !== 0) throw new Error(sampled.err);
  const qio = join(folder, 'wifi_one_light_QIO_1.0.0.bin');
  const list = join(folder, 'licenses.csv');
  const named = ['--identifier', 'wifi_one_light', '--version', '1.0.0'];
  const made = await kiln('token', 'import', list, '--firmware', qio, ...named, '--data', dataFolder);
  if (made.code !== 0) throw new Error(made.err);
  return { token: made.out.trim(), folder, qio, ug: join(folder, 'wifi_one_light_UG_1.0.0.bin'), list };
}
