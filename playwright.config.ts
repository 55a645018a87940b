import { defineConfig } from '@playwright/test';

// Each test has an Electron, a data folder and boards of its own. They wait for boards more than they compute, so three
// files run side by side even on two cores. The pictures are taken alone: `npm run screenshots`.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 3,
  fullyParallel: false,
  forbidOnly: true,
  testIgnore: process.env['KILN_SCREENSHOTS'] === '1' ? [] : ['**/screenshots*.spec.ts'],
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
});
