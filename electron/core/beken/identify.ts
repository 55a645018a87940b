import { CHIPS, type ChipChoice, type ChipName } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { CHIP_ID_MASK, chipIdRegisters, chipOfBootloader, chipsOfId, isChipId } from './chip-ids.js';
import { flashPart, isNoFlash, type FlashId } from './flash-parts.js';
import { probeFlashSize } from './flash-size.js';
import { bytesOf, word } from './hex.js';
import { BadStatus, isLinkError } from './link-errors.js';
import { relink, retrying } from './retry.js';
import { note, type Session } from './session.js';
import { PROBE_MS, QUERY_MS } from './timeouts.js';
import { wireCrc } from './wire-crc.js';

const T_VERSION = /^BK7231S_/;
const FLASH_ID_TRIES = 4;
/** How long the first register is waited for, round by round. Silence to it means class T, which is then asked itself. */
const PATIENCE_MS = [PROBE_MS, QUERY_MS] as const;
const HEAD_BYTES = 256;
const BLANK_HEAD_CRC = wireCrc(new Uint8Array(HEAD_BYTES).fill(0xff));

/** `candidates`: chips that answer like this, the likeliest first; empty where only the class is known. */
interface Answer {
  readonly protocolClass: BoardFacts['protocolClass'];
  readonly candidates: readonly ChipName[];
  readonly bootVersion: string | null;
  readonly chipId: number | null;
  /** For the error, where it comes to that. */
  readonly detail: string;
}

/** Silence and refusal are answers here: they tell the classes apart. */
async function ask<T>(question: Promise<T>): Promise<T | BadStatus | null> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof BadStatus) return error;
    if (isLinkError(error)) return null;
    throw error;
  }
}

function unknown(detail: string): KilnError {
  return new KilnError('CHIP_UNKNOWN', { detail });
}

/**
 * Step 1 of the decision tree: class N answers, with its id in one of several registers.
 * @param patient a first register that is silent says nothing of the others: it may not be mapped on this chip
 * @returns null where all is silent
 */
async function askRegisters(
  { commands }: Session,
  registers: readonly number[],
  { ms, patient }: { readonly ms: number; readonly patient: boolean },
): Promise<Answer | null> {
  const common = { protocolClass: 'N', bootVersion: null } as const;
  let [first, refused]: [number | null, BadStatus | null] = [null, null];
  for (const [index, register] of registers.entries()) {
    const silent: boolean = first === null && refused === null;
    const wait: number = index === 0 ? ms : silent ? PROBE_MS : QUERY_MS;
    const value: number | BadStatus | null = await ask(commands.readRegister(register, wait));
    if (value === null && index === 0 && !patient) return null;
    if (value instanceof BadStatus) refused ??= value;
    if (value === null || value instanceof BadStatus) continue;
    const chipId = value & CHIP_ID_MASK;
    first ??= chipId;
    if (isChipId(chipId)) {
      return { ...common, candidates: chipsOfId(chipId), chipId, detail: `chip id ${word(chipId, 5)}` };
    }
  }
  if (first !== null)
    return { ...common, candidates: [], chipId: first, detail: `chip id ${word(first, 5)}` };
  // A loader that knows the framing and not this command (protocol §10.1).
  if (!refused) return null;
  return { ...common, candidates: [], chipId: null, detail: `chip id refused, status ${refused.status}` };
}

/** Step 2: Tuya's class T loaders tell their version. */
async function askVersion({ commands }: Session): Promise<Answer | null> {
  const version = await ask(commands.bootVersion());
  if (version === null || version instanceof BadStatus) return null;
  const candidates: readonly ChipName[] = T_VERSION.test(version) ? ['BK7231T', 'BK7231S'] : [];
  return {
    protocolClass: 'T',
    candidates,
    bootVersion: version,
    chipId: null,
    detail: `boot version ${version}`,
  };
}

/** Step 3: class T loaders without a version command are known by their first bytes. */
async function askBootloader(session: Session, chosen: ChipChoice): Promise<Answer> {
  const wire = await ask(session.commands.crc(0, HEAD_BYTES));
  if (wire === null || wire instanceof BadStatus) {
    await relink(session, 'identify');
    throw unknown('no answer to chip id, version and checksum');
  }
  // A loader that runs from flash cannot be blank: the flash does not answer the CRC (protocol §16).
  if (wire === BLANK_HEAD_CRC) throw new KilnError('FLASH_BLANK');
  const crc = ~wire >>> 0;
  const known = chipOfBootloader(crc);
  const common = { protocolClass: 'T', bootVersion: null, chipId: null } as const;
  const detail = `bootloader ${word(crc, 8)}`;
  if (known) return { ...common, candidates: [known], detail };
  // An unknown bootloader is only a warning (protocol §10.3), and no register: class T. But only on the operator's word.
  if (chosen !== 'auto') note(session, 'warning', 'loader.bootloader-unknown', { crc: word(crc, 8) });
  return { ...common, candidates: [], detail };
}

async function answer(session: Session, chosen: ChipChoice): Promise<Answer> {
  const registers = chipIdRegisters(chosen);
  for (const [round, ms] of PATIENCE_MS.entries()) {
    const patience = { ms, patient: round > 0 };
    const byRegister = await askRegisters(session, registers, patience);
    if (byRegister) return byRegister;
    // Silence may be a chip that knows none of it, or no chip any more; and whoever stands beside the board and sees
    // nothing answer for long presses reset.
    if (patience.patient) await relink(session, 'identify');
    const byVersion = await askVersion(session);
    if (byVersion) return byVersion;
    await relink(session, 'identify');
  }
  return askBootloader(session, chosen);
}

/**
 * The chip by what answered and what was chosen: by name where the answer gives one, else by the operator's word as
 * long as the class agrees (protocol §16: fall back by class, not by name).
 */
function decide(found: Answer, chosen: ChipChoice): ChipName {
  const { candidates, protocolClass, detail } = found;
  const [likeliest] = candidates;
  if (chosen === 'auto') {
    if (likeliest) return likeliest;
    throw unknown(detail);
  }
  if (likeliest && !candidates.includes(chosen)) {
    throw new KilnError('CHIP_MISMATCH', { chosen, answered: likeliest });
  }
  if (CHIPS[chosen].protocolClass !== protocolClass) {
    throw new KilnError('CHIP_MISMATCH', { chosen, answered: detail });
  }
  return chosen;
}

async function readFlashId(session: Session): Promise<FlashId> {
  const retry = {
    tries: FLASH_ID_TRIES,
    during: 'identify',
    what: 'flash-id',
    giveUp: () => new KilnError('FLASH_NO_ANSWER', { id: '-' }),
  } as const;
  let id: FlashId = [0, 0, 0];
  for (let tries = 0; tries < FLASH_ID_TRIES; tries += 1) {
    id = await retrying(session, retry, () => session.commands.flashId());
    if (!isNoFlash(id)) return id;
  }
  throw new KilnError('FLASH_NO_ANSWER', { id: bytesOf(id) });
}

/** BK7236 and BK7258 share their id; only the latter has 8 MiB and more (protocol §15). */
function byFlash(chip: ChipName, chosen: ChipChoice, flashBytes: number): ChipName {
  return chip === 'BK7236' && chosen === 'auto' && flashBytes >= CHIPS.BK7258.flashBytes ? 'BK7258' : chip;
}

/**
 * Finds out what answers (protocol §10); nothing on the board is changed.
 * @throws KilnError CHIP_UNKNOWN {detail}, CHIP_MISMATCH {chosen, answered}, FLASH_NO_ANSWER {id}, FLASH_BLANK, LINK_LOST
 */
export async function identify(session: Session, chosen: ChipChoice): Promise<BoardFacts> {
  const found = await answer(session, chosen);
  const chip = decide(found, chosen);
  const { protocolClass, bootVersion, chipId } = found;
  if (protocolClass === 'T') {
    // Tuya's loaders are found on 2 MiB only (protocol §10.4); the others are asked.
    const usual = CHIPS[chip].flashBytes;
    const flashBytes = chip === 'BK7231T' ? usual : await probeFlashSize(session, usual);
    return { chip, protocolClass, bootVersion, chipId, flashId: null, flashBytes };
  }
  const flashId = await readFlashId(session);
  const flashBytes = flashPart(flashId).bytes;
  return { chip: byFlash(chip, chosen, flashBytes), protocolClass, bootVersion, chipId, flashId, flashBytes };
}
