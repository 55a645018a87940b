import { join, sep } from 'node:path';

import { expect, it } from 'vitest';

import { placesOf } from './places.js';

const app = join(sep, 'opt', 'kiln');
const request = { built: join(app, 'out', 'main'), dataFolder: join(sep, 'books'), packaged: false, env: {} };

it('finds the built page, the preload and the icon beside the built main', () => {
  expect(placesOf(request)).toEqual({
    dataFolder: join(sep, 'books'),
    browserFolder: join(sep, 'books', 'browser'),
    preload: join(app, 'out', 'preload', 'preload.cjs'),
    page: join(app, 'out', 'renderer'),
    icon: join(app, 'resources', 'icons', '256x256.png'),
    devServer: null,
  });
});

it('listens to a development server, but never in a package', () => {
  const env = { ELECTRON_RENDERER_URL: 'http://localhost:5173/' };
  expect(placesOf({ ...request, env }).devServer).toBe('http://localhost:5173');
  expect(placesOf({ ...request, env, packaged: true }).devServer).toBeNull();
});
