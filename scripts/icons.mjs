import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { electronEnvironment, ensureElectron } from './electron-runtime.mjs';
import { onDisplay } from './lib/display.mjs';
import { icns, ico } from './lib/icon-files.mjs';
import { electronExecutable, ROOT } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { main, Stop } from './lib/say.mjs';
import { sandboxArguments } from './lib/sandbox.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

// `npm run icons`: draws resources/icon.svg in every size that a platform asks for. The results are kept in the
// repository; run it again after a change of the drawing.
await main(async () => {
  await ensureSystemLibraries({ virtualDisplay: true });
  const { dist } = await ensureElectron();
  const folder = join(ROOT, 'resources', 'icons');
  await mkdir(folder, { recursive: true });
  const renderer = join(import.meta.dirname, 'lib', 'render-icon.mjs');
  const drawing = join(ROOT, 'resources', 'icon.svg');
  const args = [...sandboxArguments(dist).args, renderer, drawing, folder, ...SIZES.map(String)];
  const line = onDisplay(join(dist, electronExecutable()), args, false);
  if ((await run(line.command, line.args, { env: electronEnvironment(dist) })) !== 0)
    throw new Stop('drawing failed');
  const images = new Map();
  for (const size of SIZES) images.set(size, await readFile(join(folder, `${size}x${size}.png`)));
  await writeFile(
    join(ROOT, 'resources', 'icon.ico'),
    ico(ICO_SIZES.map((size) => [size, images.get(size)])),
  );
  await writeFile(join(ROOT, 'resources', 'icon.icns'), icns(images));
});
