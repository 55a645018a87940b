import type { TestProject } from 'vitest/node';

import { startCluster } from './postgres-cluster.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection URL of the PostgreSQL of this test run. */
    postgres: string;
  }
}

/** Vitest calls it once before the first `*.postgres.test.ts`; what it returns is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgres', cluster.url);
  return () => cluster.stop();
}
