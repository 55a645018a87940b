import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

import type { VirtualChip } from '../../shared/domain/chip.js';
import { CLI } from './app.js';

export interface SimOptions {
  readonly chip?: VirtualChip;
  /** Name of the port. */
  readonly link?: string;
  /** Further options of `kiln sim`, e.g. `--timing realistic`. */
  readonly args?: readonly string[];
}

/** One line that `kiln sim --json` prints. */
export type SimEvent = Readonly<Record<string, unknown>>;

/** A simulated board behind a pty, in a process of its own. */
export interface Sim {
  /** What to give Kiln as a port. */
  readonly port: string;
  readonly mac: string;
  readonly events: readonly SimEvent[];
  /** A hand on the board. */
  press(what: 'reset' | 'off' | 'on'): void;
  /** Ends it, which also writes `--dump-on-exit`. @returns its exit code */
  end(): Promise<number | null>;
}

const READY_MS = 15_000;

/** Starts `kiln sim` and waits until its port can be opened. */
export async function openSim({ chip = 'BK7231N', link, args = [] }: SimOptions): Promise<Sim> {
  if (link !== undefined) await mkdir(dirname(link), { recursive: true });
  const named = link === undefined ? [] : ['--link', link];
  const child = spawn(process.execPath, [CLI, 'sim', '--json', '--chip', chip, ...named, ...args], {
    stdio: 'pipe',
  });
  const events: SimEvent[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  const ready = await firstReady(child, events).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`kiln sim did not start: ${errors.join('')}`, { cause });
  });
  return {
    port: link ?? String(ready['port']),
    mac: String(ready['mac']),
    events,
    press: (what) => void child.stdin.write(`${what}\n`),
    end: () => endSim(child),
  };
}

function firstReady(child: ChildProcessWithoutNullStreams, events: SimEvent[]): Promise<SimEvent> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(READY_MS);
    deadline.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as SimEvent;
      events.push(event);
      if (event['event'] === 'ready') resolve(event);
    });
  });
}

async function endSim(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return child.exitCode;
}
