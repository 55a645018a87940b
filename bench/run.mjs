#!/usr/bin/env node
// The benchmark is TypeScript like everything it measures; vite, which builds Kiln, loads it.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(resolve(import.meta.dirname, 'program.ts'), { logLevel: 'error' });
process.exitCode = await module.bench(process.argv.slice(2));
