import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __KILN_VERSION__: '"0.0.0-test"' },
  test: {
    coverage: { include: ['{electron,shared,renderer}/**/*.{ts,tsx}'], exclude: ['**/*.test.*'] },
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{shared,electron,scripts}/**/*.test.{ts,mjs}'],
          exclude: ['**/node_modules/**', '**/*.postgres.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'postgres',
          environment: 'node',
          include: ['electron/**/*.postgres.test.ts'],
          globalSetup: ['electron/core/pms/testing/postgres-setup.ts'],
          testTimeout: 20_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/test-setup.ts'],
        },
      },
    ],
  },
});
