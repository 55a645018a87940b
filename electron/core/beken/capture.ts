import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import { LINK_CHECK } from './command-table.js';
import { FrameReader } from './frame-reader.js';
import type { Frame } from './frames.js';
import { LineWatcher } from './line-watcher.js';
import { NoReply, isLinkError } from './link-errors.js';
import { RESET_EVERY_MS, ResetLine } from './reset-line.js';
import { note, type Session } from './session.js';
import { LINK_POLL_MS } from './timeouts.js';

const SETTLE_MS = 100;
/** A second reply to the confirming link check would come within this: then older ones were still under way. */
const STRAY_MS = 20;
const TELL_EVERY_MS = 1000;
/** What to tell the operator who waits, and when (protocol §9). */
const HINTS = [
  [3000, 'loader.hint-reset'],
  [10_000, 'loader.hint-wiring'],
] as const;

function isLinkReply(frame: Frame): boolean {
  return frame.kind === 'short' && frame.code === LINK_CHECK.replyCode;
}

async function answers(session: Session, ms?: number): Promise<boolean> {
  try {
    await session.commands.linkCheck(ms);
    return true;
  } catch (error) {
    if (isLinkError(error)) return false;
    throw error;
  }
}

/**
 * Every link check sent gets its own reply (protocol §0.3): waits until they have all come, drops them, and asks
 * once more. True when exactly one reply came.
 */
async function settle(session: Session): Promise<boolean> {
  const { clock, signal, commands } = session;
  await sleep(clock, SETTLE_MS, signal);
  await commands.link.discardInput(signal);
  // Counted as frames, so that noise or an echo beside the reply does not matter.
  const reader = new FrameReader();
  let replies = 0;
  const stop = commands.link.onBytes((chunk) => {
    replies += reader.push(chunk).filter(isLinkReply).length;
  });
  try {
    if (!(await answers(session))) return false;
    await sleep(clock, STRAY_MS, signal);
    return replies === 1;
  } finally {
    stop();
  }
}

/**
 * Sends link checks until the loader answers: it listens for 400 ms after a reset only (protocol §0.2, §9). The
 * host must be at 115200.
 * @param ms how long to try
 * @throws KilnError BUS_NOT_CAPTURED {seconds, seen, bytes}
 */
export async function capture(session: Session, ms: number): Promise<void> {
  const { clock, commands } = session;
  const { link } = commands;
  const started = clock.now();
  const deadline = started + ms;
  const watcher = new LineWatcher();
  const stop = link.onBytes((chunk) => watcher.push(chunk));
  const reset = new ResetLine(link);
  let nextCycle = started;
  let nextTell = started;
  const hints = [...HINTS];
  try {
    for (let now = started; now < deadline; now = clock.now()) {
      if (now >= nextTell) {
        session.onEvent({ type: 'waiting', deadline, seen: watcher.seen(), bytesSeen: watcher.bytes });
        nextTell = now + TELL_EVERY_MS;
      }
      const [hint] = hints;
      if (hint && now >= started + hint[0]) {
        note(session, 'info', hint[1]);
        hints.shift();
      }
      if (now >= nextCycle) {
        await commands.rebootApplication();
        await reset.press(clock.now());
        nextCycle = now + RESET_EVERY_MS;
      }
      await reset.tick(clock.now());
      if (!(await answers(session, LINK_POLL_MS))) continue;
      await reset.release();
      if (await settle(session)) {
        note(session, 'info', 'loader.linked', { seconds: ((clock.now() - started) / 1000).toFixed(1) });
        return;
      }
    }
  } catch (error) {
    // The port takes no bytes any more (a stuck adapter): to the operator that is a board that does not answer.
    if (!(error instanceof NoReply)) throw error;
  } finally {
    stop();
    await reset.release();
  }
  throw new KilnError('BUS_NOT_CAPTURED', {
    seconds: Math.round((clock.now() - started) / 1000),
    seen: watcher.seen(),
    bytes: watcher.bytes,
  });
}
