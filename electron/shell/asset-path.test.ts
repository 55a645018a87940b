import { join, sep } from 'node:path';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { assetFor } from './asset-path.js';

const ROOT = join(sep, 'opt', 'kiln', 'out', 'renderer');

it.each([
  ['app://kiln/', 'index.html', 'text/html; charset=utf-8'],
  ['app://kiln/index.html?theme=dark#top', 'index.html', 'text/html; charset=utf-8'],
  ['app://kiln/assets/index-D2.js', join('assets', 'index-D2.js'), 'text/javascript; charset=utf-8'],
  ['app://kiln/assets/inter%20latin.woff2', join('assets', 'inter latin.woff2'), 'font/woff2'],
  ['app://kiln/assets/../index.html', 'index.html', 'text/html; charset=utf-8'],
])('serves %s', (url, file, mimeType) => {
  expect(assetFor(url, ROOT)).toEqual({ path: join(ROOT, file), mimeType });
});

it.each([
  ['another host', 'app://other/index.html'],
  ['another scheme', 'https://kiln/index.html'],
  ['an encoded way out', 'app://kiln/..%2fmain%2fmain.js'],
  ['an encoded way out, twice', 'app://kiln/assets%2f..%2f..%2fmain%2fmain.js'],
  ['a backslash', 'app://kiln/..%5cmain%5cmain.js'],
  ['a neighbour that begins alike', 'app://kiln/..%2frenderer-secret%2fx.js'],
  ['a NUL', 'app://kiln/index.html%00.js'],
  ['broken escapes', 'app://kiln/%E0%A4%A'],
  ['a kind that no page holds', 'app://kiln/main.ts'],
  ['the folder itself', 'app://kiln/assets/'],
  ['no URL', 'index.html'],
])('refuses %s', (_what, url) => {
  expect(assetFor(url, ROOT)).toBeNull();
});

it('never leaves the folder, whatever is asked for', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '/', 'a', 'x.js', '%00', '//'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const asset = assetFor(`app://kiln/${pieces.join('/')}`, ROOT);
      expect(
        asset === null || (asset.path.startsWith(ROOT + sep) && !asset.path.split(sep).includes('..')),
      ).toBe(true);
    }),
  );
});
