import { KilnError, cancelled } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import { sleep } from '../time/wait.js';
import type { BoardFacts, LoaderContext, ProgramReport, ProgramRequest } from './api.js';
import { CONTACT_RATE, negotiateBaud, ratesFrom } from './baud.js';
import { capture } from './capture.js';
import { Commands } from './commands.js';
import { erase } from './erase.js';
import { flashPart } from './flash-parts.js';
import { bytesOf } from './hex.js';
import { identify } from './identify.js';
import { isLinkError } from './link-errors.js';
import { Link } from './link.js';
import { initialState, isTerminal, next } from './loader-state.js';
import type { LoaderOutcome, LoaderState, TerminalState, WorkingState } from './loader-state.js';
import { planWrite } from './plan.js';
import { readSector } from './read.js';
import { note, type Session } from './session.js';
import { unprotect } from './unprotect.js';
import { verify } from './verify.js';
import { write } from './write.js';

const CAPTURE_MS = 60_000;
/** No reply comes, so it is said three times (protocol §13). */
const REBOOTS = 3;
const REBOOT_GAP_MS = 20;

/** Back at 115200 whatever was before, waits for the board. A board lost at a rate is to blame on the rate. */
async function captureBoard(session: Session, ms: number, failed: readonly number[]): Promise<LoaderOutcome> {
  const { commands, signal } = session;
  await commands.link.setBaudRate(CONTACT_RATE, signal);
  await commands.link.discardInput(signal);
  try {
    await capture(session, ms);
  } catch (error) {
    const atRate = error instanceof KilnError && error.code === 'BUS_NOT_CAPTURED' && failed.length > 0;
    throw atRate ? new KilnError('BAUD_RATE_FAILED', { tried: failed.join(', ') }, { cause: error }) : error;
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

async function setBaud(session: Session, rates: readonly number[]): Promise<LoaderOutcome> {
  const outcome = await negotiateBaud(session, rates);
  if (outcome.result === 'lost') {
    note(session, 'warning', 'loader.baud-lost', { baudRate: outcome.failed });
    return { type: 'baud-lost', failed: outcome.failed };
  }
  session.onEvent({ type: 'baud', baudRate: outcome.baudRate });
  return { type: 'baud-settled', baudRate: outcome.baudRate };
}

async function reboot({ commands, clock, signal }: Session): Promise<void> {
  for (let sent = 0; sent < REBOOTS; sent += 1) {
    await commands.reboot();
    await sleep(clock, REBOOT_GAP_MS, signal);
  }
}

/** Does the work of one state. */
async function work(session: Session, request: ProgramRequest, state: WorkingState): Promise<LoaderOutcome> {
  switch (state.at) {
    case 'capture':
      return captureBoard(session, request.captureMs ?? CAPTURE_MS, state.failed);
    case 'identify': {
      const facts = await identify(session, request.chip);
      announce(session, facts);
      return { type: 'identified', facts };
    }
    case 'baud':
      return setBaud(session, state.rates);
    case 'place': {
      const { facts, baudRate } = state;
      const read = (address: number): Promise<Uint8Array> => readSector(session, address, 'baud');
      const placement = await request.place({ facts, baudRate, readSector: read });
      return { type: 'placed', plan: planWrite(facts, placement) };
    }
    case 'unprotect':
      await unprotect(session, state.facts);
      return { type: 'unprotected' };
    case 'erase':
      await erase(session, state.facts, state.plan);
      return { type: 'erased' };
    case 'program':
      await write(session, state.plan);
      return { type: 'programmed' };
    case 'verify':
      return { type: 'verified', crc: await verify(session, state.plan) };
    case 'reboot':
      await reboot(session);
      note(session, 'info', 'loader.rebooted');
      return { type: 'rebooted' };
  }
}

/** The work of one state and its end, whichever: a stop counts as such even if it surfaced as an error. */
async function perform(
  session: Session,
  request: ProgramRequest,
  state: WorkingState,
): Promise<LoaderOutcome> {
  if (session.signal.aborted) return { type: 'cancelled' };
  if (state.at !== 'place') session.onEvent({ type: 'stage', stage: state.at });
  try {
    const outcome = await work(session, request, state);
    return session.signal.aborted ? { type: 'cancelled' } : outcome;
  } catch (error) {
    if (session.signal.aborted) return { type: 'cancelled' };
    if (isLinkError(error)) {
      return { type: 'failed', error: new KilnError('LINK_LOST', { during: state.at }, { cause: error }) };
    }
    return { type: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function finish(state: TerminalState, signal: AbortSignal): ProgramReport {
  switch (state.at) {
    case 'succeeded':
      return state.report;
    case 'failed':
      throw state.error;
    case 'cancelled':
      throw signal.reason instanceof Error ? signal.reason : cancelled();
  }
}

/**
 * Burns one board: capture, identify, baud rate, placement, unprotect, erase, write, verify, reboot (protocol
 * §13.1). The transport must be open; it stays open and is left at the last rate. Where a rate loses the board,
 * the stages go back to `capture` for a slower one.
 * @throws KilnError of the group `board`, PORT_LOST, what `request.place` throws, or the signal's reason on a stop
 */
export async function program(
  transport: Transport,
  request: ProgramRequest,
  context: LoaderContext,
): Promise<ProgramReport> {
  const link = new Link(transport, context.clock);
  const session: Session = { ...context, commands: new Commands(link, context.clock, context.signal) };
  try {
    let state: LoaderState = initialState(ratesFrom(request.baudRate));
    while (!isTerminal(state)) state = next(state, await perform(session, request, state));
    return finish(state, context.signal);
  } finally {
    link.dispose();
  }
}
