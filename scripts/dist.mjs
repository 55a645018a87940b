import { ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { packDirectory, runBuilder } from './lib/package.mjs';
import { main } from './lib/say.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

// `npm run dist [-- electron-builder arguments]`: what users get; electron-builder fetches the official Electron.
// `npm run dist:dir`: an unpacked package for testing, out of whatever runtime is here, offline.
await main(async () => {
  const own = process.argv.slice(2);
  const directory = own[0] === '--dir';
  if (!directory) {
    await ensureBuilt();
    return runBuilder(own);
  }
  await ensureSystemLibraries();
  const runtime = await ensureElectron();
  await ensureBuilt();
  return packDirectory(runtime);
});
