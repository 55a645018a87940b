import type { AppArguments } from './arguments.js';
import { createKiln, type KilnCore } from '../core/kiln.js';
import type { Clock } from '../core/time/clock.js';

/** How long a demo's virtual board waits for somebody to press its reset before it presses it itself. */
const DEMO_PATIENCE_MS = 5_000;

/** Opens the core as the command line asked for it. @throws KilnError STORE_* */
export function startCore(options: AppArguments, dataFolder: string, clock: Clock): Promise<KilnCore> {
  const { demo, timing } = options;
  const chips = options.virtual.length > 0 || !demo ? options.virtual : (['BK7231N', 'BK7231T'] as const);
  const patienceMs = demo ? DEMO_PATIENCE_MS : null;
  return createKiln({
    dataFolder,
    clock,
    demo,
    virtual: chips.length === 0 ? null : { chips, timing, patienceMs },
  });
}
