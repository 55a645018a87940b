#!/usr/bin/env node
// The benchmark is TypeScript like everything it measures; vite, which builds Kiln, loads it.
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
  const { bench } = await server.ssrLoadModule('/bench/program.ts');
  process.exitCode = await bench(process.argv.slice(2));
} finally {
  await server.close();
}
