import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Projects take nothing over from the root.
const define = { __KILN_VERSION__: '"0.0.0-test"' };
// Loading the modules anew for each file costs more than most of the tests. No test may rest on what another file left:
// `--sequence.shuffle` shows. Threads are out of the question: serialport's native part crashes in them.
const shared = { isolate: false, pool: 'forks' } as const;

export default defineConfig({
  test: {
    // One core is left out by default: of two that is half.
    maxWorkers: '100%',
    coverage: { include: ['{electron,shared,renderer}/**/*.{ts,tsx}'], exclude: ['**/*.test.*'] },
    projects: [
      {
        define,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{shared,electron,scripts}/**/*.test.{ts,mjs}'],
          exclude: ['**/node_modules/**', '**/*.postgres.test.ts'],
          ...shared,
          testTimeout: 20_000,
        },
      },
      {
        define,
        test: {
          name: 'postgres',
          environment: 'node',
          include: ['electron/**/*.postgres.test.ts'],
          globalSetup: ['electron/core/pms/testing/postgres-setup.ts'],
          ...shared,
          testTimeout: 20_000,
        },
      },
      {
        define,
        plugins: [react()],
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/test-setup.ts'],
          ...shared,
          // The colours are tested; the other sheets are left out.
          css: { include: [/tokens\.css/] },
        },
      },
    ],
  },
});
