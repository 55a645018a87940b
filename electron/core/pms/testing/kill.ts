import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import type { Acknowledged } from './acknowledged.js';

/** Makes a program of one file out of a worker. @returns its path */
export async function buildWorker(source: string, folder: string): Promise<string> {
  // It finds its libraries from where it is built to.
  const libraries = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
  symlinkSync(libraries, join(folder, 'node_modules'), 'junction');
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __KILN_VERSION__: '"0.0.0-test"' },
    build: {
      ssr: source,
      outDir: join(folder, 'built'),
      emptyOutDir: true,
      target: 'node20.18',
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return join(folder, 'built', 'worker.mjs');
}

/** Called with every step a worker says; `kill` ends it on the spot. */
export type WhenToKill = (saidSoFar: number, kill: () => void) => void;

/**
 * Lets a worker run until it is killed, as a power cut would.
 * @returns all that it said, to the last whole line
 * @throws where it ended in any other way, or complained
 */
export async function runUntilKilled(
  worker: string,
  args: readonly string[],
  when: WhenToKill,
): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [worker, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_code, signal) => resolve(signal)),
  );
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  const said: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.endsWith('}')) continue;
    said.push(JSON.parse(line) as Acknowledged);
    when(said.length, () => void child.kill('SIGKILL'));
  }
  const signal = await ended;
  if (signal !== 'SIGKILL' || complaint !== '') throw new Error(`worker: ${signal ?? 'ended'} ${complaint}`);
  return said;
}
