import { join } from 'node:path';

import { electronEnvironment, ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { hasDisplay } from './lib/display.mjs';
import { electronExecutable, ROOT } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { main, say, Stop } from './lib/say.mjs';
import { sandboxArguments } from './lib/sandbox.mjs';
import { assertLoadable, ensureSystemLibraries } from './system-libraries.mjs';

const NO_DISPLAY = 2;

// `npm start` opens Kiln with virtual boards and a demo token; `npm start -- --no-demo` without them.
// Whatever else stands on the line is handed to the app (`--data DIR`, `--virtual CHIP`).
await main(async () => {
  if (!hasDisplay())
    throw new Stop('there is no display here; `npm run demo` does the same job without one', NO_DISPLAY);
  await ensureSystemLibraries();
  const { dist } = await ensureElectron();
  await ensureBuilt();
  const executable = join(dist, electronExecutable());
  assertLoadable(executable);
  const { args, why } = sandboxArguments(dist);
  if (why !== null) say(why);
  const own = process.argv.slice(2);
  const demo = own.includes('--no-demo') ? [] : ['--demo'];
  const rest = own.filter((argument) => argument !== '--no-demo' && argument !== '--demo');
  // Only what is fatal: a machine without a message bus or a GPU would fill the console with Chromium's remarks.
  const quiet = process.env.KILN_DEBUG ? [] : ['--log-level=3'];
  return run(executable, [...args, ...quiet, ROOT, ...demo, ...rest], { env: electronEnvironment(dist) });
});
