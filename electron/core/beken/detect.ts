import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts, DetectReport } from './api.js';
import { bootloaderName } from './chip-ids.js';
import { readEfuseKey, hasEfusePort, keyKind } from './efuse.js';
import { flashPart } from './flash-parts.js';
import { readSector } from './read.js';
import { readCalibrationMac } from './rf-mac.js';
import { note, type Session } from './session.js';
import { readStatusWord } from './status-word.js';
import { wireCrc } from './wire-crc.js';

type Findings = Pick<DetectReport, 'part' | 'protection' | 'bootloader' | 'key' | 'mac'>;

/** Over how many first bytes a bootloader is known by its CRC (protocol §10.3). */
const HEAD_BYTES = { T: 256, N: 257 } as const;
/** Bytes 2..7 of the bootloader scrambled with Tuya's key, and in the clear (protocol §12.1). */
const TUYA_HEAD = 'b59635ff2a99';
const PLAIN_HEAD = '00ea14f09fe5';

/** Whether a bootloader starts with what the key makes of the common vector table; null where nobody can say. */
export function keyFits(
  kind: NonNullable<DetectReport['key']>['kind'],
  bootloader: Uint8Array,
): boolean | null {
  const head = Buffer.from(bootloader.subarray(2, 8)).toString('hex');
  if (head !== TUYA_HEAD && head !== PLAIN_HEAD) return null;
  if (kind === 'tuya') return head === TUYA_HEAD;
  return kind === 'zero' ? head === PLAIN_HEAD : null;
}

async function findKey(
  session: Session,
  facts: BoardFacts,
  bootloader: Uint8Array,
): Promise<Findings['key']> {
  if (!hasEfusePort(facts)) return null;
  try {
    const kind = keyKind(await readEfuseKey(session, facts));
    return { kind, fits: keyFits(kind, bootloader) };
  } catch (error) {
    if (!(error instanceof KilnError) || error.code !== 'EFUSE_UNREADABLE') throw error;
    note(session, 'warning', 'loader.efuse-unreadable', {});
    return null;
  }
}

/** A board whose calibration is gone still runs, with a MAC that thousands share (protocol §16). */
async function findMac(session: Session, facts: BoardFacts): Promise<string | null> {
  const mac = await readCalibrationMac(facts, (at) => readSector(session, facts, at, 'read'));
  if (mac === null) note(session, 'warning', 'loader.no-calibration');
  return mac ?? null;
}

/** By which CRC and name a bootloader is known (protocol §10.3). @param sector the first of the flash */
export function bootloaderOf(
  { protocolClass }: Pick<BoardFacts, 'protocolClass'>,
  sector: Uint8Array,
): DetectReport['bootloader'] {
  const crc = ~wireCrc(sector.subarray(0, HEAD_BYTES[protocolClass])) >>> 0;
  return { crc, name: bootloaderName(crc) };
}

/** What else a board tells of itself besides its identity; nothing is changed. @throws KilnError FLASH_READ, LINK_LOST */
export async function detectMore(session: Session, facts: BoardFacts): Promise<Findings> {
  const part = facts.flashId && flashPart(facts.flashId);
  const status = part && (await readStatusWord(session, part));
  const bootloader = await readSector(session, facts, 0, 'read');
  return {
    part: part?.name ?? null,
    protection: part && status !== null ? { status, on: (status & part.protectMask) !== 0 } : null,
    bootloader: bootloaderOf(facts, bootloader),
    key: await findKey(session, facts, bootloader),
    mac: await findMac(session, facts),
  };
}
