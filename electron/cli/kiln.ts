import { cancelled } from '../../shared/errors/kiln-error.js';
import { systemClock } from '../core/time/clock.js';
import { runCommandLine } from './main.js';

/** Entry of the `kiln` command: the process's own streams, and the first signal as a polite stop. */
async function start(): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort(cancelled());
    // A second one means now.
    process.once('SIGINT', () => process.exit(130));
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  // The terminal was closed.
  process.once('SIGHUP', onSignal);
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    env: process.env,
    platform: process.platform,
    clock: systemClock,
    stdin: process.stdin,
    out: process.stdout,
    err: process.stderr,
    signal: stop.signal,
  });
  process.stdin.unref?.();
}

void start();
