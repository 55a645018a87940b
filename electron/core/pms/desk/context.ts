import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Clock } from '../../time/clock.js';
import type { Liveness } from '../ledger/liveness.js';
import { LOCAL_ACCOUNT, type Asker } from '../ledger/token-access.js';
import type { Stamp } from '../ledger/moves.js';
import type { PmsSession } from '../service.js';
import type { LedgerStore } from '../store/engine.js';
import type { FirmwareStore } from '../store/firmware-store.js';
import type { StorePms } from '../store-pms.js';

/** How hard a password is to guess once its hash is out; argon2id. */
export interface HashCost {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
}

/** What the rules of the desk stand on. */
export interface DeskParts {
  readonly store: LedgerStore;
  readonly pms: StorePms;
  readonly firmware: FirmwareStore;
  readonly clock: Clock;
  /** Cryptographically strong: sessions, tokens and passwords are made of it. */
  readonly random: (bytes: number) => Uint8Array;
  readonly liveness: Liveness;
  /** Whoever asks without a session is the implicit local account, as long as no admin was made. */
  readonly local: boolean;
  readonly hashCost: HashCost;
}

export function nowOf({ clock }: DeskParts): number {
  return clock.wallTime().getTime();
}

/** When and by whom, for the ledger. */
export function stampOf(desk: DeskParts, session: PmsSession): Stamp {
  return { at: nowOf(desk), actor: session.email };
}

export function askerOf({ account, email, role }: PmsSession): Asker {
  return { account, email, admin: role === 'admin' };
}

export const LOCAL_SESSION: PmsSession = {
  account: LOCAL_ACCOUNT,
  email: LOCAL_ACCOUNT,
  role: 'admin',
  bearer: null,
};

/** @param what a key of words.things */
export function unknown(what: string, id: string): KilnError {
  return new KilnError('DESK_UNKNOWN', { what, id: id.slice(0, 64) });
}
