import { AUTH_KEY_LENGTH, PLACEHOLDER_KEY, PLACEHOLDER_UUID, type TuyaOpenGeneration } from './generation.js';
import type { TuyaOpenStore } from './store.js';

const UUID = 'UUID_TUYAOPEN';
const AUTHKEY = 'AUTHKEY_TUYAOPEN';
const NO_LICENSE = ['Authorization read failure.'] as const;
const USAGE = [`Use like: auth ${PLACEHOLDER_UUID} ${PLACEHOLDER_KEY}`] as const;

export interface AuthorizationCells {
  readonly generation: TuyaOpenGeneration;
  readonly store: TuyaOpenStore;
  /** One-time cells of the chip. */
  readonly otp: Map<string, string>;
  readonly writes: 'kept' | 'refused' | 'altered' | 'lost';
}

/** `auth-read`, `auth`, `auth-reset` and their OTP forms (authorization §2). Each gives the lines of its answer. */
export class Authorization {
  readonly #cells: AuthorizationCells;

  constructor(cells: AuthorizationCells) {
    this.#cells = cells;
  }

  read(args: readonly string[]): readonly string[] {
    const { generation, store, otp } = this.#cells;
    if (args[0] === '1' && generation.otp) return lines(otp.get(UUID), otp.get(AUTHKEY)) ?? NO_LICENSE;
    const values = store.read();
    const found = lines(values[UUID], values[AUTHKEY]);
    if (found) return found;
    return generation.placeholder ? [PLACEHOLDER_UUID, PLACEHOLDER_KEY] : NO_LICENSE;
  }

  write(args: readonly string[]): readonly string[] {
    const { generation } = this.#cells;
    const [uuid, key, cell, ...rest] = args;
    if (uuid === undefined || key === undefined || rest.length > 0) return USAGE;
    if (cell !== undefined && !(cell === '1' && generation.otp)) return USAGE;
    if (!generation.uuidLengths.includes(uuid.length)) return [generation.uuidLengthError];
    if (key.length !== AUTH_KEY_LENGTH) return [generation.keyLengthError];
    return cell === undefined ? this.#writeFlash(uuid, key) : this.#writeOtp(uuid, key);
  }

  reset(): readonly string[] {
    this.#cells.store.write({});
    return ['Authorization reset succeeds.'];
  }

  #writeFlash(uuid: string, key: string): readonly string[] {
    const { store, writes } = this.#cells;
    if (writes === 'refused') return ['Authorization write failure.'];
    const kept = writes === 'altered' ? `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}` : key;
    if (writes !== 'lost') store.write({ [UUID]: uuid, [AUTHKEY]: kept });
    return ['Authorization write succeeds.'];
  }

  /** Irreversible: cells that hold something take nothing more. */
  #writeOtp(uuid: string, key: string): readonly string[] {
    const { otp } = this.#cells;
    if (otp.has(UUID)) return ['Authorization write to OTP failure.'];
    otp.set(UUID, uuid);
    otp.set(AUTHKEY, key);
    return ['Authorization write to OTP Succeeds.'];
  }
}

function lines(uuid: string | undefined, key: string | undefined): readonly string[] | null {
  return uuid !== undefined && key !== undefined ? [uuid, key] : null;
}

/** What a licensed module of this kind holds. */
export function licenseValues(uuid: string, key: string): Readonly<Record<string, string>> {
  return { [UUID]: uuid, [AUTHKEY]: key };
}
