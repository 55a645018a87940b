import type { Language } from '../../shared/words/index.js';
import { dataFolder } from '../core/data-folder.js';
import { openKilnBase, type KilnBase, type KilnOptions } from '../core/kiln.js';
import type { CommonOptions, Environment } from './environment.js';
import { createOutput, type Output } from './output.js';

/** `--lang`, else the locale of the terminal; Chinese where it says so, English otherwise. */
export function languageOf(options: CommonOptions, env: Environment['env']): Language {
  const wanted = options.lang ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export function outputOf(options: CommonOptions, environment: Environment): Output {
  return createOutput(
    { json: options.json === true, language: languageOf(options, environment.env) },
    environment,
  );
}

/** Opens the books and ports of the chosen data folder, runs `work`, and closes them whatever happens. */
export async function withKiln<T>(
  options: CommonOptions,
  environment: Environment,
  work: (kiln: KilnBase, output: Output) => Promise<T>,
  extra: Partial<Pick<KilnOptions, 'virtual' | 'demo'>> = {},
): Promise<T> {
  const { env, platform, clock } = environment;
  const demo = extra.demo ?? false;
  const folder = dataFolder({ option: options.data, env, platform, demo });
  const kiln = await openKilnBase({ dataFolder: folder, clock, virtual: extra.virtual ?? null, demo });
  try {
    return await work(kiln, outputOf(options, environment));
  } finally {
    await kiln.close();
  }
}
