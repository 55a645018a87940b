import { join } from 'node:path';

import { electronEnvironment, ensureElectron } from './electron-runtime.mjs';
import { hasDisplay } from './lib/display.mjs';
import { electronExecutable, ROOT } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { main, Stop } from './lib/say.mjs';
import { sandboxArguments } from './lib/sandbox.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

// `npm run dev`: the page from a development server, reloaded as it is edited.
await main(async () => {
  if (!hasDisplay()) throw new Stop('there is no display here', 2);
  await ensureSystemLibraries();
  const { dist } = await ensureElectron();
  const vite = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...electronEnvironment(dist), ELECTRON_EXEC_PATH: join(dist, electronExecutable()) };
  const app = ['--', ...sandboxArguments(dist).args, '--demo', ...process.argv.slice(2)];
  return run(process.execPath, [vite, 'dev', '--watch', ...app], { cwd: ROOT, env });
});
