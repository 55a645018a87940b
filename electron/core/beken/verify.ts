import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { differingSectors } from './bisect.js';
import { chipCrc } from './chip-crc.js';
import { erase } from './erase.js';
import { address, bytesOf, word } from './hex.js';
import type { WritePlan } from './plan.js';
import type { Range } from './range.js';
import { note, progress, type Session } from './session.js';
import { wireCrc } from './wire-crc.js';
import { write } from './write.js';
import type { WriteJob } from './write-job.js';

/** Rounds of rewriting bad sectors (protocol §13.1, state 9). */
const REPAIRS = 2;
/** Names this many bad sectors; a board that has more has all of them. */
const NAMED = 8;
/** TH25Q16HB, of which a weak batch is known (protocol §15.1). */
const WEAK_PART = 'EB 60 15';

/** CRC of what a plan holds in a range. */
export function planCrc({ start, image }: WritePlan, range: Range): number {
  return wireCrc(image.subarray(range.start - start, range.end - start));
}

/** Sectors by address, the first few, for a person. */
export function sectorList(sectors: readonly number[]): string {
  const names = sectors.slice(0, NAMED).map(address).join(', ');
  return sectors.length > NAMED ? `${names} …` : names;
}

/**
 * Asks for a range; a first mismatch is asked again before it counts, for a sagging supply gives wrong sums, too
 * (protocol §16).
 */
async function askTwice(session: Session, range: Range, expected: number): Promise<number> {
  const found = await chipCrc(session, range, 'verify');
  if (found === expected) return found;
  note(session, 'warning', 'loader.verify-again', { expected: word(expected, 8), found: word(found, 8) });
  return chipCrc(session, range, 'verify');
}

/** The sectors of some ranges that differ from the plan. */
export async function badSectors(
  session: Session,
  plan: WritePlan,
  ranges: readonly Range[],
): Promise<readonly number[]> {
  const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const bisection = {
    ask: (range: Range) => chipCrc(session, range, 'verify'),
    expected: (range: Range) => planCrc(plan, range),
  } as const;
  const bad: number[] = [];
  let done = 0;
  progress(session, done, total, plan.start);
  for (const range of ranges) {
    const crc = await askTwice(session, range, planCrc(plan, range));
    bad.push(...(await differingSectors(bisection, range, crc)));
    done += range.end - range.start;
    progress(session, done, total, range.end);
  }
  return bad;
}

function failure(facts: BoardFacts, plan: WritePlan, bad: readonly number[]): KilnError {
  const id = facts.flashId ? bytesOf(facts.flashId) : null;
  return new KilnError('FLASH_VERIFY', {
    address: address(bad[0] ?? plan.start),
    sectors: sectorList(bad),
    count: bad.length,
    hint: id === WEAK_PART ? 'weak-flash' : 'supply',
  });
}

/**
 * Proves what the job has written by CRC (protocol §6): usually one over the whole range. Bad sectors are found by
 * bisection, rewritten and proved again, twice at most.
 * @returns CRC of the plan, which the chip then holds, wire form
 * @throws KilnError FLASH_VERIFY {address of the first bad sector, sectors, count, hint}, CRC_NO_ANSWER, LINK_LOST
 */
export async function verify(session: Session, facts: BoardFacts, job: WriteJob): Promise<number> {
  const { plan } = job;
  for (let repairs = 0; ; repairs += 1) {
    const bad = await badSectors(session, plan, job.unproved);
    if (bad.length === 0) break;
    if (repairs === REPAIRS) throw failure(facts, plan, bad);
    note(session, 'warning', 'loader.repair', { count: bad.length, sectors: sectorList(bad) });
    job.redo(bad);
    await erase(session, facts, job);
    await write(session, job);
  }
  const crc = planCrc(plan, plan);
  note(session, 'info', 'loader.verified', { bytes: plan.image.length, crc: word(crc, 8) });
  return crc;
}
