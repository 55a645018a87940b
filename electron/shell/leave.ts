import { app } from 'electron';

import type { Clock } from '../core/time/clock.js';

/** A board that never answers must not keep the program alive: its job's own deadlines are shorter than this. */
const CLOSE_MS = 10_000;

/** Closes the core before the program ends, once, within a deadline. */
export function closeBeforeQuit(close: () => Promise<void>, clock: Clock): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  const done = (): void => {
    state = 'closed';
    // Not in the same turn: while `will-quit` is being told, Electron takes a second quit for the first one.
    setImmediate(() => app.quit());
  };
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const cancel = clock.schedule(CLOSE_MS, done);
    close()
      .catch((fault: unknown) => process.stderr.write(`kiln: ${String(fault)}\n`))
      .finally(() => {
        cancel();
        done();
      });
  });
  app.on('window-all-closed', () => app.quit());
}
