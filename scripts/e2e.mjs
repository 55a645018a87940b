import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { electronEnvironment, ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { hasDisplay, onDisplay } from './lib/display.mjs';
import { packagedExecutable, packDirectory } from './lib/package.mjs';
import { electronExecutable, ROOT } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { main, say } from './lib/say.mjs';
import { sandboxArguments } from './lib/sandbox.mjs';
import { assertLoadable, ensureSystemLibraries } from './system-libraries.mjs';

// `npm run e2e [-- playwright arguments]`: the built app under Playwright, on a display of its own where there is none.
// With `--package` first: the packaged app instead, freshly built, and the smoke test only.
await main(async () => {
  const own = process.argv.slice(2);
  const inPackage = own[0] === '--package';
  await ensureSystemLibraries({ virtualDisplay: !hasDisplay(), fonts: true });
  const runtime = await ensureElectron();
  await ensureBuilt();
  assertLoadable(join(runtime.dist, electronExecutable()));
  const env = { ...electronEnvironment(runtime.dist), KILN_SKIP_BUILD: '1' };
  const { args, why } = sandboxArguments(runtime.dist);
  if (why !== null) say(why);
  if (args.length > 0) env.KILN_NO_SANDBOX = '1';
  if (inPackage) {
    await packDirectory(runtime);
    env.KILN_PACKAGE = packagedExecutable();
    if (!existsSync(env.KILN_PACKAGE)) throw new Error(`no package at ${env.KILN_PACKAGE}`);
  }
  const playwright = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  const rest = inPackage ? ['smoke', ...own.slice(1)] : own;
  const line = onDisplay(process.execPath, [playwright, 'test', ...rest]);
  return run(line.command, line.args, { cwd: ROOT, env });
});
