// The fallback runtime brings no default app: this one opens the folder or file that is the first bare argument,
// as `electron PATH` does. It is packed into resources/default_app.asar of the runtime and never shipped.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from 'electron';

const require = createRequire(import.meta.url);
const preload = [];
let target = null;
for (let i = 1; i < process.argv.length && target === null; i += 1) {
  const argument = process.argv[i];
  if (argument === '-r' || argument === '--require') {
    i += 1;
    preload.push(process.argv[i]);
  } else if (!argument.startsWith('-')) {
    target = resolve(argument);
  }
}

if (target === null || !existsSync(target)) {
  process.stderr.write(`electron ${process.versions.electron}: give the folder of an app\n`);
  app.exit(1);
} else {
  for (const module of preload) require(resolve(module));
  const folder = statSync(target).isDirectory() ? target : dirname(target);
  const file = join(folder, 'package.json');
  const manifest = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  app.setName(manifest.productName ?? manifest.name ?? 'electron');
  if (manifest.version) app.setVersion(manifest.version);
  app.setAppPath(folder);
  process.defaultApp = true;
  const main = folder === target ? join(folder, manifest.main ?? 'index.js') : target;
  // Awaited: a custom scheme must be registered before the app is ready.
  await import(pathToFileURL(main).href);
}
