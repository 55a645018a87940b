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

const NAMED = ['--identifier', 'wifi_one_light', '--version', '1.0.0'];

export interface Prepared {
  readonly token: string;
  readonly folder: string;
  readonly qio: string;
  readonly ug: string;
  readonly list: string;
}

interface Sampling {
  readonly dataFolder: string;
  readonly chip: 'BK7231T' | 'BK7231N';
  readonly licenses?: number;
}

/** Synthetic firmware and licenses, beside a data folder. */
export async function sampleFiles({
  dataFolder,
  chip,
  licenses = 5,
}: Sampling): Promise<Omit<Prepared, 'token'>> {
  const folder = join(dataFolder, '..', `files-${chip}`);
  const named = ['--identifier', 'wifi_one_light', '--licenses', String(licenses)];
  const sampled = await kiln('sample', '--chip', chip, ...named, '--out', folder);
  if (sampled.code !== 0) throw new Error(sampled.err);
  const qio = join(folder, 'wifi_one_light_QIO_1.0.0.bin');
  return {
    folder,
    qio,
    ug: join(folder, 'wifi_one_light_UG_1.0.0.bin'),
    list: join(folder, 'licenses.csv'),
  };
}

/** The same, imported as a token into the data folder. */
export async function prepareToken(sampling: Sampling): Promise<Prepared> {
  const files = await sampleFiles(sampling);
  const at = ['--data', sampling.dataFolder];
  const made = await kiln('token', 'import', files.list, '--firmware', files.qio, ...NAMED, ...at);
  if (made.code !== 0) throw new Error(made.err);
  return { ...files, token: made.out.trim() };
}

/** A token of three licenses and no firmware, in a data folder. */
export async function authorizationOnlyToken(dataFolder: string): Promise<string> {
  const { list } = await sampleFiles({ dataFolder, chip: 'BK7231N', licenses: 3 });
  const made = await kiln('token', 'import', list, '--authorization-only', ...NAMED, '--data', dataFolder);
  if (made.code !== 0) throw new Error(made.err);
  return made.out.trim();
}
