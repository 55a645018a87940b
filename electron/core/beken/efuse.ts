import { CHIPS } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import type { BoardFacts, EfuseKeyKind } from './api.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

const CONTROL = 0x800074;
const DATA = 0x800078;
/** Bits of the control register: start, program (never), address. */
const CLEARED = 0x1f02;
const START = 1;
const VALID = 0x100;
const KEY_BYTES = 16;
/** The page gives it a second (protocol §11). */
const POLLS = 50;
const POLL_MS = 20;

/** Four little-endian words (protocol §11). */
const TUYA = Buffer.from('93b00f51dceacba37ea1935903ebadc7', 'hex');

/** What kind of key 16 bytes are. */
export function keyKind(key: Uint8Array): EfuseKeyKind {
  if (TUYA.equals(key)) return 'tuya';
  if (key.every((byte) => byte === 0)) return 'zero';
  return key.every((byte, index) => byte === key[index % 4]) ? 'four-identical' : 'other';
}

async function readByte(session: Session, index: number): Promise<number> {
  const { commands, clock, signal } = session;
  const before = await commands.readRegister(CONTROL);
  // Bitwise operators are signed; the register is not.
  await commands.writeRegister(CONTROL, ((before & ~CLEARED) | (index << 8) | START) >>> 0);
  for (let polls = 0; ((await commands.readRegister(CONTROL)) & START) !== 0; polls += 1) {
    if (polls === POLLS) throw new KilnError('EFUSE_UNREADABLE', { byte: index });
    await sleep(clock, POLL_MS, signal);
  }
  const value = await commands.readRegister(DATA);
  if ((value & VALID) === 0) throw new KilnError('EFUSE_UNREADABLE', { byte: index });
  return value & 0xff;
}

/** Class N chips whose eFuse port the page describes; BK7236 and BK7258 have another one, of four bytes. */
export function hasEfusePort({ chip }: Pick<BoardFacts, 'chip'>): boolean {
  return CHIPS[chip].protocolClass === 'N' && chip !== 'BK7236' && chip !== 'BK7258';
}

/**
 * Reads the key that scrambles the code in flash (protocol §11). Nothing is burned.
 * @returns 16 bytes
 * @throws KilnError NOT_ON_THIS_CHIP, EFUSE_UNREADABLE {byte}, LINK_LOST
 */
export async function readEfuseKey(session: Session, facts: BoardFacts): Promise<Uint8Array> {
  if (!hasEfusePort(facts)) throw new KilnError('NOT_ON_THIS_CHIP', { what: 'efuse', chip: facts.chip });
  const giveUp = (): KilnError => new KilnError('EFUSE_UNREADABLE', { byte: '-' });
  const retry = { tries: 3, during: 'read', what: 'efuse', giveUp } as const;
  const key = new Uint8Array(KEY_BYTES);
  for (let index = 0; index < KEY_BYTES; index += 1) {
    key[index] = await retrying(session, retry, () => readByte(session, index));
  }
  return key;
}
