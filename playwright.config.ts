import { defineConfig } from '@playwright/test';

// Each test has an Electron of its own; one at a time, for they share a display and the clock of one machine.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
});
