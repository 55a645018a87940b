import type { Language } from '../../shared/words/index.js';
import { dataFolder } from '../core/data-folder.js';
import { openKilnBase, type KilnBase, type KilnOptions } from '../core/kiln.js';
import { loadChoice } from '../core/pms/client/choice-file.js';
import { localDoor } from '../core/pms/desk/local-door.js';
import { lineOf, type Line } from '../core/pms/line.js';
import { Remote } from '../core/pms/client/remote.js';
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

/** The server that was named: `--pms`, else KILN_PMS, else the choice of the data folder; null for the books of it. */
async function chosenServer(
  { pms }: CommonOptions,
  env: Environment['env'],
  folder: string,
): Promise<{ readonly url: string; readonly ca: string | null } | null> {
  const named = pms ?? env['KILN_PMS'] ?? '';
  const choice = await loadChoice(folder);
  const chosen = choice.kind === 'server' ? choice : null;
  if (named === '') return chosen;
  const url = named.replace(/\/+$/, '');
  return chosen?.url === url ? chosen : { url, ca: null };
}

type Extra = Partial<Pick<KilnOptions, 'virtual' | 'demo'>>;

async function withBase<T>(
  options: CommonOptions,
  { environment, extra }: { readonly environment: Environment; readonly extra: Extra },
  work: (kiln: KilnBase, folder: string) => Promise<T>,
): Promise<T> {
  const { env, platform, clock } = environment;
  const demo = extra.demo ?? false;
  const folder = dataFolder({ option: options.data, env, platform, demo });
  const kiln = await openKilnBase({ dataFolder: folder, clock, virtual: extra.virtual ?? null, demo });
  try {
    return await work(kiln, folder);
  } finally {
    await kiln.close();
  }
}

/** Opens the server that was named, null where none was, runs `work`, and says what still waits for it. */
export function withServer<T>(
  options: CommonOptions,
  environment: Environment,
  work: (remote: Remote | null, output: Output, kiln: KilnBase) => Promise<T>,
  { ca = null, ...extra }: Extra & { readonly ca?: string | null } = {},
): Promise<T> {
  return withBase(options, { environment, extra }, async (kiln, folder) => {
    const output = outputOf(options, environment);
    // A demo is played on the books of its own folder.
    const chosen = extra.demo === true ? null : await chosenServer(options, environment.env, folder);
    if (chosen === null) return work(null, output, kiln);
    const { clock, secrets } = kiln;
    const remote = await Remote.open({ url: chosen.url, ca: ca ?? chosen.ca, folder, clock, secrets });
    try {
      return await work(remote, output, kiln);
    } finally {
      await remote.pms.close();
      const { queued } = remote.contact();
      if (queued > 0) output.note({ event: 'queued', queued }, output.say('cli.queued', { queued }));
      await remote.close();
    }
  });
}

/** Opens the books and ports of the chosen data folder, or its server, runs `work`, and closes them whatever happens. */
export function withKiln<T>(
  options: CommonOptions,
  environment: Environment,
  work: (kiln: KilnBase & { readonly line: Line }, output: Output) => Promise<T>,
  extra: Extra = {},
): Promise<T> {
  const onBooks = (remote: Remote | null, output: Output, kiln: KilnBase): Promise<T> => {
    if (remote !== null) return work({ ...kiln, pms: remote.pms, line: lineOf(() => remote.line) }, output);
    const here = localDoor(kiln.books);
    return work({ ...kiln, line: lineOf(() => here) }, output);
  };
  return withServer(options, environment, onBooks, extra);
}
