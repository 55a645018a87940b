import { CHIPS, type ChipChoice, type ChipName } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts } from './api.js';
import { flashPart, isNoFlash, type FlashId } from './flash-parts.js';
import { bytesOf, word } from './hex.js';
import { BadStatus, isLinkError } from './link-errors.js';
import { relink, retrying } from './retry.js';
import { note, type Session } from './session.js';

const CHIP_ID_REGISTER = 0x00800000;
/** A leading 0x01 may stand before the id (protocol §3.3). */
const CHIP_ID_MASK = 0x00ffffff;
const CHIP_ID_N = 0x7231c;
const T_VERSION = /^BK7231S_/;
const ROUNDS = 2;
const FLASH_ID_TRIES = 4;

/** Bootloaders by the CRC of their first 256 bytes, zlib form (protocol §10.3). Null: a chip that Kiln does not burn. */
const BOOTLOADERS: Readonly<Record<number, ChipName | null>> = {
  0xc1eca871: 'BK7231T',
  0x4b31e44d: 'BK7231T',
  0xba54c1b8: 'BK7231T',
  0xe5cbc953: 'BK7231T',
  0x2739019f: null,
  0xf0231ef6: null,
  0xff5a3eac: null,
  0x39f9b50c: null,
  0xe3a27c26: null,
};

type Identity = Pick<BoardFacts, 'chip' | 'bootVersion' | 'chipId'>;

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

/** Steps 1 and 2 of the decision tree: the chip id register (N), then the boot version (T). */
async function askByName({ commands }: Session): Promise<Identity | null> {
  const id = await ask(commands.readRegister(CHIP_ID_REGISTER));
  if (id instanceof BadStatus) throw unknown(`chip id refused, status ${id.status}`);
  if (id !== null) {
    const chipId = id & CHIP_ID_MASK;
    if (chipId !== CHIP_ID_N) throw unknown(`chip id ${word(chipId, 5)}`);
    return { chip: 'BK7231N', bootVersion: null, chipId };
  }
  const version = await ask(commands.bootVersion());
  if (version === null || version instanceof BadStatus) return null;
  if (!T_VERSION.test(version)) throw unknown(`boot version ${version}`);
  return { chip: 'BK7231T', bootVersion: version, chipId: null };
}

/** Step 3: class T loaders without a version command are known by their first bytes. */
async function askByBootloader(session: Session, chosen: ChipChoice): Promise<Identity> {
  const wire = await ask(session.commands.crc(0, 256));
  if (wire === null || wire instanceof BadStatus) {
    await relink(session, 'identify');
    throw unknown('no answer to chip id, version and checksum');
  }
  const crc = ~wire >>> 0;
  const chip = BOOTLOADERS[crc];
  if (chip) return { chip, bootVersion: null, chipId: null };
  // An unknown bootloader is only a warning (protocol §10.3), and no register: class T. But only on the operator's word.
  if (chip === null || chosen !== 'BK7231T') throw unknown(`bootloader ${word(crc, 8)}`);
  note(session, 'warning', 'loader.bootloader-unknown', { crc: word(crc, 8) });
  return { chip: chosen, bootVersion: null, chipId: null };
}

async function identity(session: Session, chosen: ChipChoice): Promise<Identity> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await askByName(session);
    if (found) return found;
  }
  return askByBootloader(session, chosen);
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

/**
 * Finds out what answers (protocol §10); nothing on the board is changed.
 * @throws KilnError CHIP_UNKNOWN {detail}, CHIP_MISMATCH {chosen, answered}, FLASH_NO_ANSWER {id}, LINK_LOST
 */
export async function identify(session: Session, chosen: ChipChoice): Promise<BoardFacts> {
  const found = await identity(session, chosen);
  if (chosen !== 'auto' && chosen !== found.chip) {
    throw new KilnError('CHIP_MISMATCH', { chosen, answered: found.chip });
  }
  const { protocolClass, flashBytes } = CHIPS[found.chip];
  // Class T has no command for the flash id; its bootloaders imply 2 MiB (protocol §10.4).
  if (protocolClass === 'T') return { ...found, protocolClass, flashId: null, flashBytes };
  const flashId = await readFlashId(session);
  return { ...found, protocolClass, flashId, flashBytes: flashPart(flashId).bytes };
}
