import { KilnError, cancelled } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { BoardFacts, LoaderContext, LoaderRequest } from './api.js';
import { CONTACT_RATE, FASTEST_RATE, negotiateBaud, ratesFrom } from './baud.js';
import { capture } from './capture.js';
import { Commands } from './commands.js';
import { flashPart } from './flash-parts.js';
import { bytesOf } from './hex.js';
import { identify } from './identify.js';
import { isLinkError } from './link-errors.js';
import { Link } from './link.js';
import {
  initialState,
  isTerminal,
  next,
  placeOf,
  type Interrupted,
  type LoaderOutcome,
  type LoaderState,
  type TerminalState,
  type WorkingState,
} from './loader-state.js';
import { findLoader } from './retry.js';
import { note, type Session } from './session.js';
import type { Board, Task } from './task.js';

const CAPTURE_MS = 60_000;
/** As far as three address bytes go; beyond it other commands are needed (protocol §4). */
const THREE_BYTE_REACH = 0x1000000;

function isCode(error: unknown, code: KilnError['code']): error is KilnError {
  return error instanceof KilnError && error.code === code;
}

/** Back at 115200 whatever was before, waits for the board. A board lost at a rate is to blame on the rate. */
async function captureBoard(
  session: Session,
  ms: number,
  { failed, interrupted }: Pick<Extract<WorkingState, { at: 'task' }>, 'failed' | 'interrupted'>,
): Promise<LoaderOutcome> {
  const { commands, signal } = session;
  await commands.link.setBaudRate(CONTACT_RATE, signal);
  await commands.link.discardInput(signal);
  try {
    await capture(session, ms);
  } catch (error) {
    if (!isCode(error, 'BUS_NOT_CAPTURED')) throw error;
    if (interrupted) throw new KilnError('LINK_LOST', { during: interrupted.during }, { cause: error });
    if (failed.length === 0) throw error;
    throw new KilnError('BAUD_RATE_FAILED', { tried: failed.join(', ') }, { cause: error });
  }
  return { type: 'captured' };
}

function announce(session: Session, facts: BoardFacts): void {
  session.onEvent({ type: 'identified', facts });
  note(session, 'info', 'loader.identified', { chip: facts.chip, version: facts.bootVersion ?? '' });
  if (!facts.flashId) return;
  const { name, bytes } = flashPart(facts.flashId);
  note(session, 'info', 'loader.flash', {
    flashId: bytesOf(facts.flashId),
    part: name ?? '?',
    kib: bytes / 1024,
  });
}

/** A board that came back must be the one that was interrupted, as far as a loader can tell. */
function requireSame(interrupted: Interrupted | null, facts: BoardFacts): void {
  if (!interrupted) return;
  const key = (of: BoardFacts): string =>
    JSON.stringify([of.chip, of.flashId, of.flashBytes, of.bootVersion]);
  if (key(interrupted.facts) === key(facts)) return;
  throw new KilnError('BOARD_CHANGED', { before: interrupted.facts.chip, now: facts.chip });
}

async function setBaud(
  session: Session,
  request: LoaderRequest,
  rates: readonly number[],
): Promise<LoaderOutcome> {
  const outcome = await negotiateBaud(session, rates);
  if (outcome.result === 'lost') {
    note(session, 'warning', 'loader.baud-lost', { baudRate: outcome.failed });
    return { type: 'baud-lost', failed: outcome.failed };
  }
  session.onEvent({ type: 'baud', baudRate: outcome.baudRate });
  request.rates?.keep(outcome.baudRate);
  return { type: 'baud-settled', baudRate: outcome.baudRate };
}

/** Where is it? At its rate, at 115200, or only a reset helps (protocol §13.1). */
async function findAgain(session: Session): Promise<LoaderOutcome> {
  const { commands, signal } = session;
  note(session, 'warning', 'loader.link-lost', {});
  if (await findLoader(session, true)) return { type: 'link-found', at: 'working-rate' };
  await commands.link.setBaudRate(CONTACT_RATE, signal);
  if (await findLoader(session)) return { type: 'link-found', at: 'contact-rate' };
  return { type: 'link-gone' };
}

/** Does the work of one state. */
async function work<R>(
  session: Session,
  request: LoaderRequest,
  task: Task<R>,
  state: WorkingState,
): Promise<LoaderOutcome> {
  switch (state.at) {
    case 'capture':
      return captureBoard(session, request.captureMs ?? CAPTURE_MS, state);
    case 'identify': {
      const facts = await identify(session, request.chip);
      requireSame(state.interrupted, facts);
      session.commands.wide = facts.flashBytes > THREE_BYTE_REACH;
      announce(session, facts);
      return { type: 'identified', facts };
    }
    case 'baud':
      return setBaud(session, request, state.rates);
    case 'relink':
      return findAgain(session);
    case 'task':
      await task.steps[state.step]?.run(session, state.board);
      return { type: 'step-done' };
  }
}

/** A lost link ends the step, not the run: see `relink` in loader-state. */
function outcomeOf(state: WorkingState, error: unknown): LoaderOutcome {
  const lost = isLinkError(error)
    ? new KilnError('LINK_LOST', { during: placeOf(state) }, { cause: error })
    : error;
  if (state.at === 'task' && isCode(lost, 'LINK_LOST')) return { type: 'link-lost', error: lost };
  return { type: 'failed', error: lost instanceof Error ? lost : new Error(String(lost)) };
}

/** The work of one state and its end, whichever: a stop counts as such even if it surfaced as an error. */
async function perform<R>(
  session: Session,
  request: LoaderRequest,
  task: Task<R>,
  state: WorkingState,
): Promise<LoaderOutcome> {
  if (session.signal.aborted) return { type: 'cancelled' };
  if (state.at === 'task' && task.steps[state.step]?.skip?.(state.board) === true)
    return { type: 'step-done' };
  const stage = placeOf(state);
  if (stage !== 'place' && stage !== 'relink') session.onEvent({ type: 'stage', stage });
  try {
    const outcome = await work(session, request, task, state);
    return session.signal.aborted ? { type: 'cancelled' } : outcome;
  } catch (error) {
    return session.signal.aborted ? { type: 'cancelled' } : outcomeOf(state, error);
  }
}

function finish(state: TerminalState, signal: AbortSignal): Board {
  switch (state.at) {
    case 'succeeded':
      return state.board;
    case 'failed':
      throw state.error;
    case 'cancelled':
      throw signal.reason instanceof Error ? signal.reason : cancelled();
  }
}

/**
 * Links, identifies, sets the rate, and does a task with the board: the state machine of every operation (protocol
 * §13.1). The transport must be open; it stays open and is left at the last rate. Where a rate loses the board, the
 * stages go back to `capture` for a slower one; where the link is lost later, the task goes on once it is found.
 * @throws KilnError of the group `board`, PORT_LOST, what the task throws, or the signal's reason on a stop
 */
export async function runTask<R>(
  transport: Transport,
  request: LoaderRequest,
  task: Task<R>,
  context: LoaderContext,
): Promise<R> {
  const link = new Link(transport, context.clock, context.tap);
  const session: Session = { ...context, commands: new Commands(link, context.clock, context.signal) };
  const wanted = request.baudRate === 'max' ? (request.rates?.recall() ?? FASTEST_RATE) : request.baudRate;
  try {
    let state: LoaderState = initialState(ratesFrom(wanted), task.steps);
    while (!isTerminal(state)) state = next(state, await perform(session, request, task, state));
    return task.report(finish(state, context.signal));
  } finally {
    link.dispose();
  }
}
