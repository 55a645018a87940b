import type { Transport } from '../serial/transport.js';
import type { TestContext } from './api.js';
import { portDone } from './wait-for.js';

/** Of the module's log on UART2 (authorization §1.1). */
const LOG_BAUD = 115200;
/** Both spellings are seen. `mf_init succ` follows on locked units too and proves nothing (authorization §0.1.11). */
const LOCKED = /have activ(at)?ed over 15 min/;
/** Longer than the line, so that it is found however the chunks are cut. */
const KEEP = 256;

export interface EntryLog {
  /** Resolves when the module's log says that it is locked; otherwise never. */
  readonly locked: Promise<'locked'>;
  readonly stop: () => void;
}

/** Listens on the module's log. What goes wrong with that port is no reason to stop: the log only adds to the verdict. */
export async function watchLog(log: Transport | undefined, context: TestContext): Promise<EntryLog> {
  if (log === undefined) return { locked: new Promise(() => undefined), stop: () => undefined };
  const port = { context, transport: log };
  try {
    await portDone(port, log.setBaudRate(LOG_BAUD));
    await portDone(port, log.discardInput());
  } catch (error) {
    context.signal.throwIfAborted();
    context.onNote?.({ level: 'warning', key: 'test.log-lost', data: { detail: String(error) } });
  }
  let text = '';
  let stop: () => void = () => undefined;
  const locked = new Promise<'locked'>((resolve) => {
    stop = log.onData((chunk) => {
      text += Buffer.from(chunk).toString('latin1');
      if (LOCKED.test(text)) resolve('locked');
      text = text.slice(-KEEP);
    });
  });
  return { locked, stop };
}
