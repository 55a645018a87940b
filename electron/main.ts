import { mkdirSync } from 'node:fs';

import { app } from 'electron';

import { dataFolder } from './core/data-folder.js';
import { systemClock } from './core/time/clock.js';
import { parseArguments, type AppArguments } from './shell/arguments.js';
import { placesOf, type AppPlaces } from './shell/places.js';
import { refuseToStart } from './shell/refuse.js';
import { runApp } from './shell/run-app.js';
import { registerScheme } from './shell/scheme.js';
import { lockDown } from './shell/security.js';
import { startCore } from './shell/start-core.js';

async function start(options: AppArguments, places: AppPlaces): Promise<void> {
  try {
    const core = await startCore(options, places.dataFolder, systemClock);
    await runApp({ core, clock: systemClock, places });
  } catch (thrown) {
    refuseToStart(thrown);
  }
}

/** Composition root of the app: arguments, data folder, core, window. */
function main(): void {
  const options = parseArguments(process.argv);
  const { env, platform } = process;
  const folder = dataFolder({ option: options.data ?? undefined, env, platform, demo: options.demo });
  const places = placesOf({ built: import.meta.dirname, dataFolder: folder, packaged: app.isPackaged, env });
  mkdirSync(places.browserFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', places.browserFolder);
  app.setPath('sessionData', places.browserFolder);
  // Chromium's own switch: as root there is no sandbox to be had (scripts/lib/sandbox.mjs).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  lockDown();
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`kiln: already open with the data folder ${folder}\n`);
    app.exit(0);
    return;
  }
  void app.whenReady().then(() => start(options, places));
}

try {
  main();
} catch (thrown) {
  refuseToStart(thrown, 2);
}
