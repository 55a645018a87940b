import type { TestProject } from 'vitest/node';

import { startCluster } from './postgres-cluster.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection URL of the PostgreSQL of this test run, or why there is none. */
    postgres: { readonly url: string } | { readonly missing: string };
  }
}

/**
 * Vitest calls it once before the first `*.postgres.test.ts`; what it returns is called after the last. Where there is
 * no PostgreSQL the tests that want one fail and say so, and all others run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const cluster = await startCluster();
    project.provide('postgres', { url: cluster.url });
    return () => cluster.stop();
  } catch (thrown) {
    project.provide('postgres', { missing: thrown instanceof Error ? thrown.message : String(thrown) });
    return () => Promise.resolve();
  }
}
