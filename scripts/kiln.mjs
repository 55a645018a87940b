#!/usr/bin/env node
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from './lib/build.mjs';
import { ROOT } from './lib/place.mjs';
import { main } from './lib/say.mjs';

// The `kiln` command of a checkout: builds what is missing, then becomes the command itself.
let built = false;
await main(async () => {
  await ensureBuilt();
  built = true;
});
if (built) await import(pathToFileURL(join(ROOT, 'out', 'main', 'kiln.js')).href);
