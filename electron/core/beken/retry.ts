import type { LoaderStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { isLinkError, NoReply, type BadStatus } from './link-errors.js';
import { note, type Session } from './session.js';

const LINK_TRIES = 3;

/**
 * True where the loader answers at the current rate: it stays linked until it is reset (protocol §13.1). On T this
 * link check is also what allows the next erase (protocol §7.3).
 *
 * A class T target that lost a byte waits for the rest of the frame, without end (protocol §2.5), and would take the
 * link check for it. The `01` of a link check as the top byte of a torn erase makes an address that passes the
 * guard below 0x10000 and then, cut to 24 bits, lies in the bootloader: the board would be dead. So the frame is
 * filled up first, with zeros: a torn erase then lands below 0x10000 and is refused, a torn write is written again.
 * @param torn - a frame was sent and nothing came back: it may have arrived incomplete
 */
export async function findLoader({ commands }: Session, torn = false): Promise<boolean> {
  if (torn) await commands.completeTornFrame();
  for (let tries = 0; tries < LINK_TRIES; tries += 1) {
    try {
      await commands.linkCheck();
      return true;
    } catch (error) {
      if (!isLinkError(error)) throw error;
    }
    if (tries === 0 && !torn) await commands.completeTornFrame();
  }
  return false;
}

/** As `findLoader`. @throws KilnError LINK_LOST {during} */
export async function relink(session: Session, during: LoaderStage, torn = false): Promise<void> {
  if (!(await findLoader(session, torn))) throw new KilnError('LINK_LOST', { during });
}

export interface Retry {
  readonly tries: number;
  readonly during: LoaderStage;
  /** What is tried, for the log. */
  readonly what: string;
  /** Makes the error of the last try. */
  readonly giveUp: (cause: NoReply | BadStatus) => KilnError;
}

/**
 * Tries `work` a few times; between two tries the link is found again, which also drops any late reply to the one
 * before (replies come in order). `work` gets the number of the try, from 1.
 * @throws what `giveUp` makes, KilnError LINK_LOST, and whatever a retry cannot mend
 */
export async function retrying<T>(
  session: Session,
  retry: Retry,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isLinkError(error)) throw error;
      if (attempt >= retry.tries) {
        if (error instanceof NoReply) await relink(session, retry.during, true);
        throw retry.giveUp(error);
      }
      note(session, 'warning', 'loader.retry', { what: retry.what, reason: error.message, attempt });
      await relink(session, retry.during, error instanceof NoReply);
    }
  }
}
