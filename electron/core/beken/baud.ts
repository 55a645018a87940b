import { BAUD_RATES } from '../../../shared/domain/chip.js';
import { isLinkError } from './link-errors.js';
import { note, type Session } from './session.js';

/** First contact, and what a loader returns to by reset only. */
export const CONTACT_RATE = 115200;
/** What `max` begins with. */
export const FASTEST_RATE: number = BAUD_RATES[BAUD_RATES.length - 1] ?? CONTACT_RATE;
/** The usual delay, then the one for slow USB adapters (protocol §3.2). */
const DELAYS_MS = [20, 100] as const;
/** Link checks that must be answered in a row before a rate is trusted. */
const PROOF = 3;
/** Link checks that may reach a target whose reply to the command was lost. */
const SEARCH = 5;

/** `settled`: both ends are at `baudRate`. `lost`: the target is at a rate at which it cannot be heard; only a reset helps. */
export type BaudOutcome =
  | { readonly result: 'settled'; readonly baudRate: number }
  | { readonly result: 'lost'; readonly failed: number };

/** The rates to try, fastest first, down to 115200. */
export function ratesFrom(wanted: number): readonly number[] {
  const slower = BAUD_RATES.filter((rate) => rate < wanted && rate > CONTACT_RATE).reverse();
  return wanted > CONTACT_RATE ? [wanted, ...slower, CONTACT_RATE] : [CONTACT_RATE];
}

/** True when the work got through; a stop and a lost port are thrown on. */
async function works(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isLinkError(error)) return false;
    throw error;
  }
}

async function linkChecks(session: Session, wanted: number, tries: number): Promise<boolean> {
  for (let sent = 0, answered = 0; sent < tries; sent += 1) {
    if (await works(() => session.commands.linkCheck())) answered += 1;
    else answered = 0;
    if (answered === wanted) return true;
  }
  return false;
}

/**
 * True where the adapter can be set to the rate at all. Asked before the target is: once it has changed, a host
 * that cannot follow has lost it.
 */
async function adapterCan(session: Session, rate: number): Promise<boolean> {
  const { link } = session.commands;
  const before = link.baudRate;
  try {
    await link.setBaudRate(rate, session.signal);
    return true;
  } catch (error) {
    session.signal.throwIfAborted();
    note(session, 'warning', 'loader.adapter-rate', {
      baudRate: rate,
      reason: error instanceof Error ? error.message : String(error),
    });
    return false;
  } finally {
    if (!session.signal.aborted) await link.setBaudRate(before, session.signal);
  }
}

/** Leads both ends back to 115200. False where the target is out of reach. */
async function retreat(session: Session, from: number): Promise<boolean> {
  const { commands, signal } = session;
  // It may hear us although we do not hear it.
  await commands.link.setBaudRate(from, signal);
  await works(() => commands.postBaudRate(CONTACT_RATE, DELAYS_MS[0]));
  await commands.link.setBaudRate(CONTACT_RATE, signal);
  return linkChecks(session, 1, PROOF);
}

/** One try at one rate; true when it holds. */
async function change(session: Session, rate: number, delayMs: number): Promise<boolean> {
  const { commands, signal } = session;
  const replied = await works(() => commands.setBaudRate(rate, delayMs));
  if (commands.link.baudRate !== rate) await commands.link.setBaudRate(rate, signal);
  return linkChecks(session, PROOF, replied ? PROOF : PROOF + SEARCH);
}

/**
 * Goes to the first rate of the list that works (protocol §3.2). Every rate is proved by link checks, whether or
 * not the command's own reply came through. Both ends must be at 115200.
 * @param rates fastest first, 115200 last
 */
export async function negotiateBaud(session: Session, rates: readonly number[]): Promise<BaudOutcome> {
  for (const rate of rates) {
    if (rate === CONTACT_RATE) break;
    if (!(await adapterCan(session, rate))) continue;
    for (const delayMs of DELAYS_MS) {
      if (await change(session, rate, delayMs)) return { result: 'settled', baudRate: rate };
      if (!(await retreat(session, rate))) return { result: 'lost', failed: rate };
    }
    note(session, 'warning', 'loader.baud-failed', { baudRate: rate });
  }
  return { result: 'settled', baudRate: CONTACT_RATE };
}
