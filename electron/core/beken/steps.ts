import { sleep } from '../time/wait.js';
import type { BoardFacts, IdentifiedBoard, LoaderRequest } from './api.js';
import { CONTACT_RATE } from './baud.js';
import { readEfuseKey } from './efuse.js';
import { isLinkError } from './link-errors.js';
import { alignedRange } from './range.js';
import { ReadJob } from './read-range.js';
import { readSector } from './read.js';
import { note, type Session } from './session.js';
import type { Board, TaskStep } from './task.js';

/** No reply comes, so it is said three times (protocol §13). */
const REBOOTS = 3;
const REBOOT_GAP_MS = 20;
const STAY_DELAY_MS = 20;

async function reboot({ commands, clock, signal }: Session): Promise<void> {
  for (let sent = 0; sent < REBOOTS; sent += 1) {
    if (sent > 0) await sleep(clock, REBOOT_GAP_MS, signal);
    await commands.reboot();
  }
}

/** Back to 115200, where the next capture looks for it. Whether it worked shows then. */
async function stay({ commands }: Session): Promise<void> {
  if (commands.link.baudRate === CONTACT_RATE) return;
  try {
    await commands.setBaudRate(CONTACT_RATE, STAY_DELAY_MS);
  } catch (error) {
    if (!isLinkError(error)) throw error;
  }
}

/** The last step of most operations: the board runs its firmware, or its loader waits for the next one. */
export function leave({ after = 'reboot' }: LoaderRequest): TaskStep {
  return {
    stage: 'reboot',
    again: null,
    run: async (session) => {
      if (after === 'stay') return stay(session);
      await reboot(session);
      note(session, 'info', 'loader.rebooted');
    },
  };
}

/** A board as the caller's own decision sees it. */
export function identifiedBoard(session: Session, { facts, baudRate }: Board): IdentifiedBoard {
  return {
    facts,
    baudRate,
    readSector: (at) => readSector(session, facts, at, 'read'),
    readRange: (start, length) => readWhole(session, facts, alignedRange(facts, start, length)),
    readEfuseKey: () => readEfuseKey(session, facts),
  };
}

async function readWhole(
  session: Session,
  facts: BoardFacts,
  range: { readonly start: number; readonly end: number },
): Promise<Uint8Array> {
  const job = new ReadJob(range, { put: () => Promise.resolve() });
  await job.read(session, facts);
  await job.prove(session, facts);
  return job.content;
}
