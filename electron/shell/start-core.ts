import type { AppArguments } from './arguments.js';
import type { VirtualChip } from '../../shared/domain/chip.js';
import { createKiln, type KilnCore } from '../core/kiln.js';
import type { Clock } from '../core/time/clock.js';
import { systemKeychain } from './secrets.js';

/** How long a demo's virtual board waits for somebody to press its reset before it presses it itself. */
const DEMO_PATIENCE_MS = 3_000;
/** All of the class that the demo token's firmware is made for; four, so that Multi Selection can be tried. */
const DEMO_BOARDS: readonly VirtualChip[] = ['BK7231N', 'BK7231N', 'BK7231N', 'BK7231N'];

/** Opens the core as the command line asked for it, once the app is ready. @throws KilnError STORE_*, SECRET_KEY_* */
export async function startCore(options: AppArguments, dataFolder: string, clock: Clock): Promise<KilnCore> {
  const { demo, timing } = options;
  const chips = options.virtual.length > 0 || !demo ? options.virtual : DEMO_BOARDS;
  const patienceMs = demo ? DEMO_PATIENCE_MS : null;
  return createKiln({
    dataFolder,
    clock,
    demo,
    keychain: await systemKeychain(),
    namedPorts: options.ports,
    virtual: chips.length === 0 ? null : { chips, timing, patienceMs },
  });
}
