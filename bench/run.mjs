#!/usr/bin/env node
// Benchmark and stress are TypeScript like everything they measure; vite, which builds Kiln, loads them.
import { resolve } from 'node:path';
import { createServer } from 'vite';

const server = await createServer({
  root: resolve(import.meta.dirname, '..'),
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const [what, ...args] = process.argv.slice(2);
  if (what === 'stress') {
    const { stress } = await server.ssrLoadModule('/bench/stress.ts');
    process.exitCode = await stress(args);
  } else if (what === 'allocations') {
    const { allocations } = await server.ssrLoadModule('/bench/allocations.ts');
    process.exitCode = await allocations();
  } else {
    const { bench } = await server.ssrLoadModule('/bench/program.ts');
    process.exitCode = await bench(process.argv.slice(2));
  }
} finally {
  await server.close();
}
