import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { Fingerprint } from '../tuya/api.js';
import { enterProductionTest } from '../tuya/enter.js';
import type { RepairContext } from './api.js';

/** A board that was just restarted opens its window within this, or not at all (authorization §0.1.15). */
const ENTER_MS = 6000;

/**
 * Asks a board that was restarted just now for the name and version of what runs on it, and lets it run.
 * @returns null where its production test does not open, or tells nothing: that is an answer, too
 * @throws KilnError PORT_LOST; the signal's reason on a stop
 */
export async function askRunning(transport: Transport, context: RepairContext): Promise<Fingerprint | null> {
  const { clock, signal, onEvent } = context;
  onEvent({ type: 'test-stage', stage: 'enter' });
  try {
    const test = await enterProductionTest(transport, { clock, signal, enterMs: ENTER_MS });
    const fingerprint = await test.fingerprint().catch((error: unknown) => {
      if (error instanceof KilnError && error.code === 'FINGERPRINT_UNREADABLE') return null;
      throw error;
    });
    await test.reset();
    return fingerprint;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KilnError && error.code !== 'PORT_LOST') return null;
    throw error;
  }
}
