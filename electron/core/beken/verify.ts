import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { address, word } from './hex.js';
import type { WritePlan } from './plan.js';
import { retrying } from './retry.js';
import { note, progress, type Session } from './session.js';
import { wireCrc } from './wire-crc.js';

const TRIES = 3;

/** CRC of the chip over part of the plan; offsets are relative to its start. */
function chipCrc(session: Session, plan: WritePlan, from: number, to: number): Promise<number> {
  const retry = {
    tries: TRIES,
    during: 'verify',
    what: 'crc',
    giveUp: () =>
      new KilnError('FLASH_VERIFY', { address: address(plan.start + from), expected: '-', found: '-' }),
  } as const;
  return retrying(session, retry, () => session.commands.crc(plan.start + from, to - from));
}

async function agrees(session: Session, plan: WritePlan, from: number, to: number): Promise<boolean> {
  return (await chipCrc(session, plan, from, to)) === wireCrc(plan.image.subarray(from, to));
}

/** Halves the range until one sector is left: the first that differs. */
async function firstBadSector(session: Session, plan: WritePlan): Promise<number> {
  let [from, to] = [0, plan.image.length];
  while (to - from > SECTOR) {
    const middle = from + Math.ceil((to - from) / 2 / SECTOR) * SECTOR;
    if (await agrees(session, plan, from, middle)) from = middle;
    else to = middle;
  }
  return from;
}

/**
 * Proves the range by one CRC of the chip against the file's (protocol §6). A first mismatch is asked again before
 * it counts: a sagging supply gives wrong sums, too (protocol §16).
 * @returns the CRC of the chip, wire form
 * @throws KilnError FLASH_VERIFY {address of the first bad sector, expected, found}, LINK_LOST
 */
export async function verify(session: Session, plan: WritePlan): Promise<number> {
  const total = plan.image.length;
  const expected = wireCrc(plan.image);
  progress(session, 0, total, plan.start);
  let found = await chipCrc(session, plan, 0, total);
  if (found !== expected) {
    note(session, 'warning', 'loader.verify-again', { expected: word(expected, 8), found: word(found, 8) });
    found = await chipCrc(session, plan, 0, total);
  }
  if (found !== expected) {
    const bad = await firstBadSector(session, plan);
    throw new KilnError('FLASH_VERIFY', {
      address: address(plan.start + bad),
      expected: word(expected, 8),
      found: word(found, 8),
    });
  }
  progress(session, total, total, plan.start + total);
  note(session, 'info', 'loader.verified', { bytes: total, crc: word(found, 8) });
  return found;
}
