import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import { within } from '../time/wait.js';
import type { TestContext } from './api.js';

/** Beyond what the bytes take on the wire: an adapter that neither takes nor sends for so long is stuck. */
const STUCK_MS = 3000;
/** 8N1 at 9600 baud: ten bits a byte. */
const BYTE_MS = 10_000 / 9600;

class TimeUp extends Error {}

/**
 * Waits for `work`, at most `ms`; undefined when the time is up.
 * @throws the signal's reason, or what `work` rejects with
 */
export async function waitFor<T>(context: TestContext, ms: number, work: Promise<T>): Promise<T | undefined> {
  try {
    return await within(context.clock, { ms, signal: context.signal, onTimeout: () => new TimeUp() }, work);
  } catch (error) {
    if (error instanceof TimeUp) return undefined;
    throw error;
  }
}

/** Waits for an operation of the port, which must not take longer than `bytes` on the wire and a margin. @throws PORT_LOST */
export async function portDone(
  { context, transport }: { readonly context: TestContext; readonly transport: Transport },
  operation: Promise<void>,
  bytes = 0,
): Promise<void> {
  const onTimeout = (): Error => new KilnError('PORT_LOST', { path: transport.path, detail: 'stuck' });
  await within(
    context.clock,
    { ms: STUCK_MS + bytes * BYTE_MS, signal: context.signal, onTimeout },
    operation,
  );
}

/** Rejects with PORT_LOST when the transport ends; to be raced against a wait. Never an unhandled rejection. */
export function loss(transport: Transport): Promise<never> {
  const lost = transport.closed.then((end): never => {
    throw new KilnError('PORT_LOST', {
      path: transport.path,
      ...(end.by === 'loss' ? { detail: end.detail } : {}),
    });
  });
  lost.catch(() => undefined);
  return lost;
}
