/** In what the generations of TuyaOpen firmware differ (authorization §2; texts that are not public are our own). */
export interface TuyaOpenGeneration {
  readonly name: string;
  readonly version: string;
  /** `sys_log_enable off` is known: `OK: log disabled`, and the log is quiet from then on. */
  readonly silencesLog: boolean;
  /** Stands before the address in the answer to `read_mac`; null: it does not know `read_mac`. */
  readonly macLabel: string | null;
  readonly uuidLengths: readonly number[];
  readonly uuidLengthError: string;
  readonly keyLengthError: string;
  /** Without a license `auth-read` shows the placeholder instead of saying that there is none. */
  readonly placeholder: boolean;
  /** Has one-time cells: T5AI only. */
  readonly otp: boolean;
  /** Said where the RF sector is gone, 12 hex digits (authorization §2, §5.7). */
  readonly defaultMac: string;
}

export const AUTH_KEY_LENGTH = 32;
/** Counts as no license (authorization §2). */
export const PLACEHOLDER_UUID = 'uuidxxxxxxxxxxxxxxxx';
export const PLACEHOLDER_KEY = 'keyxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';

export const TUYAOPEN: TuyaOpenGeneration = {
  name: 'TuyaOpen',
  version: '1.6.0',
  silencesLog: true,
  macLabel: '',
  uuidLengths: [16, 20],
  uuidLengthError: 'Invalid UUID length: must be 16 or 20.',
  keyLengthError: 'Invalid AUTHKEY length: must be 32.',
  placeholder: false,
  otp: false,
  defaultMac: 'c8478c000000',
};

export const TUYAOPEN_OLD: TuyaOpenGeneration = {
  ...TUYAOPEN,
  name: 'TuyaOpen, old',
  version: '1.0.2',
  silencesLog: false,
  macLabel: 'WIFI_MAC:',
  uuidLengths: [20],
  uuidLengthError: 'uuid len not equal 20.',
  keyLengthError: 'authkey len not equal 32.',
  placeholder: true,
};

export const TUYAOPEN_T5: TuyaOpenGeneration = {
  ...TUYAOPEN,
  name: 'TuyaOpen, T5AI',
  otp: true,
  defaultMac: 'c8478c000018',
};
