import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** A Kiln that runs. */
export interface RunningKiln {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What went wrong so far: errors of the page and of its console. */
  readonly problems: string[];
  /** What a test provokes on purpose; a problem that matches one of these fails nothing. */
  readonly expected: RegExp[];
  /** Ends it as a signal does, without asking about running jobs, and waits until it is gone. */
  end(): Promise<void>;
}

export interface LaunchOptions {
  readonly dataFolder: string;
  /** Kiln's own options, e.g. `--demo`. */
  readonly args?: readonly string[];
}

const END_MS = 15_000;

/** The environment of every Kiln under test: English whatever the machine speaks. */
function environment(): Record<string, string> {
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', LANGUAGE: 'en_US' };
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Starts the built app (or the package that KILN_PACKAGE names) and waits until its first page has loaded. */
export async function launchKiln({ dataFolder, args = [] }: LaunchOptions): Promise<RunningKiln> {
  const packaged = process.env['KILN_PACKAGE'];
  const sandbox = process.env['KILN_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  const own = ['--data', dataFolder, ...args];
  const app = await _electron.launch({
    ...(packaged ? { executablePath: packaged } : {}),
    args: packaged ? [...sandbox, ...own] : [...sandbox, ROOT, ...own],
    env: environment(),
  });
  // Kept: Playwright forgets it once the app is gone.
  const child = app.process();
  const problems: string[] = [];
  const page = await app.firstWindow();
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.waitForLoadState('load');
  return { app, page, dataFolder, problems, expected: [], end: () => endApp(child) };
}

async function endApp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(END_MS) });
  child.kill('SIGTERM');
  try {
    await gone;
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`Kiln did not end within ${END_MS / 1000} s of a signal`, { cause: error });
  }
}

/** The built command line, for what a test runs beside the app. */
export const CLI = join(ROOT, 'out', 'main', 'kiln.js');
