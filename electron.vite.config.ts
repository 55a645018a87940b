import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Targets are pinned: the test runtime is Electron 33 (Node 20.18, Chrome 130), see docs/architecture.md.
const NODE_TARGET = 'node20.18';
const WEB_TARGET = 'chrome130';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
  main: {
    define: { __KILN_VERSION__: JSON.stringify(version) },
    build: {
      target: NODE_TARGET,
      outDir: 'out/main',
      // Hundreds of small files each, which every start of a command would look for one by one.
      externalizeDeps: { exclude: ['kysely', 'zod'] },
      rollupOptions: {
        input: {
          main: resolve('electron/main.ts'),
          kiln: resolve('electron/cli/kiln.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: resolve('electron/preload.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      target: WEB_TARGET,
      outDir: 'out/renderer',
      emptyOutDir: true,
      rollupOptions: { input: resolve('renderer/index.html') },
    },
    plugins: [react()],
  },
});
