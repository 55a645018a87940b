import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROOT } from './lib/place.mjs';

const config = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));

/** A house in miniature, in which everything is where it belongs. */
const HOUSE = {
  'shared/domain/chip.ts': 'export const chip = 1;',
  'shared/contract/channels.ts':
    "import { z } from 'zod'; import { chip } from '../domain/chip.js'; export const calls = z.literal(chip);",
  'electron/core/time/clock.ts': 'export const clock = 1;',
  'electron/core/time/testing/virtual-clock.ts': "export { clock as virtual } from '../clock.js';",
  'electron/core/serial/transport.ts':
    "import { clock } from '../time/clock.js'; export const transport = clock;",
  'electron/core/serial/transport.test.ts':
    "import { virtual } from '../time/testing/virtual-clock.js'; export const t = virtual;",
  'electron/core/beken/frames.ts':
    "import { transport } from '../serial/transport.js'; export const frames = transport;",
  'electron/core/firmware/crc.ts': 'export const crc = 1;',
  'electron/core/simulator/board.ts': "import { clock } from '../time/clock.js'; export const board = clock;",
  'electron/core/station/station.ts':
    "import { frames } from '../beken/frames.js'; export const station = frames;",
  'electron/core/kiln.ts':
    "import { station } from './station/station.js'; import { board } from './simulator/board.js'; export const kiln = [station, board];",
  'electron/cli/kiln.ts': "import { kiln } from '../core/kiln.js'; export const cli = kiln;",
  'electron/shell/window.ts':
    "import { app } from 'electron'; import { kiln } from '../core/kiln.js'; export const shell = [app, kiln];",
  'electron/main.ts':
    "import { app } from 'electron'; import { shell } from './shell/window.js'; export const main = [app, shell];",
  'renderer/main.tsx': "import { calls } from '../shared/contract/channels.js'; export const page = calls;",
};

let house = '';
const put = (path, text) => {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
};

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'kiln-rooms-'));
  for (const [path, text] of Object.entries(HOUSE)) put(path, text);
  put(
    'tsconfig.base.json',
    JSON.stringify({ compilerOptions: { module: 'ESNext', moduleResolution: 'Bundler' } }),
  );
  for (const name of ['electron', 'react', 'zod']) {
    put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    put(`node_modules/${name}/index.js`, 'exports.z = exports.app = 1;');
  }
});
afterAll(() => rmSync(house, { recursive: true }));

/** The names of the rules that the house breaks. */
async function broken() {
  const ruleSet = { forbidden: config.forbidden };
  const options = { ...config.options, ruleSet, validate: true, baseDir: house };
  const tsConfig = extractTSConfig(join(house, 'tsconfig.base.json'));
  const { output } = await cruise(['electron', 'renderer', 'shared'], options, undefined, { tsConfig });
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
}

/** Adds one import to a file of the house for the length of a test. */
async function brokenBy(path, specifier) {
  const text = HOUSE[path] ?? '';
  put(path, `import * as planted from '${specifier}';\nexport const p = planted;\n${text}`);
  try {
    return await broken();
  } finally {
    if (text === '') rmSync(join(house, path));
    else put(path, text);
  }
}

it('finds nothing to say of a house in order', async () => {
  expect(await broken()).toEqual([]);
});

describe('refuses', () => {
  it.each([
    [
      'the page reaching into the core',
      'renderer/main.tsx',
      '../electron/core/kiln.js',
      'renderer-only-shared',
    ],
    ['the page using Node', 'renderer/main.tsx', 'node:fs', 'renderer-no-node'],
    ['shared using Node', 'shared/domain/chip.ts', 'node:fs', 'shared-is-pure'],
    [
      'shared reaching into the core',
      'shared/domain/chip.ts',
      '../../electron/core/kiln.js',
      'shared-is-pure',
    ],
    ['shared using a library of the page', 'shared/domain/chip.ts', 'react', 'shared-is-pure'],
    ['the core using Electron', 'electron/core/kiln.ts', 'electron', 'core-is-plain-node'],
    ['the core using the shell', 'electron/core/kiln.ts', '../shell/window.js', 'core-is-plain-node'],
    ['the command line using Electron', 'electron/cli/kiln.ts', 'electron', 'only-shell-imports-electron'],
    ['the command line using the shell', 'electron/cli/kiln.ts', '../shell/window.js', 'cli-shell-apart'],
    ['the shell using the command line', 'electron/shell/window.ts', '../cli/kiln.js', 'shell-cli-apart'],
    [
      'the simulator sharing code with the loader',
      'electron/core/simulator/board.ts',
      '../beken/frames.js',
      'room-simulator',
    ],
    [
      'the simulator sharing code with firmware',
      'electron/core/simulator/board.ts',
      '../firmware/crc.js',
      'room-simulator',
    ],
    [
      'the station knowing the simulator',
      'electron/core/station/station.ts',
      '../simulator/board.js',
      'room-station',
    ],
    [
      'a transport knowing the loader',
      'electron/core/serial/transport.ts',
      '../beken/frames.js',
      'room-serial',
    ],
    [
      'the loader knowing firmware files',
      'electron/core/beken/frames.ts',
      '../firmware/crc.js',
      'room-beken',
    ],
    [
      'a test helper in the product',
      'electron/core/serial/transport.ts',
      '../time/testing/virtual-clock.js',
      'no-tests-in-product',
    ],
    ['a circle', 'electron/core/time/clock.ts', '../serial/transport.js', 'no-cycles'],
    ['an import of nothing', 'electron/core/kiln.ts', './nothing.js', 'not-to-unresolvable'],
  ])('%s', async (_what, path, specifier, rule) => {
    expect(await brokenBy(path, specifier)).toContain(rule);
  });
});
